"""One file of the output: what is wrong in it, where it leads, what it counts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .address import Atlas
from .count import Counted, counted
from .credential import credential_findings
from .document import NotXMLError, anchors, parse_html, parse_xml
from .feed import (
    Feed,
    entry_references,
    feed_findings,
    read_atom,
    read_json_feed,
    read_rss,
    robots_references,
    sitemap_references,
)
from .finding import Finding, quoted
from .kind import (
    BEGINNINGS,
    JSONS,
    PAGES,
    PHOTOS,
    SCRIPTS,
    SHEETS,
    TEXTS,
    XMLS,
    content_finding,
    ending,
)
from .leads import Group, elsewhere, leads, page_group
from .photo import photo_finding
from .reading import Reading, Told
from .reference import Reference, Use, local, references
from .sheet import sheet_addresses

_FEEDS = {"rss": read_rss, "feed": read_atom}
_SITEMAPS = frozenset({"sitemapindex", "urlset"})
_SOURCE_MAP = re.compile(rb"(?://|/\*)[#@]\s*sourceMappingURL=(\S{0,200})")

_NO_COUNTS = Counted((), frozenset())


@dataclass(frozen=True)
class Text:
    """A text as it was read: what is wrong in it, its addresses, its places, its counts."""

    findings: tuple[Finding, ...] = ()
    groups: tuple[Group, ...] = ()
    places: frozenset[str] | None = None
    counted: Counted = _NO_COUNTS
    open: bool = False


def read_file(path: str, data: bytes, atlas: Atlas) -> Reading:
    """Read the file at `path` below the output folder."""
    findings: list[Finding] = []
    if ending(path) in PHOTOS:
        findings += filter(None, [photo_finding(path, data)])
    text = Text()
    if ending(path) not in BEGINNINGS:
        findings += credential_findings(path, data)
        text = read_text(path, data, atlas)
    return Reading(
        faults=_told([*findings, *text.findings]),
        kind=_told(filter(None, [content_finding(path, data)])),
        blank=not data.strip(),
        leads=elsewhere(path, leads(text.groups, atlas), text.places or ()),
        places=text.places if text.places is None else sorted(text.places),
        counts=[(count.line, count.phrase) for count in text.counted.theme],
        said=sorted(text.counted.writer),
        open=text.open,
    )


def read_text(path: str, data: bytes, atlas: Atlas) -> Text:
    """Read a file that is not a picture, a film, a font or the like."""
    kind = ending(path)
    if kind in PAGES:
        return _read_page(path, data, atlas)
    if kind in XMLS:
        return _read_xml(path, data, atlas)
    if kind in JSONS:
        return _read_json(path, data, atlas)
    found: Iterable[Reference] = ()
    if kind in SHEETS:
        found = _sheet_references(data.decode("utf-8", "replace"))
    elif path == "robots.txt":
        found = robots_references(data.decode("utf-8", "replace"))
    return Text(
        findings=tuple(_source_maps(path, data)) if kind in SHEETS | SCRIPTS else (),
        groups=(page_group(path, found, atlas),),
        open=kind in TEXTS - SHEETS,
    )


def _read_page(path: str, data: bytes, atlas: Atlas) -> Text:
    root = parse_html(data)
    if root is None:
        return Text()
    return Text(
        findings=tuple(_maps_within(path, root)),
        groups=(page_group(path, references(root), atlas),),
        places=anchors(root),
        counted=counted(root),
    )


def _read_xml(path: str, data: bytes, atlas: Atlas) -> Text:
    try:
        root = parse_xml(data)
    except NotXMLError as error:
        fault = "is no XML from here on — mend what writes it"
        return Text(findings=(Finding(path, error.line, fault),))
    name = local(root.tag)
    if name in _FEEDS:
        return _read_feed(path, _FEEDS[name](root), atlas)
    if name in _SITEMAPS:
        return Text(groups=(page_group(path, sitemap_references(root), atlas),))
    if name == "svg":
        return Text(groups=(page_group(path, references(root), atlas),), places=anchors(root))
    return Text()


def _read_json(path: str, data: bytes, atlas: Atlas) -> Text:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return Text()  # told with the kinds
    feed = read_json_feed(document)
    if feed:
        return _read_feed(path, feed, atlas)
    found = _manifest_references(document) if ending(path) == "webmanifest" else ()
    return Text(groups=(page_group(path, found, atlas),), open=True)


def _read_feed(path: str, feed: Feed, atlas: Atlas) -> Text:
    own = atlas.url(path)
    entries = (
        Group(tuple(entry_references(entry)), entry.url or own, retold=True)
        for entry in feed.entries
    )
    return Text(
        findings=tuple(feed_findings(path, feed, own if atlas.siteurl else "")),
        groups=(page_group(path, feed.references, atlas), *entries),
    )


def _sheet_references(css: str) -> Iterator[Reference]:
    for found in sheet_addresses(css):
        yield Reference("url", found.url, css.count("\n", 0, found.offset) + 1, Use.LOAD)


def _manifest_references(document: Any) -> Iterator[Reference]:
    """What a web application manifest loads: its icons and its start (W3C, 1.4 and 1.9)."""
    manifest = document if isinstance(document, dict) else {}
    icons = manifest.get("icons")
    for icon in icons if isinstance(icons, list) else ():
        if isinstance(icon, dict) and isinstance(icon.get("src"), str):
            yield Reference("icons src", icon["src"], None, Use.LOAD)
    if isinstance(manifest.get("start_url"), str):
        yield Reference("start_url", manifest["start_url"], None, Use.LINK)


def _maps_within(path: str, root: Any) -> Iterator[Finding]:
    for element in root.iter("script", "style"):
        if element.text and "sourceMappingURL" in element.text:
            for found in _source_maps(path, element.text.encode("utf-8", "replace")):
                yield Finding(path, element.sourceline, found.message)


def _source_maps(path: str, data: bytes) -> Iterator[Finding]:
    for match in _SOURCE_MAP.finditer(data):
        url = quoted(match[1].decode("utf-8", "replace"))
        fault = f"sourceMappingURL {url} leads to the source of this file"
        line = data.count(b"\n", 0, match.start()) + 1
        yield Finding(path, line, f"{fault} — build it without a source map")


def _told(findings: Iterable[Finding]) -> Told:
    return [(finding.line, finding.message) for finding in findings]
