"""What the writer has to mend in a lesson: the line it stands in, what is wrong, the remedy."""

import pytest

from lesson import Problem
from tests.lesson.converting import convert, markdown

HEAD = '!!! lesson "Be kind."\n'
KNOWN_TIMES = (
    "write today, tomorrow, Friday, this week, the end of this week, this month, "
    "or a date such as 2026-12-01"
)
NO_TITLE = 'the lesson has no title — write !!! lesson "The lesson in one sentence."'
EMPTY = (
    "the lesson is empty — below it, indented by four spaces, write its text, "
    "a line 'Do: …', or both"
)
INSIDE = (
    "a lesson stands by itself — take it out of the list or quotation, "
    "so that '!!! lesson' begins the line"
)


def outside(line: str) -> str:
    """What is said of a lesson's line at the margin."""
    return (
        f"'{line}' stands outside the lesson — indent it by four spaces "
        'below !!! lesson "…", or word it otherwise'
    )


def no_time(value: str) -> str:
    """What is said of a time that is none."""
    return f"By '{value}' is no known time — {KNOWN_TIMES}"


def second(title: str) -> str:
    """What is said of a lesson below the lesson."""
    return (
        f"'{title}' is a second lesson — a post ends in one; "
        "make it part of the first, or a post of its own"
    )


def misspelt(written: str, name: str) -> str:
    """What is said of a line that is nearly a field."""
    return f"'{written}:' is no line of a lesson — write '{name}:'"


def empty(name: str) -> str:
    """What is said of a field that says nothing."""
    return f"'{name}:' is empty — write what it says, or take the line out"


def too_many(name: str, value: str) -> str:
    """What is said of a field that is there too often."""
    rules = {
        "Do": "a lesson has one thing to do",
        "By": "a lesson has one time to do it by",
        "Say": "a lesson has at most three messages to start with",
    }
    return f"{name} '{value}' is one too many — {rules[name]}; keep the best"


def no_heading(line: str) -> str:
    """What is said of a heading that begins no lesson."""
    return (
        f"'{line}' begins no lesson — write "
        '!!! lesson "The lesson in one sentence." on a line of its own'
    )


def forbidden(tag: str) -> str:
    """What is said of a tag that a lesson cannot hold."""
    return (
        f"a lesson cannot hold '<{tag}>' — write `<{tag}>` to show it, "
        "or move it to the rant's text"
    )


