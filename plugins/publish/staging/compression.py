"""Text files compressed as small as can be, each of them once."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import brotli

from ..whole import write_whole

_TEXT = (
    ".atom", ".css", ".csv", ".htm", ".html", ".ics", ".js", ".json", ".map", ".md", ".mjs",
    ".opml", ".rss", ".svg", ".txt", ".vcf", ".webmanifest", ".xml", ".xsl",
)  # fmt: skip


def is_text(path: str) -> bool:
    """Say by its name whether a file is worth compressing."""
    return path.lower().endswith(_TEXT)


class Compression:
    """Compressed files in a folder, under the digest of what they hold.

    What is there already is not compressed again, but it is looked at: a machine that lost its
    power may have left a file of nothing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.used: set[str] = set()

    def compressed(self, data: bytes) -> dict[str, Path]:
        """Give for each ending (`.gz`, `.br`) the file that holds the data, where it is smaller."""
        digest = hashlib.sha256(data).hexdigest()
        files = {ending: self._file(digest, ending, data) for ending in _WAYS}
        return {ending: file for ending, file in files.items() if file.stat().st_size < len(data)}

    def prune(self) -> None:
        """Remove what was not used since this was made."""
        for path in self.folder.iterdir():
            if path.name not in self.used:
                path.unlink()

    def _file(self, digest: str, ending: str, data: bytes) -> Path:
        path = self.folder / f"{digest}{ending}"
        self.used.add(path.name)
        if not (path.is_file() and _holds(path.read_bytes(), ending, data)):
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(path, _WAYS[ending](data))
        return path


def _gzip(data: bytes) -> bytes:
    # Without the time, and without a name: the same text is the same file on every day.
    return gzip.compress(data, compresslevel=9, mtime=0)


def _brotli(data: bytes) -> bytes:
    return bytes(brotli.compress(data, mode=brotli.MODE_TEXT, quality=11))


_WAYS: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType({".gz": _gzip, ".br": _brotli})


def _holds(compressed: bytes, ending: str, data: bytes) -> bool:
    try:
        if ending == ".gz":
            return gzip.decompress(compressed) == data
        return bool(brotli.decompress(compressed) == data)
    except (OSError, EOFError, zlib.error, brotli.error):
        return False
