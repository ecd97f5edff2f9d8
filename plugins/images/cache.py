"""What was drawn before, by the key of what decided it."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path

from .drawing import Drawn
from .picture import Picture, Variant, read_picture


class Cache:
    """A folder: for each key what the picture is, and beside it the variants, by their digests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, key: str) -> Picture | None:
        """The picture of a key, all of whose variants are there and whole; None where it is not."""
        try:
            picture = read_picture(json.loads(self._record(key).read_bytes()))
        except (OSError, KeyError, TypeError, ValueError):
            return None
        return picture if all(map(self._is_whole, picture.variants)) else None

    def keep(self, key: str, drawn: Drawn) -> None:
        """Keep a picture; each file appears whole, the record last. Raises `OSError`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for variant in drawn.picture.variants:
            _put(self.path(variant), drawn.files[variant.digest])
        _put(self._record(key), json.dumps(drawn.picture.as_data()).encode())

    def path(self, variant: Variant) -> Path:
        """Where a variant is kept."""
        return self.folder / f"{variant.digest}.{variant.ending}"

    def _record(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def _is_whole(self, variant: Variant) -> bool:
        try:
            return sha256(self.path(variant).read_bytes()).hexdigest() == variant.digest
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
