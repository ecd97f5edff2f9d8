"""Python-Markdown's inline patterns, each tried only where what it needs stands in the text.

Most texts have no bracket, no backslash and no ampersand, and Python-Markdown searches each text
for each. A pattern whose expression cannot match there has no say, so that nothing else changes.
Neither has the search for what was escaped, in a text where nothing was.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown, inlinepatterns, treeprocessors
from markdown.util import STX, AtomicString

_FLAGS = re.DOTALL | re.UNICODE  # as every InlineProcessor is compiled
_FOOTNOTE = r"\[\^([^\]]*)\]"  # markdown.extensions.footnotes names it nowhere
_EMPHASIS = r"\*|_"  # of the delimiters, to which an extension may add
# What stands in whatever an expression matches, or the one or the other.
_NEEDS: dict[re.Pattern[str], tuple[str, ...]] = {
    re.compile(expression, _FLAGS): tuple(needs)
    for expression, *needs in (
        (inlinepatterns.BACKTICK_RE, "`"),
        (inlinepatterns.ESCAPE_RE, "\\"),
        (_FOOTNOTE, "[^"),
        (inlinepatterns.LINK_RE, "["),  # a reference has the same
        (inlinepatterns.IMAGE_LINK_RE, "!["),
        (inlinepatterns.AUTOLINK_RE, "<"),
        (inlinepatterns.AUTOMAIL_RE, "<"),
        (inlinepatterns.LINE_BREAK_RE, "  \n"),
        (inlinepatterns.HTML_RE, "<"),
        (inlinepatterns.ENTITY_RE, "&"),
        (_EMPHASIS, "*", "_"),
    )
}


def hasten_patterns(md: Markdown) -> None:
    """Put the processors below in the place of Python-Markdown's own, if those are what `md` has.

    To be called before the extensions are there, so that the order of all is as it was.
    """
    own = treeprocessors.InlineProcessor
    known = hasattr(own, "_InlineProcessor__handleInline")
    if known and type(md.treeprocessors["inline"]) is own:
        md.treeprocessors.register(InlineProcessor(md), "inline", 20)  # as build_treeprocessors
    if type(md.treeprocessors["unescape"]) is treeprocessors.UnescapeTreeprocessor:
        md.treeprocessors.register(UnescapeTreeprocessor(md), "unescape", 0)  # likewise


class InlineProcessor(treeprocessors.InlineProcessor):
    """Python-Markdown's, which has no public place where a pattern could be left out.

    It bears its parent's name, so that `__handleInline` means the parent's, in the parent, too.
    Where a release has another name for it, the parent's is used, as if this class were not there.
    """

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Apply the inline patterns to a tree, as the parent does."""
        self._patterns = [
            (index, pattern, *needed(pattern))
            for index, pattern in enumerate(self.md.inlinePatterns)
        ]
        return super().run(tree, ancestors)

    def __handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803  -- the parent's names
        if isinstance(data, AtomicString):
            return data
        for index, pattern, need, other in self._patterns[patternIndex:]:
            matched, start = True, 0
            while matched and (need in data or (other and other in data)):
                data, matched, start = self.__applyPattern(pattern, data, index, start)  # type: ignore[attr-defined]  # private
        return data


class UnescapeTreeprocessor(treeprocessors.UnescapeTreeprocessor):
    """Python-Markdown's, which searches each text."""

    def unescape(self, text: str) -> str:
        """As the parent's; it gives a plain `str`, too."""
        return super().unescape(text) if STX in text else str(text)


def needed(pattern: Any) -> tuple[str, str]:
    """What stands in every text that `pattern` matches, or else this; empty: it is not known."""
    searches = inlinepatterns.InlineProcessor.getCompiledRegExp
    if getattr(type(pattern), "getCompiledRegExp", None) is not searches:
        return "", ""
    need, *others = _NEEDS.get(pattern.compiled_re, ("",))
    return need, "".join(others)
