"""What is brought from elsewhere, before anything is known of the site that it comes to.

A body is Markdown in which pictures and links to the old site are still to be resolved: each
stands there as a mark between two control characters, which no text of ours can hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date as day
from datetime import datetime
from pathlib import Path

MARK = re.compile("\x02([pl])([0-9]+)\x03")


@dataclass(frozen=True)
class Loss:
    """Something that could not be carried over: its kind, the words for it, where it stands.

    `near` is a piece of the written text by which its line is found; `line` that line, where it
    is known, and `path` the file it is in, where that is none of ours.
    """

    kind: str
    what: str
    near: str = ""
    line: int = 0
    path: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture of a post: where it is, what it shows, and where a click on it leads.

    It is on the web (`url`), or on this machine (`file`, with the `name` that it is to have).
    """

    url: str
    alt: str = ""
    width: str = ""
    height: str = ""
    to: str = ""
    file: Path | None = None
    name: str = ""


@dataclass(frozen=True)
class Link:
    """A link that may lead to another post of the old site: its address, as it was written.

    `key` is that of the entry that it names, where it names a file and not an address.
    """

    href: str
    key: str = ""
    fragment: str = ""


@dataclass
class Notes:
    """The pictures, the links and the losses of one text, gathered while it is converted.

    `places` are the names that some link of the blog leads to: a heading keeps such a one.
    """

    pictures: list[Picture] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    places: frozenset[str] = frozenset()

    def picture(self, picture: Picture) -> str:
        """Keep a picture; what comes out is its mark."""
        self.pictures.append(picture)
        return f"\x02p{len(self.pictures) - 1}\x03"

    def link(self, link: Link) -> str:
        """Keep a link; what comes out is the mark that stands for its address."""
        self.links.append(link)
        return f"\x02l{len(self.links) - 1}\x03"

    def lose(self, kind: str, what: str, near: str = "", line: int = 0) -> None:
        """Keep a loss, once for each place."""
        self.losses.append(Loss(kind, " ".join(what.split())[:200], near, line))


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One post or page of the old site.

    `key` is its feed id's key for life, `where` its name in a message. A date without a time is a
    `date`; one without a zone is the new site's. `addresses` are the old ones, as a browser shows
    them. `body` is Markdown with marks.
    """

    key: str
    kind: str
    where: str
    title: str
    slug: str
    body: str
    date: datetime | day | None = None
    modified: datetime | day | None = None
    status: str = "published"
    category: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    summary: str = ""
    addresses: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    pictures: tuple[Picture, ...] = ()
    links: tuple[Link, ...] = ()
    losses: tuple[Loss, ...] = ()
    has_lesson: bool = False


@dataclass(frozen=True)
class Blog:
    """All that was read of the old site: its address, its entries, and what is none of them."""

    url: str
    entries: tuple[Entry, ...]
    losses: tuple[Loss, ...] = ()
    comments: int = 0
