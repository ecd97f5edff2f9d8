"""What is wrong with the lesson of a source is told without building the site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown.extensions.fenced_code import FencedBlockPreprocessor

from lesson import LessonExtension, Problem, check_source
from lesson.inspection import is_plain
from tests.lesson.converting import EXTENSIONS, convert

FRONT = "Title: T\nDate: 2026-01-02\n\nText.\n\n"
WRITE = '!!! lesson "The lesson in one sentence."'
NONE = Problem(1, f"has no lesson — end it in {WRITE}", advice=True)


@dataclass(frozen=True)
class Site:
    """A site's settings and the moment for which it is built."""

    now: datetime = datetime(2026, 11, 25, 12, tzinfo=UTC)
    settings: Mapping[str, Any] = field(
        default_factory=lambda: {"MARKDOWN": {"extensions": [*EXTENSIONS, LessonExtension()]}}
    )


@dataclass(frozen=True)
class Source:
    """A source, whoever has read it."""

    text: str
    kind: str = "article"
    status: str = "published"
    lang: str = "en"
    site: Site = field(default_factory=Site)


def _told(text: str, **about: str) -> list[Problem]:
    return list(check_source(Source(f"{FRONT}{text}", **about)))


GOOD = {
    "plain": '!!! lesson "L."\n    Text.\n',
    "with all fields": '!!! lesson "L."\n    Text.\n\n    Do: ask\n    By: today\n'
    "    Say: Why?\n    Say: When?\n",
    "with a list": '!!! lesson "L."\n    * a\n    * b\n\n    Do: ask\n',
    "after a blank line": '!!! lesson "L."\n\n    Text.\n',
    "below a paragraph": 'A line.\n!!! lesson "L."\n    Text.\n',
    "indented by a tab": '!!! lesson "L."\n\tText.\n',
    "in capitals": '!!! Lesson "L."\n    Text.\n',
    "beside one in a fence": '```\n!!! lesson "A."\n```\n\n!!! lesson "L."\n    Text.\n',
    "beside one in code": '`!!! lesson "A."` is how.\n\n!!! lesson "L."\n    Text.\n',
    "beside one in a comment": '<!-- !!! lesson "A." -->\n\n!!! lesson "L."\n    Text.\n',
}


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_good_lesson(text: str) -> None:
    """Of a lesson that is one, nothing is told, however it is written."""
    assert _told(text) == []


