"""What pages need, kept from one publish to the next under the digest of each page's bytes.

A page that has not changed is not read by a parser again. It is a shortcut and no more: where the
file is not there, is damaged or was made by another version, every page is parsed.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from lxml import etree

from .. import address
from ..site import digest
from ..whole import write_whole
from . import needs
from .needs import Needs, page_needs

_SEAL = 65  # bytes: a digest's digits and a line's end
_PARTS = ("forms", "scripts", "styles", "attributes", "assets")


class Memory:
    """The needs of pages in a file, of those pages that were asked for last time.

    `digest` gives the SHA-256 of the file of a path.
    """

    def __init__(self, file: Path, digest: Callable[[str], str] = digest) -> None:
        self._file = file
        self._digest = digest
        self._data = _data(file)
        self._known = read(self._data)
        self._needs = {text: _needs(text) for text in set(self._known.values())}
        self._used: dict[str, str] = {}

    def needs(self, page: Path | str) -> tuple[str, Needs]:
        """Give the SHA-256 of a page, and what these very bytes need."""
        found = self._digest(str(page))
        text = self._known.get(found)
        if text is None:
            data = Path(page).read_bytes()
            found = hashlib.sha256(data).hexdigest()
            text = _text(page_needs(data))
            self._needs.setdefault(text, _needs(text))
        self._used[found] = text
        return found, self._needs[text]

    def keep(self) -> None:
        """Write down what was asked for; without room for that the next publish takes longer."""
        pages: dict[str, list[str]] = {}
        for page, text in self._used.items():
            pages.setdefault(text, []).append(page)
        body = json.dumps(sorted((text, sorted(found)) for text, found in pages.items())).encode()
        data = seal(body) + body
        if data != self._data:
            with suppress(OSError):
                write_whole(self._file, data)


def read(data: bytes) -> dict[str, str]:
    """Read the file: what each page needs, as text, by its digest; nothing where it is not ours."""
    line, body = data[:_SEAL], data[_SEAL:]
    try:
        kept = json.loads(body) if line == seal(body) else []
        known = {page: text for text, pages in kept for page in pages}
        sound = all(_needs(text).is_sound for text, _ in kept)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}
    return known if sound and all(isinstance(page, str) for page in known) else {}


def _data(file: Path) -> bytes:
    try:
        return file.read_bytes() if file.is_file() else b""
    except OSError:
        return b""


def seal(body: bytes) -> bytes:
    """Make a line that fits these bytes and this version of what reads a page, and no others."""
    versions = (sys.version, etree.LXML_VERSION, etree.LIBXML_VERSION)
    seal = hashlib.sha256(str(versions).encode())
    for module in (needs, address):
        seal.update(Path(str(module.__file__)).read_bytes())
    seal.update(body)
    return f"{seal.hexdigest()}\n".encode()


def _text(found: Needs) -> str:
    parts: dict[str, Any] = {part: sorted(getattr(found, part)) for part in _PARTS}
    return json.dumps({**parts, "feeds": found.feeds})


def _needs(text: str) -> Needs:
    whole = json.loads(text)
    return Needs(**{part: set(whole[part]) for part in _PARTS}, feeds=dict(whole["feeds"]))
