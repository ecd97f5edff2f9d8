"""What is wrong with the lesson of a source, told without building the site.

To convert a text takes milliseconds, to see that its lesson is plainly written takes none. So
only a text that is not plain is converted, and what the conversion finds counts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any, Protocol

from markdown import Markdown
from markdown.extensions.fenced_code import FencedBlockPreprocessor

from .advice import advise
from .deadline import parse_deadline
from .fields import LINE, meant
from .lesson import Problem
from .written import Notes, Written, read_plain

# What is meant for a heading, whether it is one or not.
_ANY_HEADING = re.compile(r"[\s>*+-]*(?:\d+[.)]\s+)?!{2,4}\s*lesson", re.IGNORECASE)
_UNSEEN = re.compile(r"<!--.*?(?:-->|\Z)|<(pre|code|script|style|template)\b.*?</\1>", re.DOTALL)
_SEEN = re.compile(r"!{2,4}\s*lesson[^\n<]*", re.IGNORECASE)
_PLAIN_HEADING = re.compile(r'!!! lesson ".*[^\s"].*"')
_PLAIN_LINE = re.compile(r"(?: {4}[^\s<>*+\-#|:\[`~=\d&\\!].*)?")
_ALIKE = re.compile(
    r"[#>*_\s]*(?:(?:the|today[’']s|my)\s+)?lesson\s*(?::|(?:of the day|for today)\b.*[:…]?)",
    re.IGNORECASE,
)
_MOST = {"Do": 1, "By": 1, "Say": 3}


class Site(Protocol):
    """What is asked of a site."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """Pelican's settings."""

    @property
    def now(self) -> datetime:
        """The moment for which it is built."""


class Source(Protocol):
    """What is asked of a source, whoever reads it."""

    @property
    def site(self) -> Site:
        """The site it belongs to."""

    @property
    def kind(self) -> str:
        """Article or page."""

    @property
    def status(self) -> str:
        """Draft, hidden or published, or another word of the reader's."""

    @property
    def lang(self) -> str:
        """The language, the site's where it names none."""

    @property
    def text(self) -> str:
        """The whole of it, with the front matter."""


def check_source(source: Source) -> Iterator[Problem]:
    """Everything that is wrong with the lesson of a source, and what might be better."""
    lines = _without_code(source.text)
    problems: tuple[Problem, ...] = ()
    if is_plain(source.text):
        written = _read_plain(lines)
    else:
        problems, written = _convert(source, lines)
    yield from problems
    if written:
        yield from advise(written, source.lang)
    if not written and not problems:
        yield from _no_lesson(source, lines)
    elif source.status == "draft":
        yield from _passed(lines, source.site.now)


def _read_plain(lines: list[str]) -> Written | None:
    headings = [number for number, line in enumerate(lines) if _ANY_HEADING.match(line)]
    return read_plain(lines, _block(lines, headings[0])) if headings else None


def _convert(source: Source, lines: list[str]) -> tuple[tuple[Problem, ...], Written | None]:
    """What a whole conversion finds, and the lesson."""
    md = Markdown(**source.site.settings["MARKDOWN"])
    notes = Notes(md)
    page = md.convert(source.text)
    problems: tuple[Problem, ...] = getattr(md, "lesson_problems", ())
    return problems or tuple(_left_over(page, lines)), notes.written


def _left_over(page: str, lines: list[str]) -> Iterator[Problem]:
    """A heading that a reader would see as it was written, as in HTML, where Markdown is none."""
    for match in _SEEN.finditer(_UNSEEN.sub("", page)):
        written = html.unescape(match.group()).strip()
        found = [number for number, line in enumerate(lines, start=1) if written in line]
        yield Problem(
            found[0] if found else 1,
            f"'{written[:60]}' begins no lesson, and stands on the page as it is — write "
            '!!! lesson "The lesson in one sentence." on a line of its own, outside of HTML',
        )


