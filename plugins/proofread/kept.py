"""What was found in one source as plain data, and back; what is odd is nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, timezone
from itertools import chain
from typing import Any

from .alone import NOTHING, Findings, Remark
from .folder import Found
from .links import Link
from .rows import Entry
from .site import Site
from .source import STATUSES, Source

# What is known of a source without its text; what else is asked of one is read again.
_TEXTS = ("keys", "status", "slug", "lang", "category", "output", "url", "later_output", "id")
_LISTS = ("tags", "authors", "aliases")
_GIVEN = ("site", "kind", "path", "name", "read")
_STATUSES = {*STATUSES, "future", ""}
# An entry: a digest, three lists of what was found, and of a source its texts, its lists, its date
# and the moment from which it is of the past, in microseconds.
_FOUND = 4
_SAID = _FOUND + len(_TEXTS)
_DATE = _SAID + len(_LISTS)
_STATUS = _FOUND + _TEXTS.index("status")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NO_MOMENT = -(2**63)


def write(digest: str, source: Source | None, findings: Findings) -> Entry:
    """Plain data of what was found, and of the source, where there is one."""
    entry = [digest, *(list(map(list, f)) for f in (findings.front, findings.text, findings.links))]
    return [*entry, *_write_source(source)] if source else entry


def are_whole(entries: Iterable[Entry]) -> bool:
    """Whether these are entries as `write` makes them."""
    entries = list(entries)
    found = [each for entry in entries for each in entry[1:_FOUND]]
    try:
        return (
            _are(list, found)
            and all(_are_findings(entry) for entry in entries if any(entry[1:_FOUND]))
            and _are_sources([entry for entry in entries if len(entry) != _FOUND])
        )
    except (ValueError, TypeError):
        return False


def is_timely(entry: Entry, now: int) -> bool:
    """Whether the same would be found at a moment, in microseconds."""
    if len(entry) == _FOUND:
        return True
    status = entry[_STATUS]
    return status not in ("published", "future") or (status == "future") == (entry[-1] > now)


def microseconds(moment: datetime) -> int:
    """A moment as a number, to be compared with others."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def is_source(entry: Entry) -> bool:
    """Whether the file holds a source."""
    return len(entry) != _FOUND


def has_key(entry: Entry, key: str) -> bool:
    """Whether the file holds a source with a key in its front matter; each has the key ""."""
    return len(entry) != _FOUND and key in entry[_FOUND]


def leads_on(entry: Entry) -> bool:
    """Whether an address in the file is looked at with the text around it."""
    return bool(entry[_FOUND - 1]) or has_key(entry, "in_reply_to")


def read_findings(entry: Entry, key: Callable[[], bytes]) -> Findings:
    """What was found; `key` tells by what."""
    _, front, text, links, *_ = entry
    if not (front or text or links):
        return NOTHING
    return Findings(
        front=tuple(Remark(*each) for each in front),
        text=tuple(Remark(*each) for each in text),
        links=tuple(Link(*each) for each in links),
        key=key(),
    )


def read_source(entry: Entry, site: Site, kind: str, found: Found, read: Any) -> Source | None:
    """The source, where the file is one."""
    if len(entry) == _FOUND:
        return None
    # Ten thousand are made in each build, and to set each attribute by its name takes long.
    source = object.__new__(Source)
    source.__dict__.update(
        zip(
            (*_GIVEN, *_TEXTS, *_LISTS),
            (site, kind, found.path, found.name, read, *entry[_FOUND:_SAID],
             *map(tuple, entry[_SAID:_DATE])),
            strict=True,
        )
    )  # fmt: skip
    date = entry[_DATE]
    if date is not None:
        source.__dict__["date"] = datetime.fromisoformat(date) if date else None
    return source


def _write_source(source: Source) -> list[Any]:
    date, moment = source.date, source.moment if source.kind == "article" else None
    # A zone of another kind has a name that its offset does not tell.
    is_plain = date is None or date.tzinfo is None or isinstance(date.tzinfo, timezone)
    return [
        *(getattr(source, name) for name in _TEXTS),
        *(list(getattr(source, name)) for name in _LISTS),
        (date.isoformat() if date else "") if is_plain else None,
        microseconds(moment) if moment else _NO_MOMENT,
    ]


def _are_sources(entries: list[Entry]) -> bool:
    columns = list(zip(*entries, strict=True))
    if not columns:
        return True
    texts, lists, (dates, moments) = columns[_FOUND:_SAID], columns[_SAID:_DATE], columns[_DATE:]
    list(map(datetime.fromisoformat, filter(None, dates)))  # which raises what is caught
    return (
        _are(str, chain(*texts))
        and _are(list, chain(*lists))
        and _are(str, chain.from_iterable(chain(*lists)))
        and {*map(type, dates)} <= {str, type(None)}
        and _are(int, moments)
        and {*columns[_STATUS]} <= _STATUSES
    )


def _are_findings(entry: Entry) -> bool:
    front, text, links = entry[1:_FOUND]
    return all(map(_is_remark, (*front, *text))) and all(map(_is_link, links))


def _are(kind: type, values: Iterable[Any]) -> bool:
    return {*map(type, values)} <= {kind}


def _is_remark(value: Any) -> bool:
    return type(value) is list and [*map(type, value)] == [int, str, bool]


def _is_link(value: Any) -> bool:
    return type(value) is list and [*map(type, value)] == [int, str, str, bool]