CASES: dict[str, tuple[str, list[tuple[int, str]]]] = {
    "second": (
        f'{HEAD}    A.\n\n!!! lesson "Be good."\n    B.\n',
        [(4, second("Be good."))],
    ),
    "second with the same title": (
        f"{HEAD}    A.\n\nText.\n\n{HEAD}    B.\n",
        [(6, second("Be kind."))],
    ),
    "second and third": (
        f'{HEAD}    A.\n\n!!! lesson "B"\n    B.\n\n!!! lesson "B"\n    C.\n',
        [(4, second("B")), (7, second("B"))],
    ),
    "empty": (f"Rant.\n\n{HEAD}", [(3, EMPTY)]),
    "empty above text": (f"{HEAD}\nText at the margin.\n", [(1, EMPTY)]),
    "openers alone": (f"{HEAD}    Say: Hello?\n", [(1, EMPTY)]),
    "untitled": ("!!! lesson\n    Text.\n", [(1, NO_TITLE)]),
    "title of nothing": ('!!! lesson ""\n    Text.\n', [(1, NO_TITLE)]),
    "title of spaces": ('!!! lesson "   "\n    Text.\n', [(1, NO_TITLE)]),
    "untitled and empty": ("!!! lesson\n", [(1, NO_TITLE), (1, EMPTY)]),
    "title without quotes": (
        "!!! lesson Be kind.\n    Text.\n",
        [(1, no_heading("!!! lesson Be kind."))],
    ),
    "title without a closing quote": (
        '!!! lesson "Be kind.\n    Text.\n',
        [(1, no_heading('!!! lesson "Be kind.'))],
    ),
    "title in typographic quotes": (
        "!!! lesson “Be kind.”\n    Text.\n",
        [(1, no_heading("!!! lesson “Be kind.”"))],
    ),
    "words behind the title": (
        '!!! lesson "Be kind." now\n    Text.\n',
        [(1, no_heading('!!! lesson "Be kind." now'))],
    ),
    "heading within a paragraph": (
        "Rant.\n!!! lesson Be kind.\n",
        [(2, no_heading("!!! lesson Be kind."))],
    ),
    "unknown time": (f"{HEAD}    Do: go\n    By: someday\n", [(3, no_time("someday"))]),
    "time in two lines": (
        f"{HEAD}    Do: go\n    By: the end\n    of days\n",
        [(3, no_time("the end of days"))],
    ),
    "day that is none": (
        f"{HEAD}    Text.\n\n    Do: go\n\n    By: 2026-02-30\n",
        [(6, no_time("2026-02-30"))],
    ),
    "time without an action": (
        f"{HEAD}    Text.\n\n    By: Friday\n",
        [(4, "By 'Friday' has nothing to be done by then — add a line 'Do: …'")],
    ),
    "action outside": ("Rant.\n\nDo: go\n", [(3, outside("Do: go"))]),
    "time outside": ("Rant.\nBy: Friday\n", [(2, outside("By: Friday"))]),
    "opener outside": (f"{HEAD}    Text.\n\nSay: Hi?\n", [(4, outside("Say: Hi?"))]),
    "three outside": (
        f"{HEAD}    Text.\nDo: go\nBy: Friday\nSay: Hi?\n",
        [(3, outside("Do: go")), (4, outside("By: Friday")), (5, outside("Say: Hi?"))],
    ),
    "the same line outside twice": (
        "Rant.\n\nDo: go\n\nRant.\n\nDo: go\n",
        [(3, outside("Do: go")), (7, outside("Do: go"))],
    ),
    "the same line inside and outside": (
        f"{HEAD}    Do: go\n\nDo: go\n",
        [(4, outside("Do: go"))],
    ),
    "outside, below the same line in code": (
        "```\nDo: go\n```\n\n    Do: go\n\nDo: go\n",
        [(7, outside("Do: go"))],
    ),
    "two actions": (
        f"{HEAD}    Do: go\n    Do: stay\n",
        [(3, too_many("Do", "stay"))],
    ),
    "two times": (
        f"{HEAD}    Do: go\n    By: today\n    By: Friday\n",
        [(4, too_many("By", "Friday"))],
    ),
    "the same action three times": (
        f"{HEAD}    Do: go\n    Do: go\n    Do: go\n",
        [(3, too_many("Do", "go")), (4, too_many("Do", "go"))],
    ),
    "four openers": (
        f"{HEAD}    Text.\n\n    Say: a?\n    Say: b?\n    Say: c?\n    Say: d?\n",
        [(7, too_many("Say", "d?"))],
    ),
    "five openers in two places": (
        f"{HEAD}    Say: a?\n    Say: b?\n\n    Text.\n\n    Say: c?\n    Say: d?\n    Say: d?\n",
        [(8, too_many("Say", "d?")), (9, too_many("Say", "d?"))],
    ),
    "the same unknown time twice": (
        f"{HEAD}    Do: go\n    By: never\n    By: never\n",
        [(3, no_time("never")), (4, no_time("never")), (4, too_many("By", "never"))],
    ),
    "field with a small letter": (f"{HEAD}    do: go\n", [(2, misspelt("do", "Do"))]),
    "field with a letter too many": (
        f"{HEAD}    Do: go\n    Byy: today\n",
        [(3, misspelt("Byy", "By"))],
    ),
    "field with capitals": (f"{HEAD}    Text.\n    SAY: Hi?\n", [(3, misspelt("SAY", "Say"))]),
    "field with another ending": (
        f"{HEAD}    Text.\n\n    Says: Hi?\n",
        [(4, misspelt("Says", "Say"))],
    ),
    "field with a space before the colon": (f"{HEAD}    Do : go\n", [(2, misspelt("Do ", "Do"))]),
    "empty action": (f"{HEAD}    Text.\n\n    Do:\n", [(4, empty("Do"))]),
    "empty time": (f"{HEAD}    Do: go\n    By:  \n", [(3, empty("By"))]),
    "empty openers": (
        f"{HEAD}    Do: go\n    Say:\n    Say:\n",
        [(3, empty("Say")), (4, empty("Say"))],
    ),
    "in a list": (
        '- Point:\n\n    !!! lesson "Be kind."\n        Text.\n\nRant.\n',
        [(3, INSIDE)],
    ),
    "in a quotation": ('Rant.\n\n> !!! lesson "Be kind."\n>     Text.\n', [(3, INSIDE)]),
    "in a list, with a lesson of the same title below": (
        f"- Point:\n\n    {HEAD}        Text.\n\nRant.\n\n{HEAD}    Text.\n",
        [(3, INSIDE)],
    ),
    "forbidden tag": (f"{HEAD}    Text <blink>x</blink>.\n", [(1, forbidden("blink"))]),
    "script": (f"{HEAD}    <script>alert(1)</script>\n", [(1, forbidden("script"))]),
    "two forbidden tags": (
        f"{HEAD}    <iframe src='x'></iframe>\n\n    Do: <button>go</button>\n",
        [(1, forbidden("iframe")), (1, forbidden("button"))],
    ),
    "several at once": (
        f"Rant.\n\nSay: Hi?\n\n{HEAD}    Byy: today\n    Say: a?\n    Do: go\n    By: never\n"
        '    Do: stay\n\n!!! lesson "Two"\n    B.\n\nBy: Friday\n',
        [
            (3, outside("Say: Hi?")),
            (6, misspelt("Byy", "By")),
            (9, no_time("never")),
            (10, too_many("Do", "stay")),
            (12, second("Two")),
            (15, outside("By: Friday")),
        ],
    ),
}

