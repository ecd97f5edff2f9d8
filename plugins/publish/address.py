"""What a file's path means to a reader: its URL, and whether anyone may have kept that."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import quote, unquote, urlsplit

RECORD = "release.json"
HEADERS = "_headers"
REDIRECTS = "_redirects"
COMPRESSED = (".gz", ".br")

_PAGE = "index.html"
# The digits of a day look like a hash, and are none.
_DAY = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\."
_HASHED = re.compile(rf"\.(?!{_DAY})[0-9a-f]{{8,}}\.(?!html?$)[^./]+$", re.ASCII)


# What Pagefind calls the parts of a search's index, and the file that says which of them count.
_PART = re.compile(r"_[0-9a-f]{7,}\.pf_(?:filter|fragment|index|meta)$", re.ASCII)
ENTRY = "pagefind-entry.json"


def url(path: str) -> str:
    """Write a path as the URL below the site's address: `a/index.html` is `/a/`."""
    folder = path.removesuffix(_PAGE) if path == _PAGE or path.endswith(f"/{_PAGE}") else path
    # A file's name need not be text; what it is then comes back by `named`.
    return f"/{quote(folder, errors='surrogateescape')}"


def named(address: str, siteurl: str, paths: Collection[str]) -> str | None:
    """Find the path that a URL names, whole or below the site's address; None where none is."""
    below = unquote(_below(address, siteurl), errors="surrogateescape").lstrip("/")
    folder = below.rstrip("/")
    candidates = (below, f"{folder}/{_PAGE}" if folder else _PAGE)
    return next((path for path in candidates if path in paths), None)


def is_hashed(path: str) -> bool:
    """Say whether a name holds a hash of the content, as `style.0123abcd.css` does.

    Such a file is asked for by the pages of its own release alone; a page is never one.
    """
    return _HASHED.search(path) is not None


def is_asset(path: str) -> bool:
    """Say whether a file is asked for by the pages of its own release alone, or by their scripts.

    Such are those with a hash in their name, and the parts of a search's index. A part's hash has
    seven digits, so that in years its name may come to mean another: it is no name to keep a year.
    """
    return is_hashed(path) or _PART.search(path) is not None


def is_companion(path: str, paths: Collection[str]) -> bool:
    """Say whether a path is another one's content, compressed beside it."""
    return path.endswith(COMPRESSED) and path[:-3] in paths


def is_lasting(path: str, paths: Collection[str]) -> bool:
    """Say whether a reader, a feed reader or another site may hold on to a path's URL."""
    if path in (RECORD, HEADERS, REDIRECTS) or is_companion(path, paths):
        return False
    return not is_asset(path) and path.rpartition("/")[2] != ENTRY


def _below(address: str, siteurl: str) -> str:
    home = siteurl.rstrip("/")
    if home and (address == home or address.startswith(f"{home}/")):
        return address.removeprefix(home)
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    # Of another address, as of a site that has moved, the path is what counts.
    return parts.path if parts.scheme in ("http", "https") else address
