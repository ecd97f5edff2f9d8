"""The feeds' words that stand in no template: English, until a translation is asked."""

from __future__ import annotations

from markupsafe import Markup


def as_written(message: str, /, **variables: object) -> str:
    """The message itself, with what stands in it as `%(name)s`."""
    return message % variables


def say(message: str, /, **variables: object) -> Markup:
    """What templates say by `_`, where no plugin translates: the message, its variables escaped."""
    return Markup(message) % variables  # noqa: S704  -- the message is a template's own


say.is_pure = True  # type: ignore[attr-defined]  # which incremental asks for
