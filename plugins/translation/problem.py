"""What keeps a catalogue from being used, told to the writer."""

from __future__ import annotations

from dataclasses import dataclass


class TranslationError(Exception):
    """Stops the build: a catalogue or a setting is to be mended first."""

    exitcode = 1


@dataclass(frozen=True)
class Problem:
    """One thing the writer can mend: its line in the file (0 for all of it), what, the remedy.

    Advice is told and stops nothing.
    """

    line: int
    fault: str
    remedy: str
    advice: bool = False

    def at(self, path: str) -> str:
        """The problem with its place; `path` is how the writer names the file."""
        place = f"{path}:{self.line}" if self.line else path
        return f"{place}: {self.fault} — {self.remedy}"
