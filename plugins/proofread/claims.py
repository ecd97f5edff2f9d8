"""What two sources claim: an address, a slug, an alias, a feed id, the name of a tag."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from .catalogue import Alias, Catalogue, Place
from .problem import Problem
from .source import Source

# A path with an empty part, or with one that leads elsewhere, among others in lines.
_ODD = re.compile(r"(?:^|/)\.{0,2}(?:/|$)", re.MULTILINE)


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
    shown = [source for source in catalogue.sources.values() if source.output]
    for source in shown if len({*map(_claim, shown)}) < len(shown) else ():
        first = claims.setdefault(_claim(source), source)
        if first is not source:
            fault = f"Slug '{source.slug}' is also that of {first.path}"
            yield source.problem(
                source.front.line("slug"), f"{fault} — write a line 'Slug: …' of its own"
            )


def _shared_places(catalogue: Catalogue) -> Iterator[Problem]:
    claims = defaultdict(list)
    paths = [place.path.lower() for place in catalogue.places]
    claimed = Counter(paths) if len({*paths}) < len(paths) else Counter()
    for path, place in zip(paths, catalogue.places, strict=True) if claimed else ():
        if claimed[path] > 1:
            claims[path].append(place)
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
    if not _may_lie_in(outputs, [each.output for each in catalogue.sources.values()]):
        return
    for source in catalogue.sources.values():
        for place in [outputs[path] for path in _above(source.output) if path in outputs]:
            key = "save_as" if source.say("save_as") else "slug"
            fault = f"its page would be {source.output}, and {place.path} is no folder"
            remedy = f"write another '{key.capitalize()}: …'"
            yield source.problem(source.front.line(key), f"{fault} — {remedy}")


def _may_lie_in(outputs: Mapping[str, Place], pages: list[str]) -> bool:
    """Whether any of some pages may lie below another, told at once for all of them."""
    if _ODD.search("\n".join(filter(None, pages))):
        return True
    folders, deeper = {"."}, {page.rpartition("/")[0] for page in pages}
    while deeper := deeper - folders:
        folders |= deeper
        deeper = {folder.rpartition("/")[0] for folder in deeper}
    return not folders.isdisjoint(outputs)


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
    articles = catalogue.articles
    for source in articles if len({each.id for each in articles}) < len(articles) else ():
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
