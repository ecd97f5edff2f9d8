"""A new rant, as a file to fill in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from shlex import quote

from .settings import DeskError
from .words import legible

LONGEST_SLUG = 120  # bytes: a name in an address is for people, too, and a disk takes 255
_HTML = re.compile(r"<[A-Za-z/!?]")
_REFUSED = frozenset("\u202d\u202e\ufffe\uffff")  # they turn what follows, or are no characters
_SAY_ONE = 'write make new TITLE="What it is called"'
_TEXT = """\
Title: {title}
Date: {date:%Y-%m-%d %H:%M}
Category: {category}
Tags:
Slug: {slug}
Id: {name}
Status: draft
Question: …?

…

End rant.

!!! lesson "…"
    …

    Do: …
    By: the end of this week
    Say: …?
"""


@dataclass(frozen=True)
class Draft:
    """A rant that is to be begun: its title, its day and time in the site's zone, its address."""

    title: str
    date: datetime
    category: str
    slug: str

    @property
    def name(self) -> str:
        """The file's name without its ending, and the feed id's key for life."""
        return f"{self.date:%Y-%m-%d}-{self.slug}"

    @property
    def text(self) -> str:
        """The file. What is to be written is `…`, in any language."""
        return _TEXT.format(
            title=self.title,
            date=self.date,
            category=self.category,
            slug=self.slug,
            name=self.name,
        )


def read_title(written: str) -> str:
    """The title as one line holds it.

    Raises `DeskError` for one that is empty, goes on in a second line, or holds what no page can.
    """
    title = written.strip()
    if not any(unicodedata.category(sign)[0] not in "CZ" for sign in title):
        raise DeskError(f"TITLE is empty — {_SAY_ONE}")
    first, *more = title.splitlines()
    if more:
        rest = _short(" ".join(" ".join(more).split()))
        raise DeskError(f"TITLE goes on in the next line, with '{rest}' — write all in one line")
    for sign in first:
        if unicodedata.category(sign) == "Cs":
            raise DeskError(f"TITLE '{_short(title)}' is not UTF-8 — {_SAY_ONE} in UTF-8")
        if unicodedata.category(sign) == "Cc" or sign in _REFUSED:
            fault = f"holds U+{ord(sign):04X}, which no page can show"
            raise DeskError(f"TITLE '{_short(title)}' {fault} — take it out")
    if _HTML.search(title):
        remedy = "take what stands in < and > out"
        raise DeskError(f"TITLE '{_short(title)}' holds HTML — {remedy}")
    return title


def make_slug(title: str, slugify: Callable[[str], str]) -> str:
    """The name in the address, of whole words where it would be too long for one.

    Raises `DeskError` where nothing is left of the title, or what leads elsewhere.
    """
    slug = slugify(title)
    if not slug.strip("-_") or "/" in slug or slug.startswith("."):
        remedy = f"write one with letters, or name its address: make new TITLE={quote(title)}"
        fault = f"TITLE '{_short(title)}' leaves no address"
        raise DeskError(f"{fault} — {remedy} SLUG=words-for-it")
    return shorten(slug)


def read_slug(written: str, slugify: Callable[[str], str]) -> str:
    """The name in the address as the writer chose it; raises `DeskError` for what cannot be one."""
    slug = written.strip()
    made = shorten(slugify(slug)) if _is_text(slug) else ""
    if made != slug or not slug.strip("-_") or "/" in slug or slug.startswith("."):
        remedy = f"write SLUG={made}" if made.strip("-_") else "write small letters and hyphens"
        raise DeskError(f"SLUG '{_short(slug)}' is no name in an address — {remedy}")
    return slug


def shorten(slug: str) -> str:
    """A slug of at most `LONGEST_SLUG` bytes, cut between words where there are some."""
    data = slug.encode()
    if len(data) <= LONGEST_SLUG:
        return slug
    cut = data[:LONGEST_SLUG].decode(errors="ignore")
    whole = cut if data[len(cut.encode()) :].startswith(b"-") else cut.rpartition("-")[0]
    return whole.rstrip("-") or cut


def _is_text(words: str) -> bool:
    return not any(unicodedata.category(sign) == "Cs" for sign in words)


def _short(words: str, most: int = 60) -> str:
    return legible(words if len(words) <= most else f"{words[: most - 1].rstrip()}…")
