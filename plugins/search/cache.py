"""The index of a build before, by the digest of what it was made of."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

_LIST = "index.json"
_SEAL = 65  # bytes: a digest's digits and a line's end


class Cache:
    """A folder of files, each named by its digest, and the list of those of the last index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def recall(self, key: str) -> dict[str, bytes] | None:
        """The files that were kept for a key, by path; None where it is another's, or nothing.

        Raises `ValueError` where what is there is not whole.
        """
        path = self.folder / _LIST
        try:
            data = path.read_bytes()
        except OSError:
            return None
        body = data[_SEAL:]
        if data[:_SEAL] != _seal(body):
            raise ValueError("is not whole")
        kept = json.loads(body)
        if kept["key"] != key:
            return None
        return {name: self._read(digest) for name, digest in kept["files"].items()}

    def keep(self, key: str, files: Mapping[str, bytes]) -> None:
        """Keep the files of an index, and no others. Raises `OSError` where there is no room."""
        self.folder.mkdir(parents=True, exist_ok=True)
        names = {path: _digest(data) for path, data in files.items()}
        for path, data in files.items():
            place = self.folder / names[path]
            if not (place.is_file() and _digest(place.read_bytes()) == names[path]):
                write_whole(place, data)
        body = json.dumps({"key": key, "files": names}, sort_keys=True).encode()
        write_whole(self.folder / _LIST, _seal(body) + body)
        kept = {_LIST, *names.values()}
        for old in self.folder.iterdir():
            if old.name not in kept:
                old.unlink(missing_ok=True)

    def show(self, data: bytes, place: Path) -> None:
        """Put a file where it is published: another name of the one that is kept, or a copy."""
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(self.folder / _digest(data), place)
        except OSError:  # it is there already, is not kept, or the disk has no such links
            write_whole(place, data)

    def _read(self, digest: str) -> bytes:
        try:
            data = (self.folder / digest).read_bytes()
        except OSError as error:
            raise ValueError(f"lacks {digest}") from error
        if _digest(data) != digest:
            raise ValueError(f"{digest} is not what was kept")
        return data


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place, then put it there; leave one that is there already."""
    if path.is_file() and path.read_bytes() == data:
        return
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        new.write_bytes(data)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:32]


def _seal(body: bytes) -> bytes:
    return f"{sha256(body).hexdigest()}\n".encode()
