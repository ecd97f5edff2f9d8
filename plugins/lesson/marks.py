"""The marks of a rant: where it ends, and whose words it quotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor

from .words import N_

if TYPE_CHECKING:
    from markdown import Markdown

END = N_("End rant.")
_DASH = re.compile(r"(?:[—–―]|--?(?=\s))\s*(?=\S)")


class Marks(Treeprocessor):
    """`End rant.` becomes the rule, a quotation with its source a figure."""

    def __init__(self, md: Markdown, end: str = END) -> None:
        super().__init__(md)
        self.end = end

    def run(self, root: Element) -> None:
        """Mark the paragraphs of `root`, then turn each attributed quotation into a figure."""
        for paragraph in root.findall("p"):
            if (paragraph.text or "").strip() in (END, self.end) and not len(paragraph):
                paragraph.set("class", "end-rant")
                paragraph.text = self.end
        for parent in reversed(list(root.iter())):  # what is inside comes first
            for child in [child for child in parent if child.tag == "blockquote"]:
                at = list(parent).index(child)
                parent[at : at + 1] = _parted(child)


def _parted(quotation: Element) -> list[Element]:
    """The quotation, parted below each source: Markdown joins two that follow each other."""
    parts: list[Element] = []
    part = Element("blockquote")
    for child in quotation:
        source = _take_source(child, part)
        if source is None or child.text:
            part.append(child)
        if source is not None:
            parts.append(_figure(part, source))
            part = Element("blockquote")
    if not parts:
        return [quotation]
    return [*parts, part] if len(part) else parts


def _take_source(paragraph: Element, above: Element) -> str | None:
    """Cut the last line off `paragraph` where it begins with a dash, and give it back.

    It is a source only below words that begin with no dash themselves: those are dialogue.
    """
    lines = (paragraph.text or "").rstrip().split("\n")
    words = lines[0] if len(lines) > 1 else "".join(above[-1].itertext() if len(above) else ())
    dialogue = not words.strip() or _DASH.match(words.lstrip())
    if paragraph.tag != "p" or dialogue or not _DASH.match(lines[-1]):
        return None
    paragraph.text = "\n".join(lines[:-1])
    return _DASH.sub("", lines[-1], count=1)


def _figure(quotation: Element, source: str) -> Element:
    figure = Element("figure", {"class": "quote"})
    figure.append(quotation)
    SubElement(figure, "figcaption").text = source
    return figure
