"""What a build before made is taken as it was, and only for what is the same."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from syndication import Channel, Entry
from syndication.formats import WRITERS
from syndication.markup import standalone
from syndication.memory import standalone_once, write_once

HTML, BASE = '<p><a href="/b/">b</a></p><script>c()</script>', "https://site.example/a/"
CASES = [(HTML, BASE), (HTML, "https://other.example/"), (f"{HTML}x", BASE), ("\ud800", BASE)]

URL = "https://site.example/rss.xml"
DAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ENTRY = Entry("tag:a", "A", "https://site.example/a/", "<p>“x”</p>", "x", DAY, DAY)
CHANNEL = Channel("tag:", "T", "S", "https://site.example/", "J", "en", (ENTRY, ENTRY))
OTHER_ENTRIES = {
    "id": "tag:b",
    "title": "B",
    "url": "https://site.example/b/",
    "html": "<p>y</p>",
    "summary": "y",
    "published": DAY.replace(tzinfo=timezone(timedelta(hours=1))),
    "updated": DAY + timedelta(1),
    "categories": ("c",),
    "lang": "de",
    "authors": ("K",),
}
OTHER_CHANNELS = {
    "id": "tag:b",
    "title": "B",
    "subtitle": "B",
    "home": "https://b.example/",
    "author": "K",
    "lang": "de",
    "entries": (ENTRY,),
    "hubs": ("https://hub.example/",),
}


class Rows(dict[tuple[str, bytes], Any]):
    """A memory of one build."""

    def recall(self, kind: str, key: bytes) -> Any | None:
        return self.get((kind, key))

    def keep(self, kind: str, key: bytes, value: Any) -> None:
        self[kind, key] = value


def test_with_and_without_a_memory_it_is_the_same() -> None:
    """Each HTML and each address is kept apart; the second build takes what the first kept."""
    memory, made = Rows(), [standalone(html, base) for html, base in CASES]

    first = [standalone_once(html, base, memory) for html, base in CASES]
    rows = dict(memory)
    second = [standalone_once(html, base, memory) for html, base in CASES]

    assert first == second == made
    assert [standalone_once(html, base, None) for html, base in CASES] == made
    assert memory == rows
    assert len(rows) == len(CASES)


def test_what_is_kept_is_not_made_again() -> None:
    """What is recalled is the answer."""
    memory = Rows()
    standalone_once(HTML, BASE, memory)
    (place,) = memory

    memory[place] = "<p>kept</p>"

    assert standalone_once(HTML, BASE, memory) == "<p>kept</p>"


@pytest.mark.parametrize("odd", [1, ["<p>x</p>"], {}, True])
def test_what_is_no_text_is_nothing(odd: object) -> None:
    """Another type is made anew, and kept as it is now."""
    memory = Rows()
    standalone_once(HTML, BASE, memory)
    (place,) = memory
    memory[place] = odd

    assert standalone_once(HTML, BASE, memory) == standalone(HTML, BASE)
    assert memory[place] == standalone(HTML, BASE)


def test_whatever_differs_is_another_feed() -> None:
    """Each field of a channel and of an entry counts, and so do the format and the address."""
    assert [*OTHER_ENTRIES] == [each.name for each in fields(Entry)]
    assert [*OTHER_CHANNELS] == [each.name for each in fields(Channel)]
    entries = [replace(ENTRY, **{name: value}) for name, value in OTHER_ENTRIES.items()]
    channels = [replace(CHANNEL, **{name: value}) for name, value in OTHER_CHANNELS.items()]
    channels += [CHANNEL, *(replace(CHANNEL, entries=(ENTRY, each)) for each in entries)]
    feeds = [(format, each, URL) for format in WRITERS for each in channels]
    feeds.append(("RSS", CHANNEL, f"{URL}2"))
    memory = Rows()

    first = [write_once(*feed, memory) for feed in feeds]
    rows = dict(memory)
    second = [write_once(*feed, memory) for feed in feeds]

    made = [WRITERS[format](channel, url) for format, channel, url in feeds]
    assert first == second == made == [write_once(*feed, None) for feed in feeds]
    assert memory == rows
    assert len(rows) == len(feeds)


def test_feed_that_is_kept_is_not_written_again() -> None:
    """What is recalled is the feed, where it is text."""
    memory = Rows()
    made = write_once("RSS", CHANNEL, URL, memory)
    (place,) = memory

    memory[place] = "<rss/>"
    kept = write_once("RSS", CHANNEL, URL, memory)
    memory[place] = {}

    assert kept == b"<rss/>"
    assert write_once("RSS", CHANNEL, URL, memory) == made
