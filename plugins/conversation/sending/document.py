"""An HTML document as it came over the web, or as it was built."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
from lxml.html import HtmlElement

_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([^\s"';]+)""", re.IGNORECASE)
_PAGES = ("text/html", "application/xhtml+xml", "")


def is_page(content_type: str) -> bool:
    """Say whether a `Content-Type` is HTML's; where there is none, it may be."""
    return content_type.partition(";")[0].strip().lower() in _PAGES


def read_document(
    body: bytes, content_type: str = "text/html; charset=utf-8"
) -> HtmlElement | None:
    """Parse a page; None where there is nothing to parse.

    The charset of `content_type` goes before what the page says of itself.
    """
    found = _CHARSET.search(content_type)
    try:
        return lxml.html.document_fromstring(body, parser=_parser(found[1] if found else None))
    except (lxml.etree.ParserError, ValueError):  # such as an empty one
        return None


def words(value: str | None) -> list[str]:
    """The tokens of a `class`: parted by white space, small and capital letters being two."""
    return (value or "").split()


def links(root: HtmlElement, *tags: str) -> Iterator[tuple[HtmlElement, str]]:
    """The elements that have an address, which may be empty, in the order of the document."""
    for element in root.iter(*tags):
        href = element.get("href")
        if href is not None:
            yield element, href.strip(" \t\n\f\r")


def _parser(charset: str | None) -> lxml.html.HTMLParser:
    try:
        return lxml.html.HTMLParser(encoding=charset)
    except LookupError:  # a charset that nobody knows
        return lxml.html.HTMLParser()
