"""HTML as Markdown, as Python-Markdown reads it: markdownify, with what this site needs of it.

Markdownify walks the tree and calls a method for each tag. What is other here: items are indented
by four spaces, code in a list is indented and elsewhere fenced, lists and quotations that follow
each other are kept apart, and what no page here may load becomes a link, and is told.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from bs4 import Comment, Tag
from bs4.element import NavigableString
from markdownify import MarkdownConverter

from .escape import address, escape, guard
from .footnotes import Mark, take_footnotes
from .record import Link, Notes, Picture
from .settle import BLOCKS, settle, text_of

APART = "\n\n<!-- -->\n\n"  # keeps two lists from being one
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|svg)$", re.IGNORECASE)
_LANGUAGE = re.compile(r"(?:^|[\s-])(?:language|lang|brush)[-:]\s*([\w#+.-]+)")
_WRITTEN_AS_HTML = [
    "sub",
    "sup",
    "kbd",
    "u",
    "s",
    "del",
    "ins",
    "mark",
    "small",
    "abbr",
    "q",
    "cite",
    "var",
    "samp",
    "dfn",
    "bdo",
]
_DROPPED = [
    "script",
    "style",
    "object",
    "embed",
    "applet",
    "form",
    "input",
    "button",
    "select",
    "textarea",
    "svg",
    "canvas",
    "map",
]
_MARKUP = {"b": "**", "strong": "**", "i": "*", "em": "*"}


def to_markdown(html: str, notes: Notes, footnotes: dict[str, str] | None = None) -> str:
    """A post's HTML as Markdown with marks; what is lost stands in `notes`.

    `footnotes` are those that WordPress keeps beside the text, by their ids. Raises `TooDeepError`.
    """
    looks = re.findall(r"<[A-Za-z][^<>]*?\sstyle\s*=\s*[\"']([^\"'<>]*)", html)
    if looks:
        notes.lose("style", "; ".join(dict.fromkeys(look.strip("; ") for look in looks)))
    for words in re.findall(r"<!--(?!\s*(?:more\b|nextpage\s*-))(.*?\S.*?)-->", html, re.DOTALL):
        notes.lose("element", f"<!--{words}-->")
    soup = settle(html)
    texts = take_footnotes(soup, footnotes or {})
    converter = Converter(notes)
    body = converter.convert_soup(soup.body or soup)
    for number, note in enumerate(texts, start=1):
        note_soup = settle(note)
        words = converter.convert_soup(note_soup.body or note_soup)
        body += f"\n\n[^{number}]: {_indent(words.strip())}"
    return re.sub(r"\n{3,}", "\n\n", body).strip("\n")


class Converter(MarkdownConverter):
    """The converter of one text."""

    class Options:
        """Markdownify's options: our own methods do the rest."""

        heading_style = "atx"
        autolinks = False
        strip_document = None

    def __init__(self, notes: Notes) -> None:
        super().__init__()
        self.notes = notes

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        """One text, escaped; in code as it is."""
        parents = parent_tags or set()
        if isinstance(el, Comment):
            return ""
        if "pre" in parents or "code" in parents or isinstance(el, Mark):
            return str(el)
        return escape(str(el), in_table=bool({"td", "th"} & parents), in_link="a" in parents)

    def process_element(self, node: Any, parent_tags: set[str] | None = None) -> str:
        """One node; a comment that says `more` stays."""
        if isinstance(node, Comment):
            return f"\n\n<!--{node}-->\n\n"
        return str(super().process_element(node, parent_tags))  # type: ignore[misc]  # a stub lacks it

    def process_tag(self, node: Tag, parent_tags: set[str] | None = None) -> str:
        """One element and what is in it."""
        parents = set(parent_tags or ())
        inner = {*parents, node.name}
        text = "".join(self.process_element(child, inner) for child in list(node.children))
        convert = self.get_conv_fn_cached(node.name)  # type: ignore[attr-defined]  # the same
        return str(convert(node, text, parent_tags=parents)) if convert else text

    def get_conv_fn(self, tag_name: str) -> Any:
        """The method for a tag; blocks without one are parted from their neighbours."""
        name = tag_name.lower()
        if name in _WRITTEN_AS_HTML:
            return self._html
        if name in _DROPPED:
            return self._dropped
        if re.fullmatch("h[1-6]", name):
            return self._heading
        found = getattr(self, f"convert_{name}", None)
        return found or (self._block if name in BLOCKS else self._unknown)

    # Blocks

    def _block(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{text.strip(chr(10))}\n\n"

    convert_div = convert_article = convert_section = convert_figure = convert_figcaption = _block

    def _unknown(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text

    convert_body = convert_html = convert_thead = convert_tbody = _unknown

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A paragraph; its direction and language are written below it."""
        text = guard(text)
        said = [f'{name}="{el[name]}"' for name in ("dir", "lang") if _is_word(el.get(name))]
        attributes = "\n{: " + " ".join(said) + " }" if said and text else ""
        return f"\n\n{text}{attributes}\n\n"

    def convert_run(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """The text of an item or a cell, which is no paragraph."""
        return f"\n{guard(text)}\n"

    def _heading(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = " ".join(guard(text).split("\n")).replace("  ", " ").strip(" ")
        if not words:
            return ""
        level = int(el.name[1])
        if level == 1:
            self.notes.lose("heading", text_of(el.contents), words)
        words = re.sub(r"(#+)$", lambda hashes: "\\#" * len(hashes.group()), words)
        place = f" {{: #{el['id']} }}" if el.get("id") in self.notes.places else ""
        return f"\n\n{'#' * max(2, level)} {words}{place}\n\n"

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A rule."""
        return "\n\n---\n\n"

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A hard break; in a cell, which is one line, the tag itself."""
        return "<br>" if {"td", "th"} & parent_tags else "  \n"

    def convert_blockquote(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A quotation, apart from one before it; who is quoted stands in its last line."""
        lines = re.sub(r"\n{3,}", "\n\n", text).strip("\n").split("\n")
        quoted = "\n".join(f"> {line}" if line.strip(" ") else ">" for line in lines)
        before = APART if _follows(el, ("blockquote",)) else "\n\n"
        return f"{before}{quoted}\n\n" if text.strip() else ""

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Code: fenced, where a fence may stand; else indented."""
        code = text_of(el.contents).strip("\n").replace("\t", "    ")
        if not code.strip():
            return ""
        if {"td", "th"} & parent_tags:
            return f"\n{self.convert_code(el, code, parent_tags)}\n"
        if {"li", "blockquote", "dd"} & parent_tags:
            first = "<!-- -->" if _begins(el, ("li", "dd")) else ""
            return (
                f"\n\n{first}\n\n" + "\n".join(f"    {line}" for line in code.split("\n")) + "\n\n"
            )
        longest = max(map(len, re.findall("`+", code)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"\n\n{fence}{_language(el)}\n{code}\n{fence}\n\n"

    def _list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if el.get("start") not in (None, "1") or el.get("reversed") is not None:
            self.notes.lose("numbering", text_of(el.contents)[:60], text.strip().split("\n")[0])
        before = APART if _follows(el, ("ul", "ol")) else "\n\n"
        tight = "li" in parent_tags and not _follows(el, ("ul", "ol")) and not el.find("p")
        if "<!-- -->" in text:
            tight = False
        return f"{text.strip(chr(10))}\n" if tight else f"{before}{text.strip(chr(10))}\n\n"

    convert_ul = convert_ol = _list

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """An item, whose further lines are indented by four spaces."""
        parent = el.parent.name if el.parent else "ul"
        sign = f"{_number(el)}." if parent == "ol" else "-"
        body = re.sub(r"\n{3,}", "\n\n", text).strip("\n")
        loose = "\n\n" in body
        return f"{sign} {_indent(body)}\n" + ("\n" if loose else "")

    def convert_dl(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A list of definitions."""
        return f"\n\n{text.strip(chr(10))}\n\n"

    def convert_dt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A term."""
        return f"\n\n{' '.join(text.split(chr(10))).strip()}\n"

    def convert_dd(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """What it means."""
        return f":   {_indent(text.strip(chr(10)))}\n"

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A table, whose first row is its head, since Markdown has none without."""
        rows = [row for row in el.find_all("tr") if row.find_parent("table") is el]
        cells = [
            [self._cell(cell) for cell in row.find_all(["td", "th"], recursive=False)]
            for row in rows
        ]
        cells = [row for row in cells if row]
        if not cells:
            return ""
        spans = [
            cell for cell in el.find_all(["td", "th"]) if cell.get("colspan") or cell.get("rowspan")
        ]
        near = cells[0][0]
        if any(
            cell.get(name) not in (None, "1") for cell in spans for name in ("colspan", "rowspan")
        ):
            self.notes.lose("table", "cells that span several", near)
        if not el.find("th"):
            self.notes.lose("table", "no head: its first row is its head now", near)
        width = max(map(len, cells))
        lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in cells]
        lines.insert(1, f"|{' --- |' * width}")
        title = el.find("caption")
        above = guard(escape(title.get_text())) if title else ""
        return "\n\n" + (f"{above}\n\n" if above else "") + "\n".join(lines) + "\n\n"

    def _cell(self, cell: Tag) -> str:
        inner = "".join(
            self.process_element(child, {"table", "td"}) for child in list(cell.children)
        )
        lines = [line.strip() for line in inner.split("\n") if line.strip()]
        return "<br>".join(lines)

    def convert_caption(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """The table says it."""
        return ""

    # What stands in a line

    def _emphasis(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        sign = _MARKUP[el.name]
        bare = text.strip(" \n")
        if not bare:
            return text
        before = text[: len(text) - len(text.lstrip(" \n"))]
        after = text[len(text.rstrip(" \n")) :]
        nested = {"b", "strong", "i", "em"} & parent_tags
        if nested or re.search(r"(?<!\\)\*", bare) or _touches(el):
            name = "strong" if sign == "**" else "em"
            return f"{before}<{name}>{bare}</{name}>{after}"
        return f"{before}{sign}{bare}{sign}{after}"

    convert_b = convert_strong = convert_i = convert_em = _emphasis

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A word of code."""
        if {"pre", "code"} & parent_tags:
            return text
        code = " ".join(text_of(el.contents).split())
        if not code:
            return ""
        sign = "`" * (max(map(len, re.findall("`+", code)), default=0) + 1)
        space = " " if code.startswith("`") or code.endswith("`") else ""
        return f"{sign}{space}{code}{space}{sign}"

    convert_tt = convert_code

    def _html(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if {"pre", "code"} & parent_tags or not text.strip():
            return text
        if el.name == "cite" and "blockquote" in parent_tags and _is_alone(el):
            return f"— {text.strip()}"  # who is quoted, as this site writes it
        names = [name for name in ("title", "dir", "lang") if el.get(name)]
        said = "".join(f' {name}="{_quoted(str(el[name]))}"' for name in names)
        return f"<{el.name}{said}>{text}</{el.name}>"

    convert_span = _unknown

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A link, resolved later where it leads to the old site."""
        href = str(el.get("href") or "").strip()
        if not href or "a" in parent_tags or {"pre", "code"} & parent_tags:
            return text
        if "\x02p" in text:
            return self._linked_picture(href, text)
        bare = text.strip(" \n")
        if not bare:
            return text
        if href.startswith("#") and not self._has_place(el, href[1:]):
            self.notes.lose("anchor", f"{href} in a link “{el.get_text()}”", bare)
            return text
        if not _is_safe(href):
            self.notes.lose("link", f"{href} in a link “{el.get_text()}”", bare)
            return text
        to = href if href.startswith("#") else self.notes.link(Link(href))
        title = str(el.get("title") or "")
        said = f' "{_quoted(title)}"' if title and title != el.get_text() else ""
        before = text[: len(text) - len(text.lstrip(" \n"))]
        after = text[len(text.rstrip(" \n")) :]
        return f"{before}[{bare}]({to}{said}){after}"

    def _has_place(self, el: Tag, name: str) -> bool:
        """Whether a heading of the same text keeps its name."""
        if name not in self.notes.places:
            return False
        return list(el.parents)[-1].find(re.compile("^h[1-6]$"), id=name) is not None

    def _linked_picture(self, href: str, text: str) -> str:
        """A picture that is a link: to its own larger form, which is then the one that is shown."""
        number = int(text.split("\x02p")[1].split("\x03")[0])
        picture = self.notes.pictures[number]
        if _PICTURE.search(urlsplit(href).path):
            changed = Picture(href, picture.alt)
        else:
            changed = Picture(picture.url, picture.alt, picture.width, picture.height, href)
        self.notes.pictures[number] = changed
        return text

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A picture; one that is loaded late has its address elsewhere."""
        late = ("data-orig-file", "data-src", "data-lazy-src")
        sources = [str(el.get(name) or "") for name in ("src", *late)]
        url = next((each for each in sources if each and not each.startswith("data:")), "")
        alt = " ".join(str(el.get("alt") or "").split())
        if not url or not _is_safe(url):
            self.notes.lose("picture", f"a picture without an address {alt!r}", escape(alt))
            return escape(alt)
        size = [str(el.get(name) or "") for name in ("width", "height")]
        width, height = (
            size if all(re.fullmatch(r"[1-9]\d{0,4}", each) for each in size) else ("", "")
        )
        return self.notes.picture(Picture(url, alt, width, height))

    def _framed(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """What another site shows in this one, or a film or a sound: a link to it."""
        inner = el.find(["source", "a"])
        inner_url = (inner.get("src") or inner.get("href")) if isinstance(inner, Tag) else ""
        url = str(el.get("src") or el.get("data-src") or inner_url or "").strip()
        url = f"https:{url}" if url.startswith("//") else url
        if not url or not _is_safe(url):
            self.notes.lose("element", f"<{el.name}> without an address")
            return ""
        words = escape(str(el.get("title") or "") or watch(url), in_link=True)
        self.notes.lose("frame", watch(url), words)
        link = f"[{words}]({self.notes.link(Link(watch(url)))})"
        return link if "p" in parent_tags or "run" in parent_tags else f"\n\n{link}\n\n"

    convert_iframe = convert_video = convert_audio = _framed

    def _dropped(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        source = f" {el['src']}" if el.get("src") else ""
        self.notes.lose("element", f"<{el.name}>{source} {el.get_text()[:80]}")
        return ""


def watch(url: str) -> str:
    """The page of a film whose player's address this is."""
    match = re.match(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+)", url)
    if match:
        return f"https://www.youtube.com/watch?v={match.group(1)}"
    match = re.match(r"https?://player\.vimeo\.com/video/(\d+)", url)
    return f"https://vimeo.com/{match.group(1)}" if match else url


def picture_text(picture: Picture, source: str) -> str:
    """A picture in Markdown, at the address that it has here."""
    size = f"{{ width={picture.width} height={picture.height} }}" if picture.width else ""
    shown = f"![{_words(picture.alt)}]({source}){size}"
    return f"[{shown}]({picture.to})" if picture.to else shown


def picture_link(picture: Picture) -> str:
    """A link to a picture that is elsewhere, which no page here may load."""
    name = picture.url.rsplit("/", 1)[-1].split("?")[0] or picture.url
    words = _words(picture.alt) or escape(name, in_link=True)
    return f"[{words}]({picture.to or address(picture.url)})"


def _words(alt: str) -> str:
    return escape(alt, in_link=True).replace('"', "&quot;")


def _is_safe(href: str) -> bool:
    """Whether an address is one that a reader may follow: nothing that runs."""
    try:
        scheme = urlsplit(re.sub(r"[\x00-\x20]", "", href)).scheme.lower()
    except ValueError:
        return False
    return scheme in ("", "http", "https", "mailto", "tel", "sms", "xmpp", "ftp", "feed", "magnet")


def _quoted(text: str) -> str:
    words = " ".join(text.split()).replace("&", "&amp;").replace('"', "&quot;")
    return words.replace("<", "&lt;").replace(">", "&gt;")


def _indent(text: str) -> str:
    first, *rest = text.split("\n")
    return "\n".join([first, *(f"    {line}" if line.strip(" ") else "" for line in rest)])


def _number(el: Tag) -> int:
    return 1 + len(el.find_previous_siblings("li"))


def _neighbour(el: Tag) -> Any:
    before = el.previous_sibling
    while isinstance(before, NavigableString) and not before.strip():
        before = before.previous_sibling
    return before


def _follows(el: Tag, names: tuple[str, ...]) -> bool:
    before = _neighbour(el)
    return isinstance(before, Tag) and before.name in names


def _is_alone(el: Tag) -> bool:
    """Whether nothing else is in the paragraph."""
    parent = el.parent
    return parent is not None and parent.get_text().strip() == el.get_text().strip()


def _begins(el: Tag, names: tuple[str, ...]) -> bool:
    return _neighbour(el) is None and el.parent is not None and el.parent.name in names


def _touches(el: Tag) -> bool:
    """Whether emphasis stands right beside other emphasis, so that their stars would meet."""
    return any(
        isinstance(each, Tag) and each.name in _MARKUP
        for each in (el.previous_sibling, el.next_sibling)
    )


def _language(el: Tag) -> str:
    for tag in (el, *el.find_all("code")):
        classes = " ".join(map(str, tag.get("class") or []))
        found = _LANGUAGE.search(classes)
        named = str(tag.get("data-enlighter-language") or tag.get("lang") or "")
        language = found.group(1) if found else named
        if language and re.fullmatch(r"[\w#+.-]+", language):
            return language.lower()
    return ""


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[A-Za-z-]{2,20}", value))
