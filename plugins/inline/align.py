"""Tables without the one style that Markdown writes into an element, which the policy forbids."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

# Python-Markdown's extension `tables`, 3.8
_ALIGNED = re.compile(r"text-align: (left|center|right);")


class AlignExtension(Extension):
    """Makes `style="text-align: right;"` of a table's cell the class `right`."""

    is_pure = True  # it looks at the text alone, so that a post may be read once for all

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  -- Python-Markdown's name
        """Register what looks at the cells, when all elements are made."""
        md.registerExtension(self)
        md.treeprocessors.register(_Align(md), "align", 0)

    def reset(self) -> None:
        """Nothing is left of a text: the plugin incremental reads many with one Markdown."""


class _Align(Treeprocessor):
    def run(self, root: Element) -> None:
        for cell in root.iter():
            if cell.tag in ("td", "th") and (found := _ALIGNED.fullmatch(cell.get("style", ""))):
                del cell.attrib["style"]
                cell.set("class", " ".join(filter(None, [cell.get("class"), found[1]])))
