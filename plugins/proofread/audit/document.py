"""Pages, pictures and feeds as trees."""

from __future__ import annotations

from typing import Any

from lxml import etree


def parse_html(data: bytes) -> Any:
    """Read HTML as far as it can be read; None where there is not one element.

    The tree is not a browser's in every corner, but it has every element and attribute.
    """
    # Parsers are made anew: one that is kept keeps what it said of every page.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None


def parse_xml(data: bytes) -> Any:
    """Read XML, and fetch or expand nothing; raises `NotXMLError`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NotXMLError(error.lineno or 1) from None


class NotXMLError(Exception):
    """A file is no XML from the line it names."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def anchors(root: Any) -> frozenset[str]:
    """What a fragment can lead to: each `id`, each `name` of an `a` (HTML Standard, 7.4.6.4)."""
    return frozenset(_ANCHORS(root))


_ANCHORS = etree.XPath("//@id | //a/@name", smart_strings=False)  # without the tree behind it
