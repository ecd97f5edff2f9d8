"""The moment it is, and how a moment is written."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .settings import DeskError

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


def read_now() -> datetime:
    """The moment it is, or is to be (reproducible-builds.org, SOURCE_DATE_EPOCH), in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    is_moment = re.fullmatch(r"[0-9]{1,11}", epoch)  # to the year 5138
    return datetime.fromtimestamp(int(epoch), UTC) if is_moment else datetime.now(UTC)


def read_zone(name: object) -> tzinfo:
    """The time zone that a site's `TIMEZONE` names; raises `DeskError` where there is none."""
    try:
        return ZoneInfo(str(name or "UTC"))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise DeskError(
            f"the settings: TIMEZONE {name!r} is no time zone — write one as 'Europe/London'"
        ) from error


def say_moment(moment: datetime) -> str:
    """A moment in its own zone, whatever the machine's locale: "Tue 1 Dec 2026 09:00"."""
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{day} {moment.day} {month} {moment.year} {moment:%H:%M}"


def say_distance(moment: datetime, now: datetime) -> str:
    """How far ahead a moment lies, by the days of the calendar in its own zone."""
    days = (moment.date() - now.astimezone(moment.tzinfo).date()).days
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
