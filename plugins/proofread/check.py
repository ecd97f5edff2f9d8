"""Everything that is wrong with the sources of a site, found without building it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .facts import fact_problems
from .folder import Found, folder_problems, is_hidden, is_read, stray_problems, walk
from .memory import Forgetful
from .metadata import template_problems
from .problem import Problem
from .reading import Reader, unreadable
from .site import Site
from .whole import whole_problems


@dataclass(frozen=True)
class Checked:
    """What was found: all problems in order, advice among them, and how many sources were read."""

    problems: tuple[Problem, ...]
    sources: int

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What stops a build."""
        return tuple(problem for problem in self.problems if not problem.advice)

    @property
    def advice(self) -> tuple[Problem, ...]:
        """What stops nothing."""
        return tuple(problem for problem in self.problems if problem.advice)


def check(site: Site, shown: str) -> Checked:
    """Read every source of a site; `shown` is how the writer names the folder they lie in.

    Nothing is written, and nothing that can be read raises. With the site's settings for
    `incremental` a source is not read again while it is what it was.
    """
    facts = sorted(fact_problems(site))
    try:
        found = list(walk(site.content, shown))
    except OSError as error:
        return Checked((*facts, Problem(str(error.filename), 0, unreadable(error))), 0)
    reader = Reader(site, shown, site.settings.get("incremental") or Forgetful())
    entries = list(_sources(site, found))
    reader.read(entries)
    names = {entry.name for _, entry in entries if is_read(site, entry)}
    problems = {
        *reader.remarks(),
        *folder_problems(site, found),
        *stray_problems(site, found, names, reader.named),
        *_content_problems(site, shown),
        *(problem for one, _ in reader.sources("template") for problem in template_problems(one)),
        *whole_problems(site, reader, [entry.name for entry in found if entry.is_file]),
    }
    # First what concerns every file.
    return Checked((*facts, *sorted(problems)), reader.count())


def _sources(site: Site, found: list[Found]) -> Iterator[tuple[str, Found]]:
    """What is read here, each with its kind."""
    for entry in found:
        name = entry.name
        kind = site.kind(name) if site.is_markdown(name) and entry.is_file else None
        if kind and not site.is_ignored(name) and not is_hidden(site, entry):
            yield kind, entry


def _content_problems(site: Site, shown: str) -> Iterator[Problem]:
    """What plugins say of files that are no sources."""
    for look in site.content_checks:
        for remark in look(site.content):
            yield Problem(f"{shown}/{remark.path}", remark.line, remark.message, remark.advice)
