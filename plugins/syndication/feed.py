"""A feed: what it is, and what stands in it. How it is written `formats` knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from functools import cached_property
from hashlib import blake2b
from heapq import nsmallest
from typing import TypeVar

T = TypeVar("T")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TYPES: Mapping[str, str] = {
    "RSS": "application/rss+xml",
    "Atom": "application/atom+xml",
    "JSON": "application/feed+json",
}


@dataclass(frozen=True)
class Feed:
    """One feed: its title, its path below the site's root, its format.

    `category` is the slug of the category it is of; empty for the site's and the lessons'.
    """

    title: str
    path: str
    format: str
    category: str = ""

    @property
    def type(self) -> str:
        """The media type: RSS's by use, Atom's by RFC 4287, JSON Feed's by its version 1.1."""
        return TYPES[self.format]


@dataclass(frozen=True)
class Entry:
    """One entry: `html` is whole and stands alone, `summary` is plain text, dates have zones.

    Without `authors` it is the channel's author's.
    """

    id: str
    title: str
    url: str
    html: str
    summary: str
    published: datetime
    updated: datetime
    categories: tuple[str, ...] = ()
    lang: str = ""
    authors: tuple[str, ...] = ()

    @cached_property
    def digest(self) -> bytes:
        """32 bytes that no other entry has."""
        html = blake2b(self.html.encode(errors="surrogatepass"), digest_size=32).digest()
        return _digest(html, [getattr(self, name) for name in _SHORT])


_SHORT = tuple(field.name for field in fields(Entry) if field.name != "html")


@dataclass(frozen=True)
class Channel:
    """What the feeds of one subject have in common, whatever their format.

    `hubs` are the addresses of WebSub hubs, which tell subscribers of what is new.
    """

    id: str
    title: str
    subtitle: str
    home: str
    author: str
    lang: str
    entries: tuple[Entry, ...]
    hubs: tuple[str, ...] = ()

    @property
    def updated(self) -> datetime:
        """When the newest change was made; the epoch where there is no entry."""
        return max((entry.updated for entry in self.entries), default=EPOCH)

    @property
    def digest(self) -> bytes:
        """32 bytes that no other channel has."""
        entries = [entry.digest for entry in self.entries]
        return _digest(replace(self, entries=()), entries)


def _digest(*data: object) -> bytes:
    """That of what has a `repr` that tells all: text, bytes, times, and what holds them."""
    return blake2b(repr(data).encode(errors="surrogatepass"), digest_size=32).digest()


def newest(
    items: Iterable[T], limit: int, *, moment: Callable[[T], datetime], id: Callable[[T], str]
) -> list[T]:
    """The `limit` newest items, newest first; those of one moment in the order of their ids."""
    held = list(items)
    if len(held) > limit:
        # A day of the calendar is soon compared. It is at most one off from that in UTC, so what
        # is more than two days older than `limit` others is none of the newest.
        days = [moment(item).toordinal() for item in held]
        first = sorted(days)[-limit] - 2
        held = [item for item, day in zip(held, days, strict=True) if day >= first]
    return nsmallest(limit, held, key=lambda item: (-moment(item).timestamp(), id(item)))
