"""Digests of files, kept from one publish to the next: a file that may have changed is read."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish import FolderTarget, Order, publish
from publish.digests import Digests, is_settled, read
from publish.site import digest
from tests.publish.conftest import Desk

LONG_AGO = 1_000_000_000_123_456_789
STEP = 50_000_000


def sha(data: bytes) -> str:
    """The SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()


def settle() -> None:
    """Wait until what has been written cannot change and look the same."""
    time.sleep(0.1)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A file that was digested in a publish before, and has been as it is for long."""
    page = tmp_path / "page.html"
    page.write_bytes(b"red")
    os.utime(page, ns=(LONG_AGO, LONG_AGO))
    settle()
    remembered(page)
    return page


def remembered(page: Path) -> str:
    """The digest of a file, by what is kept in the file beside it, which is written again."""
    digests = Digests(page.with_name("digests.json"))
    found = digests.digest(str(page))
    digests.keep()
    return found


def forbid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no file be read."""

    def forbidden(path: str) -> str:
        raise AssertionError(path)

    monkeypatch.setattr("publish.digests.digest", forbidden)


def test_file_that_has_not_changed_is_not_read(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in the next publish and not in the one after, whatever it is called."""
    forbid(monkeypatch)

    assert [remembered(page) for _ in range(3)] == [sha(b"red")] * 3


def written(page: Path) -> None:
    """Write to the file in place, and put its times back."""
    page.write_bytes(b"tan")
    os.utime(page, ns=(LONG_AGO, LONG_AGO))


def replaced(page: Path) -> None:
    """Put another file of the same size and times in its place."""
    other = page.with_name("other")
    other.write_bytes(b"tan")
    os.utime(other, ns=(LONG_AGO, LONG_AGO))
    other.replace(page)


@pytest.mark.parametrize("change", [written, replaced])
def test_file_of_the_same_size_and_time(page: Path, change: Callable[[Path], None]) -> None:
    """What it holds now is read, though size and mtime are what they were."""
    change(page)

    assert remembered(page) == sha(b"tan")


def test_file_that_was_written_a_moment_ago(tmp_path: Path) -> None:
    """It may be written again and look the same: it is not kept."""
    page = tmp_path / "page.html"
    page.write_bytes(b"red")
    os.utime(page, ns=(time.time_ns() + 10**9, time.time_ns() + 10**9))

    assert remembered(page) == sha(b"red")
    assert read((tmp_path / "digests.json").read_bytes()) == {}


@pytest.mark.parametrize(
    ("mtime", "ctime", "moment", "settled"),
    [
        (LONG_AGO, LONG_AGO, LONG_AGO + STEP, False),
        (LONG_AGO, LONG_AGO, LONG_AGO + STEP + 1, True),
        (LONG_AGO + 1, LONG_AGO, LONG_AGO + STEP + 1, False),
        (LONG_AGO, LONG_AGO + 1, LONG_AGO + STEP + 1, False),
        # A clock that goes in whole milliseconds may go in steps of two seconds.
        (LONG_AGO, 1_000_000_000_123_000_000, 1_000_000_002_123_000_000, False),
        (0, 1_000_000_000_123_000_000, 1_000_000_002_123_000_001, True),
        (0, 1_000_000_000_000_000_000, 1_000_000_001_000_000_000, False),
    ],
)
def test_steps_of_a_clock(mtime: int, ctime: int, moment: int, settled: bool) -> None:
    """A file is settled when the file system's clock has gone on since its last change."""
    times = {"st_mtime_ns": mtime, "st_ctime_ns": ctime}

    assert is_settled(os.stat_result([0] * 10, times), moment) is settled


def test_what_is_known_of_a_file_that_was_looked_at(page: Path) -> None:
    """A status from before the file changed gives what was read of it, and keeps nothing wrong."""
    digests = Digests(page.with_name("digests.json"))
    status = page.stat()
    written(page)
    digests.digest(str(page), status)
    digests.keep()

    assert remembered(page) == sha(b"tan")


def test_another_name_changes_nothing(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that got a link is known by its new times, and by the old ones no more."""
    kept = page.with_name("digests.json")
    before = read(kept.read_bytes())
    digests = Digests(kept)
    digests.digest(str(page))
    other = page.with_name("other.html")
    other.hardlink_to(page)
    settle()
    digests.renew(str(page), str(other))
    digests.keep()
    after = read(kept.read_bytes())
    forbid(monkeypatch)

    assert list(after.values()) == list(before.values()) == [sha(b"red")]
    assert after.keys().isdisjoint(before)
    assert remembered(page) == sha(b"red")


@pytest.mark.parametrize("change", ["written", "replaced", "larger", "too early", "unknown"])
def test_another_name_of_what_has_changed(page: Path, change: str) -> None:
    """What was written to, or put in the place, since it was read is read again."""
    digests = Digests(page.with_name("digests.json"))
    if change != "unknown":
        digests.digest(str(page))
    if change == "replaced":
        page.rename(page.with_name("before"))
    if change in ("written", "replaced", "larger"):
        page.write_bytes(b"blue" if change == "larger" else b"tan")
    if change in ("replaced", "larger"):
        os.utime(page, ns=(LONG_AGO, LONG_AGO))
    other = page.with_name("other.html")
    other.hardlink_to(page)
    if change != "too early":
        settle()
    digests.renew(str(page), str(other))
    digests.keep()

    stamps = read(page.with_name("digests.json").read_bytes())
    assert remembered(page) == sha(page.read_bytes())
    assert not any(stamp.endswith(f" {page.stat().st_ctime_ns}") for stamp in stamps)


def test_file_that_was_read_is_known_by_all_that_it_is(page: Path) -> None:
    """One that was written to since, or got another mode, is not the one that was read."""
    digests = Digests()
    digests.digest(str(page))

    assert digests.is_read(str(page), page.stat())
    assert not digests.is_read("other", page.stat())
    settle()
    page.chmod(0o600)
    assert not digests.is_read(str(page), page.stat())


def test_file_that_is_no_more_is_forgotten(page: Path) -> None:
    """What is kept is of the files that the last publish asked for."""
    replaced(page)
    settle()
    remembered(page)

    assert list(read(page.with_name("digests.json").read_bytes()).values()) == [sha(b"tan")]


def sealed(value: object) -> bytes:
    """A whole file that holds something else."""
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return f"{sha(body)}\n".encode() + body


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1],
        lambda data: data + b" ",
        lambda data: data.replace(sha(b"red").encode(), sha(b"tan").encode()),
        lambda data: sealed(b"[" * 100_000),
        lambda data: sealed(b"\xff"),
        lambda data: sealed([]),
        lambda data: sealed(dict.fromkeys(json.loads(data[65:]), 3)),
    ],
)
def test_file_that_is_not_to_be_trusted(page: Path, damage: Callable[[bytes], bytes]) -> None:
    """Every file is read then, and it is written anew."""
    kept = page.with_name("digests.json")
    whole = kept.read_bytes()
    kept.write_bytes(damage(whole))

    assert remembered(page) == sha(b"red")
    assert kept.read_bytes() == whole


@given(st.binary() | st.binary().map(sealed))
def test_any_bytes_in_the_file(data: bytes) -> None:
    """They are digests, or they are nothing."""
    assert read(data) == {}


def test_place_where_nothing_can_be_kept(page: Path) -> None:
    """A folder in the file's place is left alone, and the digest is told all the same."""
    kept = page.with_name("digests.json")
    kept.unlink()
    (kept / "deep").mkdir(parents=True)

    assert remembered(page) == sha(b"red")
    assert (kept / "deep").is_dir()


def test_publish_reads_what_has_changed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what is live and of what is built; also where releases are pruned and rolled back from."""
    monkeypatch.chdir(desk.folder)
    # A site of few files is out before the clock has gone on.
    monkeypatch.setattr("publish.digests._STEP", 0)
    desk.record("one", "two")
    reads: list[str] = []

    def noted(path: str) -> str:
        reads.append(path)
        return digest(path)

    monkeypatch.setattr("publish.digests.digest", noted)
    for keep in (2, 4):
        target = FolderTarget(Path("public"), keep=keep)
        for number in range(8):
            desk.build(index_html=f"home {keep} {number}")
            if number == 6:
                target.rollback()
            reads.clear()
            live = Path("public/current").resolve().name
            publish(Order(Path("site")), target)
            if number > 1:
                # What was rolled back to has been live before, and read then.
                copied = [] if number == 6 else [f"public/releases/{live}/index.html"]
                made = ["staged/_headers", "staged/index.html", "staged/release.json"]
                assert sorted(reads) == [*copied, *made]
