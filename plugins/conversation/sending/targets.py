"""What a built page says, and to whom: the words and the links of its h-entry."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from .document import links, read_document, words

_ROOT = re.compile(r"h-[a-z]")
_UNSEEN = ("button", "script", "style", "template")
_DOORS = "report"  # conversation/report.html: to the writer's own copies, for whoever reads


@dataclass(frozen=True)
class Entry:
    """A page's h-entry: the pages elsewhere that it links to, and the hash of what it says."""

    targets: tuple[str, ...]
    hash: str


def read_entry(page: bytes, url: str, siteurl: str) -> Entry | None:
    """Read the h-entry of the page at `url`; None where it has none with an `e-content`.

    A target is a link in `e-content`, or a `u-in-reply-to`, that leads away from the site, just
    as it is written. The hash is that of the title, the words and the targets: what the theme
    makes of them is no reason to tell anybody anything, nor is a copy of the post elsewhere.
    """
    root = read_document(page)
    for entry in root.find_class("h-entry") if root is not None else ():
        content = list(_own(entry, "e-content"))
        for doors in [door for each in content for door in each.find_class(_DOORS)]:
            doors.drop_tree()
        if content:
            answered = (each for each in _own(entry, "u-in-reply-to") if each.get("href"))
            hrefs = [each.get("href", "").strip() for each in answered]
            hrefs += [href for each in content for _, href in links(each, "a")]
            targets = tuple(dict.fromkeys(_away(hrefs, url, siteurl)))
            title = [_text(each) for each in _own(entry, "p-name")]
            said = json.dumps([title, [_text(each) for each in content], targets])
            return Entry(targets, hashlib.sha256(said.encode()).hexdigest()[:16])
    return None


def is_below(url: str, siteurl: str) -> bool:
    """Say whether an address is one of the site's, by http or https."""
    here, there = urlsplit(siteurl), urlsplit(url)
    same = there.netloc.lower() == here.netloc.lower()
    return same and f"{there.path}/".startswith(f"{here.path.rstrip('/')}/")


def _own(entry: HtmlElement, name: str) -> Iterator[HtmlElement]:
    """The entry's own properties: not those of a reply, or another item, within it."""
    for element in entry.find_class(name):
        above = (each for each in element.iterancestors() if _is_root(each))
        if element is not entry and next(above, None) is entry:
            yield element


def _is_root(element: HtmlElement) -> bool:
    return any(_ROOT.match(name) for name in words(element.get("class")))


def _away(hrefs: list[str], url: str, siteurl: str) -> Iterator[str]:
    for href in hrefs:
        try:
            parts = urlsplit(urljoin(url, href))
            away = parts.scheme in ("http", "https") and not is_below(parts.geturl(), siteurl)
        except ValueError:  # such as http://[x
            continue
        if away and parts.hostname:
            yield href if urlsplit(href).scheme else urljoin(url, href)


def _text(element: HtmlElement) -> str:
    """The words as they are read without a script, a space for any white space."""
    return " ".join("".join(_parts(element)).split())


def _parts(element: HtmlElement) -> Iterator[str]:
    if (
        isinstance(element.tag, str)
        and element.tag not in _UNSEEN
        and "hidden" not in element.attrib
    ):
        yield element.text or ""
        for child in element:
            yield from _parts(child)
            yield child.tail or ""
