"""What templates call: Jinja's own names for translated words, and Babel's for dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from markupsafe import Markup

from .translation import Translation


def functions(translation: Translation) -> dict[str, Callable[..., Any]]:
    """The words as Jinja's i18n extension has them in its newer style, the days as Babel has them.

    Each says `is_pure`: it follows from its arguments and the settings, of which the catalogue's
    digest is one.
    """
    said: dict[str, Markup] = {}  # what has no variables: there are few of them, on every page

    def gettext(message: str, /, **variables: object) -> Markup:
        if variables:
            return translation.html(message, **variables)
        if message not in said:
            said[message] = translation.html(message)
        return said[message]

    def ngettext(singular: str, plural: str, num: int, /, **variables: object) -> Markup:
        return translation.html_of_number(singular, plural, num, **variables)

    def format_date(day: date, format: str = "long") -> str:
        return translation.format_date(day, format)

    def format_skeleton(skeleton: str, day: date) -> str:
        return translation.format_skeleton(skeleton, day)

    made: dict[str, Callable[..., Any]] = {
        "_": gettext,
        "gettext": gettext,
        "ngettext": ngettext,
        "format_date": format_date,
        "format_skeleton": format_skeleton,
    }
    for each in made.values():
        each.is_pure = True  # type: ignore[attr-defined]  # which incremental asks for
    return made
