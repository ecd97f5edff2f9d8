"""The lesson of a text as it was written: its sentence and its fields, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from .fields import LINE, Field, split_fields
from .syntax import BLOCK

_TITLE = re.compile(r'"(.*)"')
_CODE = ("code", "pre")


@dataclass(frozen=True)
class Written:
    """One lesson, in Markdown: its sentence, the line that stands on, and its fields in order."""

    title: str
    line: int
    fields: tuple[Field, ...] = ()


class Notes(Treeprocessor):
    """Notes the lesson of a text that is converted, before anything is taken out of it."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.written: Written | None = None
        md.treeprocessors.register(self, "lesson-notes", 33.5)  # between marks and fields

    def run(self, root: Element) -> None:
        """Note the first lesson that stands by itself."""
        for block in root:
            if self.written is None and (block.get("class") or "").startswith(BLOCK):
                texts = [element.text or "" for element in block.iter() if element.tag not in _CODE]
                fields = (field for text in texts for field in split_fields(text)[1])
                self.written = _written(block.get("title", ""), int(block.get("line", "1")), fields)


def read_plain(lines: Sequence[str], block: range) -> Written:
    """The lesson of a text that is plain, from the lines of its block."""
    fields: list[Field] = []
    above = ""
    for number in block[1:]:
        line = lines[number].strip()
        if LINE.match(line):
            name, _, value = line.partition(":")
            fields.append(Field(name, value.strip(), number + 1))
        elif line and above and fields:
            fields[-1] = replace(fields[-1], value=f"{fields[-1].value} {line}")
        above = line
    title = _TITLE.search(lines[block[0]])
    return _written(title.group(1) if title else "", block[0] + 1, fields)


def _written(title: str, line: int, fields: Iterable[Field]) -> Written:
    return Written(" ".join(title.split()), line, tuple(fields))
