"""A WordPress export (WXR 1.0 to 1.2), parsed: its site, its people, its items, as they are.

WXR is RSS 2.0 with elements of WordPress's own; wp-admin/includes/export.php writes it. It has no
document type, so one that has is refused, and nothing in it is resolved, expanded or fetched.
Real exports hold characters that no XML may, and HTML's entities: both are mended and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import name2codepoint
from pathlib import Path
from typing import Any

from lxml import etree

from ..settings import DeskError
from .record import Loss

LARGEST = 512_000_000  # bytes; WordPress itself gives up long before
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# What HTML takes `&#145;` for, and what early blogs hold of pasted text (WHATWG HTML, 13.2.5.80).
_WINDOWS = {
    code: sign
    for code in range(0x80, 0xA0)
    if len(sign := bytes([code]).decode("cp1252", "ignore")) == 1
}
_FROM_WINDOWS = re.compile("[\x80-\x9f]")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_XML = {"lt", "gt", "amp", "quot", "apos"}
_MAIN = ("title", "link", "pubDate", "guid", "description")


@dataclass(frozen=True)
class Comment:
    """One comment: what WordPress says of it ("1" is approved), and its kind."""

    approved: str
    kind: str


@dataclass(frozen=True)
class Term:
    """A category or a tag of an item: which of the two, its name, its slug."""

    domain: str
    name: str
    slug: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item: a post, a page, a picture, a line of a menu, or what a plugin has added."""

    line: int
    title: str
    link: str
    guid: str
    creator: str
    content: str
    excerpt: str
    said: dict[str, str]
    terms: tuple[Term, ...]
    fields: tuple[tuple[str, str], ...]
    comments: tuple[Comment, ...]
    pub_date: str

    def say(self, name: str) -> str:
        """What an element `wp:name` says."""
        return self.said.get(name, "").strip()


@dataclass(frozen=True)
class Export:
    """The whole of it: names by logins, categories with the slug of the one above."""

    url: str
    authors: dict[str, str]
    parents: tuple[tuple[str, str], ...]
    items: tuple[Item, ...]
    losses: tuple[Loss, ...]


def read_export(path: Path, name: str) -> Export:
    """Read an export; `name` is how messages call the file. Raises `DeskError`."""
    try:
        if path.stat().st_size > LARGEST:
            limit = f"{LARGEST // 1_000_000} MB"
            raise DeskError(f"{name}: is larger than {limit} — export it in parts, and import each")
        data = path.read_bytes()
    except OSError as error:
        raise DeskError(
            f"{name}: cannot be read ({error.strerror}) — name the export's file"
        ) from error
    if data[:2] == b"PK" or data[:2] == b"\x1f\x8b":
        raise DeskError(f"{name}: is an archive — unpack it, and import what is in it")
    return parse_export(data, name)


def parse_export(data: bytes, name: str) -> Export:
    """Parse an export's bytes. Raises `DeskError` where they are none, with a line."""
    text, losses = _text(data, name)
    root = _root(text, name)
    channel = root.find("channel")
    version = next((each for each in root.iter() if _is(each, "wxr_version")), None)
    if channel is None or version is None:
        fault = f"{name}:1: is no WordPress export (it has no 'wp:wxr_version')"
        raise DeskError(f"{fault} — make one under Tools › Export, 'All content'")
    if not re.fullmatch(r"1\.[0-9]+", (version.text or "").strip()):
        fault = f"{name}:{version.sourceline}: wxr_version '{version.text}' is none that is known"
        raise DeskError(f"{fault} — export it as 1.0, 1.1 or 1.2")
    said = {_local(each): each.text or "" for each in channel if isinstance(each.tag, str)}
    return Export(
        url=(said.get("base_blog_url") or said.get("link") or "").strip().rstrip("/"),
        authors=dict(_authors(channel)),
        parents=tuple(_parents(channel)),
        items=tuple(_item(each) for each in channel.findall("item")),
        losses=tuple(losses),
    )


