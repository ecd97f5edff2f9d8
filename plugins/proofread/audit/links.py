"""Whether each address of the site leads where it should."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from urllib.parse import quote

from .address import Address, Atlas, Place
from .expected import Expected
from .finding import Finding, quoted
from .folder import Folder, as_file
from .reference import Reference, Use

# Pelican's own way of naming a source, which it leaves in the page where it finds none.
_SOURCE = re.compile(
    r"\s*(?:\{|%7B|\|)(?:filename|static|attach|index|author|category|tag)(?:\}|%7D|\|)",
    re.IGNORECASE,
)
_FETCHES = (Use.LOAD, Use.ORIGIN, Use.BASE)


@dataclass(frozen=True)
class _Jump:
    """A link to a place within a file, to be looked for when all pages have been read."""

    path: str
    reference: Reference
    file: str
    fragment: str
    retold: bool


class Links:
    """Judges the addresses of one site, and remembers the places within pages that they name."""

    def __init__(self, folder: Folder, expected: Expected) -> None:
        self.atlas = Atlas(expected.siteurl)
        self._folder = folder
        self._withheld = _by_file(expected.withheld, expected.pages)
        self._hidden = _by_file(expected.hidden, expected.pages)
        self._gone = expected.gone
        self._elsewhere = [pattern.lstrip("/") for pattern in sorted(expected.paths)]
        self._anchors: dict[str, frozenset[str]] = {}
        self._jumps: list[_Jump] = []
        self._told: set[tuple[str, str]] = set()

    def add_anchors(self, path: str, names: frozenset[str]) -> None:
        """Say which places the file at `path` has that a fragment can lead to."""
        self._anchors[path] = names

    def base(self, path: str, found: Iterable[Reference]) -> str:
        """The absolute address from which the relative ones of a page start."""
        own = self.atlas.url(path)
        said = next((reference.url for reference in found if reference.use is Use.BASE), "")
        address = self.atlas.read(said, own)
        if said and address.place is Place.HERE:
            return f"{self.atlas.origin}{quote(self.atlas.root + address.path)}"
        return own

    def findings(
        self, path: str, found: Iterable[Reference], base: str, *, retold: bool = False
    ) -> Iterator[Finding]:
        """Judge the addresses that stand in the file at `path`.

        With `retold` it repeats what a page says, as a feed does: what such a page was told of is
        not told again, and what it loads is the page's matter.
        """
        for reference in found:
            if retold and reference.use in _FETCHES:
                reference = replace(reference, use=Use.LINK)
            address = self.atlas.read(reference.url, base)
            fault = self._fault(path, reference, address, retold)
            told = (address.path, address.fragment)
            if fault and not (retold and told in self._told):
                self._told.add(told)
                yield Finding(path, reference.line, f"{_named(reference)} {fault}")

    def missing_anchors(self) -> Iterator[Finding]:
        """Judge, after all pages, the links to places within them."""
        for jump in sorted(self._jumps, key=lambda jump: jump.retold):
            names, told = self._anchors.get(jump.file), (jump.file, jump.fragment)
            if names is None or jump.fragment in names or (jump.retold and told in self._told):
                continue
            self._told.add(told)
            where = "this page" if jump.file == jump.path else quoted(jump.file)
            remedy = f"give it an id={quoted(jump.fragment)}, or mend the link"
            fault = f"leads to no place in {where} — {remedy}"
            yield Finding(jump.path, jump.reference.line, f"{_named(jump.reference)} {fault}")

    def _fault(self, path: str, reference: Reference, address: Address, retold: bool) -> str:
        """What is wrong with an address and what mends it; empty where nothing is."""
        if _SOURCE.match(reference.url):
            return "names a source, not a page — mend the path in the post"
        if address.place is Place.UNREADABLE:
            return "cannot be read as an address — mend it"
        if address.place is Place.MACHINE:
            return "leads to the reader's own machine — write the address that others reach it by"
        if reference.use is Use.OWN and self.atlas.siteurl:
            fault = self._not_own(reference, address)
            if fault:
                return fault
        if address.place is Place.ELSEWHERE and reference.use in _FETCHES:
            host = quoted(address.host)
            return f"makes a browser ask another host, {host} — keep a copy in the site"
        if address.place is Place.BESIDE:
            return self._beside(address)
        if address.place is Place.HERE and reference.use not in (Use.ORIGIN, Use.BASE):
            fault = self._within(path, reference, address)
            if not fault and address.fragment:
                self._note(path, reference, address, retold)
            return fault
        return ""

    def _not_own(self, reference: Reference, address: Address) -> str:
        root = f"{self.atlas.siteurl}/"
        if not address.absolute:
            whole = self.atlas.url(address.path) if address.place is Place.HERE else f"{root}…"
            return f"is not absolute — write {quoted(whole)}"
        if not f"{reference.url.strip()}/".startswith(root):
            return f"is not below SITEURL — write an address below {quoted(root)}"
        return ""

    def _beside(self, address: Address) -> str:
        """A path beside the site is another site's, unless the site has just that file."""
        if self._folder.file(address.path.lstrip("/")) is None:
            return ""
        root = self.atlas.root
        remedy = quoted(root + address.path.lstrip("/"))
        return f"leaves the site, which lies below {quoted(root)} — write {remedy}"

    def _within(self, path: str, reference: Reference, address: Address) -> str:
        names = (as_file(address.path), f"{address.path}/index.html")
        for name in names:
            if name in self._withheld and name != path:
                source = quoted(self._withheld[name])
                return f"leads to {source}, which is not published — take it out, or publish that"
            if name in self._hidden and path not in self._hidden:
                source = quoted(self._hidden[name])
                return f"leads to {source}, which is hidden — take it out, or publish that"
        if not reference.url.strip() and reference.use is Use.LOAD:
            return "names no file — name one, or take it out"
        if self._folder.file(address.path) is None and not self._is_elsewhere(address.path):
            return "leads to no file of the site — mend it, or put the file there"
        return ""

    def _is_elsewhere(self, path: str) -> bool:
        return any(fnmatchcase(path, pattern) for pattern in self._elsewhere)

    def _note(self, path: str, reference: Reference, address: Address, retold: bool) -> None:
        """Keep a place within a page for later; the top and words to be found are always there."""
        fragment, file = address.fragment.partition(":~:")[0], self._folder.file(address.path)
        if file and fragment and fragment.lower() != "top" and not fragment.startswith("svgView("):
            self._jumps.append(_Jump(path, reference, file, fragment, retold))

    def not_published(self, path: str) -> str:
        """The source of what is not published but lies at `path`; empty where that is right."""
        return "" if path in self._gone else self._withheld.get(path, "")


def _named(reference: Reference) -> str:
    return f"{reference.name} {quoted(reference.url)}"


def _by_file(sources: Mapping[str, str], pages: Mapping[str, str]) -> dict[str, str]:
    """The sources by the names of their files, without those whose place a page has taken."""
    kept = {as_file(path): source for path, source in sources.items() if path.strip("/")}
    return {path: source for path, source in kept.items() if path not in pages}
