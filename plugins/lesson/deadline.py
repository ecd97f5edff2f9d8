"""By when a lesson is to be done: a day, or one of a few words for a day."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from .words import N_, English, Words

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
_SAID = (
    N_("today"), N_("by tomorrow"), N_("this week"), N_("this month"),
    N_("by the end of this week"), N_("by end of this week"),
    N_("by the end of this month"), N_("by end of this month"),
    N_("by Monday"), N_("by Tuesday"), N_("by Wednesday"), N_("by Thursday"), N_("by Friday"),
    N_("by Saturday"), N_("by Sunday"),
)  # fmt: skip
_MESSAGES = {message.lower(): message for message in _SAID}


@dataclass(frozen=True)
class Deadline:
    """A day to be done by: the phrase as written, and the date where it names one.

    `said` is what `say_deadline` makes of both in another language than English.
    """

    phrase: str
    day: date | None = None
    said: str = ""

    @property
    def words(self) -> str:
        """The deadline as it follows an action: `by Friday`, `today`, `by 1 December 2026`."""
        return self.said or say_deadline(self, English())

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


def say_deadline(deadline: Deadline, words: Words) -> str:
    """The deadline as it follows an action, in the language of `words`.

    Where that has a phrase as it is in English, the writer's own case is kept.
    """
    if deadline.day is not None:
        return words.gettext("by %(date)s", date=words.format_date(deadline.day))
    phrase = deadline.phrase
    english = phrase if phrase.lower() in _BARE else f"by {phrase}"
    message = _MESSAGES.get(english.lower(), "")
    said = words.gettext(message)
    return english if said == message else said


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
