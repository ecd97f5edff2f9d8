"""What pages need, kept from one publish to the next: a shortcut that never tells another thing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.staging import memory as module
from publish.staging.memory import Memory, seal
from publish.staging.needs import FEEDS, Needs, page_needs
from publish.staging.server import headers
from tests.publish.conftest import Desk

PAGE = b"""<!DOCTYPE html><html><head><style>a { color: red }</style><script>go()</script>
<link rel="stylesheet" href="/style.css"><link rel="alternate" href="/rss.xml"
type="application/rss+xml"></head><body style="margin: 0"><img src="/photo.0a1b2c3d.jpg">
<form action="https://other.example/send"></form><form action="mailto:a@b.example"></form>"""
EMPTY: dict[str, object] = {
    "forms": [], "scripts": [], "styles": [], "attributes": [], "assets": [], "feeds": {},
}  # fmt: skip


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page that was read in a publish before."""
    page = tmp_path / "page.html"
    page.write_bytes(PAGE)
    remembered(page)
    return page


def remembered(page: Path) -> Needs:
    """What a page needs, by what is kept in the file beside it, which is written again."""
    memory = Memory(page.with_name("needs.json"))
    found = memory.needs(page)[1]
    memory.keep()
    return found


def forbidden(data: bytes) -> Needs:
    """Stand in for what reads a page where none is to be read."""
    raise AssertionError(data)


