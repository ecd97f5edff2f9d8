"""A place that a site is published to, and what each kind of place must be able to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..problem import Problem
from ..release import Changes, Manifest


@dataclass(frozen=True)
class Live:
    """What is live at a target: the release's name, its files by digest, and how to read one.

    `read` takes a path as the manifest has it and gives the file's bytes.
    """

    release: str
    manifest: Manifest
    read: Callable[[str], bytes]


@dataclass(frozen=True)
class Kept:
    """One release that a target keeps, and whether it is the one that is live."""

    release: str
    live: bool


class Target(Protocol):
    """A place that a site is published to.

    Every method but `problems` may raise `PublishError`; whatever is raised, and whenever the
    process is killed, what was live still is, whole, or (where a place cannot switch at once)
    every page of it is whole and none is missing.
    """

    name: str

    def problems(self) -> Iterator[Problem]:
        """Find all that keeps the target from being published to; change nothing."""

    def digest(self, path: Path) -> str:
        """The digest of a file on this machine, made as the target's own manifest makes it.

        Where it is `site.digest` itself, no file is read twice.
        """

    def alone(self) -> AbstractContextManager[None]:
        """Keep every other publish out; remove what a killed one has left."""

    def live(self) -> Live | None:
        """Read what is live; None before the first release. Change nothing."""

    def release(
        self, staged: Path, manifest: Manifest, changes: Changes, told: Callable[[int], None]
    ) -> str:
        """Put the staged folder out in place of what is live; give the release's name.

        `told` is called with the number of files that were handled since the last call.
        """

    def releases(self) -> Sequence[Kept]:
        """The releases that are kept, oldest first."""

    def rollback(self) -> Kept:
        """Make the release before the live one live; give the release that is live now."""

    def look(self) -> str:
        """A line or two for the writer: where the site lies and how to look at it."""
