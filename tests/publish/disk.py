"""A file system of one megabyte, to be filled or to be read only."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def mounted(folder: Path, options: str = "size=1m") -> Iterator[Path]:
    """Mount a small file system of memory on a folder; fails where that is not allowed."""
    folder.mkdir(exist_ok=True)
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    mount = [*as_root, "mount", "-t", "tmpfs", "-o", f"mode=0777,{options}", "tmpfs", str(folder)]
    subprocess.run(mount, check=True, timeout=30)
    try:
        yield folder
    finally:
        subprocess.run([*as_root, "umount", "--lazy", str(folder)], check=True, timeout=30)


def read_only(folder: Path) -> None:
    """Let nothing be written any more to a file system that was mounted."""
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    subprocess.run([*as_root, "mount", "-o", "remount,ro", str(folder)], check=True, timeout=30)
