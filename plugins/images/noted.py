"""Which texts show pictures at all, noted when they are read, so that the others cost nothing.

An extension for Python-Markdown. It only looks: no text is changed by it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

if TYPE_CHECKING:
    from markdown import Markdown

KEY = "shows_images"
_IMG = re.compile(r"<img\b", re.IGNORECASE)


class NotingExtension(Extension):
    """Sets the metadata `shows_images` of a text that shows some."""

    is_pure = True  # it looks at the text alone, so that a post may be read once for all

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  -- Python-Markdown's name
        """Register what looks at the HTML, when all of it is there."""
        md.registerExtension(self)
        md.postprocessors.register(_Noting(md), "images-noting", -10)

    def reset(self) -> None:
        """Nothing is left of a text: the plugin incremental reads many with one Markdown."""


class _Noting(Postprocessor):
    def run(self, text: str) -> str:
        metadata = getattr(self.md, "Meta", None)
        if metadata is not None and shows_images(text):
            metadata[KEY] = [True]
        return text


def shows_images(html: str) -> bool:
    """Whether there is an `<img>` in the HTML."""
    return _IMG.search(html) is not None
