"""What need not be made again: a post's HTML, fit for a feed, as a build before made it."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, Protocol

from .markup import standalone

_KIND = "syndication.standalone"


class Memory(Protocol):
    """What remembers the results of pure functions from one build to the next."""

    def recall(self, kind: str, key: bytes) -> Any | None:
        """What was kept for this kind and key; None where nothing was."""

    def keep(self, kind: str, key: bytes, value: Any) -> None:
        """Remember a value, which JSON can write."""


def standalone_once(html: str, base: str, memory: Memory | None) -> str:
    """The same as `standalone`, which is not asked again for what the memory has."""
    if memory is None:
        return standalone(html, base)
    key = _digest(html) + _digest(base)
    found = memory.recall(_KIND, key)
    if not isinstance(found, str):
        found = standalone(html, base)
        memory.keep(_KIND, key, found)
    return found


def _digest(text: str) -> bytes:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=32).digest()
