"""A reply's HTML, made small enough to be read in a diff: the words, their lines, their links.

It is sanitised once more where it is shown.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3

from ..replies.words import unstyled
from .fields import address, place, text

MOST = 20_000  # characters of a reply; the rest is where it was said
TAGS = {
    "a", "b", "blockquote", "br", "code", "del", "em", "i", "li", "ol", "p", "pre", "strong", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"class", "href"}, "span": {"class"}}
_TAG = re.compile(r"<[^>]*>")
_END = re.compile(r"<(?:br|/p|/div|/li)\b[^>]*>", re.IGNORECASE)


def words(value: object, *, me: frozenset[str] = frozenset()) -> str:
    """The words of an HTML text: those that are there to be seen, in what `TAGS` names.

    What Mastodon hides of a long address is left out, what it cuts ends in an ellipsis. Of the
    names at the beginning, to which it is addressed, mine are left out: those that lead to `me`.
    Empty where there are no words.
    """
    clean = nh3.clean(
        unstyled(text(value)[:MOST]),
        tags=TAGS | {"span"},
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https"},
        link_rel=None,
    )
    reader = _Reader(me)
    reader.feed(clean)
    reader.close()
    markup = "".join(reader.parts).strip()
    if len(markup) > 2 * MOST:  # nobody means that, and a file is to be read in a diff
        markup = as_html(plain(markup))
    return markup if html.unescape(_TAG.sub("", markup)).strip() else ""


def as_html(value: str) -> str:
    """A plain text as HTML: a line break where there is one."""
    plain = text(value)[:MOST].strip()
    return f"<p>{escape(plain)}</p>" if plain else ""


def escape(value: str) -> str:
    """A plain text, or a part of one, escaped, its line breaks kept."""
    return html.escape(text(value), quote=False).replace("\n", "<br>")


def link(url: str, words: str) -> str:
    """A link; its address and its words are escaped here."""
    return f'<a href="{html.escape(url)}">{escape(words)}</a>'


def plain(value: object) -> str:
    """The text of an HTML text, its paragraphs on lines of their own."""
    lines = _END.sub("\n", unstyled(text(value)[:MOST]))
    return html.unescape(nh3.clean(lines, tags=set()))


@dataclass
class _Name:
    """A name at the beginning that is being read: its HTML so far."""

    is_me: bool
    parts: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Reads what nh3 wrote, which is well-formed; spans are resolved, and go, as does the empty."""

    def __init__(self, me: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.me = me
        self.parts: list[str] = []
        self.spans: list[str] = []
        self.name: _Name | None = None
        self.has_begun = False
        self.is_linked = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "span":
            self.spans.append(values.get("class", ""))
        elif tag == "a":
            self._open_link(values)
        elif tag != "br" or not self._is_at_start:
            self._write(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "span":
            if "ellipsis" in self.spans.pop().split() and not self._is_hidden:
                self._write("…")
        elif tag == "a":
            self._close_link()
        elif self.parts and self.parts[-1] == f"<{tag}>":
            self.parts.pop()
        else:
            self._write(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._is_hidden or (self._is_at_start and not data.strip()):
            return
        if not self.name and data.strip():
            self.has_begun = True
        data = data.lstrip() if self._is_at_start else data
        self._write(html.escape(data, quote=False))

    @property
    def _is_hidden(self) -> bool:
        return any("invisible" in classes.split() for classes in self.spans)

    @property
    def _is_at_start(self) -> bool:
        return not self.name and (not self.parts or self.parts[-1] == "<p>")

    def _open_link(self, values: dict[str, str]) -> None:
        url = address(values.get("href"))
        is_me = place(url) in self.me
        if not self.has_begun and (is_me or "mention" in values.get("class", "").split()):
            self.name = _Name(is_me)
        self.is_linked = bool(url)
        if url:
            self._write(f'<a href="{html.escape(url)}">')

    def _close_link(self) -> None:
        if self.is_linked:
            self._write("</a>")
        if self.name:
            self.parts += [] if self.name.is_me else self.name.parts
        self.name = None

    def _write(self, markup: str) -> None:
        (self.name.parts if self.name else self.parts).append(markup)