def _text(data: bytes, name: str) -> tuple[str, list[Loss]]:
    """The bytes as text that XML can hold; what had to be mended, with its line."""
    losses: list[Loss] = []
    head = re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding=[\"']([\w.-]+)", data[:300])
    encoding = head.group(1).decode("ascii", "replace").lower() if head else "utf-8"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    try:
        text = data.decode("utf-8-sig" if encoding in ("utf-8", "utf8") else encoding)
    except LookupError as error:
        raise DeskError(
            f"{name}:1: encoding '{encoding}' is not known — save it as UTF-8"
        ) from error
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace").removeprefix("\ufeff")
        what = f"bytes that are not {encoding.upper()}, as �"
        first = data.count(b"\n", 0, error.start)
        for number, words in enumerate(text.split("\n")[first:], start=first + 1):
            if "\ufffd" in words:
                losses.append(Loss("bytes", what, line=number, path=name))
    if found := _FROM_WINDOWS.search(text):
        line = text.count("\n", 0, found.start()) + 1
        what = (
            f"{len(_FROM_WINDOWS.findall(text))} signs of Windows-1252 from here on, read as such"
        )
        losses.append(Loss("bytes", what, line=line, path=name))
        text = text.translate(_WINDOWS)
    for match in _NOT_XML.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        what = f"the control character U+{ord(match.group()):04X}, taken out"
        losses.append(Loss("bytes", what, line=line, path=name))
    return _NOT_XML.sub("", text), losses[:1000]


def _root(text: str, name: str) -> Any:
    """The root element; at a second try HTML's entities are characters."""
    head = text[: text.find("<rss")] if "<rss" in text else text[:100_000]
    if "<!DOCTYPE" in head or "<!ENTITY" in head:
        line = head.count("\n", 0, head.find("<!")) + 1
        fault = f"{name}:{line}: has a document type, which no export of WordPress has"
        raise DeskError(f"{fault} — take it out, if the file is one that you trust")
    try:
        return _parse(text)
    except etree.XMLSyntaxError as error:
        first = error
    try:
        return _parse(_ENTITY.sub(_character, text))
    except etree.XMLSyntaxError:
        line = first.lineno or 1
        shown = (
            " ".join(text.split("\n")[line - 1].split())[:60]
            if line <= text.count("\n") + 1
            else ""
        )
        fault = f"{name}:{line}: '{shown}' is no XML ({_words(first)})"
        raise DeskError(f"{fault} — mend that line, or export once more") from first


def _parse(text: str) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, strip_cdata=True,
        encoding="utf-8",
    )  # fmt: skip
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", lambda match: "\n" * match.group().count("\n"), text)
    return etree.fromstring(text.encode("utf-8", "replace"), parser)


def _character(match: re.Match[str]) -> str:
    name = match.group(1)
    if name in _XML or name not in name2codepoint:
        return match.group()
    return chr(name2codepoint[name])


def _words(error: etree.XMLSyntaxError) -> str:
    return re.sub(r", line \d+, column \d+.*", "", str(error))


def _local(element: Any) -> str:
    return str(etree.QName(element).localname)


def _is(element: Any, name: str) -> bool:
    return isinstance(element.tag, str) and _local(element) == name


def _texts(element: Any) -> dict[str, str]:
    return {_local(each): each.text or "" for each in element if isinstance(each.tag, str)}


def _authors(channel: Any) -> Iterator[tuple[str, str]]:
    for each in channel:
        if _is(each, "author"):
            said = _texts(each)
            login = said.get("author_login", "").strip()
            names = (said.get("author_display_name", ""), login)
            yield login, next((" ".join(name.split()) for name in names if name.strip()), login)


def _parents(channel: Any) -> Iterator[tuple[str, str]]:
    """Categories that stand below others: the name, and the slug of the one above."""
    for each in channel:
        if _is(each, "category"):
            said = _texts(each)
            if said.get("category_parent", "").strip():
                yield said.get("cat_name", "").strip(), said["category_parent"].strip()


def _item(element: Any) -> Item:
    said: dict[str, str] = {}
    content = excerpt = creator = ""
    terms, fields, comments = [], [], []
    for each in element:
        if not isinstance(each.tag, str):
            continue
        name, space, text = _local(each), etree.QName(each).namespace or "", each.text or ""
        if name == "encoded":
            content, excerpt = (content, text) if "/excerpt" in space else (text, excerpt)
        elif name == "creator":
            creator = text.strip()
        elif name == "category":
            terms.append(
                Term(
                    each.get("domain", "category"), " ".join(text.split()), each.get("nicename", "")
                )
            )
        elif name == "postmeta":
            meta = _texts(each)
            fields.append((meta.get("meta_key", "").strip(), meta.get("meta_value", "")))
        elif name == "comment":
            meta = _texts(each)
            comments.append(
                Comment(
                    meta.get("comment_approved", "").strip(), meta.get("comment_type", "").strip()
                )
            )
        else:
            said.setdefault(name, text)
    return Item(
        line=element.sourceline or 1, title=said.get("title", ""),
        link=said.get("link", "").strip(), guid=said.get("guid", "").strip(), creator=creator,
        content=content, excerpt=excerpt, said=said,
        terms=tuple(dict.fromkeys(terms)), fields=tuple(fields), comments=tuple(comments),
        pub_date=said.get("pubDate", "").strip(),
    )  # fmt: skip
