"""What the lesson can be told, and what is refused."""

import pytest

from lesson import LessonError, Settings
from lesson.settings import read_settings


def test_defaults_need_no_setting() -> None:
    """A site that says nothing gets the kicker of the specification."""
    assert read_settings({"SITENAME": "x"}) == Settings(kicker="The lesson for today is…")


def test_setting_is_taken() -> None:
    """What the site says is what the plugin is told."""
    assert read_settings({"LESSON_KICKER": "Today:"}) == Settings(kicker="Today:")


def test_every_problem_is_told_at_once() -> None:
    """An unknown name is refused with the nearest known one, a wrong type with the value."""
    with pytest.raises(LessonError) as caught:
        read_settings({"LESSON_KICKR": "x", "LESSON_KICKER": 3, "LESSONS_SAVE_AS": "x"})

    assert str(caught.value) == (
        "setting LESSON_KICKR is unknown — write LESSON_KICKER, or take it out\n"
        "setting LESSON_KICKER is 3 — write a text in quotes"
    )
