"""The targets of make: what they print, how long they are, what they do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench.wordpress import write_export
from tests.pelican_site import ROOT, files

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[0].split()


def make(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run make as a writer does, and not as a part of the make that runs the tests."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MAKE", "MFLAGS")) and name not in ("PUBLISH_TO", "PYTHON")
    }
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env={**inherited, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the repository whose `.venv` is made, of the Python that runs the tests."""
    folder = tmp_path / "check out"
    folder.mkdir()
    for name in ("Makefile", "environment.py", "pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / name, folder)
    for name in ("content", "own", "plugins", "theme"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "requirements.txt").write_text("")
    (folder / ".venv/bin").mkdir(parents=True)
    python = folder / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    (folder / ".venv/site").write_text("")
    return folder


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder in which nothing has been made, with pins that ask for nothing."""
    for name in ("Makefile", "environment.py"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "requirements.txt").write_text("")
    return tmp_path


def test_make_alone_prints_each_target_with_a_line() -> None:
    """`make` prints every target in the Makefile's order, each with what it does."""
    done = make(ROOT)

    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert [re.split(r"\s{2,}", line)[0] for line in lines] == [f"make {name}" for name in TARGETS]
    assert [line for line in lines if not re.fullmatch(r"make \w+ {2,}\S.+", line)] == []


@pytest.mark.parametrize("target", TARGETS)
def test_target_is_a_line_or_two(target: str) -> None:
    """What needs more than two lines is Python."""
    (recipe,) = re.findall(rf"^{target}:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)

    assert len(recipe.splitlines()) <= 2
    assert "\\\n" not in recipe


def test_ci_runs_the_command_of_the_readme() -> None:
    """The last line of `.ci/run` runs the test command that the README shows, and nothing else."""
    lines = (ROOT / ".ci/run").read_text().splitlines()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"^```sh\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)

    commands = [command.strip() for command in shown if "test" in command]

    assert lines[-1] == f"exec {commands[0]}"
    assert len(commands) == 1
    assert os.access(ROOT / ".ci/run", os.X_OK)


def test_publish_builds_and_publishes(checkout: Path) -> None:
    """`make publish` puts the blog into public/ and ends by saying how to look at it."""
    done = make(checkout, "publish")

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == (
        "Look at it: python3 -m http.server --bind 127.0.0.1 --directory public/current 8000"
        " → http://127.0.0.1:8000/"
    )
    assert (checkout / "public/current/index.html").is_file()
    assert (checkout / "public/current").readlink() == Path("releases/0001")


@pytest.mark.parametrize("given", ["argument", "environment"])
def test_publish_to_names_another_folder(checkout: Path, given: str) -> None:
    """A folder may be named to make, or in the environment, with spaces and a quote in its name."""
    name = "../joseph's site"

    if given == "argument":
        done = make(checkout, "publish", f"PUBLISH_TO={name}")
    else:
        done = make(checkout, "publish", PUBLISH_TO=name)

    assert done.returncode == 0, done.stdout + done.stderr
    assert (checkout.parent / "joseph's site/current/index.html").is_file()
    assert not (checkout / "public").exists()


def test_failed_build_publishes_nothing(checkout: Path) -> None:
    """A post that cannot be read fails the build, and the live site stays as it was."""
    assert make(checkout, "publish").returncode == 0
    (checkout / "content/rants/2026-12-01-bad.md").write_text("No title, no date.\n")

    done = make(checkout, "publish")

    assert done.returncode != 0
    assert "content/rants/2026-12-01-bad.md" in done.stdout + done.stderr
    assert (checkout / "public/current").readlink() == Path("releases/0001")
    assert [path.name for path in (checkout / "public/releases").iterdir()] == ["0001"]


def test_build_that_fails_late_publishes_nothing(checkout: Path) -> None:
    """What a failed build has written looks like a site and is not published."""
    python = checkout / ".venv/bin/python"
    half = "mkdir -p .build/site && echo half > .build/site/index.html && exit 1"
    python.write_text(
        f'#!/bin/sh\n[ "$2" != pelican ] || {{ {half}; }}\nexec {sys.executable} "$@"\n'
    )

    done = make(checkout, "publish")

    assert done.returncode != 0
    assert (checkout / ".build/site/index.html").is_file()
    assert not (checkout / "public").exists()


def test_replies_are_fetched_offline_too(checkout: Path) -> None:
    """`make replies` runs the command for the blog; offline it says so and changes nothing."""
    before = files(checkout / "content")

    done = make(checkout, "replies", CONVERSATION_OFFLINE="1")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "CONVERSATION_OFFLINE is set: nobody is asked, nobody is told, nothing changes.\n"
    )
    assert files(checkout / "content") == before


def test_review_needs_a_terminal(checkout: Path) -> None:
    """`make review` says what it needs where nobody could answer, and fails."""
    done = make(checkout, "review")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[0] == (
        "review asks about each reply that waits, and nobody could answer here"
        " — run it in a terminal"
    )


def test_mentions_tell_whom_of_what_was_published(checkout: Path) -> None:
    """`make mentions DRY_RUN=1` reads what `make publish` has built; nothing is kept."""
    rants = checkout / "content/rants"
    rants.joinpath("2026-01-02-linked.md").write_text(
        "Title: Linked\nDate: 2026-01-02 09:00\nQuestion: And you?\n\n[x](https://x.example/y)\n"
    )
    assert make(checkout, "publish").returncode == 0
    before = files(checkout / "content")

    done = make(checkout, "mentions", "DRY_RUN=1")

    assert (done.returncode, done.stderr) == (0, "")
    line = "https://endrant.example/rants/linked/ → https://x.example/y: to be told"
    assert line in done.stdout.splitlines()
    assert files(checkout / "content") == before


def test_mentions_need_a_site(checkout: Path) -> None:
    """Before anything is published `make mentions` says what comes first, and fails."""
    done = make(checkout, "mentions", "DRY_RUN=1")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[0] == (
        ".build/site: has no release.json — publish the site first: make publish"
    )


def test_import_brings_a_blog(checkout: Path) -> None:
    """`make import` takes any name of a file, and a second run changes nothing."""
    name = "my $5 export; 'x'.xml"
    write_export(checkout / name, posts=3)

    done, again = (make(checkout, "import", f"FILE={name}") for _ in range(2))

    assert (done.returncode, done.stderr) == (0, "")
    assert "Imported: 3 posts, 1 page, " in done.stdout
    assert "Nothing new: no file was changed." in again.stdout


def test_clean_leaves_what_is_published(checkout: Path) -> None:
    """`make clean` removes what can be made again; what is live cannot."""
    assert make(checkout, "publish").returncode == 0

    done = make(checkout, "clean")

    assert done.returncode == 0
    assert not (checkout / ".build").exists()
    assert not (checkout / ".venv").exists()
    assert (checkout / "public/current/index.html").is_file()


def test_environment_that_was_not_finished_is_made_anew(bare: Path) -> None:
    """A `.venv` without its stamp, however much lies in it, does not count as made."""
    (bare / ".venv/bin").mkdir(parents=True)
    (bare / ".venv/bin/python").write_text("half")

    done = make(bare, ".venv/site", f"PYTHON={sys.executable}")

    assert (done.returncode, done.stderr) == (0, "")
    assert (bare / ".venv/site").is_file()
    assert subprocess.run([bare / ".venv/bin/python", "-c", ""], check=False).returncode == 0


def test_environment_is_made_anew_when_its_pins_change(bare: Path) -> None:
    """It is current until `requirements.txt` is newer, and then nothing of the old one stays."""
    (bare / ".venv").mkdir()
    (bare / ".venv/old").write_text("")
    (bare / ".venv/site").write_text("")
    os.utime(bare / "requirements.txt", (1, 1))
    current = make(bare, "--question", ".venv/site")
    os.utime(bare / "requirements.txt")
    os.utime(bare / ".venv/site", (1, 1))

    done = make(bare, ".venv/site", f"PYTHON={sys.executable}")

    assert (current.returncode, done.returncode) == (0, 0)
    assert not (bare / ".venv/old").exists()
    assert (bare / ".venv/site").is_file()


def test_pins_that_cannot_be_had_leave_no_stamp(bare: Path) -> None:
    """When the installation fails make fails, and the next run begins again."""
    (bare / "requirements.txt").write_text("./no-such-package --hash=sha256:00\n")

    done = make(bare, ".venv/site", f"PYTHON={sys.executable}")

    assert done.returncode != 0
    assert not (bare / ".venv/site").exists()


def test_make_publish_puts_the_site_out(tmp_path: Path) -> None:
    """The README's first command builds the blog, publishes it and says where it lies."""
    for name in ("content", "own", "plugins", "theme", ".venv", "Makefile", "requirements.txt"):
        (tmp_path / name).symlink_to(ROOT / name)
    for name in ("environment.py", "pelicanconf.py", "publishconf.py"):
        (tmp_path / name).symlink_to(ROOT / name)

    done = subprocess.run(
        ["make", "publish"], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )

    assert done.returncode == 0, done.stderr
    assert "Published release 0001 to public: " in done.stdout
    assert "It lies in public/releases/0001; public/current points to it." in done.stdout
    assert (tmp_path / "public/current").readlink() == Path("releases/0001")
    assert (tmp_path / "public/current/index.html").is_file()
