"""Each source of a site, read; one that has not changed is remembered, and not read again."""

from __future__ import annotations

import locale
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property, partial
from hashlib import blake2b
from pathlib import Path

from . import kept
from .alone import Findings, Remark, find
from .audit.parts import FEW, in_parts
from .decoding import decode, describe
from .folder import Found
from .memory import Memory
from .problem import Problem
from .rows import Entries, Entry, Rows
from .site import Site
from .source import Source

KIND = "proofread.source"
WORDS = "proofread.words"
_EMPTY = "is empty — write 'Title: …' in its first line, or remove it"

# What is found in a file, and the source it holds, if any can be told.
Read = tuple[Source | None, Findings]


class Reader:
    """Reads the sources of a site in the folder that the writer knows as `shown`."""

    def __init__(self, site: Site, shown: str, memory: Memory) -> None:
        self.memory = memory
        self._site = site
        self._shown = shown
        self._folder = str(site.content)
        self._entries: dict[str, tuple[str, Found]] = {}
        self._digests: dict[str, bytes] = {}
        self._known: Entries = {}
        self._found: dict[str, Read] = {}  # of what is not known, or was read in this process

    def read(self, entries: Iterable[tuple[str, Found]]) -> None:
        """Find out what is in each of some files alone; each comes with its kind."""
        self._entries = {entry.name: (kind, entry) for kind, entry in entries}
        self._look_ahead()
        rows = Rows(self.memory, KIND, self._frame)
        known, now = rows.recall(self._digests, kept.are_whole), kept.microseconds(self._site.now)
        known = {name: entry for name, entry in known.items() if kept.is_timely(entry, now)}
        unknown = [n for n in self._entries if not (n in known or n in self._found)]
        known |= self._read_away(unknown)
        for name in unknown:
            if name not in known:
                self._found[name], lasting = self._look(name)
                known |= {name: lasting} if lasting else {}
        rows.keep(known)
        self._known = known

    def remarks(self) -> Iterator[Problem]:
        """What is wrong with the form of each file, and with its front matter."""
        said = [name for name, entry in self._known.items() if entry[1]]
        for name in {*said, *self._found}:
            for remark in self._one(name)[1].front:
                yield remark.at(self._entries[name][1].path)

    def count(self) -> int:
        """How many of the files hold a source."""
        others = self._found.keys() - self._known.keys()
        held = sum(map(kept.is_source, self._known.values()))
        return held + sum(self._found[name][0] is not None for name in others)

    def sources(self, key: str = "") -> list[tuple[Source, Findings]]:
        """Each source, in order, with what was found in it; those alone that have a key."""
        found = (
            self._one(name)
            for name in self._entries
            if name not in self._known or kept.has_key(self._known[name], key)
        )
        return [(source, findings) for source, findings in found if source]

    def facts(self) -> bytes:
        """What tells two sites apart of whose sources all together another thing may be told.

        Nothing where one cannot be read. The text of a source is among it where it is asked again,
        for an address that it holds.
        """
        if not self._digests.keys() >= self._entries.keys():
            return b""
        # What is found at one moment alone is not remembered, and counts here all the same.
        fresh = {
            name: kept.write(self._digests[name].hex(), *read)
            for name, read in self._found.items()
            if name not in self._known
        }
        entries = {**self._known, **fresh}
        known = [(name, entries[name]) for name in self._entries]
        held = [(n, each if kept.leads_on(each) else each[1:]) for n, each in known]
        return _digest(repr(held)) + self._frame

    def named(self, words: list[str]) -> set[str]:
        """Which of some words are in the text of a source."""
        rows = Rows(self.memory, WORDS, _digest(*words))
        known = rows.recall(self._digests, partial(_are_words, {*words}))
        for name in self._entries.keys() - known.keys():
            source, _ = self._one(name)
            here = [word for word in words if source and word in source.text]
            known[name] = [self._digests.get(name, b"").hex(), *here]
        rows.keep(known)
        return {word for _, *here in known.values() for word in here}

    def _one(self, name: str) -> Read:
        """What is found in one file."""
        if name in self._found:
            return self._found[name]
        known = self._known[name]
        kind, entry = self._entries[name]
        path = partial(_read_text, self._path(name))
        source = kept.read_source(known, self._site, kind, entry, path)
        return source, kept.read_findings(known, lambda: self._key(name, bytes.fromhex(known[0])))

    def _look_ahead(self) -> None:
        """Ask for the digest of each file; what cannot be read has none."""
        for name in self._entries:
            try:
                self._digests[name] = self.memory.digest(self._path(name))
            except OSError as error:
                self._found[name] = None, _unreadable(error)

    def _read_away(self, names: list[str]) -> Entries:
        """Read on all processors what is much; what cannot be remembered is not among it."""
        if len(names) < FEW:
            return {}
        found = in_parts(lambda name: self._look(name)[1], names)
        return {name: entry for name, entry in found if entry}

    def _look(self, name: str) -> tuple[Read, Entry | None]:
        """What is found in a file, and what is to be remembered of it, if anything."""
        kind, entry = self._entries[name]
        path = self._path(name)
        source = Source(self._site, kind, entry.path, name, partial(_read_text, path))
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            return (None, _unreadable(error)), None
        # Not the digest from before: the file may have changed since.
        digest = self._digests[name] = blake2b(data, digest_size=32).digest()
        read, findings = _find(source, data)
        lasting = kept.write(digest.hex(), read, findings) if findings.is_lasting else None
        return (read, replace(findings, key=self._key(name, digest))), lasting

    def _path(self, name: str) -> str:
        return f"{self._folder}/{name}"

    def _key(self, name: str, digest: bytes) -> bytes:
        return digest + self._frame + self._entries[name][1].path.encode(errors="surrogatepass")

    @cached_property
    def _frame(self) -> bytes:
        """What else counts, and is in no setting: the machine speaks in some dates."""
        here = (time.tzname, time.timezone, time.altzone, locale.setlocale(locale.LC_ALL))
        site = (self._shown, self._site.keeps_future_back, sorted(self._site.endings))
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


def _unreadable(error: OSError) -> Findings:
    return _only(0, unreadable(error))


def _are_words(words: set[str], entries: Iterable[Entry]) -> bool:
    """Whether each entry is a digest and some of these words."""
    said = [word for _, *here in entries for word in here]
    return {*map(type, said)} <= {str} and words.issuperset(said)


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
