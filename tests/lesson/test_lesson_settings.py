"""What the lesson can be told, and what is refused."""

import pytest

from lesson import LessonError, Settings, read_plan
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


def test_words_of_the_plan_are_taken() -> None:
    """The warm-up and the plan are the site's own, or none."""
    plan = "{day}, {time}: {name} – {question}"

    own = read_settings({"LESSON_WARM_UP": "Breathe.", "LESSON_PLAN": plan})
    none = read_settings({"LESSON_WARM_UP": "", "LESSON_PLAN": ""})

    assert (own.warm_up, own.plan) == ("Breathe.", plan)
    assert (none.warm_up, none.plan) == ("", "")


def test_default_plan_is_one() -> None:
    """Day, time, first name and question are asked in the order of the sentence."""
    plan = read_plan(Settings().plan)

    assert [part.slot for part in plan if part.slot] == ["day", "time", "name", "question"]


def test_plan_that_is_none_is_told_with_its_value() -> None:
    """A blank that is unknown or missing is told with all else that is wrong, and its remedy."""
    with pytest.raises(LessonError) as caught:
        read_settings({"LESSON_PLAN": "At {hour}", "LESSON_WARM_UP": None, "LESSON_PLANS": "x"})

    assert str(caught.value) == (
        "setting LESSON_PLAN is 'At {hour}' — "
        "write a sentence with each of {day}, {time}, {name}, {question} in it once\n"
        "setting LESSON_WARM_UP is None — write a text in quotes\n"
        "setting LESSON_PLANS is unknown — write LESSON_PLAN, or take it out"
    )


@pytest.mark.parametrize("value", [3, None, b"x", ("{day}",), True])
def test_plan_of_another_type_is_told(value: object) -> None:
    """A plan that is no text is told as such, and not as a text with wrong blanks."""
    with pytest.raises(LessonError) as caught:
        read_settings({"LESSON_PLAN": value})

    assert str(caught.value) == f"setting LESSON_PLAN is {value!r} — write a text in quotes"
