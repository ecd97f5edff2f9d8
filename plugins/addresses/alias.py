"""An address at which a post or page stood before: read, checked, and where its page lies now."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

LONGEST_NAME = 240  # bytes: a file system takes 255, and a compressed copy has a longer name
LONGEST_ADDRESS = 700  # characters: Cloudflare Pages takes 1,000 for a line of `_redirects`

_PAGE = re.compile(r"\.html?", re.IGNORECASE)
_HOST = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:(?://[^/]*)?|//[^/]*)")
_BROKEN_CODE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNWRITABLE = {"Cc", "Cs", "Zl", "Zp"}  # control characters, lone surrogates, line separators
_IN_TARGET = "/%?#[]@!$&'()+,;=~"  # RFC 3986 but for what is a rule's own sign in `_redirects`


@dataclass(frozen=True)
class Alias:
    """One old address, percent-encoded as a link has it, and the file its page is in.

    Both are below the site's root; `path` is parted by slashes and in Unicode's form NFC.
    """

    address: str
    path: str


@dataclass(frozen=True)
class Fault:
    """Why a text can be no alias, and what mends it."""

    fault: str
    remedy: str


def split(written: object) -> Iterator[str]:
    """The aliases in what the front matter holds: parted by commas, on one line or on several."""
    lines = written if isinstance(written, list | tuple) else [written]
    for line in lines:
        for text in str(line).replace("\n", ",").split(","):
            if text.strip():
                yield text.strip()


def read_alias(text: str) -> Alias | Fault:
    """Read one alias: `/old/`, `/old` and `/old/index.html` are one page, `/old.html` another.

    Percent-encoding is that of RFC 3986 and UTF-8. What is read lies inside the output folder.
    """
    fault = _find_fault(text)
    if fault:
        return fault
    # Decoded part by part: what is between slashes stays there.
    parts = [_decode(part) for part in text.removeprefix("/").removesuffix("/").split("/")]
    fault = next(filter(None, map(_find_fault_of_part, parts if parts != [""] else [])), None)
    if fault:
        return fault
    path = "/".join(parts)
    address = "/" + quote(path, safe="/") + ("/" if path and text.endswith("/") else "")
    if len(address) > LONGEST_ADDRESS:
        return Fault(f"is longer than {LONGEST_ADDRESS} characters, encoded", "take it out")
    return Alias(address, _file(path, text.endswith("/")))


def redirect(alias: Alias, url: str, root: str) -> str:
    """The alias's line of `_redirects`, the form Netlify and Cloudflare Pages read.

    `url` is where the page is now, below the site's root; `root` is SITEURL's own path.
    """
    return f"{root}{alias.address} {root}/{encode(url)} 301"


def encode(url: str) -> str:
    """The URL with what RFC 3986 does not allow percent-encoded; what is encoded stays so."""
    return quote(url, safe=_IN_TARGET)


def _file(path: str, folder: bool) -> str:
    if not path:
        return "index.html"
    page = _PAGE.fullmatch(path[path.rfind(".") :]) and not folder
    return path if page else f"{path}/index.html"


def _decode(part: str) -> str:
    return unicodedata.normalize("NFC", unquote(part, errors="surrogateescape"))


def _find_fault(text: str) -> Fault | None:
    """What is wrong with the text as it is written."""
    bare = text.partition("#")[0].partition("?")[0]
    if any(unicodedata.category(char) in _UNWRITABLE for char in text):
        return Fault("holds a control character", "write it without")
    if "\\" in text:
        return Fault("holds a backslash", f"write {text.replace(chr(92), '/')!r}")
    if host := _HOST.match(text):
        path = text[host.end() :]
        return Fault("names a host or a scheme", f"write {path if path[:1] == '/' else '/old/'!r}")
    if bare != text:
        kind = "a query" if "?" in text.partition("#")[0] else "a fragment"
        return Fault(f"has {kind}, which no page can answer to", f"write {bare or '/old/'!r}")
    if not text.startswith("/"):
        return Fault("does not begin with a slash", f"write {f'/{text}'!r}")
    if _BROKEN_CODE.search(text):
        return Fault("holds a % that begins no code", "write %25 where the sign itself is meant")
    return None


def _find_fault_of_part(part: str) -> Fault | None:
    """What is wrong with a part between two slashes, decoded."""
    if any(unicodedata.category(char) == "Cs" for char in part):
        return Fault("has percent-encoding that is not UTF-8", "write its letters as they are")
    if not part:
        return Fault("has two slashes in a row", "write one")
    if part.startswith("."):
        return Fault(f"has the part {part!r}, which begins with a dot", "write it without")
    if set(part) & {"/", "\\"} or any(unicodedata.category(char) in _UNWRITABLE for char in part):
        return Fault("hides a slash, a backslash or a control character in a code", "take it out")
    if len(part.encode()) > LONGEST_NAME:
        return Fault(f"has a part longer than {LONGEST_NAME} bytes", "take it out")
    return None
