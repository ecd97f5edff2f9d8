"""The links and pictures of a text, found fast and line by line.

A pattern takes what stands in code for a link, too. So whoever finds fault with one asks `written`
first, which converts the text as the site does and says what it really leads to.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from lxml import etree
from lxml.html import HTMLParser, document_fromstring
from markdown import Markdown

# What follows the first word is looked at and not taken: it may hold the next link.
_MORE = r"(?=([ ](?:[^()\n]|\([^()\n]*\))*)?)"
_TO = rf"\s*(?:<([^<>\n]*)>|((?:[^()\s\\]|\\.|\([^()\s]*\))*){_MORE})"
_INLINE = re.compile(rf"\]\({_TO}")
_IMAGE = re.compile(rf"!\[([^\[\]]*)\]\({_TO}")
_DEFINED = re.compile(r"^[ >]*\[(?!\^)[^\]\n]+\]:\s*<?([^\s>]+)", re.MULTILINE)
_TITLE = re.compile(r"\s+(?:\"[^\n]*\"|'[^\n]*')\s*\Z")
_AUTOMATIC = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*)>")
_ATTRIBUTE = re.compile(
    r"\b(href|src|poster|data|action|formaction|cite|background)\s*=\s*"
    r"(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))",
    re.IGNORECASE,
)
_NEEDED = ("href", "src")  # of these an empty one leads nowhere; an empty action is this page
_SETS = re.compile(r"\bsrcset\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_ORNAMENT = re.compile(r"[^()\n]*\)\{[^{}\n]*\balt=(?:\"\"|'')")
_IMG = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=", re.IGNORECASE)
_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]*)")
# What an attribute loads, by its tag; what else has one is a link.
_KINDS = {
    "img": "picture", "source": "file", "input": "picture", "audio": "file", "video": "file",
    "track": "file", "embed": "file", "script": "file", "object": "file",
}  # fmt: skip


class Link(NamedTuple):
    """One link: the line it stands in, what it leads to, and whether it loads a picture or a file.

    A line of the front matter that leads somewhere is of the kind "line". `is_unresolved` is what
    stands where Pelican puts no address for a `{static}` or the like.
    """

    line: int
    target: str
    kind: str = "link"
    is_unresolved: bool = False

    @property
    def is_loaded(self) -> bool:
        """Whether the page loads what it leads to, so that it has to be a file."""
        return self.kind in ("picture", "file")


class Lines:
    """Tells of a place in a text in which line, 1 for the first, it lies."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def starts(self) -> list[int]:
        """Where each line but the first begins."""
        return [match.end() for match in re.finditer("\n", self.text)]

    def at(self, offset: int) -> int:
        """The line of the character at `offset`."""
        return bisect_right(self.starts, offset) + 1


def find_links(text: str) -> Iterator[Link]:
    """All that looks like a link or a picture, images first; the targets as they are meant."""
    lines = Lines(text)
    images = {match.end(): match for match in _IMAGE.finditer(text)} if "![" in text else {}
    for match in images.values():
        for target in _targets(*match.groups()[1:]):
            yield Link(lines.at(match.end() - 1), target, "picture")
    # A text without the signs that a pattern needs is not searched for it.
    for match in _INLINE.finditer(text) if "](" in text else ():
        if match.end() not in images:
            for target in _targets(*match.groups()):
                yield Link(lines.at(match.start()), target)
    for pattern, sign in ((_DEFINED, "]:"), (_AUTOMATIC, "<")):
        for match in pattern.finditer(text) if sign in text else ():
            yield Link(lines.at(match.start(1)), _plain(match.group(1)))
    if "=" not in text:
        return
    for match in _ATTRIBUTE.finditer(text):
        target = _plain(match.group(2) or match.group(3) or match.group(4))
        bare = match.group(4) is not None
        if target or match.group(1).lower() in _NEEDED:
            yield Link(lines.at(match.start()), target, _kind(text, match), bare)
    for match in _SETS.finditer(text):
        for target in _candidates(match.group(1) or match.group(2) or ""):
            yield Link(lines.at(match.start()), _plain(target), "picture", True)


def _kind(text: str, match: re.Match[str]) -> str:
    """What an attribute leads to, as the tag before it has it."""
    name = match.group(1).lower()
    if name not in ("src", "data"):
        return "picture" if name in ("poster", "background") else "link"
    begin = text.rfind("<", max(0, match.start() - 500), match.start())
    tag = _TAG.match(text, begin) if begin >= 0 else None
    return _KINDS.get(tag.group(1).lower(), "link") if tag else "link"


def _targets(pointed: str | None, first: str | None, rest: str | None) -> Iterator[str]:
    """What a link in Markdown may lead to: the first word; all words, but a title."""
    yield _plain(pointed or first)
    if rest:
        yield _plain(_TITLE.sub("", f"{first}{rest}"))


def _candidates(srcset: str) -> list[str]:
    return [part.split()[0] for part in srcset.split(",") if part.split()]


def find_bare_images(text: str) -> Iterator[Link]:
    """The pictures that say nothing to who cannot see them; `alt=""` says so on purpose."""
    lines = Lines(text)
    for match in _IMAGE.finditer(text) if "![" in text else ():
        if _ORNAMENT.match(text, match.end()):
            continue
        for target in _targets(*match.groups()[1:]) if not match.group(1).strip() else ():
            yield Link(lines.at(match.start()), target, "picture")
    for match in _IMG.finditer(text) if "<" in text else ():
        source = _ATTRIBUTE.search(match.group())
        if source and not _ALT.search(match.group()):
            target = source.group(2) or source.group(3) or source.group(4)
            yield Link(lines.at(match.start()), _plain(target), "picture")


def written(text: str, summary: str, markdown: Mapping[str, Any]) -> Converted:
    """Convert a text with the site's own settings for Markdown, and read what came out.

    Pelican converts the summary, too. Raises `RecursionError` for what is nested too deeply.
    """
    # A plugin's own extension may take a block out of the text, and clean it: what was written in
    # it is seen where the block is Python-Markdown's own.
    named = [name for name in markdown.get("extensions", ()) if isinstance(name, str)]
    plain = {**markdown, "extensions": [*named, "markdown.extensions.admonition"]}
    html = [Markdown(**settings).convert(text) for settings in (markdown, plain)]
    html += [Markdown(**markdown).convert(f"\n{summary}")] if summary else []
    elements = [element for each in html for element in _elements(each)]
    values = [
        str(value)
        for element in elements
        for name, value in element.attrib.items()
        if value or name in _NEEDED
    ]
    sets = [element.get("srcset", "") for element in elements]
    candidates = [target for each in sets for target in _candidates(each)]
    return Converted(
        targets=frozenset(map(_plain, (*values, *candidates))),
        bare_images=frozenset(
            _plain(element.get("src"))
            for element in elements
            if element.tag == "img" and not element.get("alt", "").strip()
        ),
    )


@dataclass(frozen=True)
class Converted:
    """What a converted text holds: every target, and the pictures that have no words."""

    targets: frozenset[str]
    bare_images: frozenset[str]


def _elements(markup: str) -> Iterator[Any]:
    try:
        # Not fragments_fromstring, which asserts that there is a body, and a frameset has none.
        root = document_fromstring(f"<div>{markup}</div>", parser=HTMLParser(huge_tree=True))
    except (etree.LxmlError, ValueError):
        return
    yield from (element for element in root.iter() if isinstance(element.tag, str))


def _plain(target: str | None) -> str:
    """A target without Markdown's and HTML's escapes."""
    return html.unescape(re.sub(r"\\([\\`*_{}\[\]()#+.!<>-])", r"\1", target or "")).strip()
