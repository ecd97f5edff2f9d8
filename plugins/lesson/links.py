"""The addresses and places within a lesson's HTML, so that it can stand on any page."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import nh3
from markupsafe import Markup

from .syntax import ATTRIBUTES, TAGS

_URLS = {"cite", "href", "src"}
# Words alone, some of them marked, and paragraphs of them: sanitised, they are the same. No sign in
# them is written in HTML by another, nor read as another (a carriage return, NUL).
_WORD = r"[^<>&\x00-\x09\x0b-\x1f\x7f-\xa0]"
_WORDS = rf"{_WORD}*+(?:<(em|strong|code)>{_WORD}*+</\%d>{_WORD}*+)*+"
_PLAIN = re.compile(rf"{_WORDS % 1}|(?:<p>{_WORDS % 2}</p>\n?)*+")


class _Resolver:
    """Sanitises, and takes every address from a base: to set nh3 up takes longer than to clean."""

    def __init__(self) -> None:
        self._base = ""
        self._cleaner = nh3.Cleaner(
            tags=TAGS, attributes=ATTRIBUTES, attribute_filter=self._resolve, link_rel=None
        )

    def clean(self, html: str, base: str) -> str:
        self._base = base
        return self._cleaner.clean(html)

    def _resolve(self, _tag: str, attribute: str, value: str) -> str | None:
        try:
            return urljoin(self._base, value) if attribute in _URLS else value
        except ValueError:  # such as http://[x
            return None


def _leave(_tag: str, attribute: str, value: str) -> str | None:
    return None if attribute == "id" else value


_RESOLVER = _Resolver()
_WITHOUT_IDS = nh3.Cleaner(tags=TAGS, attributes=ATTRIBUTES, attribute_filter=_leave, link_rel=None)


def resolved(html: str, base: str) -> Markup:
    """The sanitised HTML with every address in it taken from `base`, the page's own.

    `base` is whole, or a path from the root on; what it leads to is the same. What can be read as
    no address is taken out.
    """
    if _PLAIN.fullmatch(html):
        return html if isinstance(html, Markup) else Markup(html)  # noqa: S704  -- words alone
    return Markup(_RESOLVER.clean(html, base))  # noqa: S704  -- sanitised by it


def without_ids(html: Markup) -> Markup:
    """The sanitised HTML without an id, so that it can stand beside another."""
    if _PLAIN.fullmatch(html):
        return html
    return Markup(_WITHOUT_IDS.clean(html))  # noqa: S704  -- sanitised by it
