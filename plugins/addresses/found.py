"""What of a Pelican site stands where, and what its aliases claim: found once in a build."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from os.path import relpath
from pathlib import Path
from typing import Any, NamedTuple

from .claim import Claim, Claims, find_conflicts, read_claims
from .problem import Problem

RECORD = "release.json"
REDIRECTS = "_redirects"


@dataclass(frozen=True)
class Found:
    """A site's addresses, once all of it is read.

    `places` has each article and page with the path of its file; `read` those that have aliases,
    in the order of their sources; `site` says of each path what stands there; `problems` is what
    the writer has to mend, drafts' aside.
    """

    places: Sequence[tuple[str, Any]]
    read: Sequence[tuple[Any, Claims]]
    site: Mapping[str, object]
    problems: Sequence[Problem]

    def claims(self) -> Iterator[tuple[Any, tuple[Claim, ...]]]:
        """The contents that have aliases, with what these claim; no draft's."""
        return ((content, read.claims) for content, read in self.read if content.status != "draft")


class _Source(NamedTuple):
    """A source, told by its path from where the build runs: to make that out takes long."""

    path: str

    def __str__(self) -> str:
        return relpath(self.path)


def find(generator: Any, places: Sequence[tuple[str, Any]]) -> Found:
    """Find what stands where, and what is wrong with the aliases; `places` are the contents'."""
    having = (content for _, content in places if content.metadata.get("aliases"))
    read = [
        (content, _read(content))
        for content in sorted(having, key=lambda content: relpath(content.source_path))
    ]
    site = dict(_stand(generator, places))
    binding = [each for content, each in read if content.status != "draft"]
    claims = [claim for each in binding for claim in each.claims]
    problems = [problem for each in binding for problem in each.problems]
    for name in (RECORD, REDIRECTS) if claims else (RECORD,):
        if name in site:
            fault = f"takes the place of {name}, which the site itself needs"
            problems.append(Problem(str(site[name]), 1, fault, "give it another"))
        site[name] = f"the site's own {name}"
    problems += find_conflicts(claims, site)
    problems.sort(key=lambda problem: (problem.source, problem.line))
    return Found(places, read, site, problems)


def _read(content: Any) -> Claims:
    path = Path(content.source_path)
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    return read_claims(content.metadata["aliases"], relpath(path), text)


def _stand(generator: Any, places: Sequence[tuple[str, Any]]) -> Iterator[tuple[str, object]]:
    """What will stand in the output, as far as it is known: each path, and what says what it is."""
    context, settings = generator.context, generator.settings
    for path in _theme_files(generator):
        yield path, "a file of the theme"
    for path in _listings(context, settings):
        yield path, f"the page {path}"
    for feed in context.get("syndication", ()):
        yield feed.path, f"the feed {feed.path}"
    files = ((each.save_as, each) for each in context["static_content"].values() if each)
    for path, content in (*places, *files):
        if path:
            yield path, _Source(content.source_path)


def _listings(context: Mapping[str, Any], settings: Mapping[str, Any]) -> Iterator[str]:
    for kind in ("categories", "tags", "authors"):
        yield from (path for named, _ in context[kind] if (path := named.save_as))
    for period in context["period_archives"].values():
        yield from (archive["save_as"] for archive in period)
    for name in settings["DIRECT_TEMPLATES"]:
        yield from filter(None, [settings.get(f"{name.upper()}_SAVE_AS", f"{name}.html")])
    yield from settings["TEMPLATE_PAGES"].values()


def _theme_files(generator: Any) -> Iterator[str]:
    for name in generator.settings["THEME_STATIC_PATHS"]:
        folder = Path(generator.theme, name)
        files = (path for path in folder.rglob("*") if path.is_file())
        for path in [folder] if folder.is_file() else files:
            below = folder.name if path == folder else path.relative_to(folder).as_posix()
            yield f"{generator.settings['THEME_STATIC_DIR']}/{below}"
