"""What happens to an output and to a memory while nobody looks."""

from __future__ import annotations

import difflib
import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import groupby
from pathlib import Path
from random import Random

STATE = "incremental.sqlite"


def remove(path: Path) -> None:
    """Remove a file, a link or a folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def put(folder: Path, name: str, data: bytes) -> None:
    """Write a file, whatever is in its way."""
    path = folder / name
    for parent in [*reversed(path.relative_to(folder).parents)][1:]:
        if (folder / parent).is_symlink() or (folder / parent).is_file():
            remove(folder / parent)
    remove(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def compare(one: Path, two: Path) -> Iterator[str]:
    """The first lines in which two files differ."""
    try:
        texts = [path.read_text("utf-8").splitlines() for path in (one, two)]
    except (OSError, UnicodeDecodeError) as error:
        yield f"  {error}"
        return
    lines = list(difflib.unified_diff(texts[0], texts[1], lineterm="", n=0))
    yield from (f"  {line[:400]}" for line in lines[2:12])


@contextmanager
def lock(cache: Path) -> Iterator[None]:
    """Another build is at work."""
    cache.mkdir(exist_ok=True)
    with (cache / STATE).with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _same_size(output: Path, name: str) -> None:
    path = output / name
    if path.is_file() and not path.is_symlink():
        status = path.stat()
        path.write_bytes(bytes(byte ^ 1 for byte in path.read_bytes()))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def _folder(output: Path, name: str) -> None:
    remove(output / name)
    put(output, f"{name}/file", b"a folder")


def _empty_folder(output: Path, name: str) -> None:
    remove(output / name)
    (output / name).mkdir(parents=True)


def _link(output: Path, name: str) -> None:
    """A link to a copy of the file: what is read through it is the same."""
    path, aside = output / name, output.parent / "linked"
    if path.is_file() and not path.is_symlink():
        shutil.copy2(path, aside)
        path.unlink()
        path.symlink_to(aside)


def _linked_folder(output: Path, name: str) -> None:
    """The folder of a file is a link to a copy of it."""
    place, aside = (output / name).parent, output.parent / "linked-folder"
    if place.is_dir() and place != output and not place.is_symlink():
        remove(aside)
        shutil.move(place, aside)
        place.symlink_to(aside)


def _file_for_folder(output: Path, name: str) -> None:
    first = name.partition("/")[0]
    remove(output / first)
    put(output, first, b"a file")


def _cut(output: Path, name: str) -> None:
    path = output / name
    if path.is_file():
        os.truncate(path, path.stat().st_size // 2)


# By what happens to one file of an output; given are the output and the file's name.
OUTPUT: dict[str, Callable[[Path, str], None]] = {
    "another text": lambda output, name: put(output, name, b"another text"),
    "an empty file": lambda output, name: put(output, name, b""),
    "cut": _cut,
    "gone": lambda output, name: remove(output / name),
    "of the same size and time": _same_size,
    "a folder": _folder,
    "an empty folder": _empty_folder,
    "a link": _link,
    "a linked folder": _linked_folder,
    "a file for its folder": _file_for_folder,
    "a stray beside it": lambda output, name: put(output, f"{name.rstrip('/')}.orig", b"stray"),
    "a stray folder": lambda output, name: put(output, f"stray/{name.rstrip('/')}", b"stray"),
    "an empty stray folder": lambda output, name: (output / "empty/more").mkdir(
        parents=True, exist_ok=True
    ),
    "kept by a setting": lambda output, name: put(output, ".kept/file", b"kept"),
    "all gone": lambda output, name: remove(output),
}


def _sql(*lines: str) -> Callable[[Path, Random], None]:
    def change(path: Path, random: Random) -> None:
        _change(path, lambda connection: [connection.execute(line) for line in lines])

    return change


def _change(path: Path, work: Callable[[sqlite3.Connection], object]) -> None:
    if not path.is_file():
        return
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            work(connection)
    except sqlite3.DatabaseError:
        pass  # it is no database any more


def _swap(path: Path, random: Random) -> None:
    """Let two rows say what the other said, and be as whole as they were."""

    def swap(connection: sqlite3.Connection) -> None:
        query = "SELECT world, kind, key, value, seal FROM memo ORDER BY world, kind, key"
        for _, group in groupby(connection.execute(query).fetchall(), lambda row: row[:2]):
            rows = list(group)
            for (world, kind, key, *_), (*_, value, seal) in zip(rows, reversed(rows), strict=True):
                connection.execute(
                    "UPDATE memo SET value = ?, seal = ? WHERE world = ? AND kind = ? AND key = ?",
                    (value, seal, world, kind, key),
                )

    _change(path, swap)


def _alter(table: str, column: str) -> Callable[[Path, Random], None]:
    def alter(path: Path, random: Random) -> None:
        def change(connection: sqlite3.Connection) -> None:
            query = f"SELECT DISTINCT {column} FROM {table}"  # noqa: S608  -- both are written below
            rows = connection.execute(query).fetchall()
            for (value,) in random.sample(rows, min(len(rows), 20)):
                new = _other_bytes(value, random) if isinstance(value, bytes) else 7
                update = f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} = ?"  # noqa: S608
                connection.execute(update, (new, value))

        _change(path, change)

    return alter


def _other_bytes(value: bytes, random: Random) -> bytes:
    place = random.randrange(len(value))
    return value[:place] + bytes([value[place] ^ 2]) + value[place + 1 :]


def _bytes(work: Callable[[bytes, Random], bytes]) -> Callable[[Path, Random], None]:
    def change(path: Path, random: Random) -> None:
        if path.is_file():
            path.write_bytes(work(path.read_bytes(), random))

    return change


def _spoil(data: bytes, random: Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(20):
        if spoilt:
            spoilt[random.randrange(len(spoilt))] = random.randrange(256)
    return bytes(spoilt)


def _directory(path: Path, random: Random) -> None:
    remove(path)
    path.mkdir(parents=True)


# By what happens to a memory; given are its file and chance.
MEMORY: dict[str, Callable[[Path, Random], None]] = {
    "gone": lambda path, random: remove(path),
    "cut": _bytes(lambda data, random: data[: random.randrange(1 + len(data))]),
    "random bytes": _bytes(lambda data, random: random.randbytes(5000)),
    "spoilt": _bytes(_spoil),
    "empty": _bytes(lambda data, random: b""),
    "of another version": _sql("PRAGMA user_version = 99"),
    "of another program": _sql("PRAGMA application_id = 7"),
    "without a table": _sql("DROP TABLE stamp"),
    "with one more": _sql("CREATE TABLE more (text)"),
    "with a trigger": _sql(
        "CREATE TRIGGER t AFTER INSERT ON memo BEGIN DELETE FROM stamp; END",
    ),
    "with rows swapped": _swap,
    "with values altered": _alter("memo", "value"),
    "with keys altered": _alter("memo", "key"),
    "with seals altered": _alter("memo", "seal"),
    "with kinds altered": _sql("UPDATE OR IGNORE memo SET kind = 'incremental.page'"),
    "with digests altered": _alter("stamp", "digest"),
    "with times altered": _alter("stamp", "mtime"),
    "with worlds altered": _alter("world", "world"),
    "with text for bytes": _sql("UPDATE memo SET value = 'text'", "UPDATE stamp SET size = 'x'"),
    "with nulls": _sql("UPDATE memo SET value = NULL", "UPDATE stamp SET digest = NULL"),
    "a folder": _directory,
    "with a journal": lambda path, random: put(
        path.parent, f"{STATE}-journal", random.randbytes(900)
    ),
}  # fmt: skip
