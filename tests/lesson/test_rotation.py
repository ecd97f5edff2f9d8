"""The lesson of a day: each has its own day, and then they take turns."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson import lesson_of_the_day, lessons_of_the_days, rotation

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rant:
    """A post with a lesson; `number` is its place among all, the oldest first."""

    number: int
    day: date


@dataclass(frozen=True)
class Day:
    """A day of the plain model: the lesson shown, and the days left of its round with it."""

    lesson: Rant
    left: int


def rants(*days: date) -> list[Rant]:
    """A lesson for each of the days, which stand in their order."""
    return [Rant(number, day) for number, day in enumerate(days)]


def shown(lessons: Iterable[Rant], first: date, days: int) -> list[int | None]:
    """The numbers of the lessons of the days from `first` on."""
    return [turn and turn.number for turn in lessons_of_the_days(lessons, first, days)]


def model(lessons: list[Rant]) -> Iterator[tuple[date, Day]]:
    """The rule told as one would tell it to a child: a list, and a finger that moves along it.

    Every day the finger moves on by one; at the end it goes back to the start. A new lesson is put
    under the finger, and the one that was there goes to the end of the list.
    """
    places: list[Rant] = []
    new: list[Rant] = []
    finger = 0
    day = min(lesson.day for lesson in lessons)
    while True:
        published = [lesson for lesson in lessons if lesson.day == day]
        if finger == len(places):
            finger = 0
        debut = (published or new)[:1]
        new = new + published[1:] if published else new[1:]
        if debut:
            places = places[:finger] + debut + places[finger + 1 :] + places[finger : finger + 1]
        yield day, Day(places[finger], len(places) - finger)
        finger += 1
        day += DAY


def modelled(lessons: list[Rant], first: date, days: int) -> list[Day | None]:
    """The days from `first` on as the model has them."""
    found: dict[date, Day] = {}
    for day, entry in model(lessons):
        if day >= first + days * DAY:
            break
        found[day] = entry
    return [found.get(first + number * DAY) for number in range(days)]


def last_debut(lessons: list[Rant]) -> date:
    """The day on which the last lesson is shown for the first time, by the model."""
    seen: set[Rant] = set()
    for day, entry in model(lessons):
        seen.add(entry.lesson)
        if len(seen) == len(lessons):
            return day
    raise AssertionError("the model never ends")


STARTS = st.dates(min_value=date(1999, 12, 1), max_value=date(2032, 3, 31))
GAPS = st.lists(st.integers(0, 4) | st.integers(0, 40), min_size=0, max_size=14)


@st.composite
def histories(draw: st.DrawFn) -> list[Rant]:
    """One lesson or more, the oldest first, several of them now and then on one day."""
    days = [draw(STARTS)]
    for gap in draw(GAPS):
        days.append(days[-1] + gap * DAY)
    return rants(*days)


@given(histories(), st.integers(-10, 250), st.integers(0, 60))
def test_days_are_those_of_the_plain_model(history: list[Rant], start: int, days: int) -> None:
    """Any days, of any lessons, before the first and long after the last, are the rule's."""
    first = history[0].day + start * DAY

    turns = lessons_of_the_days(history, first, days)

    assert list(turns) == [day and day.lesson for day in modelled(history, first, days)]


@given(histories(), st.integers(-5, 120), st.integers(1, 60))
def test_days_together_are_the_days_one_by_one(history: list[Rant], start: int, days: int) -> None:
    """However many days are asked for at once, each is what it is by itself."""
    first = history[0].day + start * DAY

    turns = lessons_of_the_days(history, first, days)

    alone = tuple(lesson_of_the_day(history, first + number * DAY) for number in range(days))
    assert turns == alone


@given(histories())
def test_lesson_has_the_day_of_its_publication(history: list[Rant]) -> None:
    """On every day on which something is published, the first of that day is the day's."""
    firsts = [next(same) for _, same in groupby(history, key=lambda rant: rant.day)]

    turns = [lesson_of_the_day(history, rant.day) for rant in firsts]

    assert turns == firsts


@given(STARTS, st.integers(1, 12))
def test_others_of_a_day_come_next(day: date, number: int) -> None:
    """What is published on one day is shown day after day in that order, then again so."""
    history = rants(*[day] * number)

    turns = shown(history, day, 3 * number)

    assert turns == [*range(number)] * 3


def test_others_of_a_day_wait_for_a_day_on_which_none_is_published() -> None:
    """A lesson that is published while others wait has its day, and they come after it."""
    day = date(2026, 11, 23)
    history = rants(day, day, day, day + DAY, day + 3 * DAY)

    turns = shown(history, day, 10)

    # 0, then 3 on its own day; 1 has the free one; 4 its own; 2 the next free one
    assert turns == [0, 3, 1, 4, 2, 0, 3, 1, 4, 2]


@given(histories(), st.integers(1, 60))
def test_each_is_shown_once_before_any_is_shown_twice(history: list[Rant], start: int) -> None:
    """From the last first showing on, any n days in a row show each of the n lessons once."""
    number = len(history)
    first = last_debut(history)

    turns = shown(history, first, number + start)

    assert sorted(turns[:number]) == [*range(number)]
    assert sorted(turns[-number:]) == [*range(number)]


