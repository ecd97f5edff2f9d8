"""What the card can be told, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from card import CardError, Settings
from card.settings import read_settings


def test_defaults_need_no_setting() -> None:
    """A site that says nothing has the plugin's own font."""
    assert read_settings({"SITENAME": "x", "CARD": "x"}) == Settings(font="")


def test_setting_is_taken() -> None:
    """A path may be written as a text or as a path."""
    assert read_settings({"CARD_FONT": "a.ttf"}) == Settings(font="a.ttf")
    assert read_settings({"CARD_FONT": Path("a.ttf")}) == Settings(font="a.ttf")


def test_every_problem_is_told_at_once() -> None:
    """An unknown name is refused with the nearest known one, a wrong type with the value."""
    with pytest.raises(CardError) as caught:
        read_settings({"CARD_FNT": "x", "CARD_FONT": 3})

    assert str(caught.value) == (
        "setting CARD_FNT is unknown — write CARD_FONT, or take it out\n"
        "setting CARD_FONT is 3 — write the path of a font in quotes"
    )
