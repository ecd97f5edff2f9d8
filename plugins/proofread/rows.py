"""What is remembered of many files, in a few rows: to look one row up costs as much as many files.

What a row says of a file stands beside the digest of its bytes, so that it holds for these bytes
alone, whichever build has written it. After an edit one row is written anew, and no file but the
one that was edited is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from zlib import crc32

from .memory import Memory

ROWS = 64  # of ten thousand files some 150 stand in each

# What is kept of one file: the digest of its bytes, in hexadecimal, and then plain data.
Entry = list[Any]
Entries = dict[str, Entry]


class Rows:
    """What a function gave for each of some files, which are told apart by their names.

    `kind` names the function, and `about` is all that went into it but the file and its name.
    """

    def __init__(self, memory: Memory, kind: str, about: bytes) -> None:
        self._memory = memory
        self._kind = kind
        self._about = about
        self._held: list[Entries] = []

    def recall(
        self, digests: Mapping[str, bytes], are_whole: Callable[[Iterable[Entry]], bool]
    ) -> Entries:
        """What was kept of those files that are as they were, by their digests.

        A row with an entry of which `are_whole` says that it is none is as if it were not there.
        """
        wanted: list[dict[str, str]] = [{} for _ in range(ROWS)]
        for name, digest in digests.items():
            wanted[row_of(name)][name] = digest.hex()
        self._held = [self._recall(number, each) for number, each in enumerate(wanted)]
        known: Entries = {}
        for number, names in enumerate(wanted):
            held = self._held[number]
            same = {name: held[name] for name, each in names.items() if _is_of(held, name, each)}
            if are_whole(same.values()):
                known |= same
        return known

    def keep(self, entries: Mapping[str, Entry]) -> None:
        """Remember all that is known of the files now; only what changed is written."""
        rows: list[Entries] = [{} for _ in range(ROWS)]
        for name, entry in entries.items():
            rows[row_of(name)][name] = entry
        for number, row in enumerate(rows):
            if row and row != self._held[number]:
                self._memory.keep(self._kind, self._key(number), row)

    def _recall(self, number: int, wanted: Mapping[str, str]) -> Entries:
        row = self._memory.recall(self._kind, self._key(number)) if wanted else None
        return row if isinstance(row, dict) else {}

    def _key(self, number: int) -> bytes:
        return self._about + bytes((number,))


def row_of(name: str) -> int:
    """The number of the row in which a file stands."""
    return crc32(name.encode(errors="surrogatepass")) % ROWS


def _is_of(held: Entries, name: str, digest: str) -> bool:
    entry = held.get(name)
    return type(entry) is list and entry[:1] == [digest]
