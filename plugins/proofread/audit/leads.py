"""What the addresses in one file come to, short enough to be remembered and checked at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from .address import Address, Atlas, Place
from .finding import quoted
from .folder import as_file
from .reference import Reference, Use

# Pelican's own way of naming a source, which it leaves in the page where it finds none.
_SOURCE = re.compile(
    r"\s*(?:\{|%7B|\|)(?:filename|static|attach|index|author|category|tag)(?:\}|%7D|\|)",
    re.IGNORECASE,
)
_FETCHES = (Use.LOAD, Use.ORIGIN, Use.BASE)
_UNCHECKED = (Use.ORIGIN, Use.BASE)


@dataclass(frozen=True)
class Group:
    """Addresses of one file that start from one base, an absolute address.

    Where they are `retold` they repeat what a page says, as a feed does.
    """

    references: tuple[Reference, ...]
    base: str
    retold: bool = False

    def addresses(self, atlas: Atlas) -> Iterable[tuple[Reference, Address]]:
        """Each reference with where it leads; what a page loads is that page's matter."""
        for reference in self.references:
            if self.retold and reference.use in _FETCHES:
                reference = replace(reference, use=Use.LINK)
            yield reference, atlas.read(reference.url, self.base)


@dataclass(frozen=True)
class Leads:
    """Where a file leads: paths of the site, places by path, paths of the host beside the site.

    `wrong` says that an address is wrong whatever else is in the site.
    """

    wrong: bool = False
    paths: Sequence[str] = ()
    places: Mapping[str, Sequence[str]] = field(default_factory=dict)
    beside: Sequence[str] = ()


def page_group(path: str, found: Iterable[Reference], atlas: Atlas) -> Group:
    """The addresses of a page, which start from where its `base` says, or from the page."""
    found = tuple(found)
    own = atlas.url(path)
    said = next((reference.url for reference in found if reference.use is Use.BASE), "")
    address = atlas.read(said, own)
    if said and address.place is Place.HERE:
        own = f"{atlas.origin}{quote(atlas.root + address.path)}"
    return Group(found, own)


def leads(groups: Iterable[Group], atlas: Atlas) -> Leads:
    """Where the addresses of a file lead, each once."""
    wrong = False
    paths: set[str] = set()
    beside: set[str] = set()
    places: dict[str, set[str]] = {}
    for group in groups:
        for reference, address in group.addresses(atlas):
            if own_fault(reference, address, atlas) or names_nothing(reference, address):
                wrong = True
            elif address.place is Place.BESIDE:
                beside.add(address.path)
            elif is_within(reference, address):
                paths.add(address.path)
                name = place_named(address)
                if name:
                    places.setdefault(address.path, set()).add(name)
    return Leads(
        wrong=wrong,
        paths=sorted(paths),
        places={path: sorted(names) for path, names in sorted(places.items())},
        beside=sorted(beside),
    )


def elsewhere(path: str, found: Leads, own: Collection[str]) -> Leads:
    """Where the file at `path` leads, without the places of its own that it has."""
    within = {
        to: names
        for to, names in found.places.items()
        # What ends in a slash, or is empty, is answered with the page of the folder.
        if not (as_file(to) == path and (to == path or to[-1:] in ("", "/")) and {*names} <= {*own})
    }
    return replace(found, places=within)


def is_within(reference: Reference, address: Address) -> bool:
    """Whether an address is to lead to a file of the site."""
    return address.place is Place.HERE and reference.use not in _UNCHECKED


def names_nothing(reference: Reference, address: Address) -> bool:
    """Whether what is to be loaded from the site has an empty name."""
    return is_within(reference, address) and reference.use is Use.LOAD and not reference.url.strip()


def place_named(address: Address) -> str:
    """The place within a page that an address names; empty for one that is always there."""
    name = address.fragment.partition(":~:")[0]  # what follows are words to be found
    return "" if name.lower() == "top" or name.startswith("svgView(") else name


def own_fault(reference: Reference, address: Address, atlas: Atlas) -> str:
    """What is wrong with an address whatever is in the site, and what mends it; else empty."""
    if _SOURCE.match(reference.url):
        return "names a source, not a page — mend the path in the post"
    if address.place is Place.UNREADABLE:
        return "cannot be read as an address — mend it"
    if address.place is Place.MACHINE:
        return "leads to the reader's own machine — write the address that others reach it by"
    if reference.use is Use.OWN and atlas.siteurl:
        fault = _not_own(reference, address, atlas)
        if fault:
            return fault
    if address.place is Place.ELSEWHERE and reference.use in _FETCHES:
        host = quoted(address.host)
        return f"makes a browser ask another host, {host} — keep a copy in the site"
    return ""


def _not_own(reference: Reference, address: Address, atlas: Atlas) -> str:
    root = f"{atlas.siteurl}/"
    if not address.absolute:
        whole = atlas.url(address.path) if address.place is Place.HERE else f"{root}…"
        return f"is not absolute — write {quoted(whole)}"
    if not f"{reference.url.strip()}/".startswith(root):
        return f"is not below SITEURL — write an address below {quoted(root)}"
    return ""
