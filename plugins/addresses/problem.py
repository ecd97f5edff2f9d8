"""What keeps an alias from becoming a page, told to the writer."""

from __future__ import annotations

from dataclasses import dataclass


class AddressError(Exception):
    """Stops the build: the aliases are to be mended first."""

    exitcode = 1


@dataclass(frozen=True)
class Problem:
    """One thing the writer can mend: its source and line, what is wrong there, what mends it."""

    source: str
    line: int
    fault: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.fault} — {self.remedy}"
