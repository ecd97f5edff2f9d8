"""By when a lesson is to be done: a day, or one of a few words for a day."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_BARE = ("today", "this week", "this month")
_AFTER_BY = (
    "tomorrow",
    "the end of this week",
    "end of this week",
    "the end of this month",
    "end of this month",
    *_WEEKDAYS,
)


@dataclass(frozen=True)
class Deadline:
    """A day to be done by: the phrase as written, and the date where it names one."""

    phrase: str
    day: date | None = None

    @property
    def words(self) -> str:
        """The deadline as it follows an action: `by Friday`, `today`, `by 1 December 2026`."""
        if self.day is not None:
            return f"by {self.day.day} {_MONTHS[self.day.month - 1]} {self.day.year}"
        return self.phrase if self.phrase.lower() in _BARE else f"by {self.phrase}"

    @property
    def code(self) -> str:
        """The deadline for a script, which knows the reader's own day.

        A date as ISO 8601 writes it; today, tomorrow, week or month for the end of it; 0 to 6 for
        a weekday, Sunday first, as ECMAScript numbers them.
        """
        if self.day is not None:
            return self.day.isoformat()
        word = self.phrase.lower().rpartition(" ")[2]
        return str((_WEEKDAYS.index(word) + 1) % 7) if word in _WEEKDAYS else word


def parse_deadline(text: str) -> Deadline:
    """Read what stands after `By:`.

    Takes today, tomorrow, a weekday, this week, the end of this week, this month, the end of
    this month, in any case, or a date as ISO 8601 writes it (2026-12-01).
    Raises `ValueError` for anything else; the message is the remedy.
    """
    phrase = " ".join(text.split())
    if phrase.lower() in _BARE + _AFTER_BY:
        return Deadline(phrase)
    if _DATE.fullmatch(phrase):
        with suppress(ValueError):
            return Deadline(phrase, date.fromisoformat(phrase))
    raise ValueError(
        "write today, tomorrow, Friday, this week, the end of this week, this month, "
        "or a date such as 2026-12-01"
    )
