"""A private folder of one publish on this machine: locked while it works, then gone."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import socket
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..lock import at_work
from ..problem import Problem, PublishError

_WHO = "who"


def worker() -> str:
    """Name this process, so that the writer of a second publish can find the first."""
    return f"process {os.getpid()} on {socket.gethostname()}"


@contextmanager
def scratch(name: str) -> Iterator[Path]:
    """Give an empty folder for as long as this publish to `name` works, and to no other process.

    The kernel frees the lock however this process ends, and the next run removes what a killed one
    has left. Raises `PublishError` when another publish to `name` is at work on this machine, or
    there is no place for the folder.
    """
    folder = _folder(name)
    handle = _lock(name, folder)
    try:
        with _told(name):
            _empty(folder)
            (folder / _WHO).write_text(worker(), encoding="utf-8")
            (folder / "work").mkdir()
        yield folder / "work"
    finally:
        # It goes while it is locked: who waits for it sees that it is another one then.
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def _folder(name: str) -> Path:
    # Short, since a socket's path may have no more than about a hundred bytes.
    owned = hashlib.sha256(os.fsencode(f"{os.getuid()} {name}")).hexdigest()
    return Path(tempfile.gettempdir()) / f"publish-{owned[:12]}"


def _lock(name: str, folder: Path) -> int:
    while True:
        with _told(name):
            folder.mkdir(mode=0o700, exist_ok=True)
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(handle)
            raise PublishError([at_work(name, _who(folder))]) from error
        found = os.fstat(handle)
        if found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o077:
            os.close(handle)
            remedy = "remove it, or name another folder for temporary files with TMPDIR=DIR"
            raise PublishError([Problem(str(folder), "is open to others", remedy)])
        with suppress(FileNotFoundError):
            if folder.stat().st_ino == found.st_ino:
                return handle
        os.close(handle)  # the one who had it has removed it meanwhile


def _who(folder: Path) -> str:
    try:
        return (folder / _WHO).read_text(encoding="utf-8")
    except OSError:
        return ""


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place, fault = str(error.filename or name), error.strerror or str(error)
        remedy = "mend that, or name another folder for temporary files with TMPDIR=DIR"
        raise PublishError([Problem(place, fault, remedy)]) from error
