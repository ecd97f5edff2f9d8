"""A release: one whole site under a number, and what it changes in the one before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_NAME = re.compile(r"\d{4}|[1-9]\d{4,}", re.ASCII)


@dataclass(frozen=True, order=True)
class Release:
    """One whole site, known by its number; releases are counted, not timed."""

    number: int

    def __str__(self) -> str:
        return f"{self.number:04}"

    @classmethod
    def named(cls, name: str) -> Release | None:
        """Read a folder's name: `0012` and `12345` are releases, `12` and `00012` are not."""
        return cls(int(name)) if _NAME.fullmatch(name) else None


@dataclass(frozen=True)
class Manifest:
    """What a site is made of: the digest of each file by its path, parted by slashes."""

    digests: Mapping[str, str]


@dataclass(frozen=True)
class Changes:
    """What one site is to another: the paths, sorted, of each kind of file."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    same: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)

    @property
    def count(self) -> int:
        """How many files the later site has."""
        return len(self.new) + len(self.changed) + len(self.same)


def compare(live: Manifest, staged: Manifest) -> Changes:
    """Compare what is live with what is staged, by digest alone; time stamps say nothing."""
    old, new = live.digests, staged.digests
    both = sorted(old.keys() & new.keys())
    return Changes(
        new=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(path for path in both if old[path] != new[path]),
        gone=tuple(sorted(old.keys() - new.keys())),
        same=tuple(path for path in both if old[path] == new[path]),
    )


def following(releases: Iterable[Release]) -> Release:
    """Number the next release: one more than the highest, whether or not that one is live."""
    return Release(max((release.number for release in releases), default=0) + 1)


def superseded(releases: Iterable[Release], keep: Iterable[Release]) -> tuple[Release, ...]:
    """Name the releases that may go, lowest first: all but the ones to keep."""
    return tuple(sorted(set(releases) - set(keep)))
