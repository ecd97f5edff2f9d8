"""A turn: an article's lesson on a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from .lesson import Lesson


class Debut(NamedTuple):
    """An article that has a lesson, on the day of its publication."""

    day: date
    article: Any


@dataclass(frozen=True)
class Turn:
    """An article's lesson on a day that is its turn."""

    day: date
    article: Any
    lesson: Lesson


def take_turn(day: date, article: Any) -> Turn:
    """The article's lesson away from home, without a deadline that has gone by on this day."""
    lesson: Lesson = article.lesson.away
    gone = lesson.deadline and lesson.deadline.day and lesson.deadline.day < day
    return Turn(day, article, replace(lesson, deadline=None) if gone else lesson)
