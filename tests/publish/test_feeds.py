"""Feeds as a reader has them, of whatever bytes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.plan.feeds import Entry, Feed, read_feed
from tests.pelican_site import ROOT

EXPECTED = Feed(
    (
        Entry("tag:a,2026:two", "https://site.example/two/", "Two & more"),
        Entry("tag:a,2026:one", "https://site.example/one/", "One"),
    )
)
RSS = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Site</title><link>https://site.example/</link>
<item><title>Two &amp; more</title><link>https://site.example/two/</link>
<guid isPermaLink="false">tag:a,2026:two</guid></item>
<item><title>One</title><link>https://site.example/one/</link>
<guid isPermaLink="false"> tag:a,2026:one </guid></item>
</channel></rss>"""
ATOM = b"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:a,2026:feed</id><title>Site</title>
<entry><id>tag:a,2026:two</id><title>Two &amp; more</title>
<link rel="enclosure" href="https://site.example/two.mp3"/><link href="https://site.example/two/"/></entry>
<entry><id>tag:a,2026:one</id><title>One</title>
<link rel="alternate" href="https://site.example/one/"/></entry>
</feed>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {"id": entry.id, "url": entry.link, "title": entry.title} for entry in EXPECTED.entries
        ],
    }
).encode()


@pytest.mark.parametrize("data", [RSS, ATOM, JSON_FEED, b"\xef\xbb\xbf" + JSON_FEED])
def test_feed_is_read(data: bytes) -> None:
    """The three formats give the same entries in the feed's order."""
    assert read_feed(data) == EXPECTED


def test_feed_with_a_very_long_entry_is_read() -> None:
    """A text of more than ten million letters makes no feed unread, and so uncompared."""
    long = b"<description>" + b"x" * 10_000_001 + b"</description></item>"

    assert read_feed(RSS.replace(b"</item>", long)) == EXPECTED


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml", "feed.json"])
def test_feeds_of_this_blog_are_read(name: str) -> None:
    """What syndication writes is read, whichever format it is in."""
    expected = ROOT / "tests/site/expected"

    feed = read_feed((expected / name).read_bytes())

    assert feed == read_feed((expected / "atom.xml").read_bytes())
    assert feed is not None
    assert feed.entries[0] == Entry(
        "tag:rants.example,2026:2026-11-20-everything",
        "https://rants.example/blog/rants/everything/",
        "Everything a post may hold",
    )


def test_entry_without_an_id_is_known_by_its_link() -> None:
    """As feed readers have it; a number is an id as its digits are."""
    rss = RSS.replace(b'<guid isPermaLink="false">tag:a,2026:two</guid>', b"")
    items = [{"id": 7}, {"url": "https://site.example/"}, "no item"]
    data = json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}).encode()

    feeds = read_feed(rss), read_feed(data)

    assert [[entry.id for entry in feed.entries] for feed in feeds if feed] == [
        ["https://site.example/two/", "tag:a,2026:one"],
        ["7", "https://site.example/"],
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b'{"version": "https://jsonfeed.org/version/1.1"}',
        b'{"version": "https://jsonfeed.org/version/1.1", "items": {}}',
        b'{"version": 1, "items": []}',
        b'{"a":' * 100_000,
        RSS[:-20],
        b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>",
        b"<feed/>",
        b"<html></html>",
    ],
)
def test_what_is_no_feed(data: bytes) -> None:
    """Other JSON, other XML and broken files are no feeds."""
    assert read_feed(data) is None


def test_hostile_xml_reads_no_file_and_swells_to_nothing(tmp_path: Path) -> None:
    """An entity that names a file, or that grows a thousandfold, stays what it is: nothing."""
    (tmp_path / "secret").write_text("secret")
    file = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{laughs}<!ENTITY x "&l8;">]>'
    rss = "<rss><channel><item><title>&x;</title><guid>1</guid></item></channel></rss>"

    feeds = [read_feed((head + rss).encode()) for head in (file, bomb)]

    assert feeds[0] == Feed((Entry("1", "", ""),))
    assert feeds[1] in (None, Feed((Entry("1", "", ""),)))


@given(
    st.binary() | st.builds(lambda a, b: RSS[:a] + b + RSS[a:], st.integers(0, 300), st.binary())
)
def test_any_bytes(data: bytes) -> None:
    """Whatever bytes a file holds, they are a feed or none."""
    assert isinstance(read_feed(data), Feed | None)


@given(
    st.recursive(
        st.none() | st.text() | st.integers(),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.sampled_from(["id", "url", "title", "x"]), inner)
        ),
    )
)
def test_any_json(value: object) -> None:
    """Whatever a JSON feed holds for items, nothing breaks."""
    whole = {"version": "https://jsonfeed.org/version/1.1", "items": value}

    feed = read_feed(json.dumps(whole).encode())

    assert (feed is None) == (not isinstance(value, list))
