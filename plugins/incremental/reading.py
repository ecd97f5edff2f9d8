"""Sources that are read once: what a file says is remembered by its bytes, and all cores read.

Stands between Pelican's generators and its readers, for `Readers.read_file` of Pelican 4.12.0.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

from pelican import contents, readers
from pelican.contents import SkipStub
from pelican.urlwrappers import Author, Category, Tag, URLWrapper
from pelican.utils import SafeDatetime, file_suffix

from . import fork
from .codec import Codec, Kind, pack_time, unpack_time
from .contents import PLAIN, Article, Body, Page, find_links
from .limit import in_time
from .markdown import MarkdownReader
from .memory import Memory
from .noted import noted
from .trace import digest

KIND, BODY = "incremental.source", "incremental.body"
FEW = 32  # files are read here sooner than by a child
_CLASSES = {contents.Article: Article, contents.Page: Page}
_OWN = frozenset(vars(Tag("", {})))


class _Plain:
    """What a reader gives of a file, before any plugin is told: the HTML, and the metadata."""

    def __init__(self, *, content: str, metadata: dict[str, Any], **_: Any) -> None:
        self.content, self.metadata = content, metadata


class Readers(readers.Readers):  # type: ignore[misc]  # Pelican has no types
    """Reads a source with Pelican's own reader, unless it has been read before."""

    def __init__(self, settings: Mapping[str, Any], memory: Memory, seconds: float) -> None:
        super().__init__(settings)
        for name, reader in self.readers.items():
            if type(reader) is readers.MarkdownReader:
                self.readers[name] = MarkdownReader(settings, seconds)
        self._seconds = seconds
        self._memory = memory
        self._codec = Codec(_kinds(settings), settings["PLUGINS"])
        self._found: dict[str, tuple[bytes, Any, str | None]] = {}  # key, data, HTML
        # By "fs" a file's date is that of its last change, which its bytes do not tell.
        self._is_dated = isinstance(settings.get("DEFAULT_DATE"), str)

    def prepare(self, base_path: str, paths: Iterable[str], *, jobs: int) -> None:
        """Read what is not remembered, on so many cores; `paths` are relative to `base_path`."""
        self._memory.gather(KIND)
        unknown = []
        for path in paths:
            if self._is_lasting(path):
                key = self._key(base_path, path)
                found = self._memory.recall(KIND, key)
                if found is None:
                    unknown.append(path)
                else:
                    self._memory.hold(BODY, key)
                    self._found[path] = (key, found, None)
        if jobs < 2 or len(unknown) < FEW:
            return

        def read(path: str) -> bytes:
            return json.dumps(self._read(base_path, path)).encode()

        for number, data in fork.spread(read, unknown, jobs=jobs):
            if (done := json.loads(data) if data else None) is not None:
                self._remember(base_path, unknown[number], *done)

    def _remember(self, base_path: str, path: str, found: Any, body: str) -> None:
        key = self._key(base_path, path)
        self._found[path] = (key, found, body)
        self._memory.keep(KIND, key, found)
        self._memory.keep(BODY, key, body)

    def read_file(
        self,
        base_path: str,
        path: str,
        content_class: type = contents.Page,
        fmt: str | None = None,
        context: dict[str, Any] | None = None,
        preread_signal: Any = None,
        preread_sender: Any = None,
        context_signal: Any = None,
        context_sender: Any = None,
    ) -> Any:
        """As Pelican's: the content of a file, of the class asked for, or its quicker own."""
        quick = _CLASSES.get(content_class, content_class)
        found = None
        if quick is not content_class and not fmt and not getattr(preread_signal, "receivers", ()):
            found = self._take(base_path, path)
        if found is None:
            rest = (preread_signal, preread_sender, context_signal, context_sender)
            return self._in_time(base_path, path, quick, fmt, context, *rest)
        content, metadata = found
        if context_signal:
            context_signal.send(context_sender, metadata=metadata)
        return (SkipStub if metadata.get("status") == "skip" else quick)(
            content=content,
            metadata=metadata,
            settings=self.settings,
            source_path=_absolute(base_path, path),
            context=context,
        )

    def _take(self, base_path: str, path: str) -> tuple[str | Body, dict[str, Any]] | None:
        """What is remembered of a file, or read now; None where the file is Pelican's to read."""
        if path not in self._found:
            read = self._read(base_path, path) if self._is_lasting(path) else None
            if read is None:
                return None
            self._remember(base_path, path, *read)
        key, found, body = self._found.pop(path)
        try:
            packed, digest, links = found
            metadata = self._codec.unpack(packed)
            "".join((digest, body or "", *(links or ())))
        except (TypeError, ValueError):  # it is none of ours, and read as if it were not there
            return None
        if body is not None:
            return body, metadata
        return Body(lambda: self._fetch(base_path, path, key), digest, links), metadata

    def _fetch(self, base_path: str, path: str, key: bytes) -> str:
        """The HTML of a file; read once more where what was kept of it has gone meanwhile."""
        body = self._memory.recall(BODY, key)
        if not isinstance(body, str):
            body = self._in_time(base_path, path, _Plain).content
        return str(body)

    def _read(self, base_path: str, path: str) -> tuple[Any, str] | None:
        """What a file is, as data, and its HTML; None where it has to be read in every build."""
        reader = self.readers[_suffix(path)]
        reader.is_lasting = True
        with noted() as records:
            read = self._in_time(base_path, path, _Plain)
        # What is told of a file is to be told in every build; one that is skipped has no content.
        if records or not reader.is_lasting or not isinstance(read, _Plain):
            return None
        try:
            packed = self._codec.pack(read.metadata)
        except TypeError:
            return None
        if type(read.content) is not str:
            return None
        links = find_links(read.content, self.settings)
        return (packed, digest(read.content), links), read.content

    def _in_time(self, base_path: str, path: str, *args: Any) -> Any:
        """As Pelican's `read_file`, which searches for pictures without words for ever, too."""
        place = os.path.join(base_path, path)
        read = super().read_file
        return in_time(place, self._seconds, lambda: read(base_path, path, *args))

    def _is_lasting(self, path: str) -> bool:
        return not self._is_dated and type(self.readers.get(_suffix(path))) is MarkdownReader

    def _key(self, base_path: str, path: str) -> bytes:
        digest = self._memory.digest(_absolute(base_path, path))
        return blake2b(digest + path.encode(errors="surrogateescape"), digest_size=32).digest()


def _absolute(base_path: str, path: str) -> str:
    """`os.path.abspath`, which goes through both paths each time."""
    if base_path.startswith("/") and PLAIN.fullmatch(path):
        return os.path.join(base_path, path)
    return os.path.abspath(os.path.join(base_path, path))


def _suffix(path: str) -> str:
    return str(file_suffix(path))


def _kinds(settings: Mapping[str, Any]) -> dict[type, Kind]:
    def named(kind: type[URLWrapper]) -> Kind:
        def unpack(held: list[str]) -> URLWrapper:
            name, slug = held
            made = kind(name, settings)
            # As after the first time it is asked for its slug; to make one of a name is dear.
            made._slug = slug or None
            return made

        return Kind(_pack_name, unpack)

    kinds = {kind: named(kind) for kind in (Author, Category, Tag)}
    return kinds | {SafeDatetime: Kind(pack_time, unpack_time(SafeDatetime))}


def _pack_name(value: URLWrapper) -> list[str]:
    if not value._slug_from_name or vars(value).keys() != _OWN:
        raise TypeError(f"{value!r} holds more than its name")
    return [value.name, value.slug]
