"""A source's front matter, read line by line as Python-Markdown's Meta extension reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from .problem import Problem, short

_KEY = re.compile(r"[ ]{0,3}([A-Za-z0-9_-]+):\s*(.*)")
_MORE = re.compile(r"[ ]{4,}(.*)")
_END = re.compile(r"(?:-{3}|\.{3})(?:\s.*)?")
_LOOSE_KEY = re.compile(r"\s*([A-Za-z][A-Za-z_-]*)\s*[:=：]\s*(.*)")
_EXAMPLE = "begin with 'Title: …' and 'Date: 2026-11-23 09:00', then a blank line"
_FENCES = {"---": "YAML", "+++": "TOML", "{": "JSON"}


class Field(NamedTuple):
    """A named line of the front matter: name and values as written, the line it begins on."""

    name: str
    values: tuple[str, ...]
    line: int

    @property
    def key(self) -> str:
        """The name as everything else knows it, in lower case."""
        return self.name.lower()

    @property
    def value(self) -> str:
        """The whole value in one line."""
        return " ".join(" ".join(self.values).split())

    @property
    def quoted(self) -> str:
        """Name and value, as a message quotes them."""
        return f"{self.name} '{short(self.value)}'" if self.value else self.name


@dataclass(frozen=True)
class Front:
    """All fields in order, and the line, 1 for the first, on which the text below begins."""

    fields: tuple[Field, ...]
    body_line: int

    def find(self, key: str) -> Field | None:
        """The first field with a key, which is the one that counts."""
        return self._first.get(key)

    @cached_property
    def _first(self) -> dict[str, Field]:
        return {field.key: field for field in reversed(self.fields)}

    def line(self, key: str) -> int:
        """The line of a key, or the first line where it is not written."""
        field = self.find(key)
        return field.line if field else 1


def read_front(text: str) -> Front:
    """Take the front matter off a text that has one kind of line end, as `decode` gives it."""
    fields: list[Field] = []
    lines = text.split("\n")
    first = 1 if lines and _FENCES.get(lines[0].rstrip()) == "YAML" else 0
    for number in range(first + 1, len(lines) + 1):
        line = lines[number - 1].expandtabs(4)
        key, more = _KEY.match(line), _MORE.match(line)
        if not line.strip() or _END.match(line):
            return Front(tuple(fields), number + 1)
        if key:
            fields.append(Field(key.group(1), (key.group(2).strip(),), number))
        elif more and fields:
            last = fields.pop()
            fields.append(Field(last.name, (*last.values, more.group(1).strip()), last.line))
        else:
            return Front(tuple(fields), number)
    return Front(tuple(fields), len(lines) + 1)


def front_problems(path: str, text: str, front: Front) -> Iterator[Problem]:
    """What is wrong with the form of a front matter: another language, a lost line."""
    lines = text.split("\n")
    language = _FENCES.get(lines[0].rstrip()) or ("JSON" if lines[0].startswith("{") else "")
    if language:
        yield Problem(path, 1, f"'{short(lines[0])}' begins front matter in {language} — {_say()}")
    elif not front.fields:
        yield _no_front(path, lines)
    elif front.body_line <= len(lines) and lines[front.body_line - 2].strip():
        # The line before the text is neither blank nor the end of YAML: the front matter broke off.
        yield _broken_off(path, lines[front.body_line - 1], front)


def _say() -> str:
    return f"{_EXAMPLE}, without lines around it"


def _no_front(path: str, lines: list[str]) -> Problem:
    number = next(number for number, line in enumerate(lines, start=1) if line.strip())
    line = lines[number - 1]
    key = _LOOSE_KEY.match(line)
    if number > 1 and key:
        fault = f"'{short(line)}' stands below a blank line, where no front matter is read"
        return Problem(path, number, f"{fault} — move it to the first line")
    if key and line[:1].isspace():
        return Problem(path, number, f"'{short(line)}' is indented — take the space before it out")
    if key:
        remedy = f"write '{key.group(1)}: {short(key.group(2))}'"
        return Problem(path, number, f"'{short(line)}' is no line of the front matter — {remedy}")
    return Problem(path, number, f"'{short(line)}' is no front matter — {_EXAMPLE}")


def _broken_off(path: str, line: str, front: Front) -> Problem:
    last, key = front.fields[-1].name, _LOOSE_KEY.match(line)
    if key and not line[:1].isspace():
        fault = f"'{short(line)}' is no line of the front matter, which ends above it"
        return Problem(
            path, front.body_line, f"{fault} — write '{key.group(1)}: {short(key.group(2))}'"
        )
    fault = f"'{short(line)}' follows the front matter without a blank line"
    remedy = f"indent it by four spaces if it belongs to {last}, or put a blank line above it"
    return Problem(path, front.body_line, f"{fault} — {remedy}")
