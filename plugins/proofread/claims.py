"""What two sources claim: an address, a slug, an alias, a feed id, the name of a tag."""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath

from .catalogue import Alias, Catalogue, Place
from .problem import Problem
from .source import Source


def claim_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """What two sources claim, each told at the later one with the name of the other."""
    yield from _shared_slugs(catalogue)
    yield from _shared_places(catalogue)
    yield from _shared_aliases(catalogue)
    yield from _shared_ids(catalogue)
    yield from _shared_names(catalogue, "Tag", catalogue.tags)
    yield from _shared_names(catalogue, "Category", catalogue.categories)


def _shared_slugs(catalogue: Catalogue) -> Iterator[Problem]:
    claims: dict[tuple[str, bool, str, str], Source] = {}
    for source in catalogue.sources.values():
        first = claims.setdefault(_claim(source), source) if source.output else source
        if first is not source:
            fault = f"Slug '{source.slug}' is also that of {first.path}"
            yield source.problem(
                source.front.line("slug"), f"{fault} — write a line 'Slug: …' of its own"
            )


def _shared_places(catalogue: Catalogue) -> Iterator[Problem]:
    claimed = Counter(place.path.lower() for place in catalogue.places)
    claims = defaultdict(list)
    for place in catalogue.places:
        if claimed[place.path.lower()] > 1:
            claims[place.path.lower()].append(place)
    for places in claims.values():
        first, *later = sorted(places, key=lambda place: place.source is not None)
        for source in [place.source for place in later if place.source]:
            if not _is_told(first.source, source):
                yield _shared_place(source, first)
    yield from _places_in_pages(catalogue)


def _shared_place(source: Source, first: Place) -> Problem:
    key = "save_as" if source.say("save_as") else "slug"
    fault = f"its page would be {source.output}, where {first.owner} stands"
    if first.path != source.output:
        fault = f"its page would be {source.output}, and that of {first.owner} is {first.path}"
    return source.problem(
        source.front.line(key), f"{fault} — write another '{key.capitalize()}: …'"
    )


def _places_in_pages(catalogue: Catalogue) -> Iterator[Problem]:
    """Pages that would lie below another page, as if it were a folder."""
    outputs = catalogue.outputs
    for source in catalogue.sources.values():
        for place in [outputs[path] for path in _above(source.output) if path in outputs]:
            key = "save_as" if source.say("save_as") else "slug"
            fault = f"its page would be {source.output}, and {place.path} is no folder"
            remedy = f"write another '{key.capitalize()}: …'"
            yield source.problem(source.front.line(key), f"{fault} — {remedy}")


def _above(output: str) -> Iterator[str]:
    """The folders that a page lies in, the nearest first, as `PurePosixPath.parents` has them."""
    if output.startswith("/") or posixpath.normpath(output) != output:
        yield from map(str, PurePosixPath(output).parents)
        return
    end = output.rfind("/")
    while end > 0:
        yield output[:end]
        end = output.rfind("/", 0, end)
    yield "."


def _is_told(one: Source | None, other: Source) -> bool:
    """Whether two sources share their slug and their language, too, which is told already."""
    return one is not None and _claim(one) == _claim(other)


def _claim(source: Source) -> tuple[str, bool, str, str]:
    draft = source.status in ("draft", "future")
    return source.kind, draft, source.slug, source.lang.lower()


def _shared_aliases(catalogue: Catalogue) -> Iterator[Problem]:
    claimed: dict[str, Alias] = {}
    for alias in catalogue.aliases:
        line, place = alias.source.front.line("aliases"), catalogue.outputs.get(alias.path)
        if place:
            fault = f"Aliases '{alias.written}' is where {place.owner} stands"
            yield alias.source.problem(line, f"{fault} — take it out")
        elif alias.path in claimed:
            fault = f"Aliases '{alias.written}' is also in {claimed[alias.path].source.path}"
            yield alias.source.problem(line, f"{fault} — take it out of one of them")
        claimed.setdefault(alias.path, alias)


def _shared_ids(catalogue: Catalogue) -> Iterator[Problem]:
    claims: dict[str, Source] = {}
    for source in catalogue.articles:
        key = source.id
        other = claims.setdefault(key, source)
        if other is not source:
            fault = f"Id '{key}' is also that of {other.path}"
            yield source.problem(
                source.front.line("id"), f"{fault} — write a line 'Id: …' of its own"
            )


def _shared_names(
    catalogue: Catalogue, what: str, named: dict[str, list[Source]]
) -> Iterator[Problem]:
    slugs: dict[str, str] = {}
    key = {"Tag": "tags", "Category": "category"}[what]
    for name, sources in sorted(named.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        slug = catalogue.site.slugify(name)
        other = slugs.setdefault(slug, name)
        for source in sources if other != name else ():
            where = named[other][0].path
            fault = f"{what} '{name}' has the same address, '{slug}', as '{other}' in {where}"
            yield source.problem(source.front.line(key), f"{fault} — write one of them everywhere")
        for source in sources if not slug.strip("-") else ():
            fault = f"{what} '{name}' leaves no address"
            yield source.problem(source.front.line(key), f"{fault} — write it with letters")
