"""The Makefile, and what calls it."""

from __future__ import annotations

import re
import subprocess

from tests.pelican_site import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = ["help", "html", "serve", "publish", "test", "lint", "requirements", "clean"]


def test_make_alone_prints_the_targets() -> None:
    """Every target is named with what it does, and nothing is built."""
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, timeout=60)

    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert [line.split()[1] for line in lines] == TARGETS
    assert [line for line in lines if not re.match(r"make \w+ +\w", line)] == []


def test_target_is_a_line_or_two() -> None:
    """No target has more than two lines: what needs more is Python."""
    recipes = re.findall(r"^[\w./]+:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)

    assert len(recipes) >= len(TARGETS)
    assert [recipe for recipe in recipes if recipe.count("\n") > 2] == []


def test_ci_runs_the_readmes_command() -> None:
    """What runs elsewhere is what the README tells a reader to run."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    commands = [line for line in script.splitlines() if line.startswith("exec ")]

    assert commands == ["exec make test"]
    assert "```sh\nmake test\n```" in readme


def test_failed_build_publishes_nothing(tmp_path) -> None:
    """`make publish` stops at a failed build, and the folder to publish to is not made."""
    for name in ("plugins", "theme", ".venv", "Makefile", "pelicanconf.py", "publishconf.py"):
        (tmp_path / name).symlink_to(ROOT / name)
    for name in ("requirements.txt", "environment.py"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "content" / "rants").mkdir(parents=True)
    (tmp_path / "content" / "pages").mkdir()
    (tmp_path / "content" / "rants" / "2026-01-01-bad.md").write_text("Title: x\n\nDo: this\n")

    done = subprocess.run(
        ["make", "publish"], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )

    assert done.returncode != 0
    assert "content/rants/2026-01-01-bad.md:3: 'Do: this' stands outside the lesson" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "public").exists()
