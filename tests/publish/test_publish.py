"""Publishing to a folder by the real command: releases, the switch, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pelican_site import ROOT, files


def publish(site: Path, target: Path | str) -> subprocess.CompletedProcess[str]:
    """Run the command as the Makefile does, in the folder above the site."""
    return subprocess.run(
        [sys.executable, "-m", "publish", str(site), "--to", str(target)],
        cwd=site.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT / "plugins"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        umask=0o077,
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A built site of two pages."""
    folder = tmp_path / "site"
    (folder / "a").mkdir(parents=True)
    (folder / "index.html").write_text("home 1")
    (folder / "a" / "index.html").write_text("a 1")
    return folder


def test_first_release_is_live(site: Path, tmp_path: Path) -> None:
    """The site is in the first release, `current` links to it, and the report says so."""
    done = publish(site, "public")

    public = tmp_path / "public"
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Published release 0001 to public: 2 files (2 new)\n"
        "  new      a/index.html\n"
        "  new      index.html\n"
        "It lies in public/releases/0001; public/current points to it.\n"
        "Look at it: python3 -m http.server --bind 127.0.0.1 --directory public/current 8000"
        " → http://127.0.0.1:8000/\n"
    )
    assert (public / "current").readlink() == Path("releases/0001")
    assert files(public / "current") == files(site)


def test_release_before_is_kept_and_older_ones_go(site: Path, tmp_path: Path) -> None:
    """Of three releases the last is live and the one before it is there."""
    for number in (1, 2, 3):
        (site / "index.html").write_text(f"home {number}")
        assert publish(site, "public").returncode == 0

    public = tmp_path / "public"
    assert sorted(path.name for path in (public / "releases").iterdir()) == ["0002", "0003"]
    assert (public / "current").readlink() == Path("releases/0003")
    assert (public / "releases/0002/index.html").read_text() == "home 2"


def test_report_tells_new_changed_and_gone(site: Path) -> None:
    """A second release is told by what differs from the first."""
    publish(site, "public")
    (site / "index.html").write_text("home 2")
    (site / "b.html").write_text("b")
    (site / "a" / "index.html").unlink()

    done = publish(site, "public")

    assert done.stdout.splitlines()[:5] == [
        "Published release 0002 to public: 2 files (1 new, 1 changed, 1 gone)",
        "  new      b.html",
        "  changed  index.html",
        "  gone     a/index.html",
        "It lies in public/releases/0002; public/current points to it; 0001 is kept.",
    ]


def test_same_site_makes_no_release(site: Path, tmp_path: Path) -> None:
    """Without a change nothing is done, and that is said."""
    publish(site, "public")

    done = publish(site, "public")

    assert done.returncode == 0
    assert done.stdout.startswith("Nothing has changed: public/current is release 0001")
    assert [path.name for path in (tmp_path / "public/releases").iterdir()] == ["0001"]


def test_web_server_may_read_everything(site: Path, tmp_path: Path) -> None:
    """Files are 0644 and folders 0755, whatever the writer's umask."""
    publish(site, "public")

    modes = {
        path.relative_to(tmp_path).as_posix(): path.stat().st_mode & 0o777
        for path in sorted((tmp_path / "public").rglob("*"))
        if not path.is_symlink()
    }

    assert {mode for name, mode in modes.items() if name.endswith("html")} == {0o644}
    assert {mode for name, mode in modes.items() if not name.endswith("html")} == {0o755}


def test_leftovers_of_a_killed_run_are_removed(site: Path, tmp_path: Path) -> None:
    """What a run that was killed has left is gone after the next one."""
    publish(site, "public")
    releases = tmp_path / "public/releases"
    (releases / ".0002.new").mkdir()
    (tmp_path / "public/.current.new").symlink_to("releases/0009")
    (site / "index.html").write_text("home 2")

    done = publish(site, "public")

    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in releases.iterdir()) == ["0001", "0002"]
    assert not os.path.lexists(tmp_path / "public/.current.new")


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (
            "rm -r site/*",
            "{site}: is empty — look at what the build said\n",
        ),
        (
            "rm site/index.html",
            "{site}: has no index.html — look at what the build said\n",
        ),
        (
            "ln -s /etc/hostname site/b && mkfifo site/c",
            "{site}/b: is a link — put the file itself in its place\n"
            "{site}/c: is neither a file nor a folder — remove it\n",
        ),
        (
            "rm -r site",
            "{site}: is not there — build the site first, as make publish does\n",
        ),
        (
            "mkdir -p public/current",
            "public/current: is a folder, not a link to a release — move it away, "
            "or name another folder with PUBLISH_TO=DIR\n",
        ),
        (
            "mkdir public && touch public/thesis.odt",
            "public: holds other files (thesis.odt) — name an empty folder with PUBLISH_TO=DIR\n",
        ),
        (
            "touch public",
            "public: is not a folder — move it away, or name another folder with PUBLISH_TO=DIR\n",
        ),
        (
            "rm site/index.html && touch public",
            "{site}: has no index.html — look at what the build said\n"
            "public: is not a folder — move it away, "
            "or name another folder with PUBLISH_TO=DIR\n",
        ),
    ],
)
def test_what_cannot_be_published_is_told(
    site: Path, tmp_path: Path, prepare: str, message: str
) -> None:
    """Every fault is told at once with its remedy, the status is 1, and nothing has changed."""
    subprocess.run(["sh", "-c", prepare], cwd=tmp_path, check=True)
    before = sorted(path.as_posix() for path in tmp_path.rglob("*"))

    done = publish(site, "public")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == message.format(site=site)
    assert sorted(path.as_posix() for path in tmp_path.rglob("*")) == before
