"""Feeds and sitemaps: what they are of, and what is wrong with their entries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from .document import parse_html
from .finding import Finding, quoted
from .reference import Reference, Use, local, references

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)")
_JSON_FEED = "https://jsonfeed.org/version/"
_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
# RSS's slash module and RFC 4685: what is there to count replies
_COUNTS = ("{http://purl.org/rss/1.0/modules/slash/}comments",
           "{http://purl.org/syndication/thread/1.0}total")  # fmt: skip
_THREAD_COUNT = "{http://purl.org/syndication/thread/1.0}count"


@dataclass(frozen=True)
class Entry:
    """One entry: its key, its address, its dates as written, its HTML."""

    line: int | None
    id: str
    url: str
    dates: tuple[tuple[str, str], ...]
    html: tuple[str, ...]


@dataclass(frozen=True)
class Feed:
    """A feed as it was read: its own address, its entries, all addresses outside their HTML.

    `is_date` says whether a date is written as the format wants it; `day` is the date that each
    entry must have.
    """

    self: Reference | None
    entries: tuple[Entry, ...]
    references: tuple[Reference, ...]
    counts: tuple[Reference, ...]
    day: str
    is_date: Callable[[str], bool]


def read_rss(root: Any) -> Feed:
    """Read RSS 2.0."""
    entries = []
    for item in root.iter("item"):
        key, url = _text(item.find("guid")), _text(item.find("link"))
        dates = tuple(("pubDate", _text(date)) for date in item.iter("pubDate"))
        html = (_text(item.find("description")), _text(item.find(_CONTENT)))
        entries.append(Entry(item.sourceline, key, url, dates, html))
    return _feed(root, tuple(entries), "pubDate", _is_rfc822)


def read_atom(root: Any) -> Feed:
    """Read Atom (RFC 4287)."""
    entries = []
    for entry in root.iter(f"{_ATOM}entry"):
        links = [link for link in entry.iterfind(f"{_ATOM}link") if _rel(link) == "alternate"]
        url = links[0].get("href", "") if links else ""
        dates = tuple(
            (name, _text(date))
            for name in ("updated", "published")
            for date in entry.iterfind(f"{_ATOM}{name}")
        )
        texts = (entry.find(f"{_ATOM}summary"), entry.find(f"{_ATOM}content"))
        html = tuple(_text(t) for t in texts if t is not None and t.get("type") == "html")
        key = _text(entry.find(f"{_ATOM}id"))
        entries.append(Entry(entry.sourceline, key, url, dates, html))
    return _feed(root, tuple(entries), "updated", _is_rfc3339)


def read_json_feed(document: Any) -> Feed | None:
    """Read JSON Feed 1.1; None where the document is another."""
    if not isinstance(document, dict) or not _str(document, "version").startswith(_JSON_FEED):
        return None
    found = document.get("items")
    items = [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
    own = _str(document, "feed_url")
    return Feed(
        self=Reference("feed_url", own, None, Use.OWN) if own else None,
        entries=tuple(map(_json_entry, items)),
        references=tuple(_json_references(document, items)),
        counts=(),
        day="date_published",
        is_date=_is_rfc3339,
    )


def feed_findings(path: str, feed: Feed, own: str) -> Iterator[Finding]:
    """Say what is wrong with a feed and its entries, apart from where its addresses lead.

    `own` is the address the feed has; empty where the site has none.
    """
    if feed.self and own and feed.self.url != own:
        fault = f"{feed.self.name} {quoted(feed.self.url)} is not the feed's own address"
        yield Finding(path, feed.self.line, f"{fault} — write {quoted(own)}")
    for count in feed.counts:
        fault = f"{count.name} {quoted(count.url)} counts replies"
        yield Finding(path, count.line, f"{fault} — take it out of the feed")
    times = Counter(entry.id for entry in feed.entries)
    for entry in feed.entries:
        yield from _entry_findings(path, feed, entry, times.pop(entry.id, 1))


def entry_references(entry: Entry) -> Iterator[Reference]:
    """The addresses in an entry's HTML, told by the entry's line."""
    for html in entry.html:
        root = parse_html(html.encode("utf-8", "replace")) if "<" in html else None
        for found in references(root) if root is not None else ():
            yield Reference(found.name, found.url, entry.line, found.use)


def sitemap_references(root: Any) -> Iterator[Reference]:
    """The addresses in a sitemap, or in an index of them (sitemaps.org, 0.9)."""
    for element in root.iter("*"):
        if local(element.tag) == "loc":
            # Those of another name space, of pictures, may lie on another host.
            use = Use.OWN if local(element.getparent().tag) in ("url", "sitemap") else Use.LINK
            yield Reference("loc", _text(element), element.sourceline, use)
        elif element.get("href") is not None:
            yield Reference("link href", element.get("href"), element.sourceline, Use.LINK)


def robots_references(text: str) -> Iterator[Reference]:
    """The sitemaps that a robots.txt names (RFC 9309, 2.2.4)."""
    for number, line in enumerate(text.splitlines(), 1):
        field, _, url = line.partition(":")
        if field.strip().lower() == "sitemap":
            yield Reference("Sitemap", url.strip(), number, Use.OWN)


def _entry_findings(path: str, feed: Feed, entry: Entry, times: int) -> Iterator[Finding]:
    named = f"entry {quoted(entry.id or entry.url)}"
    if not entry.id:
        yield Finding(path, entry.line, f"{named} has no id — give it one that never changes")
    elif times > 1:
        fault = f"{named} stands here {times} times"
        yield Finding(path, entry.line, f"{fault} — give each an id of its own")
    if not entry.url:
        yield Finding(path, entry.line, f"{named} has no link — name its page")
    if feed.day not in dict(entry.dates):
        yield Finding(path, entry.line, f"{named} has no {feed.day} — give it the post's")
    for name, date in entry.dates:
        if not feed.is_date(date):
            example = "2026-11-23T09:00:00+00:00"
            if feed.is_date is _is_rfc822:
                example = "Mon, 23 Nov 2026 09:00:00 +0000"
            fault = f"{name} {quoted(date)} is not a date"
            yield Finding(path, entry.line, f"{fault} — write it as {quoted(example)}")


def _feed(root: Any, entries: tuple[Entry, ...], day: str, is_date: Callable[[str], bool]) -> Feed:
    found = tuple(_feed_references(root))
    counts = [
        Reference(local(element.tag), _text(element), element.sourceline, Use.LINK)
        for element in root.iter(*_COUNTS)
    ]
    counts += [
        Reference("thr:count", element.get(_THREAD_COUNT), element.sourceline, Use.LINK)
        for element in root.iter(f"{_ATOM}link")
        if element.get(_THREAD_COUNT) is not None
    ]
    return Feed(
        self=next((reference for reference in found if reference.name == "link self"), None),
        entries=entries,
        references=tuple(reference for reference in found if reference.name != "link self"),
        counts=tuple(counts),
        day=day,
        is_date=is_date,
    )


def _feed_references(root: Any) -> Iterator[Reference]:
    for element in root.iter("*"):
        name, line = local(element.tag), element.sourceline
        if name == "link" and element.tag in ("link", f"{_ATOM}link"):
            rel = _rel(element)
            use = Use.OWN if rel in ("alternate", "self") else Use.LINK
            if not (rel == "self" and local(element.getparent().tag) in ("entry", "item")):
                yield Reference(f"link {rel}", element.get("href") or _text(element), line, use)
        elif name in ("url", "comments", "docs") and element.tag not in _COUNTS:
            yield Reference(name, _text(element), line, Use.LINK)
        for key in ("url", "src", "uri"):
            if element.get(key) is not None:
                yield Reference(f"{name} {key}", element.get(key), line, Use.LINK)


def _json_entry(item: dict[str, Any]) -> Entry:
    dates = tuple(
        (name, _str(item, name)) for name in ("date_published", "date_modified") if name in item
    )
    key = item.get("id", "")
    key = str(key) if isinstance(key, str | int | float) else ""
    return Entry(None, key, _str(item, "url"), dates, (_str(item, "content_html"),))


def _json_references(document: dict[str, Any], items: list[dict[str, Any]]) -> Iterator[Reference]:
    for name, use in (("home_page_url", Use.OWN), ("next_url", Use.OWN), ("icon", Use.LINK),
                      ("favicon", Use.LINK)):  # fmt: skip
        if _str(document, name):
            yield Reference(name, _str(document, name), None, use)
    for item in items:
        for name, use in (("url", Use.OWN), ("external_url", Use.LINK), ("image", Use.LINK),
                          ("banner_image", Use.LINK)):  # fmt: skip
            if _str(item, name):
                yield Reference(name, _str(item, name), None, use)
        attached = item.get("attachments")
        for part in attached if isinstance(attached, list) else ():
            if isinstance(part, dict) and _str(part, "url"):
                yield Reference("attachment", _str(part, "url"), None, Use.LINK)


def _rel(link: Any) -> str:
    return str(link.get("rel") or "alternate").rpartition("/")[2]


def _text(element: Any) -> str:
    return "".join(element.itertext()).strip() if element is not None else ""


def _str(document: dict[str, Any], name: str) -> str:
    value = document.get(name)
    return value if isinstance(value, str) else ""


def _is_rfc3339(date: str) -> bool:
    """Whether a date is written as Atom and JSON Feed have it (RFC 3339)."""
    try:
        return bool(_RFC3339.fullmatch(date)) and bool(datetime.fromisoformat(date.upper()))
    except ValueError:
        return False


def _is_rfc822(date: str) -> bool:
    """Whether a date is written as RSS has it (RFC 822, with years of four digits)."""
    try:
        return parsedate_to_datetime(date) is not None
    except (ValueError, TypeError, IndexError, OverflowError):
        return False
