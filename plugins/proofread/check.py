"""Everything that is wrong with the sources of a site, found without building it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .alone import Findings
from .body import body_problems
from .catalogue import Catalogue
from .claims import claim_problems
from .facts import fact_problems
from .folder import Found, folder_problems, is_hidden, stray_problems, walk
from .memory import Forgetful
from .metadata import template_problems
from .problem import Problem
from .reading import Reader, unreadable
from .site import Site
from .source import Source


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
    problems: list[Problem] = []
    read: list[tuple[Source, Findings]] = []
    entries = list(_sources(site, found))
    reader.read_ahead(entries)
    for kind, entry in entries:
        source, findings = reader.read(kind, entry)
        problems += [remark.at(entry.path) for remark in findings.front]
        if source:
            read.append((source, findings))
    problems += folder_problems(site, found)
    problems += stray_problems(site, found, lambda words: reader.named(words, read))
    problems += _content_problems(site, shown)
    catalogue = Catalogue(site, [source for source, _ in read], _files(found))
    for source, findings in read:
        problems += template_problems(source)
        problems += body_problems(source, findings, catalogue, reader.memory)
    problems += claim_problems(catalogue)
    # First what concerns every file.
    return Checked((*facts, *sorted(set(problems))), len(read))


def _sources(site: Site, found: list[Found]) -> Iterator[tuple[str, Found]]:
    """What is read here, each with its kind."""
    for entry in found:
        if entry.is_file and site.is_markdown(entry.name):
            kind = site.kind(entry.name)
            if kind and not site.is_ignored(entry.name) and not is_hidden(site, entry):
                yield kind, entry


def _files(found: list[Found]) -> list[str]:
    return [entry.name for entry in found if entry.is_file]


def _content_problems(site: Site, shown: str) -> Iterator[Problem]:
    """What plugins say of files that are no sources."""
    for look in site.content_checks:
        for remark in look(site.content):
            yield Problem(f"{shown}/{remark.path}", remark.line, remark.message, remark.advice)
