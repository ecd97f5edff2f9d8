"""Python-Markdown's block processors, each asked only where what it needs stands in the block.

A block without a pipe is no table, and so on: the answer is known without a search. The processors
of definitions always say yes, search, and put the block back; that comes to the same.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import (
    BlockQuoteProcessor,
    HashHeaderProcessor,
    ReferenceProcessor,
    SetextHeaderProcessor,
)
from markdown.extensions.abbr import AbbrBlockprocessor
from markdown.extensions.def_list import DefListProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.md_in_html import MarkdownInHtmlProcessor
from markdown.extensions.tables import TableProcessor
from markdown.util import HTML_PLACEHOLDER

_Test = Callable[[Element, str], bool]
# What stands in every block that a processor takes: of these classes and of none that inherits.
_NEEDS: dict[type, str] = {
    AbbrBlockprocessor: "*[",
    BlockQuoteProcessor: ">",
    DefListProcessor: ": ",
    FootnoteBlockProcessor: "[^",
    HashHeaderProcessor: "#",
    MarkdownInHtmlProcessor: HTML_PLACEHOLDER.partition("%")[0],
    ReferenceProcessor: "]:",
    SetextHeaderProcessor: "\n",
    TableProcessor: "|",
}


def hasten_blocks(md: Markdown) -> None:
    """Let the processors that `md` has now look for what they need before they search a block."""
    for processor in md.parser.blockprocessors:
        need = _NEEDS.get(type(processor))
        if need and "test" not in vars(processor):
            processor.test = _where(need, processor.test)  # type: ignore[assignment,method-assign]  # of one object


def _where(need: str, test: _Test) -> _Test:
    return lambda parent, block: need in block and test(parent, block)
