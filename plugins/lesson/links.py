"""The addresses and places within a lesson's HTML, so that it can stand on any page."""

from __future__ import annotations

from urllib.parse import urljoin

import nh3
from markupsafe import Markup

from .syntax import ATTRIBUTES, TAGS

_URLS = {"cite", "href", "src"}


def resolved(html: str, base: str) -> Markup:
    """The sanitised HTML with every address in it taken from `base`, the page's own.

    `base` is whole, or a path from the root on; what it leads to is the same. What can be read as
    no address is taken out.
    """

    def resolve(tag: str, attribute: str, value: str) -> str | None:
        try:
            return urljoin(base, value) if attribute in _URLS else value
        except ValueError:  # such as http://[x
            return None

    clean = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, attribute_filter=resolve, link_rel=None
    )
    return Markup(clean)  # noqa: S704  -- sanitised in the line above


def without_ids(html: Markup) -> Markup:
    """The sanitised HTML without an id, so that it can stand beside another."""

    def leave(tag: str, attribute: str, value: str) -> str | None:
        return None if attribute == "id" else value

    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, attribute_filter=leave, link_rel=None)
    return Markup(clean)  # noqa: S704  -- sanitised in the line above