@given(histories())
def test_within_a_round_none_is_shown_twice(history: list[Rant]) -> None:
    """While lessons are still being published, too, a round of the model shows each once."""
    first = history[0].day
    days = (history[-1].day - first).days + 2 * len(history)

    turns = shown(history, first, days)

    ends = [number + 1 for number, day in enumerate(modelled(history, first, days))
            if day and day.left == 1]  # fmt: skip
    for begin, end in zip([0, *ends], ends, strict=False):
        assert len(set(turns[begin:end])) == end - begin


@given(histories(), st.integers(1, 60))
def test_new_lesson_changes_one_day_of_the_round_under_way(history: list[Rant], later: int) -> None:
    """It has its day, the lesson that had it comes at the round's end, all else stays.

    Every round after that shows all lessons in the order of that one.
    """
    day = last_debut(history) + later * DAY
    number = len(history)
    before = (day - history[0].day).days
    (today,) = modelled(history, day, 1)
    assert today is not None
    new = Rant(number, day)

    turns = shown([*history, new], history[0].day, before + 4 * number + 4)

    old = shown(history, history[0].day, before + today.left)
    expected = [*old[:before], number, *old[before + 1 :], old[before]]
    assert turns[: len(expected)] == expected
    begin = before + today.left - number  # of the round under way
    whole = turns[begin : begin + number + 1]
    assert turns[begin:] == (whole * 9)[: len(turns) - begin]


@given(histories(), st.integers(0, 90))
def test_what_is_published_later_changes_nothing(history: list[Rant], ahead: int) -> None:
    """No day knows of what is published after it."""
    day = history[0].day + ahead * DAY
    known = [rant for rant in history if rant.day <= day]

    turn = lesson_of_the_day(history, day)

    assert turn == lesson_of_the_day(known, day)


@given(histories(), st.data())
def test_order_of_the_days_given_does_not_matter(history: list[Rant], data: st.DataObject) -> None:
    """In whatever order the days of publication stand, the turns are the same."""
    of_a_day = {rant.day: [other for other in history if other.day == rant.day] for rant in history}
    mixed = [of_a_day[rant.day].pop(0) for rant in data.draw(st.permutations(history))]

    turns = lessons_of_the_days(iter(mixed), history[0].day, 40)

    assert turns == lessons_of_the_days(history, history[0].day, 40)


@pytest.mark.parametrize("days", [0, 1, 60])
def test_no_lesson_is_no_turn(days: int) -> None:
    """Where no lesson was ever published, each day has none."""
    day = date(2026, 11, 25)

    turns = lessons_of_the_days([], day, days)

    assert (turns, lesson_of_the_day([], day)) == ((None,) * days, None)


def test_before_the_first_publication_there_is_none() -> None:
    """The days up to the first publication have no lesson; that day has one."""
    day = date(2026, 11, 25)

    turns = shown(rants(day), day - 3 * DAY, 5)

    assert turns == [None, None, None, 0, 0]


def test_one_lesson_is_every_day_s() -> None:
    """A blog of one post shows its lesson each day for ever."""
    day = date(2006, 11, 25)

    turns = shown(rants(day), date(2026, 11, 25), 60)

    assert turns == [0] * 60


def test_round_is_kept_and_a_new_lesson_joins_it() -> None:
    """Three lessons take turns, a fourth is published in the middle of a round, told day by day."""
    history = rants(date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3), date(2026, 1, 8))

    turns = shown(history, date(2026, 1, 1), 17)

    # The rounds are 0 | 1 2 0 | 1 2 0 | and, as 3 takes the day that was to be 1's, 3 2 0 1 | …
    assert turns == [0, 1, 2, 0, 1, 2, 0, 3, 2, 0, 1, 3, 2, 0, 1, 3, 2]


def test_leap_day_is_a_day_like_any_other() -> None:
    """A lesson of the 29th of February has that day, and the days around it go on by one."""
    history = rants(date(2027, 2, 27), date(2027, 2, 28), date(2028, 2, 29))

    turns = shown(history, date(2028, 2, 26), 8)

    assert turns == [0, 1, 0, 2, 0, 1, 2, 0]


TWENTY_YEARS = (date(2026, 11, 25) - date(2006, 11, 25)).days
DAILY = rants(*(date(2006, 11, 25) + number * DAY for number in range(TWENTY_YEARS)))
AT_ONCE = rants(*[date(2006, 11, 25)] * TWENTY_YEARS)
YEARLY = rants(*(date(year, 2, 28) for year in range(2006, 2026) for _ in range(365)))
EARLY = rants(*[date(2006, 11, 25)] * 30)


def test_twenty_years_of_daily_posts_begin_again_with_the_oldest() -> None:
    """After a post a day for twenty years all come again in their order."""
    turns = shown(DAILY, date(2026, 11, 24), 61)

    assert turns == [TWENTY_YEARS - 1, *range(60)]


def steps(lessons: list[Rant], first: date, days: int) -> int:
    """How many lines of the rotation are run for the days."""
    count = 0

    def watch(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        if frame.f_code.co_filename != rotation.__file__:
            return None
        count += event == "line"
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        lessons_of_the_days(lessons, first, days)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("history", [DAILY, AT_ONCE, YEARLY, EARLY], ids=lambda h: str(len(h)))
def test_twenty_years_take_a_few_steps_a_day_and_a_post(history: list[Rant]) -> None:
    """The work grows with the days and with the posts, and not with one times the other."""
    count = steps(history, date(2026, 11, 25), 60)

    assert 0 < count <= 20 * (TWENTY_YEARS + 60 + len(history))
