"""What a page runs, loads and sends to, as far as a web server is to be told of it."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from ..address import is_hashed

FEEDS = {
    "application/atom+xml": "application/atom+xml; charset=utf-8",
    "application/feed+json": "application/feed+json",
    "application/rss+xml": "application/rss+xml; charset=utf-8",
    "text/xml": "text/xml; charset=utf-8",  # a blogroll
}

# A script of another type is data, and no policy asks about it (HTML, 4.12.1).
_RUNS = re.compile(
    r"|module|importmap|speculationrules|(?:application|text)/(?:x-)?(?:java|ecma|j)script[\d.]*",
    re.IGNORECASE,
)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_POLICY = "content-security-policy"
_PROGRAMS = "'wasm-unsafe-eval'"
_SOURCE = re.compile(
    r"'self'|'wasm-unsafe-eval'|'sha256-[A-Za-z0-9+/]{43}='|[a-z0-9+.-]+:(?://[A-Za-z0-9.:\[\]-]*)?"
)
_OWN_SIGNS = re.compile(r"[*:\s]")  # of a rule's path in `_headers`


@dataclass
class Needs:
    """What pages run, load and send to; it fills up page by page.

    `forms`, `scripts`, `styles` and `attributes` (of style) are sources of a policy, `assets` the
    paths of files with a hash in their name, `feeds` the type of each feed by its path.
    """

    forms: set[str] = field(default_factory=set)
    scripts: set[str] = field(default_factory=set)
    styles: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    assets: set[str] = field(default_factory=set)
    feeds: dict[str, str] = field(default_factory=dict)

    def read(self, page: bytes) -> None:
        """Add what one page has; what is not UTF-8 in it is read as a browser reads it."""
        # Deep nesting is a page still, and its style is to be shown.
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
        text = page.decode("utf-8", errors="replace")
        root = etree.fromstring(text.encode(), parser) if text.strip() else None
        for element in root.iter(etree.Element) if root is not None else ():
            self._read_element(element)

    def add(self, other: Needs) -> None:
        """Add what other pages have, which come after these."""
        self.forms |= other.forms
        self.scripts |= other.scripts
        self.styles |= other.styles
        self.attributes |= other.attributes
        self.assets |= other.assets
        self.feeds |= other.feeds

    @property
    def is_sound(self) -> bool:
        """Say whether `read` could have found all this: no word in it says more than one thing."""
        sources = (*self.forms, *self.scripts, *self.styles, *self.attributes)
        paths = (*self.assets, *self.feeds)
        return (
            all(map(_SOURCE.fullmatch, sources))
            and all(path == _path(path) != "" for path in paths)
            and all(is_hashed(unquote(path)) for path in self.assets)
            and set(self.feeds.values()) <= set(FEEDS.values())
        )

    def _read_element(self, element: Any) -> None:
        tag, attributes = element.tag, element.attrib
        if tag == "style":
            self.styles |= _hashes(element)
        elif tag == "script" and _RUNS.fullmatch(attributes.get("type", "").strip()):
            self.scripts |= {"'self'"} if "src" in attributes else _hashes(element)
        elif tag == "meta" and attributes.get("http-equiv", "").lower() == _POLICY:
            # Two policies hold at once, so the server's is to let the page what its own lets it.
            if _PROGRAMS in attributes.get("content", ""):
                self.scripts.add(_PROGRAMS)
        elif tag == "link":
            self._read_link(attributes)
        elif tag == "form":
            self.forms.add(_origin(attributes.get("action", "")))
        if "formaction" in attributes:
            self.forms.add(_origin(attributes["formaction"]))
        if "style" in attributes:
            self.attributes.add(_hash(attributes["style"]))
        for name in ("href", "poster", "src", "srcset"):
            for address in attributes.get(name, "").split() if name in attributes else ():
                path = _path(address.rstrip(","))
                if is_hashed(unquote(path)):
                    self.assets.add(path)

    def _read_link(self, attributes: Any) -> None:
        kinds = attributes.get("rel", "").lower().split()
        path = _path(attributes.get("href", ""))
        if "stylesheet" in kinds and path:
            self.styles.add("'self'")
        elif {"alternate", "blogroll"} & set(kinds) and path and attributes.get("type") in FEEDS:
            self.feeds[path] = FEEDS[attributes["type"]]


def page_needs(page: bytes) -> Needs:
    """Read what one page has."""
    needs = Needs()
    needs.read(page)
    return needs


def _hashes(element: Any) -> set[str]:
    """The hash of what stands in a style or a script; in a drawing that may be written twice."""
    text = element.text or ""
    drawn = any(True for _ in element.iterancestors("svg"))
    return {_hash(text), _hash(html.unescape(_CDATA.sub(r"\1", text)))} if drawn else {_hash(text)}


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _origin(address: str) -> str:
    """Where a form goes, as a source of the policy: an origin, another scheme, or the site."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:  # such as http://[x: it goes nowhere
        return "'self'"
    if not parts.netloc:
        return f"{parts.scheme}:" if parts.scheme in ("mailto", "sms") else "'self'"
    host = re.sub(r"[^A-Za-z0-9.:\[\]-]", "", parts.netloc.rpartition("@")[2])
    return f"{parts.scheme or 'https'}://{host}"


def _path(address: str) -> str:
    """The path of an address below this host; empty where it is none, or no rule can name it."""
    if not address.startswith("/") or address.startswith("//"):
        return ""
    path = address.partition("#")[0].partition("?")[0]
    return "" if _OWN_SIGNS.search(path) or not path.isascii() else path
