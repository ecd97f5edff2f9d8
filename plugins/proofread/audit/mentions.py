"""Where a text, such as an index for a search, names what nobody is to find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b

from .expected import Expected
from .finding import quoted


class Mentions:
    """The addresses of what is not published or hidden, as they are written in a text.

    An address of one word is too often a word of another meaning. `digest` tells two of these
    apart that could find another thing.
    """

    def __init__(self, expected: Expected) -> None:
        sources = {**expected.hidden, **expected.withheld}
        self._sources = {
            url: source
            for url, source in sources.items()
            if "/" in url.strip("/") and url not in expected.pages
        }
        self._patterns = {
            url: re.compile(rb"/" + re.escape(url.encode("utf-8", "replace")) + rb"(?![\w%-])")
            for url in self._sources
        }
        self.digest = blake2b(repr([*self._sources.items()]).encode(), digest_size=32).digest()

    def __bool__(self) -> bool:
        return bool(self._sources)

    def named(self, data: bytes) -> Iterator[tuple[int, str]]:
        """The first line that names each of them, with what is wrong with that."""
        for url, pattern in self._patterns.items():
            match = pattern.search(data)
            if match:
                fault = f"names {quoted(url)}, the address of {quoted(self._sources[url])}"
                line = data.count(b"\n", 0, match.start()) + 1
                yield line, f"{fault}, which is not to be found — take it out"