def test_page_that_has_not_changed_is_not_parsed(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its needs, every kind of them, are what they were, whatever its name and times are now."""
    other = page.rename(page.with_name("other.html"))
    os.utime(other, (0, 0))
    monkeypatch.setattr(module, "page_needs", forbidden)

    found = remembered(other)

    assert found == page_needs(PAGE)
    assert all((found.forms, found.scripts, found.styles, found.attributes))
    assert all((found.assets, found.feeds))


def test_page_of_the_same_size_and_time(page: Path) -> None:
    """It is known by its bytes alone."""
    times = page.stat()
    page.write_bytes(PAGE.replace(b"red", b"tan"))
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))

    assert remembered(page) == page_needs(page.read_bytes()) != page_needs(PAGE)


def test_page_that_changes_while_it_is_read(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept, and what the page's digest says, is of the very bytes that were parsed."""
    changed = PAGE.replace(b"red", b"tan")
    monkeypatch.setattr(module, "digest", lambda path: "0" * 64)
    page.write_bytes(changed)
    memory = Memory(page.with_name("needs.json"))
    found, needs = memory.needs(page)
    memory.keep()
    monkeypatch.undo()
    monkeypatch.setattr(module, "page_needs", forbidden)

    assert found != "0" * 64
    assert needs == page_needs(changed) == remembered(page)


def test_page_that_is_no_more_is_forgotten(page: Path) -> None:
    """The file holds what the last publish needed, and the same pages are the same bytes."""
    kept = page.with_name("needs.json")
    first = kept.read_bytes()
    page.write_bytes(b"other")
    remembered(page)
    second = kept.read_bytes()
    page.write_bytes(PAGE)
    remembered(page)

    assert kept.read_bytes() == first
    assert len(json.loads(first[65:])) == len(json.loads(second[65:])) == 1


def cut(data: bytes) -> bytes:
    """Half of a file, as on a full disk."""
    return data[: len(data) // 2]


def of_another_version(data: bytes) -> bytes:
    """What another version would have written, which found less."""
    body = data[65:].replace(b"mailto:", b"sms:")
    return seal(b"") + body


def hostile(**values: object) -> Callable[[bytes], bytes]:
    """A whole file, with a seal that fits, that gives the page other needs."""

    def write(data: bytes) -> bytes:
        pages = json.loads(data[65:])[0][1]
        body = json.dumps([[json.dumps({**EMPTY, **values}), pages]]).encode()
        return seal(body) + body

    return write


def shaped(value: object) -> Callable[[bytes], bytes]:
    """A whole file, with a seal that fits, that holds something else."""
    body = json.dumps(value).encode()
    return lambda data: seal(body) + body


@pytest.mark.parametrize(
    "damage",
    [
        cut,
        of_another_version,
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data + b" ",
        lambda data: data.replace(b"mailto:", b"sms:"),
        lambda data: seal(b"[" * 100_000) + b"[" * 100_000,
        lambda data: seal(b"\xff") + b"\xff",
        hostile(scripts=["*"]),
        hostile(scripts=["'unsafe-inline'"]),
        hostile(forms=["'self'; script-src *"]),
        hostile(forms=["'self'\n  X-Own: 1"]),
        hostile(forms=[1]),
        hostile(forms=[[]]),
        hostile(forms=3),
        hostile(forms="'self'"),
        hostile(assets=["/a.css"]),
        hostile(assets=["/a.0a1b2c3d.css\n/*"]),
        hostile(assets=["https://other.example/a.0a1b2c3d.css"]),
        hostile(assets=[None]),
        hostile(feeds={"/rss.xml": "text/html"}),
        hostile(feeds={"/*": FEEDS["application/rss+xml"]}),
        hostile(feeds={"": FEEDS["application/rss+xml"]}),
        hostile(feeds={"/rss.xml": []}),
        hostile(feeds=[1]),
        shaped({}),
        shaped(3),
        shaped([3]),
        shaped([["{}", []]]),
        shaped([["[]", []]]),
        shaped([[3, []]]),
        shaped([[json.dumps(EMPTY), [3]]]),
        shaped([[json.dumps(EMPTY), 3]]),
    ],
)
def test_file_that_is_not_to_be_trusted(page: Path, damage: Callable[[bytes], bytes]) -> None:
    """Cut, of another version or with words that no page could need: the page is read."""
    kept = page.with_name("needs.json")
    whole = kept.read_bytes()
    kept.write_bytes(damage(whole))

    assert remembered(page) == page_needs(PAGE)
    assert kept.read_bytes() == whole


@given(st.binary() | st.binary().map(lambda body: seal(body) + body))
def test_any_bytes_in_the_file(data: bytes) -> None:
    """They are whole and ours, or they are nothing."""
    assert module.read(data) == {}


@given(st.lists(st.binary(), max_size=5))
def test_what_any_pages_need_comes_back(
    tmp_path_factory: pytest.TempPathFactory, pages: list[bytes]
) -> None:
    """What was found in a page is always such that it is believed again."""
    folder = tmp_path_factory.mktemp("pages")
    found = []
    for number, data in enumerate([PAGE, *pages]):
        page = folder / f"{number}.html"
        page.write_bytes(
            b"<form action='" + data + b"'><img src=/" + data + b".0a1b2c3d.png>" + data
        )
        found.append(page)
    for _ in range(2):
        memory = Memory(folder / "needs.json")
        needs = [memory.needs(page)[1] for page in found]
        memory.keep()

    assert needs == [page_needs(page.read_bytes()) for page in found]
    assert all(one.is_sound for one in needs)


def test_place_where_nothing_can_be_kept(page: Path) -> None:
    """A folder in the file's place is left alone, and what is needed is told all the same."""
    kept = page.with_name("needs.json")
    kept.unlink()
    (kept / "deep").mkdir(parents=True)

    assert remembered(page) == page_needs(PAGE)
    assert sorted(path.name for path in page.parent.iterdir()) == ["needs.json", "page.html"]
    assert (kept / "deep").is_dir()


def test_headers_are_the_same_without_it(desk: Desk) -> None:
    """A publish that remembers writes what one that reads every page writes."""
    desk.record("one", "two")
    for number in range(5):
        desk.build(index_html=f"<style>a {{ order: {number} }}</style>")
        desk.write("rants/two/index.html", PAGE)
        assert desk.publish().status == 0
        remembering = (desk.folder / "staged/_headers").read_text()
        names = ("index.html", "rants/a.html", "rants/one/index.html", "rants/two/index.html")
        pages = [page_needs((desk.folder / "site" / name).read_bytes()) for name in names]

        assert remembering == headers(pages)
        assert (desk.folder / "public/current/_headers").read_text() == remembering
    assert (desk.folder / "needs.json").is_file()
