"""What the writer has to mend, or might."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from os.path import relpath
from pathlib import Path

# Control characters, half a pair, and what turns the direction of all that follows on the line.
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, order=True)
class Problem:
    """One thing in one place: a file, its line (0 for the whole file), what, and the remedy.

    Advice is told and stops nothing.
    """

    path: str
    line: int
    message: str
    advice: bool = False

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return _UNSHOWN.sub(_escaped, f"{place}: {self.message}")


def short(words: str, most: int = 60) -> str:
    """The beginning of a text in one line, for a message that quotes it."""
    words = " ".join(words.split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def shown_from(folder: Path) -> Callable[[str], str]:
    """What names a file for the writer, who is in a folder, as `relpath` does, but at once."""
    above = f"{folder}/"

    def shown(path: str) -> str:
        is_plain = "//" not in path and "/." not in path and path[-1:] != "/"
        if is_plain and path.startswith(above):
            return path.removeprefix(above)
        return relpath(path, folder)

    return shown


def _escaped(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape").decode("ascii")
