"""Code and tables that are wider than the screen: they scroll, so the keyboard has to reach them.

An extension for Python-Markdown. A block of code, or a table, that may not fit a telephone is made
a stop of the Tab key and gets a name (WCAG 2.2, 2.1.1 and 4.1.2). It is a group and no region: a
page may have many, and landmarks of one name are told apart by nobody.
"""

from __future__ import annotations

import html
import re
from itertools import chain
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

if TYPE_CHECKING:
    from markdown import Markdown

LONGEST = 28  # the letters of a line of code that fit the narrowest screen, 320 pixels
MOST = 3  # the columns that do

_TAG = re.compile(r"<[^>]*>")
_PRE = re.compile(r"((?:<div[^>]*>)?<pre)(?![^>]*\btabindex)(?=[\s>])")


class CodeExtension(Extension):
    """Names what scrolls; `code` and `table` are the names, in the site's language."""

    is_pure = True  # it looks at the text alone, so that a post may be read once for all

    def __init__(self, **options: Any) -> None:
        self.config = {
            "code": ["Code", "what a block of code is called"],
            "table": ["Table", "what a table is called"],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  -- Python-Markdown's name
        """Add the processor to `md`, after all that makes code and tables, attributes too (8)."""
        md.registerExtension(self)
        names = self.getConfig("code"), self.getConfig("table")
        md.treeprocessors.register(Scrolling(md, *names), "scrolling", 5)

    def reset(self) -> None:
        """Nothing is left of a text: the plugin incremental reads many with one Markdown."""


class Scrolling(Treeprocessor):
    """Marks the code that was set aside as HTML, and the code and tables of the tree."""

    def __init__(self, md: Markdown, code: str, table: str) -> None:
        super().__init__(md)
        self.code = code
        self.table = table

    def run(self, root: Element) -> None:
        """Change `root` and what `md` has set aside."""
        stash = self.md.htmlStash.rawHtmlBlocks
        stash[:] = [self._marked(block) if isinstance(block, str) else block for block in stash]
        for tree in chain([root], (block for block in stash if isinstance(block, Element))):
            self._mark(tree)

    def _marked(self, block: str) -> str:
        """Give a block of HTML that is code, as highlighting and the writer make it, its marks."""
        if not (start := _PRE.match(block)) or not _is_long(html.unescape(_TAG.sub("", block))):
            return block
        name = html.escape(self.code)
        marks = f'{start[1]} aria-label="{name}" role="group" tabindex="0"'
        return marks + block[start.end() :]

    def _mark(self, tree: Element) -> None:
        for parent in list(tree.iter()):
            for index, element in enumerate(parent):
                if element.tag == "pre" and _is_long("".join(element.itertext())):
                    element.attrib |= _marks(self.code)
                elif element.tag == "table" and _columns(element) > MOST:
                    parent[index] = _around(element, self.table)


def _is_long(code: str) -> bool:
    return any(len(line) > LONGEST for line in code.splitlines())


def _columns(table: Element) -> int:
    return max((len(row) for row in table.iter("tr")), default=0)


def _around(table: Element, name: str) -> Element:
    """A box around `table` that scrolls in its place, before what follows it."""
    box = Element("div", _marks(name))
    box.append(table)
    box.tail, table.tail = table.tail, None
    return box


def _marks(name: str) -> dict[str, str]:
    return {"tabindex": "0", "role": "group", "aria-label": name}
