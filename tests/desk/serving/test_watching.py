"""What counts as a save, and what asks for a new process."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from watchfiles import Change

from desk.serving.watching import Sources, Watch, needs_new_process
from desk.settings import DeskError
from tests.desk.serving.served import run


@pytest.mark.parametrize(
    ("path", "is_source"),
    [
        ("content/rants/a.md", True),
        ("theme/templates/base.html", True),
        ("content/rants/.a.md.swp", False),
        ("content/rants/a.md~", False),
        ("plugins/lesson/__pycache__/plugin.cpython-311.pyc", False),
        (".build/html/index.html", False),
        (".build/cache/incremental.sqlite", False),
        (".built", True),
    ],
)
def test_source(tmp_path: Path, path: str, is_source: bool) -> None:
    """What a person writes is one; an editor's own files and what is built are none."""
    sources = Sources([str(tmp_path / ".build")])

    assert sources(Change.modified, str(tmp_path / path)) is is_source


@pytest.mark.parametrize(
    ("path", "is_needed"),
    [
        ("/site/pelicanconf.py", True),
        ("/site/plugins/lesson/lesson.py", True),
        ("/site/translations/de.po", True),
        ("/site/content/people.toml", False),
        ("/site/content/rants/code.py", False),
        ("/site/contents.py", True),
        ("/site/theme/templates/base.html", False),
    ],
)
def test_what_is_loaded_once(path: str, is_needed: bool) -> None:
    """Code, settings and words are; what is read in each build is not, whatever it is called."""
    assert needs_new_process(["/site/content/rants/a.md", path], "/site/content") is is_needed


def test_what_changes_after_follow_is_told(tmp_path: Path) -> None:
    """At once after it: no moment is between; what is no longer followed is not told."""
    old, new, home = (tmp_path / name for name in ("old", "new", "home"))
    for folder in (old / "deep", new / "deep", home / "deep"):
        folder.mkdir(parents=True)

    async def drive() -> set[str]:
        watch = Watch([])
        await watch.follow([str(home)], deep=False)
        await watch.follow([str(old), str(old / "deep")])
        await watch.follow([str(new)])
        for path in (
            old / "deep/a",
            home / "deep/a",
            new / "deep/b",
            home / "log.md",
            home / "c.py",
        ):
            path.write_text("x", encoding="utf-8")
        found: set[str] = set()
        while len(found) < 2:
            found |= await asyncio.wait_for(watch.next(), 30)
        await watch.end()
        return found

    assert run(drive()) == {str(new / "deep/b"), str(home / "c.py")}


def test_folder_that_is_put_back_is_followed(tmp_path: Path) -> None:
    """Whole, renamed or removed: it is another to the system, and what is saved in it is told."""
    content = tmp_path / "content"
    for name in ("content", "second", "third"):
        (tmp_path / name / "rants").mkdir(parents=True)

    async def drive() -> list[set[str]]:
        watch = Watch([])
        await watch.follow([str(content)])
        told = []
        content.rename(tmp_path / "away")
        for name in ("second", "third"):
            assert str(content) in await asyncio.wait_for(watch.next(), 30)
            (tmp_path / name).rename(content)
            told.append(await asyncio.wait_for(watch.next(), 30))
            (content / "rants/a.md").write_text("x", encoding="utf-8")
            told.append(await asyncio.wait_for(watch.next(), 30))
            shutil.rmtree(content)
        await watch.end()
        return told

    assert run(drive()) == [{str(content)}, {str(content / "rants/a.md")}] * 2


def test_no_word_of_changes_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system follows nothing more, the writer is told, and does not wait in vain."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError("OS file watch limit reached.")

    monkeypatch.setattr("watchfiles.main.RustNotify", refuse)

    async def drive() -> None:
        watch = Watch([])
        await watch.follow([str(tmp_path)])
        await asyncio.wait_for(watch.next(), 30)

    with pytest.raises(DeskError, match="followed: OS file watch limit reached"):
        run(drive())
