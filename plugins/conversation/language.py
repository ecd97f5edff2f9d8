"""The conversation's words that stand in no template: English, until a translation is asked."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from markupsafe import Markup


def N_(message: str) -> str:  # noqa: N802  -- the name by which gettext's tools find messages
    """Mark a message that is translated elsewhere."""
    return message


def say(message: str, /, **variables: object) -> Markup:
    """What templates say by `_`, where no plugin translates: the message, its variables escaped."""
    return Markup(message) % variables  # noqa: S704  -- the message is a template's own


say.is_pure = True  # type: ignore[attr-defined]  # which incremental asks for


class Language(Protocol):
    """What says the messages, and writes the days, in the site's language."""

    def gettext(self, message: str, /, **variables: object) -> str:
        """The message as text, with what stands in it as `%(name)s`."""

    def format_date(self, day: date, /) -> str:
        """A day."""


class English:
    """The messages as they are written, and days as ISO 8601 writes them."""

    def gettext(self, message: str, /, **variables: object) -> str:
        """The message itself."""
        return message % variables

    def format_date(self, day: date, /) -> str:
        """A day as 2026-12-01."""
        return day.isoformat()
