"""What was drawn before, by the key of what decided it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from .drawing import Drawn
from .picture import Picture, read_picture


class Cache:
    """A folder: for each key what the picture is, and beside it its files, by their digests.

    `digest` gives that of a file (BLAKE2b, 32 bytes), and may know it without reading.
    """

    def __init__(self, folder: Path, digest: Callable[[str], bytes]) -> None:
        self.folder = folder
        self._digest = digest

    def find(self, key: str) -> Picture | None:
        """The picture of a key, all of whose files are there and whole; None where it is not."""
        try:
            picture = read_picture(json.loads(self._record(key).read_bytes()))
        except (OSError, KeyError, TypeError, ValueError):
            return None
        return picture if all(map(self._is_whole, picture.digests)) else None

    def keep(self, key: str, drawn: Drawn) -> None:
        """Keep a picture; each file appears whole, the record last. Raises `OSError`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for digest, data in drawn.files.items():
            _put(self.path(digest), data)
        _put(self._record(key), json.dumps(drawn.picture.as_data()).encode())

    def path(self, digest: str) -> Path:
        """Where a file is kept."""
        return self.folder / digest

    def _record(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def _is_whole(self, digest: str) -> bool:
        try:
            return self._digest(str(self.path(digest))).hex() == digest
        except OSError:
            return False


def _put(path: Path, data: bytes) -> None:
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        new.write_bytes(data)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
