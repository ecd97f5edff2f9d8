"""The tables of a TOML file, and the line at which each key stands.

Python's own reader tells what is written and not where. But each statement of TOML can be read by
itself, and is whole as soon as it can be; so reading them one by one tells where each begins.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .problem import Problem

MOST = 60  # characters of a line that a message quotes

_PLACE = re.compile(r"\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)\Z")
_TWICE = ("Cannot overwrite a value", "Cannot declare", "Cannot mutate", "Duplicate inline table")


@dataclass(frozen=True)
class Table:
    """What one table holds, its own line, and the lines of its keys."""

    line: int
    values: Mapping[str, object]
    lines: Mapping[str, int] = field(default_factory=dict)

    def find(self, key: str) -> int:
        """The line of the key, or the table's own."""
        return self.lines.get(key, self.line)


@dataclass(frozen=True)
class Document:
    """What stands outside of every `[[name]]`, and what each of these holds."""

    top: Table
    tables: tuple[Table, ...]


def read_document(text: str, name: str) -> Document | Problem:
    """Read the tables `[[name]]` of a file; a list of them written in one line will do as well."""
    try:
        values = tomllib.loads(text)
    except ValueError as error:  # TOML's own, or Python's of a number of thousands of digits
        return _problem(text, str(error))
    except RecursionError:
        return Problem(0, "has lists in lists that nobody can read", "take them out")
    top, lines = _find_lines(text, name)
    listed = values.get(name, [])
    if not (isinstance(listed, list) and all(isinstance(each, dict) for each in listed)):
        return Document(Table(1, values, top), ())
    places = lines or [{"": top[name]} for _ in listed]
    tables = [Table(place[""], each, place) for each, place in zip(listed, places, strict=True)]
    others = {key: value for key, value in values.items() if key != name}
    return Document(Table(1, others, top), tuple(tables))


def _find_lines(text: str, name: str) -> tuple[dict[str, int], list[dict[str, int]]]:
    """The lines of the keys at the top, and of those of each `[[name]]`, its own under ""."""
    top: dict[str, int] = {}
    tables: list[dict[str, int]] = []
    current = top
    for line, is_header, written in _statements(text):
        if is_header:
            first, inside = next(iter(written.items()))
            top.setdefault(first, line)
            current = {}
            if first == name and isinstance(inside, list):  # [[name]]
                current = {"": line}
                tables.append(current)
            elif first == name and tables:  # a table within the one above
                tables[-1].setdefault(next(iter(inside)), line)
        else:
            for key in written:
                current.setdefault(key, line)
    return top, tables


def _statements(text: str) -> Iterator[tuple[int, bool, dict[str, Any]]]:
    """Each statement: the line it begins in, whether it is a header, and what it says by itself."""
    begun, held = 1, ""
    for number, line in enumerate(text.split("\n"), start=1):
        held += f"{line}\n"
        try:
            written = tomllib.loads(held)
        except ValueError:
            continue  # it goes on below
        if written:
            yield begun, held.lstrip(" \t").startswith("["), written
        begun, held = number + 1, ""
    if held:
        yield begun, False, {}  # and has no end


def _problem(text: str, message: str) -> Problem:
    """What Python's reader says, in words for the writer."""
    lines = text.split("\n")
    place, twice = _PLACE.search(message), message.startswith(_TWICE)
    line = max(line for line, _, _ in _statements(text))
    if place and place["line"]:
        line = int(place["line"])
    written = lines[line - 1].strip()
    written = written if len(written) <= MOST else f"{written[: MOST - 1]}…"
    if twice:
        return Problem(line, f"{written!r} says again what stands above", "keep one of the two")
    why = " as it has no end" if place else ""
    if place and place["column"]:
        why = f" from column {place['column']} on"
    remedy = """write [[person]], or key = "text", in a line of its own"""
    return Problem(line, f"{written!r} is no TOML{why}", remedy)
