"""By when a lesson is to be done."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson import Deadline, parse_deadline

REMEDY = (
    "write today, tomorrow, Friday, this week, the end of this week, this month, "
    "or a date such as 2026-12-01"
)
WORDS = {
    "today": "today",
    "tomorrow": "by tomorrow",
    "this week": "this week",
    "the end of this week": "by the end of this week",
    "end of this week": "by end of this week",
    "this month": "this month",
    "the end of this month": "by the end of this month",
    "Monday": "by Monday",
    "Tuesday": "by Tuesday",
    "Wednesday": "by Wednesday",
    "Thursday": "by Thursday",
    "Friday": "by Friday",
    "Saturday": "by Saturday",
    "Sunday": "by Sunday",
}


@pytest.mark.parametrize(("phrase", "words"), WORDS.items())
def test_every_word_for_a_day_is_kept_as_written(phrase: str, words: str) -> None:
    """Each phrase that the specification names is a deadline, and reads well after an action."""
    deadline = parse_deadline(phrase)

    assert (deadline, deadline.words) == (Deadline(phrase, None), words)


@pytest.mark.parametrize("phrase", ["TODAY", "This Week", "the END of this week", "friday"])
def test_case_of_a_word_does_not_matter(phrase: str) -> None:
    """A deadline is known in any case, and its phrase stays as it was written."""
    deadline = parse_deadline(phrase)

    assert deadline == Deadline(phrase, None)


@pytest.mark.parametrize(
    ("phrase", "words"), [("TODAY", "TODAY"), ("This week", "This week"), ("friday", "by friday")]
)
def test_words_follow_the_writers_case(phrase: str, words: str) -> None:
    """What is bare in lower case is bare in any case."""
    deadline = parse_deadline(phrase)

    assert deadline.words == words


def test_white_space_in_a_phrase_does_not_matter() -> None:
    """Spaces around a deadline and between its words are one space or none."""
    deadline = parse_deadline("  the  end\tof this\n week ")

    assert deadline == Deadline("the end of this week", None)


@given(st.dates())
def test_any_date_is_read_back(day: date) -> None:
    """Every date in ISO 8601 is the day it names."""
    deadline = parse_deadline(f" {day.isoformat()} ")

    assert deadline == Deadline(day.isoformat(), day)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2026-12-01", "by 1 December 2026"),
        ("2027-01-31", "by 31 January 2027"),
        ("2028-02-29", "by 29 February 2028"),
    ],
)
def test_words_of_a_date_need_no_locale(written: str, words: str) -> None:
    """A date is told as day, English month and year, without a zero in front."""
    assert parse_deadline(written).words == words


@given(st.dates(min_value=date(1000, 1, 1)))
def test_words_of_any_date_tell_that_date(day: date) -> None:
    """The day, the month and the year stand in the words, in this order."""
    words = parse_deadline(day.isoformat()).words

    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    assert words.split() == ["by", str(day.day), months[day.month - 1], str(day.year)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorow",
        "someday",
        "next week",
        "Fri",
        "2026-13-01",
        "2026-02-30",
        "2026-1-1",
        "20261201",
        "2026-W49-2",
        "2026-12-01T10:00",
        "01.12.2026",
        "1 December 2026",
        "by Friday",
        "Friday.",
    ],
)
def test_anything_else_is_refused_with_the_remedy(text: str) -> None:
    """What names no day is no deadline, and the message says what does."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011  -- the whole message follows
        parse_deadline(text)

    assert str(caught.value) == REMEDY


@given(st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    """Any text at all is a deadline or is refused with the remedy."""
    try:
        deadline = parse_deadline(text)
    except ValueError as error:
        assert str(error) == REMEDY
    else:
        assert deadline.phrase == " ".join(text.split())


@given(st.text("0123456789-W", min_size=8, max_size=11))
def test_only_the_one_form_of_a_date_is_a_date(text: str) -> None:
    """Of all that looks like a date, only YYYY-MM-DD of a real day is one."""
    try:
        deadline = parse_deadline(text)
    except ValueError as error:
        assert str(error) == REMEDY
    else:
        assert deadline.day is not None
        assert deadline.day.isoformat() == text


CODES = {
    "today": "today",
    "tomorrow": "tomorrow",
    "this week": "week",
    "the end of this week": "week",
    "end of this week": "week",
    "this month": "month",
    "the end of this month": "month",
    "end of this month": "month",
    "Sunday": "0",
    "Monday": "1",
    "Tuesday": "2",
    "Wednesday": "3",
    "Thursday": "4",
    "Friday": "5",
    "Saturday": "6",
    "2026-12-01": "2026-12-01",
    "2028-02-29": "2028-02-29",
}


@pytest.mark.parametrize(
    "case", [str, str.upper, str.lower, str.title], ids=lambda case: case.__name__
)
@pytest.mark.parametrize(("phrase", "code"), CODES.items())
def test_every_deadline_has_a_code(phrase: str, code: str, case: Callable[[str], str]) -> None:
    """A script is told the day, the word or the weekday's number, whatever the writer's case."""
    deadline = parse_deadline(case(phrase))

    assert deadline.code == code


@given(st.dates())
def test_code_of_a_date_is_the_date(day: date) -> None:
    """Any date is told as ISO 8601 writes it."""
    assert parse_deadline(day.isoformat()).code == day.isoformat()
