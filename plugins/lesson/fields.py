"""The lines in a lesson that say what to do, by when, and how to begin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from .source import MARK, unmark

NAMES = ("Do", "By", "Say")
LINE = re.compile(r"(Do|By|Say):")
_NAMED = re.compile(r"([A-Za-z]{2,6})\s*:")


@dataclass(frozen=True)
class Field:
    """A named line of a lesson: its name, its value, and the number of the line it begins on."""

    name: str
    value: str
    line: int


def split_fields(text: str) -> tuple[str, list[Field]]:
    """Part a text with marked lines from the fields in it.

    A line that follows a field continues its value, unless it is a field itself or is meant for
    one: that stays in the text, to be told.
    """
    words: list[str] = []
    fields: list[Field] = []
    for line in text.split("\n"):
        mark = MARK.search(line)
        if mark and LINE.match(line.lstrip()):
            name, _, value = unmark(line).partition(":")
            fields.append(Field(name.strip(), value.strip(), int(mark.group(1))))
        elif fields and not (mark and meant(unmark(line).lstrip())):
            last = fields.pop()
            value = f"{last.value} {unmark(line).strip()}".strip()
            fields.append(Field(last.name, value, last.line))
        else:
            words.append(line)
    return "\n".join(words).rstrip(), fields


def meant(line: str) -> str | None:
    """The name of the field that `line` nearly is: `By` for `Byy: Friday`."""
    match = _NAMED.match(line)
    if not match or LINE.match(line):
        return None
    near = get_close_matches(match.group(1).capitalize(), NAMES, n=1, cutoff=0.75)
    return near[0] if near else None
