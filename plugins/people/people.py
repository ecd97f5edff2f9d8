"""The file of people: read, and checked whole."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches

from .address import encode, find_fault, fold
from .person import Person
from .problem import Problem
from .table import Document, Table, read_document

TABLE = "person"
KEYS = tuple(field.name for field in fields(Person))
_NEEDED = {
    "name": ("has no name", 'write name = "…"'),
    "url": ("has no home page", 'write url = "https://…"'),
    "says": ("has no sentence", 'write says = "…", what the two of you talk about'),
}
_ADDRESSES = ("url", "feed")
_LANG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")  # RFC 5646, as far as a form goes
_TURNS = {0x202D, 0x202E}  # they make all that follows read otherwise than it is written
_SPACES = "\t\n\r"


@dataclass(frozen=True)
class People:
    """The people in the order of the file, and what is wrong with it; with a problem, nobody."""

    people: tuple[Person, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_people(data: bytes) -> People:
    """Read the file, and tell all that is wrong with it in the order of its lines."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start + len(data) - len(error.object)  # it counts from behind the mark
        fault = f"byte 0x{data[at]:02x} at offset {at} is not UTF-8"
        return People(problems=(Problem(data.count(b"\n", 0, at) + 1, fault, "save it as UTF-8"),))
    document = read_document(text, TABLE)
    if isinstance(document, Problem):
        return People(problems=(document,))
    problems = sorted(_problems(document))
    if problems:
        return People(problems=tuple(problems))
    return People(tuple(map(_person, document.tables)))


def _person(table: Table) -> Person:
    values = {key: " ".join(str(value).split()) for key, value in table.values.items()}
    return Person(**values | {key: encode(values[key]) for key in _ADDRESSES if key in values})


def _problems(document: Document) -> Iterator[Problem]:
    for key in document.top.values:
        fault = f"{key!r} stands outside of every [[{TABLE}]]"
        if key == TABLE:
            fault = f"{key!r} is no list of tables"
        yield Problem(document.top.find(key), fault, f"write [[{TABLE}]] above each of them")
    for table in document.tables:
        for key in table.values:
            yield from _problems_of_key(table, key)
        for key, (fault, remedy) in _NEEDED.items():
            if not _texts(table).get(key, "-").strip() or key not in table.values:
                who = _texts(table).get("name", "").strip()
                yield Problem(table.find(key), f"{who or 'this person'} {fault}", remedy)
    for key in _ADDRESSES:
        yield from _twins(document.tables, key)


def _problems_of_key(table: Table, key: str) -> Iterator[Problem]:
    value, line = table.values[key], table.find(key)
    if key not in KEYS:
        near = get_close_matches(key.casefold(), KEYS, n=1)
        remedy = f"write {near[0] if near else ', '.join(KEYS[:-1]) + ' or ' + KEYS[-1]}"
        yield Problem(line, f"{key!r} is no key of a person", f"{remedy}, or take it out")
    elif not isinstance(value, str):
        yield Problem(line, f"{key} {str(value)!r} is no text", "write it in quotes")
    elif unfit := next(filter(_is_unfit, value), ""):
        what = f"holds U+{ord(unfit):04X}, which no page can show"
        yield Problem(line, f"{key} {value!r} {what}", "take it out")
    elif key in _ADDRESSES and (value.strip() or key not in _NEEDED):
        if fault := find_fault(value):
            yield Problem(line, f"{key} {value!r} {fault.fault}", fault.remedy)
    elif key == "lang" and not _LANG.fullmatch(value):
        yield Problem(line, f"lang {value!r} is no language", "write one as 'de' or 'pt-BR'")


def _twins(tables: Sequence[Table], key: str) -> Iterator[Problem]:
    first: dict[str, Table] = {}
    for table in tables:
        url = _texts(table).get(key, "")
        if url and find_fault(url) is None:
            other = first.setdefault(fold(url), table)
            if other is not table:
                fault = f"{key} {url!r} is also that of line {other.find(key)}"
                yield Problem(table.find(key), fault, "keep one of the two")


def _texts(table: Table) -> dict[str, str]:
    return {key: value for key, value in table.values.items() if isinstance(value, str)}


def _is_unfit(sign: str) -> bool:
    """Whether XML has no place for the sign (1.0, section 2.2), or a page shows nothing for it."""
    code = ord(sign)
    unfit = unicodedata.category(sign) == "Cc" or code in _TURNS or code & 0xFFFE == 0xFFFE
    return unfit and sign not in _SPACES
