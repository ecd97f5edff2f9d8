"""Posts read as Pelican reads them, with one Markdown for many of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pelican import readers
from pelican.utils import SafeDatetime, pelican_open

from .kept import Kept
from .limit import in_time

SECONDS = 10
# What dateutil and `fromisoformat` understand alike.
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T](?:[01][0-9]|2[0-3]):[0-9]{2}(?::[0-9]{2})?)?")


class MarkdownReader(readers.MarkdownReader):  # type: ignore[misc]  # Pelican has no types
    """Pelican's reader of Markdown, faster, and with an end; what it reads is the same.

    It has Pelican's name, which the metadata `reader` is made of. The settings are looked at when
    the first post is read. Whoever sets `is_lasting` finds it false where what was read since may
    read otherwise on another day, or where more than the post is looked at.
    """

    def __init__(self, settings: Mapping[str, Any], seconds: float = SECONDS) -> None:
        super().__init__(settings)
        self._seconds = seconds
        self._kept: Kept | None = None
        self._may_keep = True
        self.is_lasting = True

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The HTML and the metadata of a post.

        Raises `TookTooLong` where that takes longer than the reader's seconds of processor time,
        and whatever Pelican's reader raises.
        """
        return in_time(source_path, self._seconds, lambda: self._read(source_path))

    def process_metadata(self, name: str, value: Any) -> Any:
        """The value of a field as Pelican makes it; a plain date is not guessed at by dateutil."""
        processor = readers.METADATA_PROCESSORS.get(name)
        is_date = name in ("date", "modified") and isinstance(value, str)
        if is_date and getattr(processor, "__module__", "") == readers.__name__:
            text = value.replace("_", " ") if name == "date" else value
            if _ISO.fullmatch(text):
                try:
                    return SafeDatetime.fromisoformat(text)
                except ValueError:  # there is no such day, which Pelican says below
                    pass
        if name in ("date", "modified"):  # Pelican makes a date of a part of one by today's
            self.is_lasting = False
        return super().process_metadata(name, value)

    def _read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        if self._may_keep:
            try:
                return self._read_with_kept(source_path)
            except Exception:  # noqa: S110  -- what fails is read again, and fails as in Pelican
                pass
        self.is_lasting = False
        result: tuple[str, dict[str, Any]] = super().read(source_path)
        return result

    def _read_with_kept(self, source_path: str) -> tuple[str, dict[str, Any]]:
        kept, self._kept = self._kept, None  # what ends in an error is half done, and not kept
        if kept is None:
            kept = Kept(**self.settings["MARKDOWN"])
            self._may_keep = kept.forgets
            if not kept.forgets:
                raise ValueError("an extension may remember the text before")
        self._source_path, self._md = source_path, kept.reset()
        with pelican_open(source_path) as text:
            content = kept.convert(text)
        metadata = self._parse_metadata(kept.Meta)
        kept.take_back_meta()
        self._kept = kept
        self.is_lasting &= kept.is_pure
        return content, metadata
