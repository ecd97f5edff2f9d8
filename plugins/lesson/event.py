"""What stands in a calendar for a day, and the calendar as a build before made it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any, Protocol

_KIND = "lesson.calendar"


@dataclass(frozen=True)
class Event:
    """What a day is for: a summary in one line, a description in lines, the address of both.

    `changed` is when the words were last changed, with its zone.
    """

    day: date
    summary: str
    description: str
    url: str
    changed: datetime


class Memory(Protocol):
    """What remembers the results of pure functions from one build to the next."""

    def recall(self, kind: str, key: bytes) -> Any | None:
        """What was kept for this kind and key; None where nothing was."""

    def keep(self, kind: str, key: bytes, value: Any) -> None:
        """Remember a value, which JSON can write."""


def write_calendar_once(
    events: Iterable[Event], *, name: str, site: str, memory: Memory | None
) -> bytes:
    """The same as `write_calendar`, which is not asked, nor loaded, for what the memory has."""
    events = tuple(events)
    key = _key(events, name, site)
    found = None if memory is None else memory.recall(_KIND, key)
    if isinstance(found, str):
        return found.encode()
    from .calendar import write_calendar

    made = write_calendar(events, name=name, site=site)
    if memory is not None:
        memory.keep(_KIND, key, made.decode())
    return made


def _key(events: tuple[Event, ...], name: str, site: str) -> bytes:
    """The digest of all that a calendar is made of."""
    told = [
        (each.day.isoformat(), each.summary, each.description, each.url, _moment(each.changed))
        for each in events
    ]
    return blake2b(json.dumps([name, site, told]).encode(), digest_size=32).digest()


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
