"""Whether each address of the site leads where it should."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, cached_property

from .address import Address, Atlas, Place
from .expected import Expected
from .finding import Finding, quoted
from .folder import Folder, as_file
from .leads import Group, Leads, is_within, names_nothing, own_fault, place_named
from .reference import Reference

_INDEX = "index.html"


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
        self._listed: dict[str, Iterable[str]] = {}
        self._jumps: list[_Jump] = []
        self._told: set[tuple[str, str]] = set()
        # Ten thousand pages lead to the same few paths, so that each is judged once.
        self._file = cache(folder.file)
        self._is_open = cache(lambda path: not self._barred("", path, hidden=False))
        self._is_open_to_hidden = cache(lambda path: not self._barred("", path, hidden=True))
        self._places = cache(lambda path: frozenset(self._listed[path]))

    def add_places(self, listed: Mapping[str, Iterable[str]]) -> None:
        """Say which places each of some files has that a fragment can lead to."""
        self._listed |= listed

    def closed(self, paths: set[str]) -> set[str]:
        """Those of some paths to which not every file may lead."""
        return {path for path in paths - self._plain if not self._is_open(path)}

    def lacking(self, places: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """Those of some paths and places within them of which the page has no such place."""
        listed = self._listed
        return {
            (path, name)
            for path, name in places
            # Most lead to the page of a folder, by its plain name.
            if path[-1:] != "/" or name not in listed.get(f"{path}{_INDEX}", ())
            if self._lacks(path, (name,))
        }

    @cached_property
    def _plain(self) -> set[str]:
        """The paths of the site's files, and of its folders' pages, to which any file may lead."""
        files = self._folder.files
        plain = {*files, *(f[: -len(_INDEX)] for f in files if f"/{f}".endswith(f"/{_INDEX}"))}
        for barred in (*self._withheld, *self._hidden):
            plain -= {barred, barred.removesuffix(_INDEX), barred.removesuffix(f"/{_INDEX}")}
        return plain

    def doubtful(self, path: str, leads: Leads) -> bool:
        """Whether the file at `path` may lead where it should not; `findings` tells if it does."""
        is_open = self._is_open_to_hidden if path in self._hidden else self._is_open
        return (
            leads.wrong
            or not all(map(is_open, leads.paths))
            or any(self._file(beside.lstrip("/")) is not None for beside in leads.beside)
            or any(self._lacks(*place) for place in leads.places.items())
        )

    def findings(self, path: str, group: Group) -> Iterator[Finding]:
        """Judge the addresses that stand in the file at `path`.

        What is retold of a page that was told of it is not told again.
        """
        for reference, address in group.addresses(self.atlas):
            fault = self._fault(path, reference, address)
            told = (address.path, address.fragment)
            if fault and not (group.retold and told in self._told):
                self._told.add(told)
                yield Finding(path, reference.line, f"{_named(reference)} {fault}")
            if not fault and is_within(reference, address):
                self._note(path, reference, address, group.retold)

    def missing_anchors(self) -> Iterator[Finding]:
        """Judge, after all pages, the links to places within them."""
        for jump in sorted(self._jumps, key=lambda jump: jump.retold):
            told = (jump.file, jump.fragment)
            if jump.fragment in self._places(jump.file) or (jump.retold and told in self._told):
                continue
            self._told.add(told)
            where = "this page" if jump.file == jump.path else quoted(jump.file)
            remedy = f"give it an id={quoted(jump.fragment)}, or mend the link"
            fault = f"leads to no place in {where} — {remedy}"
            yield Finding(jump.path, jump.reference.line, f"{_named(jump.reference)} {fault}")

    def not_published(self) -> dict[str, str]:
        """What is not published but is there, by its path, with its source."""
        there = self._withheld.keys() & self._folder.files.keys() - self._gone
        return {path: self._withheld[path] for path in there}

    def _fault(self, path: str, reference: Reference, address: Address) -> str:
        """What is wrong with an address and what mends it; empty where nothing is."""
        fault = own_fault(reference, address, self.atlas)
        if fault:
            return fault
        if address.place is Place.BESIDE:
            return self._beside(address)
        if is_within(reference, address):
            empty, hidden = names_nothing(reference, address), path in self._hidden
            return self._barred(path, address.path, hidden=hidden, empty=empty)
        return ""

    def _beside(self, address: Address) -> str:
        """A path beside the site is another site's, unless the site has just that file."""
        if self._file(address.path.lstrip("/")) is None:
            return ""
        root = self.atlas.root
        remedy = quoted(root + address.path.lstrip("/"))
        return f"leaves the site, which lies below {quoted(root)} — write {remedy}"

    def _barred(self, path: str, target: str, *, hidden: bool, empty: bool = False) -> str:
        """Why the file at `path`, itself `hidden` or not, may not lead to `target`; else empty."""
        for name in (as_file(target), f"{target}/index.html"):
            if name in self._withheld and name != path:
                source = quoted(self._withheld[name])
                return f"leads to {source}, which is not published — take it out, or publish that"
            if name in self._hidden and not hidden:
                source = quoted(self._hidden[name])
                return f"leads to {source}, which is hidden — take it out, or publish that"
        if empty:
            return "names no file — name one, or take it out"
        if self._file(target) is None and not self._is_elsewhere(target):
            return "leads to no file of the site — mend it, or put the file there"
        return ""

    def _is_elsewhere(self, path: str) -> bool:
        return any(fnmatchcase(path, pattern) for pattern in self._elsewhere)

    def _lacks(self, path: str, names: Iterable[str]) -> bool:
        file = self._file(path)
        return file in self._listed and not self._places(file).issuperset(names)

    def _note(self, path: str, reference: Reference, address: Address, retold: bool) -> None:
        """Keep a place within a page for later."""
        place, file = place_named(address), self._file(address.path)
        if place and file in self._listed:
            self._jumps.append(_Jump(path, reference, file, place, retold))


def _named(reference: Reference) -> str:
    return f"{reference.name} {quoted(reference.url)}"


def _by_file(sources: Mapping[str, str], pages: Mapping[str, str]) -> dict[str, str]:
    """The sources by the names of their files, without those whose place a page has taken."""
    kept = {as_file(path): source for path, source in sources.items() if path.strip("/")}
    return {path: source for path, source in kept.items() if path not in pages}
