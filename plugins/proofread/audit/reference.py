"""The addresses that stand in a page, and what each is for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import Any

from .document import parse_html
from .sheet import sheet_addresses


class Use(Enum):
    """What an address is for."""

    LINK = "somebody follows it"
    LOAD = "a browser fetches it by itself"
    ORIGIN = "a browser gets ready to fetch from its host"
    OWN = "it says where a thing of the site is, and must do so in full"
    BASE = "the others start from it"


@dataclass(frozen=True)
class Reference:
    """One address: where it stands, in words and as a line, and what it is for."""

    name: str
    url: str
    line: int | None
    use: Use


LINKS = {
    "href": {"a", "area"},
    "action": {"form"},
    "formaction": {"button", "input"},
    "cite": {"blockquote", "del", "ins", "q"},
    "longdesc": {"iframe", "img"},
}
LOADS = {
    "src": {"audio", "embed", "frame", "iframe", "img", "input", "script", "source", "track",
            "video"},
    "href": {"feimage", "image", "script", "use"},
    "poster": {"video"},
    "data": {"object"},
    "background": {"body", "table", "td", "th", "tr"},
    "manifest": {"html"},
}  # fmt: skip
# SVG 2, 6.5: presentation attributes that take a url()
_PAINTS = frozenset({
    "clip-path", "cursor", "fill", "filter", "marker-end", "marker-mid", "marker-start",
    "mask", "stroke", "style",
})  # fmt: skip
_LOADED_RELS = frozenset({
    "apple-touch-icon", "apple-touch-icon-precomposed", "apple-touch-startup-image", "icon",
    "import", "manifest", "mask-icon", "modulepreload", "prefetch", "preload", "prerender",
    "stylesheet",
})  # fmt: skip
_ORIGIN_RELS = frozenset({"dns-prefetch", "preconnect"})
_OWN_METAS = frozenset({"og:url"})
_LINK_METAS = frozenset({
    "og:audio", "og:image", "og:image:secure_url", "og:image:url", "og:video", "twitter:image",
    "twitter:image:src",
})  # fmt: skip
_WEB = re.compile(r"\s*https?://", re.IGNORECASE)
_REFRESH = re.compile(r"\s*[\d.]*\s*[;,\s]\s*(?:url\s*=\s*)?[\"']?(?P<url>[^\"']*)", re.IGNORECASE)


def candidates(srcset: str) -> Iterator[str]:
    """The addresses in a `srcset` (HTML Standard, 4.8.4.2.1), which may hold commas themselves."""
    rest = srcset.lstrip(" \t\n\r\f,")
    while rest:
        url, _, rest = (*re.split(r"([ \t\n\r\f])", rest, maxsplit=1), "", "")[:3]
        yield url.rstrip(",")
        if not url.endswith(","):
            rest = re.sub(r"^(?:[^,(]|\([^)]*\)?)*", "", rest)
        rest = rest.lstrip(" \t\n\r\f,")


_LISTS: Mapping[str, Callable[[str], Iterable[str]]] = {
    "srcset": candidates, "imagesrcset": candidates, "ping": str.split,
    "attributionsrc": str.split,
}  # fmt: skip


def references(root: Any) -> Iterator[Reference]:
    """Find the addresses in the tree of an HTML page or an SVG picture, in order.

    What an `iframe` has in its `srcdoc` is read once, not what that holds in another.
    """
    for element in root.iter("*"):
        tag = _tag(element.tag)
        if tag == "style":
            yield from _in_style("style", element.text or "", element.sourceline)
        items = element.items()
        if items:
            yield from _in_attributes(tag, items, element)
            if tag == "iframe" and element.get("srcdoc"):
                yield from _in_frame(element)


def _in_frame(element: Any) -> Iterator[Reference]:
    root = parse_html(element.get("srcdoc").encode("utf-8", "replace"))
    for part in root.iter("*") if root is not None else ():
        for found in _in_attributes(local(part.tag).lower(), part.items(), part):
            yield replace(found, line=element.sourceline)


def local(name: str) -> str:
    """A name without its namespace, which HTML writes before a colon and XML before a brace."""
    return name.rpartition("}")[2].rpartition(":")[2]


@lru_cache(1000)
def _tag(name: str) -> str:
    return local(name).lower()


@lru_cache(1000)
def _holds(tag: str, key: str) -> str:
    """The name of an attribute that holds addresses, without its name space; else empty."""
    name = local(key)
    holds = tag in LINKS.get(name, ()) or tag in LOADS.get(name, ())
    return name if holds or name in _PAINTS or name in _LISTS else ""


def _is_anothers(element: Any) -> bool:
    """Whether a link says that the site's visitors wrote it (HTML's rel="ugc")."""
    return "ugc" in (element.get("rel") or "").lower().split()


def _in_attributes(tag: str, items: list[tuple[str, str]], element: Any) -> Iterator[Reference]:
    line = element.sourceline
    for key, value in items:
        name = _holds(tag, key)
        if not name:
            continue
        if tag == "a" and _is_anothers(element) and _WEB.match(value):
            continue  # whom nobody can ask to mend it
        if tag in LINKS.get(name, ()):
            yield Reference(f"{tag} {name}", value, line, Use.LINK)
        elif tag in LOADS.get(name, ()):
            yield Reference(f"{tag} {name}", value, line, Use.LOAD)
        elif name in _PAINTS:
            yield from _in_style(f"{tag} {name}", value, line)
        else:
            for url in _LISTS[name](value):
                yield Reference(f"{tag} {name}", url, line, Use.LOAD)
    if tag == "link":
        yield from _in_link(element)
    elif tag == "meta":
        yield from _in_meta(element)
    elif tag == "base" and element.get("href") is not None:
        yield Reference("base href", element.get("href"), line, Use.BASE)


def _in_link(element: Any) -> Iterator[Reference]:
    url, rels = element.get("href"), element.get("rel", "").lower().split()
    if url is not None:
        use = Use.LINK
        if "canonical" in rels:
            use = Use.OWN
        elif not _LOADED_RELS.isdisjoint(rels):
            use = Use.LOAD
        elif not _ORIGIN_RELS.isdisjoint(rels):
            use = Use.ORIGIN
        yield Reference(" ".join(["link", *rels]), url, element.sourceline, use)


def _in_meta(element: Any) -> Iterator[Reference]:
    content, line = element.get("content", ""), element.sourceline
    name = (element.get("property") or element.get("name") or "").lower()
    if name in _OWN_METAS or name in _LINK_METAS:
        yield Reference(name, content, line, Use.OWN if name in _OWN_METAS else Use.LINK)
    elif element.get("http-equiv", "").lower() == "refresh":
        refresh = _REFRESH.match(content)
        if refresh and refresh["url"].strip():
            yield Reference("meta refresh", refresh["url"], line, Use.LOAD)


def _in_style(name: str, css: str, line: int) -> Iterator[Reference]:
    if "url(" in css or "@import" in css or "image-set(" in css:
        for found in sheet_addresses(css):
            below = css.count("\n", 0, found.offset) if name == "style" else 0
            yield Reference(name, found.url, line + below, Use.LOAD)
