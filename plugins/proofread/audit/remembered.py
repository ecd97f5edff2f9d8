"""What every file of a site says, read only where it is not remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from ..memory import Memory
from ..rows import ROWS, row_of
from .address import Atlas
from .batch import Batch, pack, unpack
from .file import read_file
from .mentions import Mentions
from .parts import in_parts
from .reading import Reading, Told, as_data, as_reading, as_told

_READING = "proofread.audit"
_NAMED = "proofread.audit.named"


class Files:
    """The files of a site, where they lie by their paths below it, with what is remembered."""

    def __init__(self, files: Mapping[str, str], atlas: Atlas, memory: Memory) -> None:
        self._files = files
        self._atlas = atlas
        self._memory = memory
        self._about = blake2b(repr(atlas.siteurl).encode(), digest_size=32).digest()
        self._digests: dict[str, str] = {}

    def batches(self) -> list[Batch]:
        """What the files say; one that cannot be read is left out."""
        rows, held = self._rows(), {}
        said: dict[str, dict[str, Any] | None] = {}
        for number, row in enumerate(rows):
            batch = held[number] = self._recall(number, row)
            if batch.digests != row:
                for path in row.keys() & batch.files.keys():
                    if row[path] == batch.digests[path]:
                        said[path] = batch.data(path)
        unknown = [
            path for path, each in self._digests.items()
            if held[row_of(path)].digests.get(path) != each or said.get(path, {}) is None
        ]  # fmt: skip
        said |= in_parts(self._read, unknown)
        return [self._whole(number, row, held[number], said) for number, row in enumerate(rows)]

    def reading(self, path: str, batch: Batch) -> Reading:
        """All that a file says, which is in a batch."""
        known = as_reading(batch.data(path))
        return known or as_reading(self._read(path)) or Reading()

    def named(self, paths: Iterable[str], mentions: Mentions) -> dict[str, Told]:
        """Where each of some files names what nobody is to find."""
        found: dict[str, Told] = {}
        for path in paths if mentions else ():
            digest = bytes.fromhex(self._digests[path])
            key = mentions.digest + digest + path.encode("utf-8", "surrogatepass")
            told = as_told(self._memory.recall(_NAMED, key)) if digest else None
            if told is None:
                told = list(mentions.named(Path(self._files[path]).read_bytes()))
                self._memory.keep(_NAMED, key, told)
            found[path] = told
        return found

    def _rows(self) -> list[dict[str, str]]:
        """The digests of the files that stand in each row, in hexadecimal."""
        rows: list[dict[str, str]] = [{} for _ in range(ROWS)]
        for path, file in self._files.items():
            try:
                digest = self._memory.digest(file).hex()
            except OSError:
                continue
            rows[row_of(path)][path] = self._digests[path] = digest
        return rows

    def _recall(self, number: int, row: Mapping[str, str]) -> Batch:
        known = self._memory.recall(_READING, self._key(number)) if row else None
        return unpack(known) or Batch({}, [], [], [])

    def _whole(
        self, number: int, row: Mapping[str, str], batch: Batch, said: Mapping[str, Any]
    ) -> Batch:
        """The batch of all files of a row, which is remembered where it is not what it was."""
        if batch.digests == row and not said.keys() & row.keys():
            return batch
        known = {
            path: (digest, said[path]) for path, digest in row.items() if said.get(path) is not None
        }
        data = pack(known)
        self._memory.keep(_READING, self._key(number), data)
        return Batch(**data)

    def _key(self, number: int) -> bytes:
        return self._about + bytes((number,))

    def _read(self, path: str) -> dict[str, Any] | None:
        try:
            data = Path(self._files[path]).read_bytes()
        except OSError:
            return None
        return as_data(read_file(path, data, self._atlas))
