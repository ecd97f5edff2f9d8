"""The SHA-256 of files, kept from one publish to the next under what shows that one is unchanged.

A file that is the same inode, of the same size and with the same times, is not read again. It is a
shortcut and no more: where what was kept is not there or is damaged, every file is read.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from pathlib import Path

from .site import digest
from .whole import write_whole

_SEAL = 65  # bytes: a digest's digits and a line's end
# What was written within one step of a file system's clock may have been written again in the same
# step, and look the same: Git's racy-git.txt. A time with digits below a millisecond is of the
# kernel's own clock, of which a step is 10 ms at most; others go in up to two seconds (FAT).
_STEP = 50_000_000  # nanoseconds
_COARSE = 1_000_000
_COARSE_STEP = 2_000_000_000


class Digests:
    """The SHA-256 of files that lie anywhere, kept in a file; without one in this process alone."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._data = _data(file) if file else b""
        self._known = read(self._data)
        self._moment = time.time_ns()
        self._used: dict[str, str] = {}
        self._read: dict[str, str] = {}

    def digest(self, path: str, status: os.stat_result | None = None) -> str:
        """Give the SHA-256 of a file. `status` is what it is, found out since this was made."""
        moment = self._moment
        if status is None:
            moment = time.time_ns()
            status = os.stat(path)  # noqa: PTH116  -- a Path for each file takes longer than the call
        stamp = self._read[path] = _stamp(status)
        found = self._known.get(stamp)
        if found is None:
            found = digest(path)
            if not is_settled(status, moment):
                return found
        self._used[stamp] = found
        return found

    def is_read(self, path: str, status: os.stat_result) -> bool:
        """Say whether a file, by what it is now, is the one that was read at a path, unchanged."""
        return self._read.get(path, "") == _stamp(status)

    def renew(self, path: str, other: str) -> None:
        """Know a file again that was given another name, or lost one: its ctime is another.

        `path` is how it was read before. What was written to meanwhile has another mtime, too, or
        another size, and is read again.
        """
        stamp = self._read.get(path, "")
        found = self._used.pop(stamp, None)
        if found is None:
            return
        moment = time.time_ns()
        status = os.stat(other)  # noqa: PTH116  -- as above
        renewed = _stamp(status)
        if renewed.rpartition(" ")[0] == stamp.rpartition(" ")[0] and is_settled(status, moment):
            self._used[renewed] = found

    def keep(self) -> None:
        """Write down what was asked for; without room for that the next publish takes longer."""
        body = json.dumps(self._used).encode()
        data = _seal(body) + body
        if self._file and data != self._data:
            with suppress(OSError):
                write_whole(self._file, data)


def is_settled(status: os.stat_result, moment: int) -> bool:
    """Say whether a file, looked at at a moment in nanoseconds, cannot change and look the same."""
    newest = max(status.st_mtime_ns, status.st_ctime_ns)
    coarse = status.st_ctime_ns % _COARSE == 0
    return newest + (_COARSE_STEP if coarse else _STEP) < moment


def read(data: bytes) -> dict[str, str]:
    """Read what was kept; nothing where it is not whole, or not ours."""
    line, body = data[:_SEAL], data[_SEAL:]
    try:
        known = json.loads(body) if line == _seal(body) else {}
    except (ValueError, RecursionError):
        return {}
    sound = isinstance(known, dict) and all(isinstance(found, str) for found in known.values())
    return known if sound else {}


def _data(file: Path) -> bytes:
    try:
        return file.read_bytes() if file.is_file() else b""
    except OSError:
        return b""


def _seal(body: bytes) -> bytes:
    return f"{hashlib.sha256(body).hexdigest()}\n".encode()


def _stamp(status: os.stat_result) -> str:
    # The ctime comes last: it is the one that another name of the file changes.
    what = f"{status.st_dev} {status.st_ino} {status.st_size}"
    return f"{what} {status.st_mtime_ns} {status.st_ctime_ns}"
