"""What keeps a person off the page, told to the writer."""

from __future__ import annotations

from dataclasses import dataclass


class PeopleError(Exception):
    """Stops the build: the file of people is to be mended first."""

    exitcode = 1


@dataclass(frozen=True, order=True)
class Problem:
    """One thing the writer can mend: its line in the file (0 for all of it), what, the remedy."""

    line: int
    fault: str
    remedy: str

    def at(self, path: str) -> str:
        """The problem with its place; `path` is how the writer names the file."""
        return f"{path}:{self.line}: {self}" if self.line else f"{path}: {self}"

    def __str__(self) -> str:
        return f"{self.fault} — {self.remedy}"