OUTSIDE = "on a line of its own"
SEEN = (
    f"begins no lesson, and stands on the page as it is — write {WRITE} {OUTSIDE}, outside of HTML"
)
WRONG = {
    "two": (
        '!!! lesson "A."\n    Text.\n\n!!! lesson "B."\n    Text.\n',
        (9,
        "'B.' is a second lesson — a post ends in one; "
         "make it part of the first, or a post of its own"),
    ),
    "empty": (
        '!!! lesson "A."\n',
        (6,
        "the lesson is empty — below it, indented by four spaces, write its text, "
         "a line 'Do: …', or both"),
    ),
    "an open quote": ('!!! lesson "A.\n    Text.\n', (6,
    f"'!!! lesson \"A.' begins no lesson — write {WRITE} {OUTSIDE}")),
    "other quotes": ("!!! lesson “A.”\n    Text.\n", (6,
    f"'!!! lesson “A.”' begins no lesson — write {WRITE} {OUTSIDE}")),
    "no title": ("!!! lesson\n    Text.\n", (6, f"the lesson has no title — write {WRITE}")),
    "two spaces": ('!!!  lesson "A."\n    Text.\n', (6, f"'!!!  lesson \"A.\"' {SEEN}")),
    "two marks": ('!! lesson "A."\n    Text.\n', (6, f"'!! lesson \"A.\"' {SEEN}")),
    "in HTML": ('<div>\n!!! lesson "A."\n    Text.\n</div>\n', (7, f"'!!! lesson \"A.\"' {SEEN}")),
    "in HTML, beside a good one": (
        '<div>\n!!! lesson "A."\n</div>\n\n!!! lesson "B."\n    Text.\n',
        (7, f"'!!! lesson \"A.\"' {SEEN}"),
    ),
    "in a list": (
        '* a\n\n    !!! lesson "A."\n        Text.\n',
        (8,
        "a lesson stands by itself — take it out of the list or quotation, "
         "so that '!!! lesson' begins the line"),
    ),
    "an unknown time": (
        '!!! lesson "A."\n    Do: ask\n    By: whenever\n',
        (8, "By 'whenever' is no known time — write today, tomorrow, Friday, this week, "
            "the end of this week, this month, or a date such as 2026-12-01"),
    ),
    "a time that runs on": (
        '!!! lesson "A."\n    Do: ask\n    By: today\n    or later\n',
        (8, "By 'today or later' is no known time — write today, tomorrow, Friday, this week, "
            "the end of this week, this month, or a date such as 2026-12-01"),
    ),
    "no thing to do": (
        '!!! lesson "A."\n    Text.\n\n    By: today\n',
        (9, "By 'today' has nothing to be done by then — add a line 'Do: …'"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "problem"), WRONG.values(), ids=WRONG)
def test_lesson_that_is_wrong(text: str, problem: tuple[int, str]) -> None:
    """What is wrong is told with its line, and that there is no lesson is not told besides."""
    assert _told(text) == [Problem(*problem)]


@pytest.mark.parametrize(
    "line",
    [
        "Lesson: look first.",
        "LESSON : look first.",
        "The lesson: look first.",
        "Today’s lesson: look first.",
        "**Lesson:** look first.",
        "## My lesson: look first",
        "## Lesson for today",
        "> Lesson of the day",
    ],
)
def test_lesson_in_plain_text(line: str) -> None:
    """What looks like a lesson and is none would be lost among the text."""
    told = _told(f"{line}\n")

    remedy = f"write it as {WRITE} with its text below, indented by four spaces"
    assert told == [Problem(6, f"'{line}' looks like a lesson — {remedy}")]


@pytest.mark.parametrize(
    "text",
    [
        "A lesson: they say it is one.\n",
        "I learned my lesson.\n",
        "A school has lessons.\n",
        "```\nLesson: look first.\n```\n",
        '<!--\n\n!!! lesson "A."\n    Text.\n\n-->\n',
        '    !!! lesson "A."\n',
    ],
)
def test_no_lesson(text: str) -> None:
    """A post without one is advised to have one; a word, code or a comment is none."""
    assert _told(text) == [NONE]


def test_page_needs_no_lesson() -> None:
    """A page is not advised to have one; what looks like one in it is told, and stops nothing."""
    fault = f"'Lesson: x' looks like a lesson — write it as {WRITE}"
    advice = Problem(6, f"{fault} with its text below, indented by four spaces", advice=True)

    assert _told("Text.\n", kind="page") == []
    assert _told("Lesson: x\n", kind="page") == [advice]


@pytest.mark.parametrize(
    ("day", "passed"),
    {"2026-11-24": True, "2026-11-25": False, "2026-12-01": False, "today": False}.items(),
)
def test_deadline_that_has_passed(day: str, passed: bool) -> None:
    """In a draft a day that is over is advised of; in a post that is out it is history."""
    text = f'!!! lesson "L."\n    Text.\n\n    Do: ask\n    By: {day}\n'
    advice = Problem(10, f"By '{day}' has passed — write a later day", advice=True)

    assert _told(text, status="draft") == ([advice] if passed else [])
    assert _told(text) == []


LINES = [
    "", "", "Text.", "# Heading", "* a", "  * a", "1. a", "> a", ">", "- a", "+ a", "a", "    a",
    "\ta", "        a",
    '!!! lesson "L."', '!!! lesson "L"', "!!! lesson", '!!! Lesson "L."', '!!!lesson "L."',
    '!!! lesson "a "b" c"',
    '    !!! lesson "L."', '> !!! lesson "L."', '* !!! lesson "L."', "!!! note", '!!! lesson ""',
    '!!  lesson "L."',
    "    Text.", "    Do: x", "    By: today", "    By: 2026-12-01", "    By: never", "    Say: x?",
    "    Say: x", "    Do:", "    Byy: x",
    "    do: x", "    Dos: x", "Do: x", "By: today", "Say: x", "Done: x", "    and more", "\tDo: x",
    "   Do: x", "     Do: x",
    "```", "~~~", "    ```", "<div>", "</div>", "<!--", "-->", "    <b>", "<b>a</b>", "<script>",
    "</script>", "<", "a < b",
    "[^1]: a", "    [^1]: a", "a[^1]", "[a]: b", "    [a]: b", "[a](b)", "*[a]: b", ": a",
    "    : a", "| a |", "|-|", "    | a |",
    "{: .a }", "    {: .a }", "---", "===", "    ---", "End rant.", "— a", "> — a", "Title: a",
    "Lesson: a", "\\", "    \\",
    "&amp;", "`", "    `a", "\u2028", "\x85", "\u00a0", "    \u00a0", "\x0c", "    é", "    \u200b",
    "**a**", "    **a**", "_a_",
    "    _a", "    (a)", "    \"a\"", "    12", "    12. a", "\\!!! lesson \"L.\"",
    "!!! lesson \"L.\" ", "!!! lesson \"L.\"\t",
]  # fmt: skip
FIRST = st.sampled_from(["Title: a", "Lesson: a", "Title: a\nQuestion: b\n    c", "a", ""])


@st.composite
def texts(draw: st.DrawFn) -> str:
    lines = draw(st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=8)), max_size=8))
    lesson = draw(
        st.lists(st.sampled_from([line for line in LINES if line[:1] in (" ", "")]), max_size=5)
    )
    good = ['!!! lesson "L."', "    Text.", *lesson] if draw(st.booleans()) else []
    return "\n".join([draw(FIRST), "", *lines, "", *good, ""])


@given(texts())
@settings(max_examples=600)
@example(f'{FRONT}1. a\n\n!!! lesson "L."\n    Text.\n')
@example(f'{FRONT}[^1]: a\n\n!!! lesson "L."\n    Text.\n')
def test_plain_text_has_nothing_wrong(text: str) -> None:
    """A text taken for plain has no problem when it is converted, and the lesson it shows."""
    if not is_plain(text):
        return

    converted = convert(text)

    outside = FencedBlockPreprocessor.FENCED_BLOCK_RE.sub("", text)
    shows = any(line.startswith("!!! lesson") for line in outside.split("\n"))
    assert (converted.problems, converted.lesson is not None) == ((), shows)


@given(st.one_of(texts(), st.text()))
def test_no_text_raises(text: str) -> None:
    """Whatever is written, it is told in lines that the text has."""
    told = list(check_source(Source(text)))

    last = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    assert [problem for problem in told if not 1 <= problem.line <= last] == []
