"""What of a text is drawn, with a font that has the letters a to z, some signs and a heart."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from card.lettering import Lettering, _letter_by_letter, is_right_to_left, is_shaped, letter

HAS = set("abcdefghijklmnopqrstuvwxyzé♥-–.,!ש\u0323")


def draws(sign: str) -> bool:
    return sign in HAS


def draws_all(signs: Iterable[str]) -> Callable[[str], bool]:
    """A font that has these signs."""
    return set(signs).__contains__


@pytest.mark.parametrize(
    ("text", "lettering"),
    [
        ("a  b\n\tc ", Lettering("a b c")),
        ("e\u0301", Lettering("é")),
        ("q\u0323", Lettering("q\u0323")),
        ("a\u2011b \u2212c", Lettering("a-b –c")),
        ("a\u202f! b\u00a0c", Lettering("a\u00a0! b\u00a0c")),
        ("a\u00ad\u200b\u202e\u0007b\u2066", Lettering("ab")),
        ("hi 😀 you", Lettering("hi you", left_out="😀")),
        ("hi 👍🏽!", Lettering("hi !", left_out="👍🏽")),
        ("hi 🇬🇷", Lettering("hi", left_out="🇬🇷")),
        ("a👩\u200d👧", Lettering("a", left_out="👩👧")),
        ("a\u200db", Lettering("ab")),
        ("ש\u200dש", Lettering("ש\u200dש")),
        ("ی\u200dش", Lettering("", lacking="ی")),
        ("♥\ufe0f a\u20e3", Lettering("♥ a")),
        ("😀 ☃", Lettering("", left_out="😀☃", lacking="😀")),
        ("a 学b ぶ", Lettering("a b", lacking="学")),
        ("a≠b", Lettering("ab", lacking="≠")),
        ("", Lettering("")),
        ("\u200d \u00a0", Lettering("")),
    ],
)
def test_what_is_drawn(text: str, lettering: Lettering) -> None:
    """An emoji goes with all its parts, a letter is lacking, what is not seen is not kept.

    A joiner is kept where letters join.
    """
    assert letter(text, draws) == lettering


def test_accent_takes_the_place_of_a_dot() -> None:
    """Where the font has the letters without; one that is below does not."""
    text, has = "j\u0332\u0301 i\u0323\u0301 į\u0301 i\u0332 ij", "ijıȷịį\u0301\u0323\u0328\u0332"

    with_dots = letter(text, has.replace("ȷ", "").__contains__).text
    without = letter(text, has.__contains__).text

    assert with_dots == "j\u0332\u0301 ị\u0301 į\u0301 i\u0332 ij"
    assert without == "ȷ\u0332\u0301 ı\u0323\u0301 ı\u0328\u0301 i\u0332 ij"


@given(st.text(max_size=60))
def test_nothing_is_drawn_that_the_font_has_not(text: str) -> None:
    """Whatever the text, what is kept is what the font draws, in one line, composed."""
    kept = letter(text, draws).text

    assert set(kept) <= HAS | set(" \u00a0\u200c\u200d")
    assert kept == kept.strip()
    assert "  " not in kept


SIMPLE = "ab é☃\u1112\u1161\u212b"
SIGNS = SIMPLE + "ıȷijị\u0323\u0301\u0328😀ש\u05b8\u200d\u202f\u2011\u00a0\u0007\t"


@example("a  b")
@example(" a")
@example("ị\u0301")
@example("\u1112\u1161")
@given(st.text(SIMPLE, max_size=5) | st.text(SIGNS, max_size=9) | st.text(max_size=9))
def test_text_as_it_stands_is_what_its_letters_come_to(text: str) -> None:
    """What is seen at one look to be drawn as it stands is the same, looked at letter by letter."""
    for has in (SIGNS, SIGNS + text, HAS):
        assert letter(text, draws_all(has)) == _letter_by_letter(text, draws_all(has))


@given(st.text(max_size=60))
def test_nothing_goes_unseen(text: str) -> None:
    """Each letter and number of a text is kept, or the text is told to lack one."""
    lettering = letter(text, draws)

    composed = unicodedata.normalize("NFC", text)
    letters = [sign for sign in composed if unicodedata.category(sign)[0] in "LN"]
    assert lettering.lacking or all(sign in lettering.text for sign in letters)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("hello", False),
        ("سلام hello", True),
        ("hello שלום", False),
        ("«12 שלום»", True),
        ("12", False),
    ],
)
def test_text_runs_as_its_first_letter_does(text: str, right: bool) -> None:
    """Numbers and signs have no direction of their own."""
    assert is_right_to_left(text) is right


def test_letters_that_need_their_neighbours_are_known() -> None:
    """Arabic, Hebrew, Devanagari's marks are; Latin, Greek, Cyrillic with theirs, Han are not."""
    assert [is_shaped(sign) for sign in "سש\u05b8\u093f"] == [True] * 4
    assert [is_shaped(sign) for sign in "aλж学1\u0323\u1dc4"] == [False] * 7
    assert (is_shaped("To ש"), is_shaped("To q\u0323"), is_shaped("")) == (True, False, False)
