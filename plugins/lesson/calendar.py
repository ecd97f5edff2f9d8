"""A calendar to subscribe to: each day's lesson (RFC 5545, RFC 7986)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, timedelta
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

import icalendar

from .event import Event

DAY = timedelta(days=1)
_BREAK = re.compile("\r\n?|[\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACE = re.compile("[ \t\n]+")
# RFC 5545, 3.1: CONTROL; beyond it what is a control in Unicode or no character at all
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_URI = "/:?#[]@!$&'()*+,;=%-._~"  # RFC 3986, section 2: what stands as it is


class _Text(icalendar.vText):
    """A text in which a backslash stands for itself.

    icalendar's own takes a backslash before a capital N for a break of the line.
    """

    def to_ical(self) -> bytes:
        """Escape as RFC 5545, 3.3.11, says."""
        escaped = re.sub(r"[\\;,]", r"\\\g<0>", self).replace("\n", r"\n")
        return escaped.encode()


def write_calendar(events: Iterable[Event], *, name: str, site: str) -> bytes:
    """The calendar of the site at the address `site`: all-day events that take no time.

    An event's UID is made of `site` and its day, so that a day whose lesson changes stays the
    same event. What no calendar can hold is left out of the words, and in a single line a break
    becomes a space.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//End Rant//lesson//EN")
    calendar.add("version", "2.0")
    for key in ("name", "x-wr-calname"):
        calendar.add(key, _line(name))
    for key in ("refresh-interval", "x-published-ttl"):
        calendar.add(key, icalendar.vDuration(DAY))
    calendar["refresh-interval"].params["VALUE"] = "DURATION"  # RFC 7986, 5.7: it has to be said
    for event in events:
        calendar.add_component(_component(event, site))
    return bytes(calendar.to_ical())


def _component(event: Event, site: str) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", str(uuid5(NAMESPACE_URL, f"{site}/{event.day.isoformat()}")))
    component.add("dtstamp", event.changed.astimezone(UTC))
    component.add("dtstart", event.day)
    component.add("dtend", event.day + DAY)
    component.add("summary", _line(event.summary))
    component.add("description", _lines(event.description))
    component.add("url", icalendar.vUri(quote(event.url, safe=_URI)))
    component.add("transp", "TRANSPARENT")
    return component


def _lines(text: str) -> _Text:
    return _Text(_ILLEGAL.sub("", _BREAK.sub("\n", text)))


def _line(text: str) -> _Text:
    return _Text(_SPACE.sub(" ", _lines(text)).strip(" "))  # a space that is no break stays
