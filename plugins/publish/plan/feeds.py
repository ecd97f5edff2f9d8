"""The feeds of a site, as a feed reader has them: which entries, in what order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

_ATOM = "{http://www.w3.org/2005/Atom}"
_JSON_FEED = "https://jsonfeed.org/version/1"


@dataclass(frozen=True)
class Entry:
    """One entry of a feed. Where a feed gives no id it is the link, as feed readers have it."""

    id: str
    link: str
    title: str


@dataclass(frozen=True)
class Feed:
    """A feed's entries, in the feed's own order."""

    entries: tuple[Entry, ...]


def read_feed(data: bytes) -> Feed | None:
    """Read RSS 2.0, Atom (RFC 4287) or JSON Feed 1; None for whatever is no such feed.

    Nothing that the file names is fetched, and no entity of its own is put in.
    """
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        return _json(data)
    return _xml(data)


def _json(data: bytes) -> Feed | None:
    try:
        whole = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(whole, dict) or not str(whole.get("version")).startswith(_JSON_FEED):
        return None
    items = whole.get("items")
    if not isinstance(items, list):
        return None
    return Feed(tuple(_item(item) for item in items if isinstance(item, dict)))


def _item(item: dict[str, Any]) -> Entry:
    link = _plain(item.get("url"))
    return Entry(_plain(item.get("id")) or link, link, _plain(item.get("title")))


def _plain(value: object) -> str:
    # An id may be a number, and then a reader takes it for its digits.
    return str(value).strip() if isinstance(value, str | int) else ""


def _xml(data: bytes) -> Feed | None:
    # A feed with a very long entry is to be compared like any other.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root.tag == "rss":
        return Feed(tuple(_rss(item) for item in root.iterfind("channel/item")))
    if root.tag == f"{_ATOM}feed":
        return Feed(tuple(_atom(entry) for entry in root.iterfind(f"{_ATOM}entry")))
    return None


def _rss(item: etree._Element) -> Entry:
    link = _text(item, "link")
    return Entry(_text(item, "guid") or link, link, _text(item, "title"))


def _atom(entry: etree._Element) -> Entry:
    link = next(_alternates(entry), "")
    return Entry(_text(entry, f"{_ATOM}id") or link, link, _text(entry, f"{_ATOM}title"))


def _alternates(entry: etree._Element) -> Iterator[str]:
    for link in entry.iterfind(f"{_ATOM}link"):
        if link.get("rel", "alternate") == "alternate":
            yield link.get("href", "").strip()


def _text(element: etree._Element, name: str) -> str:
    return (element.findtext(name) or "").strip()