def is_plain(text: str) -> bool:
    """Whether a text has no lesson, or one that is so plainly written that nothing is wrong."""
    lines = _without_code(text)
    front = lines.index("") if "" in lines else len(lines)
    if any(line.lower().startswith("lesson:") for line in lines[:front]):
        return False
    headings = [number for number, line in enumerate(lines) if _ANY_HEADING.match(line)]
    block = _block(lines, headings[0]) if len(headings) == 1 else range(0)
    outside = [line for number, line in enumerate(lines[front:], front) if number not in block]
    if any(LINE.match(line.lstrip()) or meant(line.lstrip()) for line in outside):
        return False
    return not headings or _is_plain_block(lines, block)


def _block(lines: list[str], heading: int) -> range:
    """The lines of the lesson that begins with `heading`."""
    end = heading + 1
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith("    ")):
        end += 1
    return range(heading, end)


def _is_plain_block(lines: list[str], block: range) -> bool:
    if not block or not _PLAIN_HEADING.fullmatch(lines[block[0]]) or lines[block[0] - 1]:
        return False
    if any(line.lstrip().startswith("<") for line in lines[: block[0]]):
        return False  # HTML that is left open takes what follows it for its own
    inside = [lines[number] for number in block[1:]]
    words = [line.strip() for line in inside if line]
    if not words or not all(map(_PLAIN_LINE.fullmatch, inside)) or "<" in "".join(words):
        return False
    return not any(map(meant, words)) and _are_plain_fields(words) and _ends_times(inside)


def _are_plain_fields(words: list[str]) -> bool:
    fields = [word.partition(":") for word in words if LINE.match(word)]
    values = {name: [value for key, _, value in fields if key == name] for name in _MOST}
    if not values["Do"] and (values["By"] or LINE.match(words[0])):
        return False
    return (
        all(value.strip() for _, _, value in fields)
        and all(len(values[name]) <= most for name, most in _MOST.items())
        and all(map(_is_time, values["By"]))
    )


def _ends_times(inside: list[str]) -> bool:
    """Whether no time runs on into the next line, where it may be another."""
    return not any(
        line.lstrip().startswith("By:") and after and not LINE.match(after.lstrip())
        for line, after in pairwise([*inside, ""])
    )


def _is_time(value: str) -> bool:
    try:
        parse_deadline(value)
    except ValueError:
        return False
    return True


def _without_code(text: str) -> list[str]:
    """The lines of a text, each line of a fenced block empty."""
    text = FencedBlockPreprocessor.FENCED_BLOCK_RE.sub(
        lambda match: "\n" * match.group().count("\n"), text
    )
    return [line.rstrip() for line in text.expandtabs(4).split("\n")]


def _no_lesson(source: Source, lines: list[str]) -> Iterator[Problem]:
    front = lines.index("") if "" in lines else len(lines)
    alike = [number for number, line in enumerate(lines) if number > front and _ALIKE.match(line)]
    for number in alike[-1:]:
        words = lines[number].strip()
        yield Problem(
            number + 1,
            f"'{words[:60]}' looks like a lesson — write it as "
            '!!! lesson "The lesson in one sentence." with its text below, indented by four spaces',
            # A page needs no lesson, so its words may well be meant as they stand.
            advice=source.kind != "article",
        )
    if source.kind == "article" and not alike:
        yield Problem(
            1,
            'has no lesson — end it in !!! lesson "The lesson in one sentence."',
            advice=True,
        )


def _passed(lines: list[str], now: datetime) -> Iterator[Problem]:
    for number, line in enumerate(lines, start=1):
        if line.startswith("    By:") and _is_time(line.strip().removeprefix("By:")):
            deadline = parse_deadline(line.strip().removeprefix("By:"))
            if deadline.day is not None and deadline.day < now.date():
                fault = f"By '{deadline.phrase}' has passed"
                yield Problem(number, f"{fault} — write a later day", advice=True)
