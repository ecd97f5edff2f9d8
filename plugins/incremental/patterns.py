"""Python-Markdown's inline patterns, each tried only where what it needs stands in the text.

Most texts have no bracket, no backslash and no ampersand, and Python-Markdown searches each text
for each. A pattern whose expression cannot match there has no say, so that nothing else changes.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown, inlinepatterns, treeprocessors
from markdown.util import AtomicString

_FLAGS = re.DOTALL | re.UNICODE  # as every InlineProcessor is compiled
_FOOTNOTE = r"\[\^([^\]]*)\]"  # markdown.extensions.footnotes names it nowhere
# What stands in whatever an expression matches.
_NEEDS = {
    re.compile(expression, _FLAGS): needed
    for expression, needed in (
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
    )
}


def hasten_patterns(md: Markdown) -> None:
    """Put the processor below in the place of Python-Markdown's own, if that is what `md` has.

    To be called before the extensions are there, so that the order of all is as it was.
    """
    own = treeprocessors.InlineProcessor
    known = hasattr(own, "_InlineProcessor__handleInline")
    if known and type(md.treeprocessors["inline"]) is own:
        md.treeprocessors.register(InlineProcessor(md), "inline", 20)  # as build_treeprocessors


class InlineProcessor(treeprocessors.InlineProcessor):
    """Python-Markdown's, which has no public place where a pattern could be left out.

    It bears its parent's name, so that `__handleInline` means the parent's, in the parent, too.
    Where a release has another name for it, the parent's is used, as if this class were not there.
    """

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Apply the inline patterns to a tree, as the parent does."""
        self._patterns = [(pattern, needed(pattern)) for pattern in self.md.inlinePatterns]
        return super().run(tree, ancestors)

    def __handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803  -- the parent's names
        if isinstance(data, AtomicString):
            return data
        patterns, start = self._patterns, 0
        while patternIndex < len(patterns):
            pattern, need = patterns[patternIndex]
            matched = False
            if need in data:
                data, matched, start = self.__applyPattern(pattern, data, patternIndex, start)  # type: ignore[attr-defined]  # private
            if not matched:
                patternIndex, start = patternIndex + 1, 0  # noqa: N806  -- the parent's name
        return data


def needed(pattern: Any) -> str:
    """What stands in every text that `pattern` matches; empty where that is not known."""
    searches = inlinepatterns.InlineProcessor.getCompiledRegExp
    if getattr(type(pattern), "getCompiledRegExp", None) is not searches:
        return ""
    return _NEEDS.get(pattern.compiled_re, "")
