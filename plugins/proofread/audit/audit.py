"""The audit of a site as it was built: every file is read once, every problem is told."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from .count import Count, Counted, counted, folded
from .credential import credential_findings
from .document import NotXMLError, anchors, parse_html, parse_xml
from .expected import Expected
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
from .folder import Folder, read_folder
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
    kind_finding,
)
from .links import Links
from .photo import photo_finding
from .reference import Reference, Use, local, references
from .sheet import sheet_addresses

# A fault of the theme stands on every page; from this many files on it is told once.
MANY = 10
_FEEDS = {"rss": read_rss, "feed": read_atom}
_SITEMAPS = frozenset({"sitemapindex", "urlset"})
_SOURCE_MAP = re.compile(rb"(?://|/\*)[#@]\s*sourceMappingURL=(\S{0,200})")


def audit(site: Path, expected: Expected) -> Iterator[Finding]:
    """Tell all that is wrong with the site in a folder, in the order of paths and lines."""
    return iter(_Audit(site, expected).findings())


class _Audit:
    """One audit of one folder."""

    def __init__(self, site: Path, expected: Expected) -> None:
        self._expected = expected
        self._folder: Folder = read_folder(site)
        self._links = Links(self._folder, expected)
        self._own: list[Finding] = list(self._folder.findings)
        self._shared: list[Finding] = []
        self._counts: list[tuple[str, Count]] = []
        self._said: set[str] = set()
        self._empty: set[str] = set()
        self._unpublished = _mentions(expected)

    def findings(self) -> list[Finding]:
        """Everything, in order."""
        # Pages first: a feed repeats what they say and is not told of the same again.
        for path in sorted(self._folder.files, key=lambda path: (ending(path) not in PAGES, path)):
            self._read(path)
        self._own += self._missing_pages()
        self._shared += self._links.missing_anchors()
        self._shared += self._theme_counts()
        found = {*self._own, *_told_once(self._shared)}
        return sorted(found, key=lambda finding: (finding.path, finding.line or 0, finding.message))

    def _read(self, path: str) -> None:
        self._own += filter(None, [kind_finding(path, self._folder.files, self._expected.allow)])
        source = self._links.not_published(path)
        if source:
            fault = f"comes from {quoted(source)}, which is a draft or of the future"
            self._own.append(Finding(path, None, f"{fault} — keep it out of the output"))
        try:
            data = self._folder.files[path].read_bytes()
        except OSError:
            self._own.append(Finding(path, None, "cannot be read — mend its permissions"))
            return
        if path in self._expected.pages and not data.strip():
            self._empty.add(path)
        else:
            self._own += filter(None, [content_finding(path, data)])
        kind = ending(path)
        if kind in PHOTOS:
            self._own += filter(None, [photo_finding(path, data)])
        if kind not in BEGINNINGS:
            self._own += credential_findings(path, data)
            self._read_text(path, kind, data)

    def _read_text(self, path: str, kind: str, data: bytes) -> None:
        if kind in PAGES:
            self._read_page(path, data)
        elif kind in XMLS:
            self._read_xml(path, data)
        elif kind in SHEETS:
            css = data.decode("utf-8", "replace")
            self._check(path, _sheet_references(css))
        elif kind in JSONS:
            self._read_json(path, data)
        elif path == "robots.txt":
            self._check(path, robots_references(data.decode("utf-8", "replace")))
        if kind in SHEETS | SCRIPTS:
            self._own += _source_maps(path, data)
        if kind in TEXTS - PAGES - XMLS - JSONS - SHEETS:
            self._own += self._named(path, data)

    def _read_page(self, path: str, data: bytes) -> None:
        root = parse_html(data)
        if root is None:
            return
        self._links.add_anchors(path, anchors(root))
        self._check(path, tuple(references(root)))
        for element in root.iter("script", "style"):
            if element.text and "sourceMappingURL" in element.text:
                found = _source_maps(path, element.text.encode("utf-8", "replace"))
                self._own += (replace(f, line=element.sourceline) for f in found)
        page: Counted = counted(root)
        self._counts += ((path, count) for count in page.theme)
        self._said |= page.writer

    def _read_xml(self, path: str, data: bytes) -> None:
        try:
            root = parse_xml(data)
        except NotXMLError as error:
            fault = "is no XML from here on — mend what writes it"
            self._own.append(Finding(path, error.line, fault))
            return
        name = local(root.tag)
        if name in _FEEDS:
            self._check_feed(path, _FEEDS[name](root))
        elif name in _SITEMAPS:
            self._check(path, sitemap_references(root))
        elif name == "svg":
            self._links.add_anchors(path, anchors(root))
            self._check(path, references(root))

    def _read_json(self, path: str, data: bytes) -> None:
        try:
            document = json.loads(data)
        except (ValueError, RecursionError):
            return  # told with the kinds
        feed = read_json_feed(document)
        if feed:
            self._check_feed(path, feed)
        else:
            self._own += self._named(path, data)
            if ending(path) == "webmanifest":
                self._check(path, _manifest_references(document))

    def _check_feed(self, path: str, feed: Feed) -> None:
        atlas = self._links.atlas
        self._own += feed_findings(path, feed, atlas.url(path) if atlas.siteurl else "")
        self._check(path, feed.references)
        for entry in feed.entries:
            base = entry.url or atlas.url(path)
            found = tuple(entry_references(entry))
            self._shared += self._links.findings(path, found, base, retold=True)

    def _check(self, path: str, found: Iterable[Reference]) -> None:
        found = tuple(found)
        self._shared += self._links.findings(path, found, self._links.base(path, found))

    def _named(self, path: str, data: bytes) -> Iterator[Finding]:
        """Where a text such as an index for a search names what nobody is to find."""
        for pattern, url, source in self._unpublished:
            match = pattern.search(data)
            if match:
                line = data.count(b"\n", 0, match.start()) + 1
                fault = f"names {quoted(url)}, the address of {quoted(source)}"
                yield Finding(path, line, f"{fault}, which is not to be found — take it out")

    def _missing_pages(self) -> Iterator[Finding]:
        for path, source in self._expected.pages.items():
            lost = path not in self._folder.files
            if lost or path in self._empty:
                fault = f"is {'not there' if lost else 'empty'}, and should be the page of"
                remedy = "look at what the build said"
                yield Finding(path, None, f"{fault} {quoted(source)} — {remedy}")

    def _theme_counts(self) -> Iterator[Finding]:
        for path, count in self._counts:
            if folded(count.phrase) not in self._said:
                fault = f"{quoted(count.phrase)} counts people or what they did"
                remedy = 'take it out, or mark the writer\'s own words: class="e-content"'
                yield Finding(path, count.line, f"{fault} — {remedy}")


def _mentions(expected: Expected) -> list[tuple[re.Pattern[bytes], str, str]]:
    """How the addresses of what is not to be found are written in a text."""
    sources = {**expected.hidden, **expected.withheld}
    return [
        (
            re.compile(rb"/" + re.escape(url.encode("utf-8", "replace")) + rb"(?![\w%-])"),
            url,
            source,
        )
        for url, source in sources.items()
        if "/" in url.strip("/") and url not in expected.pages
    ]


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


def _source_maps(path: str, data: bytes) -> Iterator[Finding]:
    for match in _SOURCE_MAP.finditer(data):
        url = quoted(match[1].decode("utf-8", "replace"))
        fault = f"sourceMappingURL {url} leads to the source of this file"
        line = data.count(b"\n", 0, match.start()) + 1
        yield Finding(path, line, f"{fault} — build it without a source map")


def _told_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, with one that many files share told for the first of them alone."""
    alike: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        alike[finding.message].append(finding)
    for message, found in alike.items():
        paths = sorted({finding.path for finding in found})
        if len(paths) <= MANY:
            yield from found
        else:
            first = min(found, key=lambda finding: (finding.path, finding.line or 0))
            yield replace(first, message=f"{message} (and in {len(paths) - 1} more files)")
