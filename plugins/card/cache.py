"""Pictures that were drawn before, by the key of what decided them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

_DIGEST = hashlib.sha256().digest_size


class Cache:
    """A folder of pictures; each ends in a digest, so that a damaged one is none.

    What follows a picture's end is not looked at by what shows it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, key: str) -> bytes | None:
        """The picture of a key, whole; None where there is none."""
        try:
            kept = self._path(key).read_bytes()
        except OSError:
            return None
        picture, digest = kept[:-_DIGEST], kept[-_DIGEST:]
        return picture if digest == _digest(key, picture) else None

    def keep(self, key: str, picture: bytes) -> None:
        """Keep a picture; it appears whole, whoever else draws the same."""
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished, name = tempfile.mkstemp(dir=self.folder, prefix=".", suffix=".new")
        try:
            with os.fdopen(unfinished, "wb") as file:
                file.write(picture + _digest(key, picture))
            Path(name).replace(self._path(key))
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.png"


def _digest(key: str, picture: bytes) -> bytes:
    return hashlib.sha256(key.encode() + picture).digest()
