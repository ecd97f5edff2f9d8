"""A date as the writer wrote it, and nothing guessed.

Pelican gives dates to dateutil, which fills in what is missing with today, drops a zone that it
does not know and takes the month for the day where it can. Here only one day may be meant.
"""

from __future__ import annotations

import re
import warnings
from contextlib import suppress
from datetime import datetime

from dateutil import parser

REMEDY = "write 2026-11-23 or 2026-11-23 09:00"
_ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?",
    re.ASCII,
)
_YEAR_FIRST = re.compile(r"\d{4}([-/.]?)\d{1,2}\1\d{1,2}(?!\d)", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_ZONES = {"utc", "gmt", "z"}
_WORDS = {"am", "pm", "a", "p", "t", "of", "at", "on", "and", "st", "nd", "rd", "th"}
# They fill in what lacks and mean no time; two weeks apart, since a weekday moves a day by one.
_LEAP, _OTHER = datetime(2000, 1, 1), datetime(2004, 2, 15)  # noqa: DTZ001  -- no zone is meant


def read_date(text: str) -> datetime:
    """Read the one moment that a text can mean; without a zone it has none.

    Raises `ValueError` for every other text; the message is the fault and the remedy.
    """
    words = " ".join(text.split())
    if not words:
        raise ValueError(f"is empty — {REMEDY}")
    # dateutil would take 2026-13-01 for 13 January; a day that is none is no day.
    if _ISO.match(words) and not _is_one(words[:10]):
        raise ValueError(f"is not a date — {REMEDY}")
    if _ISO.fullmatch(words) and _is_one(_joined(words)):
        return datetime.fromisoformat(_joined(words))
    return _in_words(words)


def _is_one(words: str) -> bool:
    with suppress(ValueError):
        datetime.fromisoformat(words)
        return True
    return False


def _joined(words: str) -> str:
    return words.replace(" +", "+").replace(" -", "-")


def _in_words(words: str) -> datetime:
    one, other = _parse(words, _LEAP), _parse(words, _OTHER)
    if one is None or other is None:
        raise ValueError(f"is not a date — {REMEDY}")
    if one.date() != other.date():
        lacks = "year" if (one.month, one.day) == (other.month, other.day) else "day"
        raise ValueError(f"lacks the {lacks} — {REMEDY}")
    if not _YEAR.search(words):
        raise ValueError(f"has a year of two digits — {REMEDY}")
    # After a year comes the month, everywhere; before it, that is a matter of where one lives.
    swapped = None if _YEAR_FIRST.match(words) else _parse(words, _LEAP, dayfirst=True)
    if swapped is not None and swapped.date() != one.date():
        raise ValueError(
            f"may be {_day(one)} or {_day(swapped)} — write {one:%Y-%m-%d} or {swapped:%Y-%m-%d}"
        )
    zone = _unknown_zone(words)
    if zone:
        raise ValueError(
            f"is in '{zone}', which is no known zone — write its offset: 2026-11-23 09:00+01:00"
        )
    return one


def _day(moment: datetime) -> str:
    # Not with %B, which speaks the machine's language.
    return f"{moment.day} {parser.parserinfo.MONTHS[moment.month - 1][-1]}"


def _parse(words: str, missing: datetime, *, dayfirst: bool = False) -> datetime | None:
    # Of what is no date dateutil raises errors of many kinds, those of decimal among them.
    with warnings.catch_warnings(), suppress(Exception):
        warnings.simplefilter("ignore")  # a zone that it does not know is told below
        moment: datetime = parser.parse(words, default=missing, dayfirst=dayfirst)
        moment.utcoffset()  # raises ValueError for an offset of a day or more
        return moment
    return None


def _unknown_zone(words: str) -> str:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        parser.parse(words, default=_LEAP)
    for warning in told:  # UnknownTimezoneWarning: 'tzname PST identified but not understood. …'
        return str(warning.message).split()[1]
    # On a machine that lies in a zone dateutil knows its name, and no other machine does.
    known = parser.parserinfo()
    for word in re.findall(r"[A-Za-z]+", words):
        name = word.lower()
        if name in _ZONES | _WORDS or known.month(name) is not None:
            continue
        if known.weekday(name) is None:
            return str(word)
    return ""
