"""Releases that are made of the folder of one that is kept no more."""

from __future__ import annotations

import subprocess
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from publish import FolderTarget, Order, PublishError, publish
from publish.progress import Told, silent
from tests.pelican_site import files
from tests.publish.conftest import Desk
from tests.publish.releasing import killed
from tests.publish.test_disk import plain, synced

KEPT = ["0002", "0003", "0004", "0005", "0006"]


@pytest.fixture
def old(desk: Desk) -> Path:
    """The oldest of five releases, which is kept until the next is out."""
    desk.record("one", "two")
    for number in range(1, 6):
        desk.build(index_html=f"home {number}")
        publish(Order(desk.folder / "site"), FolderTarget(desk.folder / "public"))
    return desk.folder / "public/releases/0001"


def names(desk: Desk) -> list[str]:
    """All that lies where the releases lie."""
    return sorted(path.name for path in (desk.folder / "public/releases").iterdir())


def is_open(folder: Path) -> bool:
    """Say whether a web server may read all that is in a folder, and no file is a link."""
    return all(
        path.lstat().st_mode in ((0o100644,) if path.is_file() else (0o040755,))
        for path in (folder, *folder.rglob("*"))
    )


def test_old_folder_becomes_the_next_release(desk: Desk, old: Path) -> None:
    """Its folders stay, and in them what has not changed; all is in it that was built."""
    before = {path: (old / path).stat().st_ino for path in ("", "rants", "rants/one/index.html")}
    desk.build(index_html="home 6", new__deep__b_html="b")

    told = desk.publish()

    new = old.with_name("0006")
    assert (
        told.out[0] == "Published release 0006 to public: 7 files (1 new, 1 changed, 5 as before)"
    )
    assert names(desk) == KEPT
    assert {path: (new / path).stat().st_ino for path in before} == before
    assert files(new) == files(desk.folder / "staged")
    assert files(old.with_name("0005"))["index.html"] == b"home 5"
    assert is_open(new)


@pytest.mark.parametrize(
    "mess",
    [
        "echo moon > old && cp old rants/one/index.html",
        "echo moon > old && mv old rants/one/index.html",
        "cp -p rants/one/index.html old && mv old rants/one/index.html",
        "ln -f rants/two/index.html rants/one/index.html",
        "ln -sf ../two/index.html rants/one/index.html",
        "rm -r rants/one && ln -s two rants/one",
        "rm -r rants/one && touch rants/one",
        "rm index.html && mkdir -p index.html/deep && touch index.html/deep/x",
        "mkdir -p own/deep rants/one/deep && touch own/deep/x && mkfifo rants/one/deep/z",
        "chmod 700 . rants rants/one && chmod 777 rants/two",
        "rm -r rants index.html",
        "chmod 600 rants/one/index.html",
    ],
)
def test_whatever_is_in_the_old_folder(desk: Desk, old: Path, mess: str) -> None:
    """The new release holds what was built, and all may read it."""
    subprocess.run(["sh", "-c", mess], cwd=old, check=True)
    desk.build(index_html="home 6")

    told = desk.publish()

    new = old.with_name("0006")
    assert told.status == 0
    assert names(desk) == KEPT
    assert files(new) == files(desk.folder / "staged")
    assert files(new)["rants/one/index.html"] == b"one"
    assert is_open(new)
    assert not any(path.is_symlink() for path in new.rglob("*"))


def test_only_way_back_stays_until_the_release_is_out(desk: Desk) -> None:
    """Of two releases that are kept the older one is no folder for the next."""
    target = FolderTarget(desk.folder / "public", keep=2)
    site = desk.folder / "site"
    for text in ("first", "second"):
        desk.build(index_html=text)
        publish(Order(site), target)
    desk.build(index_html="third", rants__b_html="b")

    def progress(step: str, count: int) -> AbstractContextManager[Told]:
        if step == "Releasing":
            desk.build(rants__b_html="c")
        return silent(step, count)

    with pytest.raises(PublishError, match="was changed while it was being published"):
        publish(Order(site), target, progress)

    assert names(desk) == ["0001", "0002"]
    assert target.rollback().release == "0001"
    assert (desk.folder / "public/current/index.html").read_text() == "first"


def test_release_that_fails_half_way(desk: Desk, old: Path) -> None:
    """The oldest release is lost then, and no other; the next run needs no help."""
    site = desk.folder / "site"
    desk.build(index_html="home 6", rants__b_html="b")
    killed(str(desk.folder / "public"), site, after=3)
    assert ".0006.new" in names(desk)
    assert (desk.folder / "public/current/index.html").read_text() == "home 5"
    for name in KEPT[:-1]:
        assert files(old.with_name(name))["index.html"] == f"home {int(name)}".encode()

    told = desk.publish()

    assert told.status == 0
    assert names(desk) == KEPT
    assert files(old.with_name("0006")) == files(desk.folder / "staged")


def test_release_that_was_rolled_back_from_becomes_the_next(desk: Desk, old: Path) -> None:
    """It is no way back; the ones before are, and stay."""
    desk.run("rollback", "--to=public")
    desk.build(index_html="home 6")
    inode = old.with_name("0005").stat().st_ino

    told = desk.publish()

    assert told.status == 0
    assert names(desk) == ["0001", "0002", "0003", "0004", "0006"]
    assert old.with_name("0006").stat().st_ino == inode
    assert files(old.with_name("0006")) == files(desk.folder / "staged")


def test_live_file_that_changes_meanwhile_is_not_linked(desk: Desk) -> None:
    """A live file that was written to since it was read goes out as it was built."""
    target = FolderTarget(desk.folder / "public")
    site = desk.folder / "site"
    desk.build(a_html="a", b_html="b")
    publish(Order(site), target)
    desk.build(a_html="other")
    live = desk.folder / "public/releases/0001/b.html"

    def progress(step: str, count: int) -> AbstractContextManager[Told]:
        if step == "Releasing":
            live.write_text("moon")
        return silent(step, count)

    publish(Order(site), target, progress)

    assert (desk.folder / "public/current/b.html").read_text() == "b"


def test_power_that_is_lost(desk: Desk, old: Path) -> None:
    """Each new file, and each folder that lists another one now, is on the disk before the number.

    That the old release has lost its number is there first. Nobody waits for the whole file
    system: all else has been on the disk for long.
    """
    desk.build(index_html="home 6", new__b_html="b", rants__two__c_html="c")
    (desk.folder / "site/rants/a.html").unlink()

    assert plain(synced(desk, number="0006", gone="/rants/a.html")) == [
        [
            "fsync public/releases",
            "fsync public/releases/NEW",
            *(
                f"fsync public/releases/NEW/{name}"
                for name in ("index.html", "new", "new/b.html", "rants", "rants/two")
            ),
            "fsync public/releases/NEW/rants/two/c.html",
        ],
        ["fsync public/releases"],
        ["fsync public"],
    ]


def test_many_folders_that_have_changed(
    desk: Desk, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They come onto the disk with the whole file system, which takes less than one by one."""
    whole: list[Path] = []
    monkeypatch.setattr("publish.targets.disk._FEW", 1)
    monkeypatch.setattr("publish.targets.disk._sync_file_system", whole.append)
    for name in ("six", "seven"):
        desk.build(index_html=f"home {name}")
        if name == "seven":
            desk.build(new__b_html="b")
        publish(Order(desk.folder / "site"), FolderTarget(desk.folder / "public"))

    assert whole == [old.with_name(".0007.new")]
