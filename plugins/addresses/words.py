"""The words of the page at an old address: English, where no plugin translates them."""

from __future__ import annotations

from markupsafe import Markup


def say(message: str, /, **variables: object) -> Markup:
    """What templates say by `_`: the message, its variables escaped."""
    return Markup(message) % variables  # noqa: S704  -- the message is a template's own


say.is_pure = True  # type: ignore[attr-defined]  # which incremental asks for
