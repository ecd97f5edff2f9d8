"""How a feed is written in each format. To load this takes longer than a build has for feeds."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from html import escape

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from .feed import TYPES, Channel, Entry
from .markup import legal

_ATOM_LINK = "{http://www.w3.org/2005/Atom}link"


def write_rss(channel: Channel, url: str) -> bytes:
    """The feed as RSS 2.0, with the full text in `content:encoded`; `url` is its own address.

    A description is HTML there, so that the text of a summary is escaped; a title is text.
    """
    generator = _generator(channel, url, TYPES["RSS"])
    generator.load_extension("dc", atom=False)
    generator.register_extension("hubs", _Hubs, BaseEntryExtension, atom=False)
    generator.hubs.addresses = channel.hubs
    for entry in channel.entries:
        item = _add(generator, entry)
        item.description(escape(legal(entry.summary) or entry.url, quote=False))
        item.dc.dc_creator([legal(name) for name in entry.authors or (channel.author,)])
    return bytes(generator.rss_str(pretty=True))


def write_atom(channel: Channel, url: str) -> bytes:
    """The feed as Atom (RFC 4287); `url` is its own address."""
    generator = _generator(channel, url, TYPES["Atom"])
    for hub in channel.hubs:
        generator.link(href=hub, rel="hub")
    for entry in channel.entries:
        item = _add(generator, entry)
        if legal(entry.summary):
            item.summary(legal(entry.summary))
    return bytes(generator.atom_str(pretty=True))


def write_json(channel: Channel, url: str) -> bytes:
    """The feed as JSON Feed 1.1; `url` is its own address."""
    hubs = [{"type": "WebSub", "url": hub} for hub in channel.hubs]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": legal(channel.title),
        "description": legal(channel.subtitle),
        "home_page_url": channel.home,
        "feed_url": url,
        "language": channel.lang,
        "authors": _people([channel.author]),
        **({"hubs": hubs} if hubs else {}),
        "items": [_item(entry) for entry in channel.entries],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


WRITERS: Mapping[str, Callable[[Channel, str], bytes]] = {
    "RSS": write_rss,
    "Atom": write_atom,
    "JSON": write_json,
}


class _Hubs(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """Links an RSS channel to its hubs, after the link to itself; feedgen writes no other."""

    addresses: tuple[str, ...] = ()

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Add the links, as the specification of WebSub, section 4, has them."""
        channel = feed[0]
        place = 1 + max(at for at, each in enumerate(channel) if each.tag == _ATOM_LINK)
        for at, address in enumerate(self.addresses, start=place):
            channel.insert(at, etree.Element(_ATOM_LINK, href=address, rel="hub"))
        return feed


def _generator(channel: Channel, url: str, media_type: str) -> FeedGenerator:
    generator = FeedGenerator()
    generator.id(channel.id)
    title = legal(channel.title) or channel.home
    generator.title(title)
    generator.subtitle(legal(channel.subtitle) or title)
    generator.author({"name": legal(channel.author)})
    generator.language(channel.lang)
    generator.link(href=url, rel="self", type=media_type)
    generator.link(href=channel.home, rel="alternate", type="text/html")
    generator.updated(channel.updated)
    generator.lastBuildDate(channel.updated)
    generator.pubDate(channel.updated)
    return generator


def _add(generator: FeedGenerator, entry: Entry) -> FeedEntry:
    item = generator.add_entry(order="append")
    item.id(entry.id)
    item.title(legal(entry.title) or entry.url)
    item.link(href=entry.url, rel="alternate", type="text/html")
    item.content(entry.html, type="html")
    item.published(entry.published)
    item.updated(entry.updated)
    if entry.authors:
        item.author([{"name": legal(name)} for name in entry.authors])
    item.category([{"term": legal(name)} for name in entry.categories])
    return item


def _item(entry: Entry) -> dict[str, object]:
    item: dict[str, object] = {
        "id": entry.id,
        "url": entry.url,
        "title": legal(entry.title),
        "content_html": legal(entry.html),
        "summary": legal(entry.summary),
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "tags": [legal(name) for name in entry.categories],
        "language": entry.lang,
        "authors": _people(entry.authors),
    }
    return {key: value for key, value in item.items() if value}


def _people(names: Sequence[str]) -> list[dict[str, str]]:
    return [{"name": legal(name)} for name in names]
