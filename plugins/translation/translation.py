"""A translation: what the site says in its own language, as text and as HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from html import unescape

from markupsafe import Markup

from .catalogue import Catalogue, Plural
from .language import WORLD


@dataclass(frozen=True)
class Translation:
    """What is said for each message, and how a day is written.

    A message is a developer's own HTML, never a reader's or a post's. What is put into it is
    escaped where it becomes HTML, unless it is `Markup`.
    """

    locale: str = WORLD
    catalogue: Catalogue = field(default_factory=Catalogue)

    def html(self, message: str, **variables: object) -> Markup:
        """The message as HTML, its variables escaped."""
        said = self.catalogue.messages.get(message, message)
        if "%" not in said:
            return Markup(said)  # noqa: S704  -- the message is ours
        return Markup(said) % variables  # noqa: S704  -- the same

    def html_of_number(self, singular: str, plural: str, num: int, **variables: object) -> Markup:
        """The message for a number as HTML; the number is the variable `num`, too."""
        found = self.catalogue.plurals.get(singular) or Plural((singular, plural))
        return Markup(found.choose(num)) % {"num": num, **variables}  # noqa: S704  -- the same

    def gettext(self, message: str, **variables: object) -> str:
        """The message as plain text, for what is no HTML."""
        said = self.catalogue.messages.get(message, message)
        return unescape(said) % variables

    def format_date(self, day: date, format: str = "long") -> str:
        """A day as the language writes it: short, medium, long, full, or a pattern of CLDR's."""
        return _format_date(day, format, self.locale)

    def format_skeleton(self, skeleton: str, day: date) -> str:
        """A day as the language writes these fields of it, as `yMMMM` (UTS 35, skeletons)."""
        return _format_skeleton(skeleton, day, self.locale)


# Babel is loaded when there is a day to write: it takes longer than a build may have to spare.
@lru_cache(maxsize=8192)
def _format_date(day: date, format: str, locale: str) -> str:
    from babel.dates import format_date

    return format_date(date(day.year, day.month, day.day), format, locale=locale)


@lru_cache(maxsize=8192)
def _format_skeleton(skeleton: str, day: date, locale: str) -> str:
    from babel.dates import format_skeleton

    return format_skeleton(skeleton, date(day.year, day.month, day.day), locale=locale)
