"""What people wrote, made fit for a page: their words and links, and nothing that does a thing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

import nh3
from markupsafe import Markup

from ..language import N_

MOST = 2000  # characters that are shown of a reply; the rest is where it was said
MOST_OF_NAME = 60
_MOST_READ = 50_000  # characters of HTML that are looked at
_DEEPEST = 6  # elements within one another; the HTML parsers of others end at some hundreds
_BLOCKS = frozenset({"blockquote", "li", "ol", "p", "pre", "ul"})
_TAGS = _BLOCKS | {"a", "b", "br", "code", "del", "em", "i", "strong"}
# What stands in these is not said to anybody.
_UNSAID = {
    "audio", "button", "canvas", "iframe", "head", "math", "noembed", "noframes", "noscript",
    "object", "script", "select", "style", "svg", "template", "textarea", "title", "video", "xmp",
}  # fmt: skip
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=_UNSAID,
    attributes={"a": {"href"}},
    url_schemes={"http", "https"},
    link_rel=None,
)
_ADDRESS = re.compile(r"[^\s\\<>\"]{1,2000}")
_NAMED = re.compile(r"(?:\bwww\.)?((?:[\w-]+\.)+[^\W\d]{2,})(?![\w@])", re.IGNORECASE)
_LINK = ' rel="nofollow ugc noopener" referrerpolicy="no-referrer"'
# What else begins a new line becomes a paragraph, so that its words do not run into the next.
_LINES = re.compile(
    r"<(/?)(?:h[1-6]|div|section|article|header|footer|figure|figcaption|tr|dt|dd|address)\b[^>]*>",
    re.IGNORECASE,
)
_CELLS = re.compile(r"</?t[dh]\b[^>]*>", re.IGNORECASE)
# An HTML parser opens these anew in every paragraph until they are closed, each that is unlike the
# others: with attributes a few thousand characters come to millions of elements.
_STYLED = re.compile(r"<(b|code|em|i|strong)(?![\w:-])[^>]*>", re.IGNORECASE)
_UNSTYLED = re.compile(r"<(?:big|font|nobr|s|small|strike|tt|u)(?![\w:-])[^>]*>", re.IGNORECASE)
# Control characters, half a pair, what turns the direction of a line or breaks it, and what is
# never to be seen; what joins letters or marks the direction of one stays.
_UNSHOWN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e00ff]"
)
_WIDE = re.compile("[\u115f\u1160\u2800\u3164\uffa0]+")  # letters and signs that show nothing
NOBODY = N_("Somebody")
_MARKS_IN_A_ROW = 4  # as many as a pointed and chanted letter of Hebrew has


@dataclass(frozen=True)
class Words:
    """Sanitised words, in which nothing runs; and whether they are only the beginning."""

    html: Markup
    is_cut: bool = False


def words(html: str) -> Words:
    """The words of a reply, from HTML that anybody may have written.

    Only `_TAGS` stay, and of their attributes the address of a link, http or https. Links, line
    breaks and marks on letters are tamed, all that turns a text round is taken out, and so is
    what lies deeper than it can be read. What is longer than `MOST` ends in an ellipsis.
    """
    read = html[:_MOST_READ].encode(errors="ignore").decode()  # half a pair is no text
    lines = _CELLS.sub(" ", _LINES.sub(r"<\1p>", unstyled(read)))
    # Once more, since what is taken out may leave a paragraph within another.
    clean = _CLEANER.clean(_CLEANER.clean(lines))
    reader = _Reader()
    reader.feed(clean)
    reader.close()
    markup = Markup(reader.markup)  # noqa: S704  -- made of escaped text and of `_TAGS`
    return Words(markup, reader.is_cut or len(html) > _MOST_READ)


def unstyled(html: str) -> str:
    """The HTML without what multiplies when it is parsed: it is as quick to read as it is long."""
    return _STYLED.sub(r"<\1>", _UNSTYLED.sub("<span>", html))


def tamed(text: str) -> str:
    """A text without what turns or hides it, and with few marks on each letter."""
    if text.isascii() and text.isprintable():
        return text
    text = _WIDE.sub(" ", _UNSHOWN.sub("", unicodedata.normalize("NFC", text)))
    return text if text.isascii() else _marks().sub(r"\1", text)


def name_of(name: str, url: str, nobody: str = NOBODY) -> str:
    """A person's name in one line; where there is none, the host of their address, or `nobody`."""
    line = " ".join(tamed(name[: 20 * MOST_OF_NAME]).split())
    if not any(unicodedata.category(sign)[0] in "LNS" for sign in line):
        line = host_of(url) or nobody
    return line if len(line) <= MOST_OF_NAME else f"{line[: MOST_OF_NAME - 1].rstrip()}…"


