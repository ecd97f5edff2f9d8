"""What the whole site stands on: its record, its plugins and its address."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from ..problem import Problem
from ..record import Record
from .difference import Difference
from .refusal import Refusal, accepting

SITEURL = "siteurl"
_WRITE = 'write the site\'s address, as "https://example.org", in publishconf.py'


def foundations(difference: Difference) -> Iterator[Refusal]:
    """Refuse a site that has lost what the live one had, or that knows no address to live at."""
    live = difference.live.record if difference.live else None
    staged = difference.staged.record
    if staged:
        yield from _articles(staged)
        yield from _plugins(live, staged)
        yield from _address(live, staged)
    elif live:
        fault = "is not there, and the live site has one"
        remedy = 'put "addresses" back in PLUGINS and build again'
        yield Refusal(Problem("release.json", fault, remedy))


def _articles(staged: Record) -> Iterator[Refusal]:
    if not staged.articles:
        yield Refusal(Problem("content", "there is no article", "look at what the build said"))


def _plugins(live: Record | None, staged: Record) -> Iterator[Refusal]:
    for name in live.plugins if live else ():
        if name not in staged.plugins:
            word = f"plugin:{name}"
            fault = f"'{name}' is missing, and the live site was built with it"
            remedy = f"put it back in pelicanconf.py, or {accepting(word)}"
            yield Refusal(Problem("PLUGINS", fault, remedy), word)


def _address(live: Record | None, staged: Record) -> Iterator[Refusal]:
    old, new = (live.siteurl if live else ""), staged.siteurl
    if fault := _fault(new):
        yield Refusal(Problem("SITEURL", f"'{new}' {fault}", _WRITE))
    elif old and old.rstrip("/") != new.rstrip("/"):
        fault = f"would change from '{old}' to '{new}', the address of every page and entry"
        remedy = f"write '{old}' in publishconf.py, or {accepting(SITEURL)}"
        yield Refusal(Problem("SITEURL", fault, remedy), SITEURL)


def _fault(siteurl: str) -> str:
    if not siteurl:
        return "is empty"
    try:
        parts = urlsplit(siteurl)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return "is no address"
    if parts.scheme not in ("http", "https") or not host:
        return "does not begin with https:// and a host"
    return "leads to this machine alone" if _is_local(host) else ""


def _is_local(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".local", ".localhost")) or host.startswith("127.")
    return address.is_loopback or address.is_unspecified
