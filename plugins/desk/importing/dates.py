"""Dates of other programs, read without guessing, and written as this site writes them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, tzinfo
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[Tt _]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(Z|z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?",
    re.ASCII,
)


def read_moment(text: str) -> datetime | date | None:
    """Read a day, or a moment with its zone or without; None where the text is neither.

    The forms are those of ISO 8601 and of Jekyll ("2020-01-02 10:00:00 +0200").
    """
    match = _ISO.fullmatch(" ".join(text.split()))
    if not match:
        return None
    day, hour, minute, second, zone = match.groups()
    with suppress(ValueError):
        if hour is None:
            return date.fromisoformat(day)
        moment = datetime.fromisoformat(f"{day}T{int(hour):02}:{minute}:{second or '00'}")
        return moment.replace(tzinfo=_zone(zone)) if zone else moment
    return None


def _zone(written: str) -> tzinfo | None:
    if written.lower() in ("z", "utc", "gmt"):
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    return datetime.fromisoformat(
        f"2000-01-01T00:00:00{written[0]}{digits[:2]}:{digits[2:]}"
    ).tzinfo


def read_wordpress(gmt: str, local: str, published: str = "") -> datetime | None:
    """The moment that WordPress has in UTC; else in the blog's own zone, which is not known.

    A draft's is "0000-00-00 00:00:00". RSS's `pubDate` (RFC 822) is in UTC as well.
    """
    moment = read_moment(gmt)
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=UTC)
    with suppress(ValueError, TypeError, IndexError):
        moment = parsedate_to_datetime(published) if published else None
        if isinstance(moment, datetime) and moment.year > 1:
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    found = read_moment(local)
    return found if isinstance(found, datetime) else None


def to_local(moment: datetime | date, zone: tzinfo) -> datetime | date:
    """A moment as the site's clocks show it; a day, and what has no zone, stay as they are."""
    if isinstance(moment, datetime) and moment.tzinfo:
        return moment.astimezone(zone)
    return moment


def write_moment(moment: datetime | date, zone: tzinfo) -> str:
    """The `Date:` of a post; in the hour that clocks show twice its offset makes it one."""
    local = to_local(moment, zone)
    if not isinstance(local, datetime):
        return local.isoformat()
    bare = local.replace(tzinfo=None)
    form = bare.isoformat(" ", "seconds") if bare.second else bare.isoformat(" ", "minutes")
    if (
        local.tzinfo
        and bare.replace(tzinfo=zone, fold=1).utcoffset()
        != bare.replace(tzinfo=zone, fold=0).utcoffset()
    ):
        return f"{form}{local.isoformat()[-6:]}"
    return form


def day_of(moment: datetime | date, zone: tzinfo) -> str:
    """The day, as a file's name begins with it."""
    return to_local(moment, zone).isoformat()[:10]