def initials(name: str) -> str:
    """The first letters of the first word of a name and of the last; of a name without, none."""
    found = [next(filter(str.isalpha, word), "") for word in name.split()]
    letters = [letter for letter in found if letter]
    return "".join(letters[:1] + letters[1:][-1:]).upper()


def host_of(url: str) -> str:
    """The host of an address; empty where it has none."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return ""
    return tamed(host or "").removeprefix("www.")


def link_to(url: str) -> str:
    """The address, where it is one to follow: http or https, with a host; else nothing."""
    url = tamed(url).strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    is_web = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    return url if is_web and _ADDRESS.fullmatch(url) else ""


@cache
def _marks() -> re.Pattern[str]:
    """Finds more marks in a row than are meant, and of `_MARKS_IN_A_ROW` makes the group."""
    signs = map(chr, range(0x300, 0xFFFF))
    mark = f"[{''.join(sign for sign in signs if unicodedata.category(sign) in ('Mn', 'Me'))}]"
    return re.compile(f"({mark}{{{_MARKS_IN_A_ROW}}}){mark}+")


class _Reader(HTMLParser):
    """Writes again what nh3 wrote, which is well-formed: no deeper and no longer than is shown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open: list[str] = []  # of each element its end; empty where it is left out
        self.within: list[str] = []  # those that are not
        self.left = MOST
        self.is_cut = False
        self.linked: str | None = None  # the host of the link that has no words so far
        self.to = ""  # the host of the link that is open
        self.told = ""  # what its words are
        self.breaks = 0

    @property
    def markup(self) -> str:
        return ("".join(self.parts) + "".join(reversed(self.within))).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.is_cut:
            return
        if tag == "br":
            self._break()
            return
        url = link_to(dict(attrs).get("href") or "") if tag == "a" else ""
        is_shown = len(self.within) < _DEEPEST and (tag != "a" or bool(url))
        if tag == "li" and self.within[-1:] not in (["</ol>"], ["</ul>"]):
            is_shown = False
        if is_shown:
            self.within.append(f"</{tag}>")
            link = f' href="{escape(url)}"{_LINK}' if url else ""
            self.parts.append(f"<{tag}{link}>")
            if url:
                self.linked = self.to = host_of(url)
                self.told = ""
        elif tag in _BLOCKS:
            self._break()
        self.open.append(f"</{tag}>" if is_shown else "")

    def handle_endtag(self, tag: str) -> None:
        if self.is_cut or not self.open:
            return
        if tag == "a" and self.linked is not None:
            self._say(self.linked)  # of a picture, or of nothing
        elif tag == "a" and self.to:
            named = _NAMED.search(self.told)
            if named and named[1].lower() != self.to:
                self._say(f" ({self.to})")  # its words name another host
        self.to = "" if tag == "a" else self.to
        end = self.open.pop()
        if end:
            self.within.pop()
            self._close(tag)

    def handle_data(self, data: str) -> None:
        if not self.is_cut:
            self._say(tamed(data))

    def _close(self, tag: str) -> None:
        start = f"<{tag}>"
        if tag in _BLOCKS and self.parts[-1].isspace() and self.parts[-2:-1] == [start]:
            self.parts.pop()
        if self.parts[-1] == start:
            self.parts.pop()  # nothing stands in it
        else:
            self.parts.append(f"</{tag}>")

    def _break(self) -> None:
        self.breaks += 1
        if self.breaks < 3 and self.parts:
            self.parts.append("<br>")

    def _say(self, text: str) -> None:
        if text.strip():
            self.linked, self.breaks = None, 0
        self.told += text if self.to else ""
        if len(text) > self.left:
            self.is_cut = True
            text = f"{text[: self.left].rpartition(' ')[0] or text[: self.left]}…"
        self.left -= len(text)
        self.parts.append(escape(text, quote=False))
