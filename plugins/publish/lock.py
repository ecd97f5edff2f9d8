"""A lock that keeps other publishes out, and that the kernel frees however this one ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .problem import Problem, PublishError


def at_work(place: str, who: str) -> Problem:
    """The problem of a second publish: another one is at work, and whose it is if that is known."""
    fault = f"another publish is at work here{f' ({who})' if who else ''}"
    return Problem(place, fault, "wait for its end")


@contextmanager
def alone(path: Path) -> Iterator[int]:
    """Hold the lock on a file, which is made for it and holds this process's id.

    Gives the open file: a process that it is handed on to holds the lock as well.

    Raises `PublishError`, with the other's process id, when another publish holds it.
    """
    handle = _locked(path)
    try:
        yield handle
    finally:
        # Removed while it is held, so that whoever comes now makes a file of his own.
        with suppress(OSError):
            path.unlink()
        os.close(handle)


def _locked(path: Path) -> int:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
        try:
            _lock(handle, path)
        except BaseException:
            os.close(handle)
            raise
        if _is_there(handle, path):
            # On a full disk the lock holds without the number in it.
            with suppress(OSError):
                os.ftruncate(handle, 0)
                os.pwrite(handle, b"%d" % os.getpid(), 0)
            return handle
        os.close(handle)


def _lock(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        first = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
        who = f"process {first}" if first.isdecimal() else ""
        raise PublishError([at_work(str(path.parent), who)]) from error


def _is_there(handle: int, path: Path) -> bool:
    """Say whether the file was not removed, by the one before, between opening and locking."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat(follow_symlinks=False))
    except FileNotFoundError:
        return False
