"""All that the site will have, by its path: what a link may lead to, and what stands twice."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import ceil
from typing import Any, NamedTuple

from .site import Site
from .source import Source

# What tells days apart in a setting, and how much of a date, "2026-11-23", it looks at.
_LENGTHS = {"Y": 4, "y": 4, "m": 7, "b": 7, "B": 7, "d": 10, "j": 10}
_BY_DAY = re.compile(r"(?:[^{}%]|\{date:(?:[^{}%]|%[YymbBdj])+\})*")


class Place(NamedTuple):
    """A path of the output, what will stand there, and the source that says so, if one does."""

    path: str
    owner: str
    source: Source | None = None


@dataclass(frozen=True)
class Alias:
    """An old address as the writer wrote it, its path in the output, and who claims it."""

    written: str
    path: str
    source: Source


class Catalogue:
    """The sources of a site, its other files, and every path that they make."""

    def __init__(self, site: Site, sources: Iterable[Source], files: Iterable[str]) -> None:
        self.site = site
        self.sources = {source.name: source for source in sources}
        self.files = frozenset(files)
        self.articles = [
            source
            for source in self.sources.values()
            if source.kind == "article" and source.status == "published"
        ]

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every place, the sources' own first, in order."""
        return (*self._source_places(), *self._static_places(), *self._made_places())

    @cached_property
    def outputs(self) -> dict[str, Place]:
        """The first place with each path."""
        return {place.path: place for place in reversed(self.places)}

    @cached_property
    def later(self) -> dict[str, Source]:
        """What is withheld, by the path that its page will have when it is not."""
        return {
            source.later_output: source
            for source in self.sources.values()
            if source.later_output and (source.is_withheld or source.is_draft)
        }

    @cached_property
    def aliases(self) -> tuple[Alias, ...]:
        """Every old address that leads to a new one, in the order of the sources."""
        return tuple(
            Alias(written, _alias_path(written), source)
            for source in self.sources.values()
            if source.status in ("published", "hidden")
            for written in source.aliases
        )

    @cached_property
    def old(self) -> frozenset[str]:
        """The paths of all aliases."""
        return frozenset(alias.path for alias in self.aliases)

    @cached_property
    def categories(self) -> dict[str, list[Source]]:
        """The published articles of each category."""
        found = defaultdict(list)
        for source in self.articles:
            found[source.category].append(source)
        return dict(found)

    @cached_property
    def tags(self) -> dict[str, list[Source]]:
        """The published articles of each tag."""
        found = defaultdict(list)
        for source in self.articles:
            for tag in dict.fromkeys(source.tags):
                found[tag].append(source)
        return dict(found)

    def _source_places(self) -> Iterator[Place]:
        for source in self.sources.values():
            if source.output:
                yield Place(source.output, source.path, source)

    def _static_places(self) -> Iterator[Place]:
        extra = self.site.settings.get("EXTRA_PATH_METADATA", {})
        for name in sorted(self.files):
            if self.site.is_static(name) and name not in self.sources:
                yield Place(str(extra.get(name, {}).get("path", name)), f"the file {name}")

    def _made_places(self) -> Iterator[Place]:
        settings = self.site.settings
        for template in settings["DIRECT_TEMPLATES"]:
            save_as = settings.get(f"{template.upper()}_SAVE_AS", f"{template}.html")
            listed = len(self.articles)
            yield from self._pages(save_as, template, listed, f"the page '{template}'")
        for key, named in (("CATEGORY", self.categories), ("TAG", self.tags)):
            for name, articles in named.items():
                save_as = self._save_as(f"{key}_SAVE_AS", slug=self.site.slugify(name))
                owner = f"the page of the {key.lower()} '{name}'"
                yield from self._pages(save_as, key.lower(), len(articles), owner)
        for name, listed in Counter(
            name for source in self.articles for name in source.authors
        ).items():
            save_as = self._save_as("AUTHOR_SAVE_AS", slug=self.site.slugify(name))
            yield from self._pages(save_as, "author", listed, f"the page of the author '{name}'")
        for period in ("YEAR", "MONTH", "DAY"):
            setting = f"{period}_ARCHIVE_SAVE_AS"
            written = str(settings.get(setting) or "")
            dates = _told_apart(written, [each.date for each in self.articles] if written else [])
            found: Counter[str] = Counter()
            for date, count in dates:
                found[self._save_as(setting, date=date)] += count
            for save_as, count in found.items():
                owner = f"the archive of the {period.lower()} in {save_as}"
                yield from self._pages(save_as, "period_archives", count, owner)

    def _save_as(self, setting: str, **words: Any) -> str:
        try:
            return str(self.site.settings.get(setting) or "").format(**words)
        except (KeyError, IndexError, ValueError, AttributeError, TypeError):
            return ""

    def _pages(self, save_as: str, template: str, listed: int, owner: str) -> Iterator[Place]:
        """The page itself, and those behind it when its list goes on."""
        if not save_as:
            return
        yield Place(save_as, owner)
        paginated = self.site.settings.get("PAGINATED_TEMPLATES", {})
        each = paginated.get(template) or self.site.settings.get("DEFAULT_PAGINATION")
        if template in paginated and each:
            last = ceil(listed / int(each))
            yield from (Place(path, owner) for path in self._further(save_as, last))

    @cached_property
    def _rules(self) -> list[Any]:
        return sorted(self.site.settings["PAGINATION_PATTERNS"], key=lambda rule: rule[0])

    def _further(self, save_as: str, last: int) -> Iterator[str]:
        """Where Pelican puts the pages of a list from the second on, to the last.

        `pelican.paginator.Page._from_settings`.
        """
        name, extension = posixpath.splitext(save_as)
        words = {
            "save_as": save_as,
            "name": name,
            "extension": extension,
            "base_name": posixpath.dirname(name) or ".",
            "url": save_as,
        }
        for number in range(2, last + 1):
            pattern = [rule[2] for rule in self._rules if rule[0] <= number][-1]
            yield posixpath.normpath(str(pattern).format(**words, number=number))


def _told_apart(written: str, dates: list[datetime | None]) -> list[tuple[datetime | None, int]]:
    """One date for each that a setting can tell from others, as "{date:%Y}" does a year.

    With it, how many there are of it.
    """
    if not _BY_DAY.fullmatch(written):
        return [(date, 1) for date in dates]
    length = max((_LENGTHS[sign] for sign in re.findall("%(.)", written)), default=0)
    told = [date and date.isoformat()[:length] for date in dates]
    counted, kept = Counter(told), dict(zip(told, dates, strict=True))
    return [(date, counted[key]) for key, date in kept.items()]


def _alias_path(alias: str) -> str:
    path = re.sub("/+", "/", alias).strip("/")
    return path if path.endswith((".html", ".htm")) else posixpath.join(path, "index.html")
