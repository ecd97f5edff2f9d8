"""An address at which somebody can be found: checked, and written for a link."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

_IN_ADDRESS = "/%?#[]@!$&'()*+,;=~:"  # RFC 3986
_UNSAFE = re.compile(r"[\s\x00-\x20\x7f-\xa0\"<>\\^`{|}]")
_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?!\d)")
_HOST = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\.)+[A-Za-z][A-Za-z0-9-]*")


@dataclass(frozen=True)
class Fault:
    """Why a text is no address to send a reader to, and what mends it."""

    fault: str
    remedy: str


def find_fault(url: str) -> Fault | None:
    """Say what is wrong with an address; None for a whole one that begins with https."""
    if sign := _UNSAFE.search(url):
        fault = f"holds U+{ord(sign.group()):04X}, which no address can"
        return Fault(fault, f"write {quote(sign.group())}, or take it out")
    scheme = _SCHEME.match(url)
    if scheme is None:
        return Fault("is no whole address", f"write 'https://{url.lstrip('/') or '…'}'")
    if scheme["scheme"].lower() != "https":
        whole = scheme["scheme"].lower() == "http" and f"'https{url[len('http') :]}'"
        return Fault("is not https", f"write {whole or 'an address that begins with https://'}")
    return _find_fault_of_host(url)


def encode(url: str) -> str:
    """The address with what RFC 3986 does not allow percent-encoded; what is encoded stays so."""
    return quote(url, safe=_IN_ADDRESS)


def fold(url: str) -> str:
    """The address so that two are the same where they lead to the same page, for all we know."""
    parts = urlsplit(url)
    host = (parts.hostname or "") + (f":{parts.port}" if parts.port not in (None, 443) else "")
    return f"{host}{parts.path.rstrip('/')}?{parts.query}"


def _find_fault_of_host(url: str) -> Fault | None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:  # such as https://[x or a port of letters
        return Fault("is no address", "write it as the browser shows it")
    if "@" in parts.netloc:
        return Fault("holds a name or a password before '@'", "take it out")
    if not host.isascii():
        remedy = "copy it from the browser's address bar, where it begins with xn--"
        return Fault(f"has the host '{host}', which not every feed reader can find", remedy)
    if not _HOST.fullmatch(host):
        return Fault(f"has {f'the host {host!r}' if host else 'no host'}", "write a whole one")
    return None
