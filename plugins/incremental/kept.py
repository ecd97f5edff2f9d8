"""One Markdown for many texts, where that is known to make no difference."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.codehilite import CodeHiliteExtension
from pygments.formatters import get_formatter_by_name  # type: ignore[import-untyped]  # no types

from .blocks import hasten_blocks
from .patterns import hasten_patterns


class Kept(Markdown):
    """A Markdown for one text after the other, with a reset between them; faster on each.

    `forgets` tells whether nothing of a text is left after a reset: it is to be used for one text
    alone where it is false. `is_pure` tells whether no extension looks at more than the text.
    """

    Meta: dict[str, list[Any]]  # what the Meta extension sets

    def __init__(self, **settings: Any) -> None:
        self.forgets = self.is_pure = True
        super().__init__(**settings)
        hasten_blocks(self)
        self._keep_meta()

    def build_parser(self) -> Kept:
        """Build the parser as Markdown does, before the extensions are there."""
        super().build_parser()
        hasten_patterns(self)
        return self

    def registerExtensions(  # noqa: N802  -- Python-Markdown's name
        self, extensions: Sequence[Extension | str], configs: Mapping[str, dict[str, Any]]
    ) -> Kept:
        """Add extensions, an extension's own among them, and judge each.

        One that the settings hold as an object is copied: it may know but one Markdown.
        """
        for each in extensions:
            if isinstance(each, str):
                extension = self.build_extension(each, configs.get(each, {}))
            else:
                extension = copy.copy(each)
            if type(extension) is CodeHiliteExtension:
                _keep_formatters(extension)
            before = len(self.registeredExtensions)
            super().registerExtensions([extension], {})
            self.forgets &= _forgets(extension, self.registeredExtensions[before:])
            self.is_pure &= _is_own(extension) or getattr(extension, "is_pure", False) is True
        return self

    def take_back_meta(self) -> None:
        """Read front matter again, after Pelican's `_parse_metadata` has put an end to that."""
        self.preprocessors.register(self._meta, "meta", 27)  # as the Meta extension

    def _keep_meta(self) -> None:
        """Find what reads front matter; it must come back to the very place where it was."""
        order = list(self.preprocessors)
        if "meta" in self.preprocessors and hasattr(self, "Meta"):
            self._meta = self.preprocessors["meta"]
            self.take_back_meta()
            self.forgets &= order == list(self.preprocessors)
        else:
            self.forgets = False


def _forgets(extension: Extension, registered: Sequence[object]) -> bool:
    """Whether a reset makes `extension` as good as new; `registered` is what it had registered.

    Python-Markdown's own do, but for footnotes that count the texts. Another's class, or that of
    what it registers, must say so by a `reset` of its own; one it inherits does not know of it.
    """
    if _is_own(extension):
        return not extension.getConfig("UNIQUE_IDS")
    return any("reset" in vars(type(each)) for each in registered)


def _is_own(extension: Extension) -> bool:
    return type(extension).__module__.startswith("markdown.extensions.")


def _keep_formatters(extension: CodeHiliteExtension) -> None:
    """Make one Pygments formatter, with its style sheet, for all code with the same options."""
    formatters: dict[str, Any] = {}

    def formatter(lang_str: str, **options: Any) -> Any:
        key = repr(sorted(options.items()))
        if key not in formatters:
            formatters[key] = get_formatter_by_name("html", **options)
        return formatters[key]

    if extension.getConfig("pygments_formatter") == "html":
        extension.setConfig("pygments_formatter", formatter)