ABOVE = {
    "nothing": "",
    "front matter": "Title: A\nDate: 2026-01-02\nQuestion: B?\n\n",
    "front matter with a long value": "Title: A\n    b\n    c\nDate: 2026-01-02\n\n",
    "fenced front matter": "---\nTitle: A\n---\n\n",
    "fenced code": '```\n!!! lesson "Be kind."\n    Do: go\n    By: never\n\n```\n\nText.\n\n',
    "tilde fence": '~~~ text\n!!! lesson "Be kind."\n    By: never\n~~~\n\nText.\n\n',
    "indented code": 'Text:\n\n    !!! lesson "Be kind."\n        By: never\n\n\nText.\n\n',
    "comment": '<!--\n!!! lesson "Be kind."\n    By: someday\n-->\n\nText.\n\n',
    "HTML": "<div>\n<p>Do: x</p>\n</div>\n\nText.\n\n",
    "footnote": "Text[^1].\n\n[^1]: Note.\n\nText.\n\n",
    "blank lines": "\n\n   \n\t\nText.\n\n\n\n",
}


@pytest.mark.parametrize(("text", "told"), CASES.values(), ids=CASES)
def test_problem_names_line_value_and_remedy(text: str, told: list[tuple[int, str]]) -> None:
    """Each mistake is told, all at once, in the order of the lines."""
    converted = convert(text)

    assert converted.problems == tuple(Problem(line, message) for line, message in told)


@pytest.mark.parametrize("above", ABOVE.values(), ids=ABOVE)
@pytest.mark.parametrize(
    "case", ["several at once", "second with the same title", "unknown time", "in a list"]
)
def test_line_is_the_sources(above: str, case: str) -> None:
    """Whatever stands above, a line's number is the one that an editor shows."""
    text, told = CASES[case]
    lines = above.count("\n")

    converted = convert(above + text)

    assert converted.problems == tuple(Problem(lines + line, message) for line, message in told)


