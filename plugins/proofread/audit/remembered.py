"""What every file of a site says, read only where it is not remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol

from .address import Atlas
from .file import read_file
from .mentions import Mentions
from .parts import in_parts
from .reading import Reading, Told, as_data, as_reading, as_told

_READING = "proofread.audit"
_NAMED = "proofread.audit.named"


class Memory(Protocol):
    """What pure functions gave, in this build and in those before."""

    def recall(self, kind: str, key: bytes) -> Any | None:
        """What was kept of this kind for this key; None if nothing was."""

    def keep(self, kind: str, key: bytes, value: Any) -> None:
        """Remember plain data, which follows from the key alone."""

    def digest(self, path: Path) -> bytes:
        """BLAKE2b of the bytes of a file (32 bytes); raises `OSError`."""


class Files:
    """The files of a site by their paths, with what is remembered of them where anything is."""

    def __init__(self, files: Mapping[str, Path], memory: Memory | None) -> None:
        self._files = files
        self._memory = memory
        self._digests: dict[str, bytes] = {}

    def readings(self, atlas: Atlas) -> dict[str, Reading]:
        """What each file says; one that cannot be read is left out."""
        about = blake2b(repr(atlas.siteurl).encode(), digest_size=32).digest()
        found: dict[str, Reading | None] = {}
        for path in self._files:
            found[path] = as_reading(self._recall(_READING, path, about))
        unknown = [path for path, reading in found.items() if reading is None]
        for path, data in in_parts(lambda path: self._read(path, atlas), unknown):
            found[path] = as_reading(data)
            self._keep(_READING, path, about, data)
        return {path: reading for path, reading in found.items() if reading is not None}

    def named(self, paths: Iterable[str], mentions: Mentions) -> dict[str, Told]:
        """Where each of some files names what nobody is to find."""
        found: dict[str, Told] = {}
        for path in paths if mentions else ():
            told = as_told(self._recall(_NAMED, path, mentions.digest))
            if told is None:
                told = list(mentions.named(self._files[path].read_bytes()))
                self._keep(_NAMED, path, mentions.digest, told)
            found[path] = told
        return found

    def _read(self, path: str, atlas: Atlas) -> dict[str, Any] | None:
        try:
            data = self._files[path].read_bytes()
        except OSError:
            return None
        return as_data(read_file(path, data, atlas))

    def _recall(self, kind: str, path: str, about: bytes) -> Any | None:
        if self._memory is None:
            return None
        if path not in self._digests:
            try:
                self._digests[path] = self._memory.digest(self._files[path])
            except OSError:
                return None
        return self._memory.recall(kind, self._key(path, about))

    def _keep(self, kind: str, path: str, about: bytes, value: Any) -> None:
        if self._memory and value is not None and path in self._digests:
            self._memory.keep(kind, self._key(path, about), value)

    def _key(self, path: str, about: bytes) -> bytes:
        return about + self._digests[path] + path.encode("utf-8", "surrogatepass")
