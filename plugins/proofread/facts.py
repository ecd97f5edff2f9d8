"""The site's own facts, told once and not once a post."""

from __future__ import annotations

import locale
import re
from collections.abc import Iterator
from contextlib import suppress
from zoneinfo import ZoneInfo

from .problem import Problem
from .site import Site

_SITEURL = re.compile(r"https?://[^/\s?#@]+(?:/[^\s?#]*)?")


def fact_problems(site: Site) -> Iterator[Problem]:
    """What is wrong with the settings that every page depends on."""
    settings = site.settings
    where = "the settings"
    zone = settings.get("TIMEZONE")
    if not _is_zone(zone):
        yield Problem(where, 0, f"TIMEZONE {zone!r} is no time zone — write one as 'Europe/London'")
    siteurl = settings.get("SITEURL") or ""
    if siteurl and not (isinstance(siteurl, str) and _SITEURL.fullmatch(siteurl)):
        remedy = "write the whole address, as 'https://rants.example'"
        yield Problem(where, 0, f"SITEURL {siteurl!r} is no address — {remedy}")
    elif siteurl.endswith("/"):
        yield Problem(where, 0, f"SITEURL {siteurl!r} ends in a slash — take it off")
    names = settings.get("LOCALE") or [""]
    names = [names] if isinstance(names, str) else list(names)
    if not any(map(_is_locale, names)):
        remedy = "write LOCALE = 'C', or install one of them"
        yield Problem(where, 0, f"LOCALE {names!r} is not on this machine — {remedy}")


def _is_zone(name: object) -> bool:
    with suppress(KeyError, ValueError, OSError, TypeError):
        ZoneInfo(str(name or "UTC"))
        return True
    return False


def _is_locale(name: str) -> bool:
    now = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_ALL, now)
    return True
