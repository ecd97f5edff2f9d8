"""Everything that is wrong with the sources of a site, found without building it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .address import address_problems
from .body import body_problems
from .catalogue import Catalogue
from .claims import claim_problems
from .decoding import control_characters, decode, describe
from .facts import fact_problems
from .folder import Found, folder_problems, is_hidden, stray_problems, walk
from .front import front_problems, read_front
from .metadata import metadata_problems
from .problem import Problem
from .site import Site
from .source import Source, given


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

    Nothing is written, and nothing that can be read raises.
    """
    facts = sorted(fact_problems(site))
    try:
        found = list(walk(site.content, shown))
    except OSError as error:
        return Checked((*facts, _unreadable(str(error.filename), error)), 0)
    items = [item for entry in found for item in _read_if_source(site, entry)]
    sources = [item for item in items if isinstance(item, Source)]
    problems = [item for item in items if isinstance(item, Problem)]
    problems += folder_problems(site, found)
    problems += stray_problems(site, found, [source.text for source in sources])
    problems += _content_problems(site, shown)
    files = [entry.name for entry in found if entry.is_file]
    problems += _all_problems(Catalogue(site, sources, files))
    # First what concerns every file.
    return Checked((*facts, *sorted(set(problems))), len(sources))


def _all_problems(catalogue: Catalogue) -> Iterator[Problem]:
    for source in catalogue.sources.values():
        yield from metadata_problems(source)
        yield from address_problems(source)
        yield from body_problems(source, catalogue)
    yield from claim_problems(catalogue)


def _content_problems(site: Site, shown: str) -> Iterator[Problem]:
    """What plugins say of files that are no sources."""
    for look in site.content_checks:
        for remark in look(site.content):
            yield Problem(f"{shown}/{remark.path}", remark.line, remark.message, remark.advice)


def _read_if_source(site: Site, entry: Found) -> Iterator[Problem | Source]:
    kind = site.kind(entry.name)
    passed_by = site.is_ignored(entry.name) or is_hidden(site, entry)
    if entry.is_file and kind and site.is_markdown(entry.name) and not passed_by:
        yield from _read(site, kind, entry)


def _unreadable(path: str, error: OSError) -> Problem:
    return Problem(path, 0, f"cannot be read ({error.strerror or error}) — change its mode")


def _read(site: Site, kind: str, entry: Found) -> Iterator[Problem | Source]:
    """What is wrong with the form of one file, and the source it holds, if any can be told."""
    data = b""
    try:
        data = (site.content / entry.name).read_bytes()
        text = decode(data)
    except UnicodeDecodeError as error:
        yield Problem(entry.path, *describe(data, error))
        return
    except OSError as error:
        yield _unreadable(entry.path, error)
        return
    if not text.strip():
        yield Problem(entry.path, 0, "is empty — write 'Title: …' in its first line, or remove it")
        return
    front = read_front(text)
    yield from front_problems(entry.path, text, front)
    for number, message in control_characters(text):
        yield Problem(entry.path, number, message)
    # Without front matter every key would be missing, and that has one cause.
    if front.fields:
        yield Source(site, kind, entry.path, entry.name, text, front, given(site, entry.name))
