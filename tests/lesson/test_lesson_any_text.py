"""The lesson's extension over texts that nobody thought of."""

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from lesson import Lesson
from tests.lesson.converting import convert, markdown, without
from tests.parsed import running

PIECES = [
    "!!! lesson", '!!! lesson "T"', "!!!", "! ", "lesson", "Do:", "Do: ", "By: ", "Say: ",
    "By: Friday", "do:", "Byy: ", "End rant.", ">", "> ", "> — ", "— ", "– ", "-", "- ", "-- ",
    "* ", "1. ", '"', "'", "`", "```", "~~~", "```\n", "\n~~~\n", "\n", "\n\n", "\n    ",
    "\n        ", "    ", "\t", " ", "a", "b", "word", "#", "# ", "[^1]", "[^1]: ", "[a](b)", "![",
    "](", "<", ">", "<b>", "</b>", "<div>", "</div>", "<!--", "-->", "<?", "&", "&lt;", "\\", "|",
    "|-|", "{: .a }", ": ", "*", "**", "_", "é", "漢", "🦋", "\x02", "\x03", "\r\n", "\u2028",
    "<script>", "</script>", "<p markdown='1'>", "Title: a\n",
]  # fmt: skip
anything = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
PLAIN = [piece for piece in PIECES if piece not in ("!!! lesson", '!!! lesson "T"', "End rant.")]
plain = st.lists(st.sampled_from(PLAIN), max_size=30).map("".join)


@given(anything)
def test_every_text_has_a_lesson_or_none(text: str) -> None:
    """Whatever is written, there is a lesson or none, and each problem has a line of the text."""
    converted = convert(f"x\n\n{text}")

    assert converted.lesson is None or isinstance(converted.lesson, Lesson)
    last = len(f"x\n\n{text}".replace("\r\n", "\n").split("\n"))
    assert [p for p in converted.problems if not 1 <= p.line <= last or not p.message] == []
    assert list(converted.problems) == sorted(converted.problems, key=lambda p: p.line)


@given(anything, anything)
def test_every_lesson_has_a_title_or_a_problem(title: str, inside: str) -> None:
    """Of what stands in a lesson nothing runs, and no lesson without a title goes untold."""
    indented = inside.replace("\n", "\n    ")
    converted = convert(f'x\n\n!!! lesson "{title}"\n    {indented}\n')

    if converted.lesson is not None:
        assert converted.lesson.title or converted.problems
        assert running(converted.lesson.body) + running(converted.lesson.action) == []


@given(plain)
def test_text_without_a_lesson_is_markdowns(text: str) -> None:
    """Where there is no lesson, no end and no source, the HTML is what it always was."""
    assume("lesson" not in text.lower() and "End rant." not in text)
    assume(not (">" in text and re.search("[-—–―]", text)))

    converted = convert(f"x\n\n{text}")

    assert (converted.html, converted.lesson) == (without(f"x\n\n{text}"), None)


@given(st.text())
def test_any_characters_are_markdowns(text: str) -> None:
    """The same for characters that no keyboard has."""
    assume("lesson" not in text.lower() and "End rant." not in text)
    assume(not (">" in text and re.search("[-—–―]", text)))

    converted = convert(f"x\n\n{text}")

    assert converted.html == without(f"x\n\n{text}")


@given(anything, anything)
def test_one_text_leaves_nothing_to_the_next(first: str, second: str) -> None:
    """A text is converted after another as it is by itself."""
    md = markdown()
    md.convert(f"x\n\n{first}")
    md.reset()

    html = md.convert(f"x\n\n{second}")

    alone = convert(f"x\n\n{second}")
    assert (html, md.lesson, md.lesson_problems) == (alone.html, alone.lesson, alone.problems)
