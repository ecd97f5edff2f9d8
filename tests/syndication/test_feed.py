"""The feeds, read back as a reader reads them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import feedparser
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from syndication import Channel, Entry, write_atom, write_json, write_rss
from syndication.feed import WRITERS, newest

ZONE = timezone(timedelta(hours=5, minutes=45))
SELF = "https://rants.example/feed"
ENTRY = Entry(
    id="tag:rants.example,2026:a",
    title='C# & <marquee> "x"',
    url="https://rants.example/a/",
    html='<p>Full &amp; whole ]]&gt; <a href="https://rants.example/b/">b</a></p>',
    summary="1 < 2 & <script>alert(1)</script>",
    published=datetime(2026, 11, 23, 9, 0, tzinfo=ZONE),
    updated=datetime(2026, 11, 24, 9, 0, tzinfo=ZONE),
    categories=("Work & life", "C++"),
    lang="en",
)
CHANNEL = Channel(
    id="tag:rants.example,2026:feed/rants",
    title="Rants & more",
    subtitle="Ends in a lesson",
    home="https://rants.example/",
    author="Ada",
    lang="en",
    entries=(ENTRY,),
)
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string"},
        "home_page_url": {"type": "string", "pattern": "^https?://"},
        "feed_url": {"type": "string", "pattern": "^https?://"},
        "language": {"type": "string"},
        "authors": {
            "type": "array",
            "items": {"type": "object", "properties": {"name": {"type": "string"}}},
        },
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_html"],
                "properties": {
                    "id": {"type": "string"},
                    "url": {"type": "string", "pattern": "^https?://"},
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "date_published": {
                        "type": "string",
                        "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)$",
                    },
                },
            },
        },
    },
}


@pytest.mark.parametrize("write", [write_rss, write_atom])
def test_xml_feed_is_read_back_whole(write) -> None:
    """Feedparser finds nothing wrong, and every value is the one that went in."""
    feed = feedparser.parse(write(CHANNEL, SELF))
    (entry,) = feed.entries

    assert feed.bozo == 0
    assert (feed.feed.title, feed.feed.link) == ("Rants & more", "https://rants.example/")
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [SELF]
    assert (entry.id, entry.link) == (ENTRY.id, ENTRY.url)
    assert entry.title == ENTRY.title
    assert entry.published_parsed[:6] == (2026, 11, 23, 3, 15, 0)
    assert (
        entry.content[0].value
        == '<p>Full &amp; whole ]]&gt; <a href="https://rants.example/b/">b</a></p>'
    )
    assert [tag.term for tag in entry.tags] == ["Work & life", "C++"]
    assert (feed.feed.get("author") or entry.author) == "Ada"


def test_rss_says_what_rss_readers_need() -> None:
    """The guid is no link, the full text is in content:encoded, the summary is escaped HTML."""
    item = etree.fromstring(write_rss(CHANNEL, SELF)).find("channel/item")
    assert item is not None

    guid = item.find("guid")

    assert guid is not None
    assert (guid.text, guid.get("isPermaLink")) == (ENTRY.id, "false")
    assert item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") == ENTRY.html
    assert item.findtext("description") == "1 &lt; 2 &amp; &lt;script&gt;alert(1)&lt;/script&gt;"
    assert item.findtext("pubDate") == "Mon, 23 Nov 2026 09:00:00 +0545"


def test_atom_says_what_atom_readers_need() -> None:
    """Dates keep their offset, the content is HTML, the title is text."""
    atom = "{http://www.w3.org/2005/Atom}"
    root = etree.fromstring(write_atom(CHANNEL, SELF))
    entry = root.find(f"{atom}entry")
    assert entry is not None

    content, title = entry.find(f"{atom}content"), entry.find(f"{atom}title")

    assert content is not None
    assert title is not None
    assert (content.get("type"), content.text) == ("html", ENTRY.html)
    assert (title.get("type", "text"), title.text) == ("text", ENTRY.title)
    assert entry.findtext(f"{atom}updated") == "2026-11-24T09:00:00+05:45"
    assert root.findtext(f"{atom}updated") == "2026-11-24T09:00:00+05:45"
    assert root.findtext(f"{atom}id") == CHANNEL.id


def test_json_feed_is_valid_and_whole() -> None:
    """It keeps to JSON Feed 1.1, and every value is the one that went in."""
    document = json.loads(write_json(CHANNEL, SELF))

    jsonschema.validate(document, JSON_FEED)
    assert document["feed_url"] == SELF
    assert document["items"] == [
        {
            "id": ENTRY.id,
            "url": ENTRY.url,
            "title": ENTRY.title,
            "content_html": ENTRY.html,
            "summary": ENTRY.summary,
            "date_published": "2026-11-23T09:00:00+05:45",
            "date_modified": "2026-11-24T09:00:00+05:45",
            "tags": ["Work & life", "C++"],
            "language": "en",
        }
    ]


@pytest.mark.parametrize("format", WRITERS)
def test_empty_feed_is_a_feed(format: str) -> None:
    """Without an entry there is still a feed, the same one whatever the day."""
    empty = Channel("tag:a.example,2026:x", "T", "", "https://a.example/", "Ada", "en", ())

    assert WRITERS[format](empty, SELF) == WRITERS[format](empty, SELF)
    assert b"20" not in WRITERS["RSS"](empty, SELF).split(b"lastBuildDate")[1].replace(b"2.0", b"")


@given(st.text(), st.text(), st.text())
def test_no_character_breaks_a_feed(title: str, summary: str, category: str) -> None:
    """Any text in any field gives feeds that parse."""
    entry = Entry(
        ENTRY.id, title or "t", ENTRY.url, "<p>x</p>", summary, ENTRY.published, ENTRY.updated,
        (category or "c",),
    )  # fmt: skip
    channel = Channel(CHANNEL.id, title or "t", summary, CHANNEL.home, "Ada", "en", (entry,))

    for write in (write_rss, write_atom):
        etree.fromstring(write(channel, SELF))
    json.loads(write_json(channel, SELF))


def test_newest_come_first_and_no_more_than_the_limit() -> None:
    """Entries are in the order of their dates; those of one moment in that of their ids."""

    def entry(id: str, day: int) -> Entry:
        moment = datetime(2026, 1, day, tzinfo=ZONE)
        return Entry(id, id, ENTRY.url, "", "", moment, moment)

    ordered = newest([entry("b", 1), entry("c", 3), entry("a", 1), entry("d", 2)], 3)

    assert [item.id for item in ordered] == ["c", "d", "a"]
