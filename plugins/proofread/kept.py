"""What was found in one source as plain data, and back; what is odd is nothing."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from .alone import Findings, Remark
from .links import Link
from .source import STATUSES, Source

# What is known of a source without its text; what else is asked of one is read again.
_TEXTS = ("keys", "status", "slug", "lang", "category", "output", "url", "later_output", "id")
_STATUSES = {*STATUSES, "future", ""}
_LISTS = ("tags", "authors", "aliases")


def write(source: Source | None, findings: Findings) -> list[Any]:
    """Plain data of what was found, and of the source, where there is one."""
    return [findings.front, findings.text, findings.links, _write_source(source) if source else []]


def read(value: Any, source: Source, key: bytes) -> tuple[Source | None, Findings] | None:
    """What `write` has written, taken into a source of which nothing is known yet.

    None for what it did not write, or what would not be found at the moment of the site.
    """
    try:
        front, text, links, held = value
        if _rows(held):
            _read_source(held, source)
        findings = Findings(_remarks(front), _remarks(text), _links(links), key=key)
    except (ValueError, TypeError):
        return None
    return (source if held else None), findings


def _write_source(source: Source) -> list[Any]:
    date = source.date
    # A zone of another kind has a name that its offset does not tell.
    is_plain = date is None or date.tzinfo is None or isinstance(date.tzinfo, timezone)
    return [
        [getattr(source, name) for name in _TEXTS],
        [getattr(source, name) for name in _LISTS],
        (date.isoformat() if date else "") if is_plain else None,
    ]


def _read_source(held: Any, source: Source) -> None:
    texts, lists, date = held
    if {*map(type, _rows(texts))} != {str}:
        raise ValueError("no texts")
    known = source.__dict__
    known.update(zip(_TEXTS, texts, strict=True))
    known.update(zip(_LISTS, map(_words, _rows(lists)), strict=True))
    if date is not None:
        known["date"] = None if date == "" else datetime.fromisoformat(date)
    if source.status not in _STATUSES:
        raise ValueError("no status")
    if source.status in ("published", "future") and (source.status == "future") != source.is_future:
        raise ValueError("the moment has come, or gone back")


def _remarks(written: Any) -> tuple[Remark, ...]:
    found = tuple(Remark(*each) for each in _rows(written))
    if any([*map(type, remark)] != [int, str, bool] for remark in found):
        raise ValueError("no remark")
    return found


def _links(written: Any) -> tuple[Link, ...]:
    found = tuple(Link(*each) for each in _rows(written))
    if any([*map(type, link)] != [int, str, str, bool] for link in found):
        raise ValueError("no link")
    return found


def _words(written: Any) -> tuple[str, ...]:
    if not {*map(type, _rows(written))} <= {str}:
        raise ValueError("no words")
    return tuple(written)


def _rows(written: Any) -> list[Any]:
    if type(written) is not list:
        raise ValueError("no list")
    return written