@pytest.mark.parametrize("case", ["several at once", "four openers", "title of spaces"])
@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["CRLF", "CR"])
def test_line_ends_do_not_matter(case: str, end: str) -> None:
    """A file from Windows, or from an old Mac, has the same lines."""
    text, told = CASES[case]

    converted = convert(f"Title: A\n\n{text}".replace("\n", end))

    assert converted.problems == tuple(Problem(2 + line, message) for line, message in told)


def test_lesson_in_the_front_matter_is_told() -> None:
    """`Lesson:` is the name of no field; what it says would be lost."""
    md = markdown()

    md.convert("Title: A\nLesson: Be kind.\nDate: 2026-01-02\n\nRant.\n")

    assert md.Meta == {
        "title": ["A"],
        "date": ["2026-01-02"],
        "lesson": [None],
        "lesson_problems": [
            (
                Problem(
                    2,
                    "Lesson 'Be kind.' is no field — write the lesson at the end of the text: "
                    '!!! lesson "The lesson in one sentence."',
                ),
            )
        ],
    }


def test_lesson_in_the_front_matter_is_told_in_its_place() -> None:
    """Problems of the front matter come before those of the text, which is further below."""
    md = markdown()

    md.convert(f"title: A\nlesson: Be kind.\n\n{HEAD}    Do: go\n    By: never\n")

    problems = md.Meta["lesson_problems"][0]
    assert [(problem.line, problem.message.split(" ")[0]) for problem in problems] == [
        (2, "Lesson"),
        (6, "By"),
    ]


@pytest.mark.parametrize("line", ["Do:go", "By:Friday", "Say:Hi?"])
def test_field_without_a_space_is_not_lost(line: str) -> None:
    """A name right before its value is read, or told; never printed as text in silence."""
    more = "" if line.startswith("Do") else "    Do: go\n"

    converted = convert(f"{HEAD}    Text.\n\n    {line}\n{more}")

    assert converted.lesson is not None
    assert converted.problems or converted.lesson.body == "<p>Text.</p>"


def test_lines_indented_by_two_spaces_are_told() -> None:
    """A field below the lesson, but not inside it, is not swallowed as text."""
    converted = convert(f"{HEAD}    Text.\n\n  More text.\n  Do: go\n  By: Friday\n")

    assert converted.problems == (
        Problem(5, outside("Do: go")),
        Problem(6, outside("By: Friday")),
    )


@pytest.mark.parametrize("inside", ["<!-- later -->", "<script></script>"])
def test_lesson_that_shows_nothing_is_told(inside: str) -> None:
    """A lesson of which nothing is left to read is empty, or told otherwise."""
    converted = convert(f"{HEAD}    {inside}\n")

    assert [problem.line for problem in converted.problems] == [1]


def test_problem_at_its_place() -> None:
    """A problem is one line: file, line, message."""
    assert Problem(3, "x — y").at("content/a.md") == "content/a.md:3: x — y"


@pytest.mark.parametrize(
    "text",
    [
        "What to Do: a list",
        "*Do: go*",
        "`Do: go`",
        "    Do: go",
        "```\nDo: go\nBy: never\n!!! lesson x\n```",
        "~~~\nSay: go\n~~~",
        "<!--\nDo: go\n-->",
        "<pre>\nDo: go\n\nBy: never\n</pre>",
        "- Do: go",
        "> Do: go",
        "# Do: go",
        "| Do: | go |\n|---|---|\n| By: | x |",
        "Done: go",
        "do: go",
        "Day: one",
        "Do it: now",
        "Do:not",
        "Title: A\nDo: field\n\nRant.",
    ],
)
def test_words_of_the_rant_are_the_writers(text: str) -> None:
    """What is no line of a lesson is no problem: code, lists, quotations, other words."""
    converted = convert(text)

    assert converted.problems == ()
