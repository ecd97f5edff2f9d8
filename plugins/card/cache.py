"""Pictures that were drawn before, by the key of what decided them."""

from __future__ import annotations

import os
from functools import cached_property
from hashlib import sha256
from pathlib import Path


class Cache:
    """A folder of pictures; each has its digest in its name, so that a damaged one is none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, key: str) -> str | None:
        """The path of a key's picture, which is whole; None where there is none."""
        name = self._names.get(key)
        if name is None:
            return None
        path = f"{self.folder}/{name}"
        try:
            with open(path, "rb") as file:  # noqa: PTH123  -- ten thousand times
                return path if name == _name(key, file.read()) else None
        except OSError:
            return None

    def keep(self, key: str, picture: bytes) -> str:
        """Keep a picture, and give its path; it appears whole, whoever else draws the same."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = _name(key, picture)
        path = self.folder / name
        unfinished = self.folder / f".{name}.{os.getpid()}.new"
        unfinished.unlink(missing_ok=True)
        try:
            with unfinished.open("xb") as file:
                file.write(picture)
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        before = self._names.get(key, name)
        if before != name:
            (self.folder / before).unlink(missing_ok=True)
        self._names[key] = name
        return str(path)

    @cached_property
    def _names(self) -> dict[str, str]:
        """The name of each key's file."""
        try:
            names = sorted(os.listdir(self.folder))  # noqa: PTH208  -- the names alone, ten thousand
        except OSError:
            return {}
        return {name.partition(".")[0]: name for name in names}


def _name(key: str, picture: bytes) -> str:
    """The name of a picture's file; that of another key is another."""
    return f"{key}.{sha256(key.encode() + picture).hexdigest()[:32]}.png"
