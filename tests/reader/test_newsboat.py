"""A real reader subscribes to the published feeds, and is told nothing twice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pelican_site import ROOT
from tests.static_host import serve

FEEDS = ("rss.xml", "atom.xml", "lessons/rss.xml", "category/language/atom.xml")
POST = "2026-11-23-forget-how-many-followers-you-have.md"


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A copy of the blog's sources, to be changed."""
    for name in ("content", "own", "plugins", "theme"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


@pytest.fixture
def address(blog: Path) -> Iterator[str]:
    """Where the live site is served."""
    yield from serve(blog / "public/current")


def publish(blog: Path) -> None:
    """Build and publish as `make publish` does."""
    build = [sys.executable, "-m", "pelican", "content", "--settings", "publishconf.py"]
    release = [sys.executable, "-m", "publish", "release", ".build/site"]
    for command in (
        [*build, "--output", ".build/site", "--log-handler", "plain"],
        [*release, "--settings", "publishconf.py", "--to", "public"],
    ):
        done = subprocess.run(
            command,
            cwd=blog,
            env={**os.environ, "PYTHONPATH": str(blog / "plugins")},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def unread(blog: Path, address: str) -> list[int]:
    """Let newsboat read each feed anew; how many entries of each it would still show."""
    counts = []
    for number, feed in enumerate(FEEDS):
        folder = blog / f"reader{number}"
        folder.mkdir(exist_ok=True)
        (folder / "urls").write_text(f"{address}/{feed}\n")
        (folder / "config").write_text("")
        files = [("-u", "urls"), ("-c", "cache.db"), ("-C", "config")]
        command = ["newsboat", *(part for flag, name in files for part in (flag, folder / name))]
        for action in (["-x", "reload"], ["-x", "print-unread"]):
            done = subprocess.run(
                [*command, *action],
                env={**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"},
                capture_output=True,
                encoding="utf-8",
                timeout=60,
            )
            assert done.returncode == 0, done.stdout + done.stderr
        counts.append(int(done.stdout.split()[0]))
    return counts


def test_nothing_comes_twice(blog: Path, address: str) -> None:
    """After a new title, date and text, and a republish, a reader has each post once."""
    publish(blog)
    first = unread(blog, address)
    post = blog / "content/rants" / POST
    text = post.read_text(encoding="utf-8")
    text = text.replace("Title: Forget how many followers you have", "Title: Forget the number")
    text = text.replace("Date: 2026-11-23", "Modified: 2026-11-24\nDate: 2026-11-22")
    post.write_text(f"{text}\n", encoding="utf-8")

    publish(blog)

    assert "Forget the number" in (blog / "public/current/rss.xml").read_text(encoding="utf-8")
    assert unread(blog, address) == first
    assert first[:3] == [15, 15, 15]


def test_new_post_comes_once(blog: Path, address: str) -> None:
    """A post that is added is one more to read, and the others stay as they were."""
    publish(blog)
    before = unread(blog, address)
    post = "Title: One more\nDate: 2026-11-24 08:00\nCategory: Language\nQuestion: Who?\n\nText.\n"
    lesson = '\nEnd rant.\n\n!!! lesson "One more."\n    Do: it\n'
    (blog / "content/rants/2026-11-24-one-more.md").write_text(post + lesson)

    publish(blog)

    assert unread(blog, address) == [count + 1 for count in before]
