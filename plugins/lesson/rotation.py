"""The lesson of a day: which of all the lessons has its turn."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    """Anything that was published on a day."""

    @property
    def day(self) -> date:
        """The day of its publication."""


L = TypeVar("L", bound=Dated)


def lesson_of_the_day(lessons: Iterable[L], day: date) -> L | None:
    """The lesson of one day; None before the first is published.

    The lessons take turns in rounds. A round shows each lesson that waits in it once, and the
    next round keeps the order in which the round before really showed them.

    - On the day of its publication a lesson is the day's. The one that would have had that day
      goes to the end of the round; all other days of the round stay as they were. So a new lesson
      changes one day and nothing else until the round ends; each later round is a day longer.
    - Of several published on one day the first has it. Each of the others has the next day on
      which none is published, in the order of their publication, as if it had been published
      then; a lesson that is published while some wait so puts each of them off.
    - From the day on which the last of n lessons is shown for the first time, any n days in a row
      show each of them once.
    - What is published later than `day` changes nothing.

    `lessons` are the published ones in any order of their days; those of one day stand in the
    order of their publication.
    """
    return lessons_of_the_days(lessons, day, 1)[0]


def lessons_of_the_days(lessons: Iterable[L], first: date, days: int) -> tuple[L | None, ...]:
    """The lessons of `days` days from `first` on, by the rule of `lesson_of_the_day`.

    What is published within these days has its day among them.
    """
    debuts = _debuts(lessons)
    begin = first.toordinal()
    turns: list[L | None] = [None] * days
    waiting: deque[L] = deque()
    shown: list[L] = []
    for day in range(min(debuts, default=begin + days), begin + days):
        if not waiting:
            waiting, shown = deque(shown), []
        if day in debuts:
            lesson = debuts[day]
            waiting.rotate(-1)
        else:
            lesson = waiting.popleft()
        shown.append(lesson)
        if day >= begin:
            turns[day - begin] = lesson
    return tuple(turns)


def _debuts(lessons: Iterable[L]) -> dict[int, L]:
    """The day on which each lesson is shown for the first time, as an ordinal, and the lesson."""
    debuts: dict[int, L] = {}
    others = []
    for lesson in sorted(lessons, key=lambda lesson: lesson.day):
        if debuts.setdefault(lesson.day.toordinal(), lesson) is not lesson:
            others.append(lesson)
    free = 0
    for lesson in others:
        free = max(free, lesson.day.toordinal())
        while free in debuts:
            free += 1
        debuts[free] = lesson
    return debuts
