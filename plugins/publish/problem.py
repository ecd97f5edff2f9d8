"""What stands in the way of publishing, told to the writer."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# What turns the direction of the line, so that it reads as what it is not.
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@dataclass(frozen=True)
class Problem:
    """One thing the writer can mend: where it lies, what is wrong there, what mends it."""

    place: str
    fault: str
    remedy: str

    def __str__(self) -> str:
        return legible(f"{self.place}: {self.fault} — {self.remedy}")


class PublishError(Exception):
    """Nothing was published; every reason for it is told at once, then what may help."""

    def __init__(self, problems: Iterable[Problem], hint: str = "") -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join([*map(str, self.problems), *([hint] if hint else [])]))


def legible(text: str) -> str:
    """Make one line of a text that a terminal can be given: no sign in it is a command.

    Titles and names come from a live site, which is not always the writer's alone.
    """
    # Nearly every text can be printed as it is, and then none of its signs is one of those.
    if text.isprintable():
        return text
    return "".join("\N{REPLACEMENT CHARACTER}" if _commands(sign) else sign for sign in text)


def quoted(title: str) -> str:
    """Put a title into quotes, unless it is in quotes already."""
    return title if title[:1] + title[-1:] == "“”" else f"“{title}”"


def other_files(first: str, more: int) -> str:
    """The fault of a target that holds what is not a site: the first file, and how many more."""
    return f"holds other files ({first}{f' and {more} more' if more else ''})"


def _commands(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} or sign in _TURNING
