"""The words of a picture, with a font that has the letters a to z."""

from __future__ import annotations

import pytest

from card import Wording, word_post, word_site
from card.wording import Worded

REMEDY = "name a font that has it as CARD_FONT, or leave it so"


def draws(sign: str) -> bool:
    return sign in "abcdefghijklmnopqrstuvwxyz."


@pytest.mark.parametrize(
    ("title", "lesson", "worded"),
    [
        ("a title", "a lesson.", Worded(Wording("a title", "a lesson.", "site"))),
        ("a title", "", Worded(Wording("a title", "", "site"))),
        ("a 😀", "b 👍", Worded(Wording("a", "b", "site"), left_out="😀👍")),
        (
            "a title",
            "学ぶ",
            Worded(
                Wording("a title", "", "site"),
                "lesson has '学' (U+5B66), which the cards' font has not, so its card shows the "
                f"title alone — {REMEDY}",
            ),
        ),
        (
            "学ぶ",
            "a lesson.",
            Worded(
                Wording("", "a lesson.", "site"),
                "title has '学' (U+5B66), which the cards' font has not, so its card leaves the "
                f"title out — {REMEDY}",
            ),
        ),
        (
            "سلام",
            "学ぶ",
            Worded(
                None,
                "title has 'س' (U+0633) and lesson has '学' (U+5B66), which the cards' font has "
                f"not, so its card is the site's — {REMEDY}",
            ),
        ),
    ],
)
def test_what_cannot_be_drawn_whole_is_not_drawn(title: str, lesson: str, worded: Worded) -> None:
    """A text that lacks a letter is left out, an emoji alone costs nothing but itself."""
    assert word_post(title, lesson, "site", draws) == worded


def test_site_is_worded_by_its_name() -> None:
    """The site's name is large above its subtitle, large alone, or there is no card."""
    assert word_site("site", "a blog.", draws) == Worded(Wording("site", "a blog.", own=True))
    assert word_site("site", "", draws) == Worded(Wording("site"))
    assert word_site("", "a blog.", draws) == Worded(None)
    assert word_site("site", "学", draws) == Worded(
        Wording("site"),
        "setting SITESUBTITLE has '学' (U+5B66), which the cards' font has not, so the site's card "
        f"leaves it out — {REMEDY}",
    )
    assert word_site("学", "a blog.", draws) == Worded(
        None,
        "setting SITENAME has '学' (U+5B66), which the cards' font has not, so the site has no "
        f"card of its own — {REMEDY}",
    )


def test_site_that_cannot_be_named_is_not_named() -> None:
    """A post's card without its site's name is still its card."""
    assert word_post("a", "b", "学", draws) == Worded(Wording("a", "b"))
