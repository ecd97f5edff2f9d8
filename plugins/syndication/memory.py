"""What need not be made again: a post's HTML, fit for a feed, and a feed, as a build before did.

What makes them is loaded where it is needed: a build in which no feed changes has no use for it.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any, Protocol

from .feed import Channel

_STANDALONE, _WRITTEN = "syndication.standalone", "syndication.written"


class Memory(Protocol):
    """What remembers the results of pure functions from one build to the next."""

    def recall(self, kind: str, key: bytes) -> Any | None:
        """What was kept for this kind and key; None where nothing was."""

    def keep(self, kind: str, key: bytes, value: Any) -> None:
        """Remember a value, which JSON can write."""


def standalone_once(html: str, base: str, memory: Memory | None) -> str:
    """The same as `standalone`, which is not asked again for what the memory has."""

    def make() -> str:
        from .markup import standalone

        return standalone(html, base)

    return _once(_STANDALONE, _digest(html) + _digest(base), make, memory)


def write_once(format: str, channel: Channel, url: str, memory: Memory | None) -> bytes:
    """The same as what `WRITERS` has for the format, which is not asked again either."""

    def make() -> str:
        from .formats import WRITERS

        return WRITERS[format](channel, url).decode()

    key = channel.digest + _digest(format) + _digest(url)
    return _once(_WRITTEN, key, make, memory).encode()


def _once(kind: str, key: bytes, make: Callable[[], str], memory: Memory | None) -> str:
    if memory is None:
        return make()
    found = memory.recall(kind, key)
    if not isinstance(found, str):
        found = make()
        memory.keep(kind, key, found)
    return found


def _digest(text: str) -> bytes:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=32).digest()
