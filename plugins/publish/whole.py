"""Files that appear whole, and never through a link."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

# Another file system, one without links, a file with too many of them or of another user.
_NO_LINK = (errno.EXDEV, errno.EMLINK, errno.EPERM, errno.ENOTSUP, errno.EACCES)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place, then put it there: another name for the old one keeps it."""
    unfinished = path.with_name(f".{path.name}.new")
    unfinished.unlink(missing_ok=True)
    try:
        with unfinished.open("xb") as file:
            file.write(data)
        unfinished.replace(path)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        # A write that fails does not know the name of its file.
        error.filename = error.filename or str(path)
        raise


def link(source: str | Path, place: str | Path) -> bool:
    """Give a file a second name; False where no link can be made."""
    try:
        os.link(source, place, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINK:
            raise
        return False
    return True


def link_or_copy(source: Path, place: Path) -> None:
    """Give a file a second name, or copy it where no link can be made."""
    if not link(source, place):
        with source.open("rb") as read, place.open("xb") as written:
            shutil.copyfileobj(read, written)


def remove_tree(folder: Path) -> None:
    """Remove a folder and all in it; of a link only the link."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
