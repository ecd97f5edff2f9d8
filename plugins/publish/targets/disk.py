"""Files and folders brought onto the disk, so that a power failure takes nothing back."""

from __future__ import annotations

import ctypes
import os
from collections import deque
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..site import walk

_AT_ONCE = 16
_FEW = 1000


def sync(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        # Some file systems know no sync of a folder; they are no worse off than without.
        if not path.is_dir():
            raise
    finally:
        os.close(handle)


def sync_tree(folder: Path, new: Iterable[Path], changed: Collection[Path] | None = None) -> None:
    """Wait until the new files in a folder, and all folders in it, are on the disk.

    Linux brings all folders of a file system there in one call, and ten thousand as fast as one
    (syncfs(2)). The new files are asked for one by one then, since only that tells of each whether
    it could be written; several at a time, so that the file system can write them all at once.
    Where no more than a few folders have `changed`, nobody waits for what else is being written.
    """
    if changed is None or len(changed) > _FEW:
        whole = _sync_file_system(folder)
        changed = () if whole else [Path(one.path) for one in walk(folder) if one.is_dir()]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        deque(pool.map(sync, dict.fromkeys((*new, folder, *changed))), maxlen=0)


def _sync_file_system(folder: Path) -> bool:
    # Python has no name for it, and other systems have not got it.
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    handle = os.open(folder, os.O_RDONLY)
    try:
        return syncfs is not None and syncfs(handle) == 0
    finally:
        os.close(handle)
