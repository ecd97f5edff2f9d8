"""Each source of a site, read; one that has not changed is remembered, and not read again."""

from __future__ import annotations

import locale
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

from . import kept
from .alone import Findings, Remark, find
from .audit.parts import FEW, in_parts
from .decoding import decode, describe
from .folder import Found
from .memory import Memory
from .site import Site
from .source import Source

KIND = "proofread.source"
WORDS = "proofread.words"
_EMPTY = "is empty — write 'Title: …' in its first line, or remove it"

# What is found in a file, and the source it holds, if any can be told.
Read = tuple[Source | None, Findings]


@dataclass(frozen=True)
class Reader:
    """Reads the sources of a site in the folder that the writer knows as `shown`."""

    site: Site
    shown: str
    memory: Memory

    def read(self, kind: str, entry: Found) -> Read:
        """What is found in one file alone."""
        path = f"{self._folder}/{entry.name}"
        source = self._source(kind, entry, path)
        try:
            return self._recall(source, path) or self._find(source, path)
        except OSError as error:
            return None, _only(0, unreadable(error))

    def read_ahead(self, entries: Iterable[tuple[str, Found]]) -> None:
        """Read what is not remembered, on all processors, so that it is."""
        unknown = {each[1].name: each for each in entries if not self._knows(*each)}
        if len(unknown) < FEW:
            return
        for _, found in in_parts(lambda name: self._read_away(*unknown[name]), list(unknown)):
            if found is not None:
                self.memory.keep(KIND, bytes.fromhex(found[0]), found[1])

    def named(self, words: list[str], read: Iterable[tuple[Source, Findings]]) -> set[str]:
        """Which of some words are in the text of a source."""
        asked = _digest(*words)
        return {word for source, found in read for word in self._named(words, asked, source, found)}

    def _named(self, words: list[str], asked: bytes, source: Source, found: Findings) -> list[str]:
        known = self.memory.recall(WORDS, asked + found.key) if found.key else None
        if isinstance(known, list) and set(known) <= set(words):
            return known
        here = [word for word in words if word in source.text]
        if found.key:
            self.memory.keep(WORDS, asked + found.key, here)
        return here

    def _source(self, kind: str, entry: Found, path: str) -> Source:
        return Source(self.site, kind, entry.path, entry.name, partial(_read_text, path))

    def _knows(self, kind: str, entry: Found) -> bool:
        """Whether a file is remembered, or there is nothing to remember it with."""
        path = f"{self._folder}/{entry.name}"
        try:
            digest = self.memory.digest(path)
        except OSError:
            return True  # which `read` tells
        key = self._key(self._source(kind, entry, path), digest) if digest else b""
        return not digest or self.memory.recall(KIND, key) is not None

    def _read_away(self, kind: str, entry: Found) -> tuple[str, Any] | None:
        """In a child: what is to be remembered of a file, if anything."""
        path = f"{self._folder}/{entry.name}"
        try:
            key, read = self._look(self._source(kind, entry, path), path)
        except OSError:
            return None
        return (key.hex(), kept.write(*read)) if read[1].is_lasting else None

    def _recall(self, source: Source, path: str) -> Read | None:
        digest = self.memory.digest(path)
        key = self._key(source, digest) if digest else b""
        known = self.memory.recall(KIND, key) if key else None
        return kept.read(known, source, key) if known is not None else None

    def _find(self, source: Source, path: str) -> Read:
        key, read = self._look(source, path)
        if read[1].is_lasting:
            self.memory.keep(KIND, key, kept.write(*read))
        return read[0], replace(read[1], key=key)

    def _look(self, source: Source, path: str) -> tuple[bytes, Read]:
        data = Path(path).read_bytes()
        # Not the digest from before: the file may have changed since.
        key = self._key(source, blake2b(data, digest_size=32).digest())
        return key, _find(replace(source), data)

    def _key(self, source: Source, digest: bytes) -> bytes:
        return digest + self._frame + source.path.encode(errors="surrogatepass")

    @cached_property
    def _folder(self) -> str:
        return str(self.site.content)

    @cached_property
    def _frame(self) -> bytes:
        """What else counts, and is in no setting: the machine speaks in some dates."""
        here = (time.tzname, time.timezone, time.altzone, locale.setlocale(locale.LC_ALL))
        site = (self.shown, self.site.keeps_future_back, sorted(self.site.endings))
        return _digest(repr(here), repr(site))


def unreadable(error: OSError) -> str:
    """What is to be told of what cannot be read."""
    return f"cannot be read ({error.strerror or error}) — change its mode"


def _find(source: Source, data: bytes) -> Read:
    try:
        text = decode(data)
    except UnicodeDecodeError as error:
        return None, _only(*describe(data, error))
    if not text.strip():
        return None, _only(0, _EMPTY)
    source.__dict__["text"] = text
    return (source if source.front.fields else None), find(source)


def _only(line: int, message: str) -> Findings:
    return Findings((Remark(line, message),), (), ())


def _read_text(path: str) -> str:
    try:
        return decode(Path(path).read_bytes())
    except (OSError, UnicodeDecodeError):
        return ""  # it has changed since it was looked at


def _digest(*parts: str) -> bytes:
    whole = "".join(f"{len(part)}:{part}" for part in parts)
    return blake2b(whole.encode(errors="surrogatepass"), digest_size=16).digest()
