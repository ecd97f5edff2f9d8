"""Which feeds have hubs, and what is read of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation.sending.websub import find_feeds, ping, read_hubs

ATOM = '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'
RSS = '<rss xmlns:a="http://www.w3.org/2005/Atom"><channel>{}</channel></rss>'


@pytest.mark.parametrize(
    ("feed", "hubs"),
    [
        (ATOM.format('<link rel="hub" href="h"/><link rel="hub" href="i"/>'), ("h", "i")),
        (ATOM.format('<link rel="self" href="s"/><link rel="hub" href="h"/>'), ("h",)),
        (ATOM.format('<entry><link rel="hub" href="x"/></entry>'), ()),
        (RSS.format('<a:link rel="hub" href="h"/><a:link rel="hub" href="h"/>'), ("h",)),
        (RSS.format('<link rel="hub" href="x"/><a:link rel="hub"/>'), ()),
        ("<rss/>", ()),
        ('{"hubs": [{"type": "WebSub", "url": "h"}, {"type": "rssCloud", "url": "x"}]}', ("h",)),
        ('{"hubs": 3}', ()),
        ('{"hubs": [{"type": "WebSub"}]}', ()),
        ("{", ()),
        ("", ()),
        ("<urlset/>", ()),
        ("<feed", ()),
    ],
)
def test_hubs_are_the_channels_own(feed: str, hubs: tuple[str, ...]) -> None:
    """Each once, in order; what is no feed has none."""
    assert read_hubs(feed.encode()) == hubs


@given(st.binary())
def test_nothing_breaks_it(feed: bytes) -> None:
    """Whatever lies at a feed's name."""
    assert read_hubs(feed) == ()


def test_feeds_are_found_by_their_names(tmp_path: Path) -> None:
    """In every folder; the site's other files are none."""
    for path in ("rss.xml", "a/atom.xml", "feed.json", "sitemap.xml", "days.json", "a/b/rss.xml/x"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("")

    found = [path.relative_to(tmp_path).as_posix() for path in find_feeds(tmp_path)]

    assert found == ["a/atom.xml", "feed.json", "rss.xml"]


def test_ping_names_the_feed() -> None:
    """As publishers and hubs have agreed on."""
    assert ping("https://a.example/rss.xml") == {
        "hub.mode": "publish",
        "hub.url": "https://a.example/rss.xml",
    }
