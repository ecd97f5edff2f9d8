"""What a rant that was begun by `make new` still lacks: each `…` that nobody has written over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

UNFILLED = frozenset({"…", "…?"})
_FENCED = re.compile(r"^(`{3,}|~{3,})[^\n]*\n.*?^\1[`~]*[ ]*$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r'!!! ?lesson +"(.*)"\s*', re.IGNORECASE)
_FIELD = re.compile(r"(Do|Say):\s*(.*)")  # of `By:` the lesson knows what is no time
_REMEDIES = {
    "Question": "ask the reader about somebody, or take the line out",
    "Do": "write one thing to do, or take the line out",
    "Say": "write words to begin with, or take the line out",
}


@dataclass(frozen=True)
class Remark:
    """Something to mend: the line in the source, and what. Advice is told and stops nothing."""

    line: int
    message: str
    advice: bool = False


class Source(Protocol):
    """What is asked of a source, whoever reads it."""

    @property
    def kind(self) -> str:
        """Article or page."""

    @property
    def text(self) -> str:
        """The whole of it, with the front matter."""


def check_source(source: Source) -> Iterator[Remark]:
    """Every `…` that is still to be written over, with its line and what belongs there."""
    if source.kind != "article" or "…" not in source.text:
        return
    lines = _without_code(source.text)
    body = next((number for number, line in enumerate(lines) if not line), len(lines))
    for number, line in enumerate(lines[:body]):
        name, _, value = line.partition(":")
        if name.lower() == "question" and value.strip() in UNFILLED:
            yield _unfilled(number, "Question", value.strip())
    headings = [n for n in range(body, len(lines)) if _HEADING.fullmatch(lines[n])]
    yield from _in_rant(lines, body, headings[0] if headings else len(lines))
    for heading in headings[:1]:
        yield from _in_lesson(lines, heading)


def _in_rant(lines: Sequence[str], body: int, end: int) -> Iterator[Remark]:
    """A rant that is only `…`, and what marks its end."""
    written = [number for number in range(body, end) if lines[number].strip()]
    if written and lines[written[0]].strip() in UNFILLED and len(written) <= 2:
        yield Remark(written[0] + 1, "the rant is still '…' — write it, in plain Markdown")


def _in_lesson(lines: Sequence[str], heading: int) -> Iterator[Remark]:
    title = _HEADING.fullmatch(lines[heading])
    if title and title[1].strip() in UNFILLED:
        yield Remark(heading + 1, "the lesson is still '…' — write it in one sentence")
    for number in range(heading + 1, len(lines)):
        line = lines[number]
        if line and not line.startswith("    "):
            return
        field = _FIELD.fullmatch(line.strip())
        if field and field[2].strip() in UNFILLED:
            yield _unfilled(number, field[1], field[2].strip())
        elif line.strip() in UNFILLED:
            remedy = "write why, or take the line out"
            yield Remark(number + 1, f"the lesson's text is still '…' — {remedy}")


def _unfilled(number: int, name: str, value: str) -> Remark:
    return Remark(number + 1, f"{name} is still '{value}' — {_REMEDIES[name]}")


def _without_code(text: str) -> list[str]:
    """The lines of a text, without their ends; each line of a fenced block is a full stop."""
    text = _FENCED.sub(lambda match: "." + "\n." * match.group().count("\n"), text)
    return [line.rstrip() for line in text.expandtabs(4).split("\n")]
