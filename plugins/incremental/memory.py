"""What is remembered from one build to the next: data in one SQLite file, checked row by row.

SQLite, because a build that changes one post then reads and writes a few rows of a large state,
whole or not at all, and because it comes with Python. The file holds data alone, and none of it is
ever run; whatever is odd about it is ignored, and the next build begins a new one.
"""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from .stamp import Stamp, stamp

VERSION = 2
MARK = 0x72616E74  # PRAGMA application_id: "rant"
WORLDS = 4  # kept: those of `make publish`, `make html` and `make check`, and one more
BATCH = 1000  # rows
_SCHEMA = (
    "CREATE TABLE memo (world BLOB, kind TEXT, key BLOB, value BLOB, seal BLOB,"
    " PRIMARY KEY (world, kind, key)) WITHOUT ROWID",
    "CREATE TABLE stamp (path BLOB PRIMARY KEY, numbers TEXT, digest BLOB, seal BLOB)"
    " WITHOUT ROWID",
    "CREATE TABLE world (world BLOB PRIMARY KEY, used INT) WITHOUT ROWID",
)
_OUT_OF_REACH = (
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR,
)  # fmt: skip
log = logging.getLogger(__name__)


class Memory:
    """What pure functions gave, by their inputs, in this build and in those before.

    `path` is the file; `world` gives what tells apart all that is common to a build's functions:
    the code, the versions, the settings. It is asked once, at the first use.
    """

    def __init__(self, path: Path, world: Callable[[], bytes]) -> None:
        self.path = path
        self._world = world
        self._known: bytes | None = None
        self._rows: dict[tuple[str, bytes], bytes] = {}  # kept, and not yet in the file
        self._gathered: dict[str, dict[bytes, bytes]] = {}
        self._used: dict[str, set[bytes]] = {}
        self._held: set[str] = set()
        self._stamps: dict[str, tuple[Stamp, int, bytes]] | None = None
        self._fresh: dict[str, tuple[Stamp, int, bytes]] = {}
        self._connection: sqlite3.Connection | None = None
        self._owner = self._process = os.getpid()
        self._odd = ""
        self._is_resting = False

    def recall(self, kind: str, key: bytes) -> Any | None:
        """What was kept for this key, in this build or one before; None where nothing was."""
        data = self._rows.get((kind, key))
        if data is None:
            gathered = self._gathered.get(kind)
            data = self._read(kind, key) if gathered is None else gathered.get(key)
        if data is None:
            return None
        self._used.setdefault(kind, set()).add(key)
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            self._ignore("a row is no JSON")
            return None

    def gather(self, kind: str) -> None:
        """Read all that was kept of a kind at once, for many that will be recalled."""

        def select(connection: sqlite3.Connection) -> dict[bytes, bytes]:
            query = "SELECT key, value, seal FROM memo WHERE world = ? AND kind = ?"
            rows = {}
            for key, value, seal in connection.execute(query, (self._name(), kind)):
                self._check(kind, key, value, seal)
                rows[key] = value
            return rows

        self._write()
        self._gathered[kind] = self._guarded(select) or {}

    def keep(self, kind: str, key: bytes, value: Any) -> None:
        """Remember plain data, which JSON can write, for this key; None is nothing."""
        self._used.setdefault(kind, set()).add(key)
        self._rows[kind, key] = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(
            errors="surrogatepass"
        )
        if len(self._rows) >= BATCH:
            self._write()

    def hold(self, kind: str, key: bytes | None = None) -> None:
        """Do not forget what was kept for this key, or any, which another process may recall."""
        if key is None:
            self._held.add(kind)
        else:
            self._used.setdefault(kind, set()).add(key)

    def digest(self, path: Path | str, status: os.stat_result | None = None) -> bytes:
        """BLAKE2b of a file's bytes (32 bytes); of an unchanged file, without reading it.

        `status` is what it is known to be by now. Raises `OSError` where it cannot be read.
        """
        name = str(path)
        if name not in self._all_stamps():  # where each has its one name
            name = os.path.abspath(path)
        moment, now = time.time_ns(), stamp(status or os.stat(name))
        known = self._fresh.get(name) or self._all_stamps().get(name)
        if known and known[0] == now and now.is_settled(known[1]):
            self._fresh[name] = known
            return known[2]
        with open(name, "rb") as file:
            found = blake2b(file.read(), digest_size=32).digest()
        self._fresh[name] = (now, moment, found)
        return found

    def flush(self) -> None:
        """Write what is kept so far, so that whoever opens the file sees it."""
        self._write()

    def close(self, *, whole: bool) -> None:
        """Write what was kept; after a whole build, forget what it did not use."""
        if os.getpid() != self._owner:
            return
        self._write()
        self._guarded(self._forget if whole else lambda _: None)
        if self._connection:
            self._connection.close()
            self._connection = None
        if self._odd and not self._is_resting:
            self._remove()
        self._stamps, self._odd, self._is_resting = None, "", False
        self._used, self._fresh, self._gathered = {}, {}, {}

    def wake(self) -> None:
        """Ask now what tells this build from others, before it changes its own settings."""
        self._name()

    def rest(self, reason: str) -> None:
        """Remember nothing until it is closed, and leave the file to whoever is at it."""
        self._odd, self._is_resting = reason, True

    def _read(self, kind: str, key: bytes) -> bytes | None:
        def select(connection: sqlite3.Connection) -> bytes | None:
            query = "SELECT value, seal FROM memo WHERE world = ? AND kind = ? AND key = ?"
            row = connection.execute(query, (self._name(), kind, key)).fetchone()
            if row is None:
                return None
            self._check(kind, key, *row)
            value: bytes = row[0]
            return value

        found: bytes | None = self._guarded(select)
        return found

    def _check(self, kind: str, key: bytes, value: Any, seal: Any) -> None:
        whole = isinstance(value, bytes) and isinstance(key, bytes)
        if not whole or seal != _seal(self._name(), kind.encode(), key, value):
            raise ValueError("a row is not what was written")

    def _write(self) -> None:
        if os.getpid() != self._owner:
            return
        rows, self._rows = self._rows, {}
        if self._odd:
            return
        for (kind, key), value in rows.items() if self._gathered else ():
            if kind in self._gathered:
                self._gathered[kind][key] = value
        world = self._name() if rows else b""
        memos = (
            (world, kind, key, value, _seal(world, kind.encode(), key, value))
            for (kind, key), value in rows.items()
        )
        known = self._stamps or {}
        fresh = {name: each for name, each in self._fresh.items() if known.get(name) != each}

        def write(connection: sqlite3.Connection) -> None:
            with _transaction(connection):
                connection.executemany("INSERT OR REPLACE INTO memo VALUES (?,?,?,?,?)", memos)
                connection.executemany(
                    "INSERT OR REPLACE INTO stamp VALUES (?,?,?,?)",
                    map(_stamp_row, fresh.items()),
                )

        if rows or fresh:
            self._guarded(write)
            if self._stamps is not None:
                self._stamps |= fresh

    def _forget(self, connection: sqlite3.Connection) -> None:
        world, moment = self._name(), time.time_ns()
        with _transaction(connection):
            for kind in self._used.keys() - self._held:
                used = self._used[kind]
                stored = connection.execute(
                    "SELECT key FROM memo WHERE world = ? AND kind = ?", (world, kind)
                )
                unused = [(world, kind, key) for (key,) in stored if key not in used]
                connection.executemany(
                    "DELETE FROM memo WHERE world = ? AND kind = ? AND key = ?", unused
                )
            connection.execute("INSERT OR REPLACE INTO world VALUES (?, ?)", (world, moment))
            connection.execute(
                "DELETE FROM world WHERE world NOT IN"
                " (SELECT world FROM world ORDER BY used DESC LIMIT ?)",
                (WORLDS,),
            )
            connection.execute("DELETE FROM memo WHERE world NOT IN (SELECT world FROM world)")
            others = self._all_stamps().keys() - self._fresh.keys()
            gone = {name for name in others if not os.path.lexists(name)}
            paths = ((os.fsencode(name),) for name in gone)
            connection.executemany("DELETE FROM stamp WHERE path = ?", paths)

    def _all_stamps(self) -> dict[str, tuple[Stamp, int, bytes]]:
        if self._stamps is None:
            self._stamps = self._guarded(_read_stamps) or {}
        return self._stamps

    def _name(self) -> bytes:
        if self._known is None:
            self._known = self._world()
        return self._known

    def _guarded(self, work: Callable[[sqlite3.Connection], Any]) -> Any | None:
        """Do something with the file; None, from then on, where it is not as it should be."""
        if self._odd:
            return None
        try:
            return work(self._open())
        except (sqlite3.Error, OSError, ValueError, TypeError, AttributeError) as error:
            self._is_resting = _may_be_whole(error)
            self._ignore(str(error))
        return None

    def _open(self) -> sqlite3.Connection:
        # A connection is of no use in a forked child, which opens its own.
        if self._connection is None or self._process != os.getpid():
            self._process = os.getpid()
            try:
                self._connection = _connect(self.path)
            except (sqlite3.DatabaseError, ValueError) as error:
                if _may_be_whole(error):
                    raise
                log.warning("%s: %s — it is made anew", os.path.relpath(self.path), error)
                self._remove()
                self._connection = _connect(self.path)
        return self._connection

    def _ignore(self, reason: str) -> None:
        self._odd = reason
        log.warning("%s: %s — it is ignored", os.path.relpath(self.path), reason)

    def _remove(self) -> None:
        for ending in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                Path(f"{self.path}{ending}").unlink()


