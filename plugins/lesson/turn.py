"""A turn: an article's lesson on a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from .lesson import Lesson


@dataclass(frozen=True)
class Turn:
    """An article's lesson on the day of its publication, or on another that is its turn."""

    day: date
    article: Any

    @property
    def lesson(self) -> Lesson:
        """The article's lesson away from home, without a deadline that has gone by on this day."""
        lesson: Lesson = self.article.lesson.away or self.article.lesson
        gone = lesson.deadline and lesson.deadline.day and lesson.deadline.day < self.day
        return replace(lesson, deadline=None) if gone else lesson
