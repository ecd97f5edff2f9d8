"""What is configured: the site's own facts, the terminal, the clock."""

from __future__ import annotations

import os
import re
import runpy
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .finding import Finding, fault, fine, note

_EXAMPLE = re.compile(r"(?:^|[.@/,])(?:[\w-]+\.)*(?:[\w-]+\.example|example\.(?:com|net|org))\b")
_DAY = 24 * 60 * 60


class UnreadError(Exception):
    """The settings cannot be read; says where, and what mends it."""


def read_site(settings: Path) -> dict[str, Any]:
    """The settings as the file has them, without Pelican, which may be what is missing.

    Raises `UnreadError`.
    """
    folder = str(settings.parent.resolve())
    sys.path.insert(0, folder)  # publishconf.py imports its neighbour
    try:
        return dict(runpy.run_path(str(settings)))
    except (Exception, SystemExit) as error:  # the settings are a program: anything may come
        raise UnreadError(f"{settings}: {type(error).__name__}: {error}") from error
    finally:
        sys.path.remove(folder)


def find_configured(site: Mapping[str, Any]) -> Iterator[Finding]:
    """Look at what is still as it came, or can be no one's."""
    yield _siteurl(str(site.get("SITEURL") or ""))
    if site.get("AUTHOR"):
        yield fine(f"AUTHOR is {site['AUTHOR']}")
    else:
        yield note("AUTHOR is empty", "write your name into pelicanconf.py")
    plugins = site.get("PLUGINS") or ()
    if "syndication" in plugins:
        yield _authority(str(site.get("SYNDICATION_AUTHORITY") or ""))
    if "conversation" in plugins:
        yield _email(str(site.get("CONVERSATION_EMAIL") or ""))
    yield _zone(site.get("TIMEZONE"))
    yield _terminal()
    yield _clock()


def _siteurl(url: str) -> Finding:
    remedy = "write the site's address into publishconf.py"
    if not re.fullmatch(r"https?://[^/\s?#@]+(?:/[^\s?#]*)?", url) or url.endswith("/"):
        return fault(
            f"SITEURL '{url}' is no whole address", f"{remedy}, without a slash at its end"
        )
    if _EXAMPLE.search(url):
        return note(f"SITEURL is still {url}", remedy)
    return fine(f"SITEURL is {url}")


def _authority(authority: str) -> Finding:
    remedy = "write a domain of yours and this year into pelicanconf.py, and never change it"
    if not authority:
        return fault("SYNDICATION_AUTHORITY is empty", remedy)
    if _EXAMPLE.search(authority):
        return note(f"SYNDICATION_AUTHORITY is still {authority}", remedy)
    return fine(f"SYNDICATION_AUTHORITY is {authority}")


def _email(email: str) -> Finding:
    remedy = "write your address into pelicanconf.py, or nobody can answer you by email"
    if not email or _EXAMPLE.search(email):
        said = f"is still {email}" if email else "is empty"
        return note(f"CONVERSATION_EMAIL {said}", remedy)
    return fine(f"CONVERSATION_EMAIL is {email}")


def _zone(name: object) -> Finding:
    from zoneinfo import ZoneInfo  # of Python 3.9

    try:
        ZoneInfo(str(name or "UTC"))
    except (KeyError, ValueError, OSError):
        return fault(f"TIMEZONE {name!r} is no time zone", "write one as 'Europe/London'")
    return fine(f"TIMEZONE is {name or 'UTC'}")


def _terminal() -> Finding:
    encoding = (sys.stdout.encoding or "ascii").lower()
    if encoding.replace("-", "") != "utf8":
        return note(f"the terminal shows {encoding}, not UTF-8", "export LANG=C.UTF-8")
    return fine("the terminal shows UTF-8")


def _clock() -> Finding:
    """A clock that lags behind this very file is wrong."""
    now, written = time.time(), Path(__file__).stat().st_mtime
    shown = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(now))
    if now < written - _DAY:
        return note(f"the clock says {shown}, and this program is later", "set the clock")
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return note(f"SOURCE_DATE_EPOCH is {epoch}, and counts for the time", "unset it")
    return fine(f"the clock says {shown}")
