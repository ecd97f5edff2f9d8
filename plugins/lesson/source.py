"""A post's source: which line of it a block of Markdown came from.

Lines that may belong to a lesson carry their number through Markdown's parsing as a mark, between
the two control characters that Python-Markdown takes out of every source. What stands in a fence
carries none.
"""

from __future__ import annotations

import re

from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.util import ETX, STX

MARK = re.compile(f"{STX}line:(\\d+){ETX}")
_HEADING = re.compile(r"[\s>*+-]*(?:\d+[.)]\s+)?!!! ?lesson", re.IGNORECASE)
_NAMED = re.compile(r"\s*[A-Za-z]{2,6}\s*:")


class Source:
    """The lines of one post, as they were written."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    def mark(self, rest: list[str]) -> list[str]:
        """Number the lines of `rest`, which is the source without its front matter."""
        above = len(self.lines) - len(rest)
        text = "\n".join(rest)
        fenced: set[int] = set()
        for fence in FencedBlockPreprocessor.FENCED_BLOCK_RE.finditer(text):
            first = text.count("\n", 0, fence.start())
            fenced.update(range(first, first + fence.group().count("\n") + 1))
        return [
            line if index in fenced else _marked(line, above + index + 1)
            for index, line in enumerate(rest)
        ]

    def indentation(self, number: int) -> int:
        """How many spaces line `number`, 1 for the first, begins with."""
        line = self.lines[number - 1]
        return len(line) - len(line.lstrip())

    def find_key(self, key: str) -> int:
        """The number of the first line that begins with the front matter key `key`, else 1."""
        for number, line in enumerate(self.lines, start=1):
            if line.lower().startswith(f"{key}:"):
                return number
        return 1


def unmark(text: str) -> str:
    """Take all marks out of a text."""
    return MARK.sub("", text)


def marked_lines(text: str) -> list[tuple[int, str]]:
    """The lines of a text that carry a mark: the number, and the line without it."""
    found = ((MARK.search(line), line) for line in text.split("\n"))
    return [(int(mark.group(1)), unmark(line).strip()) for mark, line in found if mark]


def _marked(line: str, number: int) -> str:
    if not (_HEADING.match(line) or _NAMED.match(line)):
        return line
    words = line.rstrip()
    return f"{words}{STX}line:{number}{ETX}{line[len(words) :]}"
