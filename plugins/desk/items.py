"""What there is of the writer's, sorted by what it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .moment import say_distance, say_moment

OLDEST = 10  # of those that nobody has touched for long


@dataclass(frozen=True)
class Item:
    """An article or a page as a build reads it, whose dates are in the site's zone.

    `status` is `published`, `hidden`, `scheduled` or `draft`. `lesson` and `question` say whether
    it has one of its own: None where none is asked for, as of a page.
    """

    kind: str
    status: str
    title: str
    path: str
    date: datetime | None = None
    modified: datetime | None = None
    lesson: bool | None = None
    question: bool | None = None

    @property
    def touched(self) -> datetime | None:
        """The day of its last change, as its front matter says."""
        return self.modified or self.date


@dataclass(frozen=True)
class Row:
    """A line of a group: when, what, and in which file."""

    when: str
    title: str
    path: str


@dataclass(frozen=True)
class Group:
    """What lacks the same thing, or waits for the same."""

    name: str
    rows: tuple[Row, ...]


def sort_out(items: Sequence[Item], now: datetime) -> tuple[Group, ...]:
    """The groups that are not empty; an item may be in several."""
    by_path = sorted(items, key=lambda item: item.path)
    newest = sorted(by_path, key=lambda item: _stamp(item.date), reverse=True)
    scheduled = [item for item in reversed(newest) if item.status == "scheduled"]
    whole = [item for item in newest if item.status != "draft"]
    out = [item for item in by_path if item.status in ("published", "hidden") and item.touched]
    untouched = sorted(out, key=lambda item: _stamp(item.touched))[:OLDEST]
    groups = (
        Group("Drafts", _rows(item for item in newest if item.status == "draft")),
        Group("Scheduled", tuple(_row(item, _when(item.date, now)) for item in scheduled)),
        Group("Without a lesson", _rows(item for item in whole if item.lesson is False)),
        Group("Without a question", _rows(item for item in whole if item.question is False)),
        Group("Longest untouched", tuple(_row(item, _day(item.touched)) for item in untouched)),
    )
    return tuple(group for group in groups if group.rows)


def _rows(items: Iterable[Item]) -> tuple[Row, ...]:
    return tuple(_row(item, _day(item.date)) for item in items)


def _row(item: Item, when: str) -> Row:
    marks = [item.kind] if item.kind != "article" else []
    marks += ["hidden"] if item.status == "hidden" else []
    title = f"{item.title} ({', '.join(marks)})" if marks else item.title
    return Row(when, title, item.path)


def _when(date: datetime | None, now: datetime) -> str:
    return f"{say_moment(date)} ({say_distance(date, now)})" if date else ""


def _day(date: datetime | None) -> str:
    return f"{date:%Y-%m-%d}" if date else "no date"


def _stamp(date: datetime | None) -> float:
    return date.timestamp() if date else float("inf")  # what has no date yet is the newest
