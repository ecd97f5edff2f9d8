"""Sheets and scripts without what only their writer needs (tdewolff/minify)."""

from __future__ import annotations

from markupsafe import Markup, escape
from minify import MinifyError, string


class SmallError(Exception):
    """A sheet or a script can not be read; says where and why."""

    exitcode = 1


def shrink_sheet(sheet: str) -> Markup:
    """The style sheet, to stand in a `<style>`; it means the same.

    `sheet` is what a template has included, which is markup; a plain text is escaped, as ever.
    Raises `SmallError`.
    """
    return Markup(_shrink("text/css", str(escape(sheet))))  # noqa: S704  -- escaped, or a template's


def shrink_script(script: str) -> str:
    """The script, which does the same; raises `SmallError` where it is no JavaScript."""
    return _shrink("application/javascript", script)


def _shrink(kind: str, text: str) -> str:
    try:
        small: str = string(kind, text)
    except MinifyError as error:
        raise SmallError(f"{kind}: {error}") from error
    return small