def _may_be_whole(error: Exception) -> bool:
    """Whether a file is only out of reach: another's, or not to be written."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    return isinstance(error, OSError) or code in _OUT_OF_REACH


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=10, isolation_level=None)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        # Who loses the state to a power cut loses time only; each row says whether it is whole.
        connection.execute("PRAGMA synchronous = OFF")
        with _transaction(connection):
            if not _schema(connection):
                for table in _SCHEMA:
                    connection.execute(table)
                connection.execute(f"PRAGMA application_id = {MARK}")
                connection.execute(f"PRAGMA user_version = {VERSION}")
            if _schema(connection) != [MARK, VERSION, *sorted(_SCHEMA)]:
                raise ValueError("is no memory of this version")
    except BaseException:
        connection.close()
        raise
    return connection


def _schema(connection: sqlite3.Connection) -> list[Any]:
    """What says that the file is ours; nothing where it is empty."""
    tables = [text for (text,) in connection.execute("SELECT sql FROM sqlite_master ORDER BY sql")]
    marks = ("application_id", "user_version")
    numbers = [connection.execute(f"PRAGMA {mark}").fetchone()[0] for mark in marks]
    return [*numbers, *tables] if any(numbers) or tables else []


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _read_stamps(connection: sqlite3.Connection) -> dict[str, tuple[Stamp, int, bytes]]:
    stamps = {}
    for path, numbers, digest, seal in connection.execute("SELECT * FROM stamp"):
        if seal != _seal(path, numbers.encode(), digest):
            raise ValueError("a stamp is not what was written")
        *found, moment = map(int, numbers.split())
        stamps[os.fsdecode(path)] = (Stamp(*found), moment, digest)
    return stamps


def _stamp_row(item: tuple[str, tuple[Stamp, int, bytes]]) -> tuple[Any, ...]:
    name, (found, moment, digest) = item
    path, numbers = os.fsencode(name), " ".join(map(str, (*found, moment)))
    return (path, numbers, digest, _seal(path, numbers.encode(), digest))


def _seal(*parts: bytes) -> bytes:
    """What shows that a row is whole and stands where it was written: not who wrote it."""
    seal = blake2b(digest_size=16)
    for part in parts:
        seal.update(b"%d:" % len(part))
        seal.update(part)
    return seal.digest()
