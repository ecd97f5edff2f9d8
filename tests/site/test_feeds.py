"""Every feed of both sites, as a feed reader reads it."""

from __future__ import annotations

from pathlib import Path

import feedparser
import html5lib
import pytest

from tests.parsed import running

URLS = ("href", "src", "poster", "cite")


@pytest.fixture(params=["blog", "small_site"])
def feeds(request: pytest.FixtureRequest) -> dict[str, feedparser.FeedParserDict]:
    """The XML feeds of a site by their paths, with nothing cleaned on the way."""
    folder: Path = request.getfixturevalue(request.param)
    found = sorted([*folder.rglob("rss.xml"), *folder.rglob("atom.xml")])
    return {
        path.relative_to(folder).as_posix(): feedparser.parse(
            path.read_bytes(), sanitize_html=False, resolve_relative_uris=False
        )
        for path in found
    }


def test_feeds_are_well_formed(feeds: dict[str, feedparser.FeedParserDict]) -> None:
    """Feedparser finds nothing bozo, and each feed has entries."""
    assert len(feeds) >= 8
    assert [path for path, feed in feeds.items() if feed.bozo or not feed.entries] == []


def test_nothing_in_a_feed_runs(feeds: dict[str, feedparser.FeedParserDict]) -> None:
    """No entry holds a script, a handler, a form or an address that runs."""
    found = {
        (path, entry.id): running(entry.content[0].value)
        for path, feed in feeds.items()
        for entry in feed.entries
    }

    assert {place: faults for place, faults in found.items() if faults} == {}


def test_addresses_are_absolute(feeds: dict[str, feedparser.FeedParserDict]) -> None:
    """Every link, picture and anchor of an entry names its scheme."""
    relative = []

    for path, feed in feeds.items():
        for entry in feed.entries:
            for element in html5lib.parseFragment(entry.content[0].value).iter():
                for name in URLS:
                    url = element.get(name) if isinstance(element.tag, str) else None
                    if url and not url.startswith(("https://", "http://", "mailto:", "sms:")):
                        relative.append((path, url))

    assert relative == []


def test_lessons_are_entries_of_their_own(
    feeds: dict[str, feedparser.FeedParserDict],
) -> None:
    """The ids of the lessons differ from their rants, and none stands twice in a feed."""
    for path, feed in feeds.items():
        ids = [entry.id for entry in feed.entries]
        assert len(ids) == len(set(ids))
        assert {entry_id.endswith("#lesson") for entry_id in ids} == {path.startswith("lessons/")}
