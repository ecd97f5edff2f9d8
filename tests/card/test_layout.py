"""Lines of text, set as large as they fit; each sign is half a size wide here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from card.layout import Block, Place, fit

SIZES = tuple(range(160, 36, -4))
TEXTS = st.lists(
    st.text(st.sampled_from("abcdef.,é"), min_size=1, max_size=30), min_size=1, max_size=60
).map(" ".join)


def measure(text: str, size: int) -> float:
    return len(text) * size / 2


def place(width: int = 1048, height: int = 400) -> Place:
    return Place(width, height, SIZES, leading=1.08, ascent=0.9, descent=0.25)


@given(TEXTS)
def test_text_stays_within_its_place(text: str) -> None:
    """No line is too wide, the block is not too high, and the size is one of those given."""
    block = fit(text, measure, place())

    assert max(measure(line, block.size) for line in block.lines) <= 1048
    assert (0.9 + 0.25 + 1.08 * (len(block.lines) - 1)) * block.size <= 400
    assert block.size in SIZES


@given(TEXTS)
def test_all_words_are_told_in_order_or_the_text_ends_in_an_ellipsis(text: str) -> None:
    """What is not cut says every word; what is cut begins as the text does, and says so."""
    block = fit(text, measure, place())

    told = " ".join(block.lines)
    if block.cut:
        assert block.size == SIZES[-1]
        assert told.endswith("…")
        assert text.startswith(told.removesuffix("…"))
    else:
        assert told == text


@given(TEXTS)
def test_text_is_as_large_as_it_can_be(text: str) -> None:
    """In the next size, a word is too wide or there are too many lines."""
    words = text.replace(".", "x").split()

    block = fit(" ".join(words), measure, place())

    larger = [size for size in SIZES if size > block.size]
    assert not larger or not _fits(words, larger[-1])


def _fits(words: list[str], size: int) -> bool:
    """Whether words fit when each line takes as many as it can hold."""
    lines = [""]
    for word in words:
        if measure(f"{lines[-1]} {word}".strip(), size) > 1048:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    height = (1.15 + 1.08 * (len(lines) - 1)) * size
    return height <= 400 and all(measure(word, size) <= 1048 for word in words)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "Stop counting the people on your list. Start knowing them.",
            ("Stop counting the", "people on your list.", "Start knowing them."),
        ),
        ("Write to Ms. Okafor", ("Write to", "Ms. Okafor")),
        ("See e.g. the one you know", ("See e.g. the", "one you know")),
        ("aaaa bbbb cccc dddd eeee ffff", ("aaaa bbbb", "cccc dddd", "eeee ffff")),
        ("aaaa bb,\u00a0cc dddd", ("aaaa", "bb,\u00a0cc", "dddd")),
    ],
)
def test_lines_are_even_and_sentences_begin_them(text: str, lines: tuple[str, ...]) -> None:
    """A line ends where a sentence does; what a no-break space joins stays together."""
    width = 10 * max(map(len, lines)) + 4
    narrow = Place(width, 1000, (20,), leading=1.08, ascent=0.9, descent=0.25)

    assert fit(text, measure, narrow).lines == lines


def test_sentence_does_not_cost_much_of_the_size() -> None:
    """Where a line of its own would make the text much smaller, a sentence begins within one."""
    block = fit("Ai! Bo! Cu! De! Ei! Fo!", measure, place())

    assert block == Block(("Ai! Bo! Cu!", "De! Ei! Fo!"), 160)


def test_last_line_is_not_left_short() -> None:
    """Seven words in lines that hold five are three and four, not five and two."""
    narrow = Place(145, 1000, (20,), leading=1.08, ascent=0.9, descent=0.25)

    lines = fit("aa bb cc dd ee ff gg", measure, narrow).lines

    assert lines == ("aa bb cc", "dd ee ff gg")


def test_word_that_is_too_wide_is_broken_only_in_the_smallest_size() -> None:
    """A long word makes the text smaller first; a mark is not parted from its letter."""
    assert fit("x" * 40, measure, place()).lines == ("x" * 40,)
    assert fit("x" * 40, measure, place()).size == 52

    broken = fit("x" + "q\u0308" * 100, measure, place())

    assert broken.size == SIZES[-1]
    assert "".join(broken.lines) == "x" + "q\u0308" * 100
    assert [line for line in broken.lines if line.startswith("\u0308")] == []
    assert len(broken.lines) > 2


def test_ellipsis_follows_a_word_and_no_comma() -> None:
    """A text is cut at a word; what the font has instead of the sign is taken."""
    text = "words, " * 100

    block = fit(text, measure, place(), ellipsis="...")

    assert block.cut
    assert block.lines[-1].endswith("words...")
    assert {word for line in block.lines for word in line.split()} == {"words,", "words..."}
