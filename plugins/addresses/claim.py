"""What aliases claim of the site, and where they claim what is taken."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from .alias import Alias, Fault, read_alias, split
from .problem import Problem

_KEY = re.compile(r"[\s:]*aliases\s*:", re.IGNORECASE)
_BUT = ", but for capitals, which some disks do not tell apart"


@dataclass(frozen=True)
class Claim:
    """One alias as it is written in one source; `line` is 1 for the source's first."""

    written: str
    source: str
    line: int
    alias: Alias

    def problem(self, fault: str, remedy: str) -> Problem:
        """What is wrong with the claim, told where it stands."""
        return _problem(self.source, self.line, self.written, fault, remedy)


@dataclass(frozen=True)
class Claims:
    """What one source's `Aliases` come to: the claims, and what is wrong with the others."""

    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]


def read_claims(written: object, source: str, text: str) -> Claims:
    """Read what the front matter of `source`, whose whole text is `text`, has for `Aliases`."""
    claims, problems = [], []
    for alias in split(written):
        line = _find_line(text.splitlines(), alias)
        found = read_alias(alias)
        if isinstance(found, Fault):
            problems.append(_problem(source, line, alias, found.fault, found.remedy))
        else:
            claims.append(Claim(alias, source, line, found))
    return Claims(tuple(claims), tuple(problems))


def find_conflicts(claims: Sequence[Claim], site: Mapping[str, object]) -> Iterator[Problem]:
    """Find the claims of what is taken; `site` has for each path what says what stands there.

    Paths that differ in capitals alone are one: some disks do not tell them apart.
    """
    if not claims:
        return
    standing = {fold(path): path for path in site}
    rivals = defaultdict(list)
    for claim in claims:
        rivals[fold(claim.alias.path)].append(claim)
    files = standing.keys() | rivals.keys()
    folders = {folder for path in files for folder in _folders(path)}
    for claim in claims:
        path = standing.get(fold(claim.alias.path))
        if path is not None:
            but = "" if path == claim.alias.path else _BUT
            yield claim.problem(f"is where {site[path]} stands{but}", "take it out")
        yield from _rivalry(claim, rivals[fold(claim.alias.path)])
        yield from _misfit(claim, files, folders)


def find_free(paths: Collection[str], site: Iterable[str]) -> Iterator[str]:
    """Find of some paths those where nothing stands, nor a folder, nor a file in place of one.

    Paths that differ in capitals alone are one here, too.
    """
    if not paths:
        return
    files = set(map(fold, site))
    taken = files | {folder for path in files for folder in _folders(path)}
    for path in paths:
        if fold(path) not in taken and files.isdisjoint(_folders(fold(path))):
            yield path


def fold(path: str) -> str:
    """The path as a disk knows it that makes no difference between capitals and small letters."""
    return unicodedata.normalize("NFC", path.casefold())


def _rivalry(claim: Claim, rivals: Sequence[Claim]) -> Iterator[Problem]:
    for rival in rivals:
        but = "" if rival.alias.path == claim.alias.path else _BUT
        if rival.source != claim.source or but:
            fault = f"is also that of {rival.source}:{rival.line}{but}"
            yield claim.problem(fault, "keep one of the two")


def _misfit(claim: Claim, files: AbstractSet[str], folders: AbstractSet[str]) -> Iterator[Problem]:
    path = fold(claim.alias.path)
    above = next((folder for folder in _folders(path) if folder in files), None)
    if above:
        yield claim.problem(f"lies below {above!r}, which is a file of the site", "take it out")
    if path in folders:
        yield claim.problem("would be a file where the site has a folder", "take it out")


def _folders(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def _find_line(lines: Sequence[str], alias: str) -> int:
    """The line below the key that holds the alias; else the key's own; else 1."""
    key = next((at for at, line in enumerate(lines) if _KEY.match(line)), None)
    if key is None:
        return 1
    below = range(key + 1, len(lines))
    found = (at for at in below if alias in [word.strip() for word in lines[at].split(",")])
    return next(found, key) + 1


def _problem(source: str, line: int, written: str, fault: str, remedy: str) -> Problem:
    return Problem(source, line, f"Alias {written!r} {fault}", remedy)
