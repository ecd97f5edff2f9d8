"""The people's feeds as one file that a feed reader takes in (OPML 2.0)."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from .person import Person


def write_opml(people: Iterable[Person], *, title: str, owner: str, site: str) -> bytes:
    """The feeds of `people` in their order; who has none is left out.

    `site` is the address of the site it belongs to. No day of writing is in it.
    """
    opml = etree.Element("opml", version="2.0")
    head = etree.SubElement(opml, "head")
    for name, text in (("title", title), ("ownerName", owner), ("ownerId", site)):
        if text:
            etree.SubElement(head, name).text = text
    body = etree.SubElement(opml, "body")
    for person in people:
        if person.feed:
            etree.SubElement(body, "outline", _attributes(person))
    return bytes(etree.tostring(opml, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _attributes(person: Person) -> dict[str, str]:
    attributes = {
        "type": "rss",  # OPML's word for a feed of any format
        "text": person.name,
        "title": person.name,
        "description": person.says,
        "xmlUrl": person.feed,
        "htmlUrl": person.url,
        "language": person.lang,
    }
    return {name: value for name, value in attributes.items() if value}
