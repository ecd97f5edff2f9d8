"""One thing that is wrong with a site as it was built."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 80


@dataclass(frozen=True)
class Finding:
    """What is wrong in one file of the output, and what mends it.

    `path` is the file's below the output folder; `line` is None where the whole file is meant.
    """

    path: str
    line: int | None
    message: str

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        return f"{_printable(self.path)}{line}: {self.message}"


def quoted(value: str) -> str:
    """`value` in quotes, on one line and not too long, as a message shows it."""
    line = _printable(" ".join(value.split()))
    return f"'{line if len(line) <= LONGEST else line[: LONGEST - 1] + '…'}'"


def _printable(text: str) -> str:
    """`text` without what would break a line or cannot be encoded."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
