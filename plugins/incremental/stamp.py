"""Whether a file is what it was, as far as a look at its inode can tell."""

from __future__ import annotations

import os
from typing import NamedTuple

# A file system may keep times in steps, of two seconds at worst (FAT). What was written within one
# step of being read may have been written again in the same step, and look the same.
STEP = 2_000_000_000  # nanoseconds


class Stamp(NamedTuple):
    """What `os.stat` says of a file: bytes, nanoseconds, the number of its inode."""

    size: int
    mtime: int
    ctime: int
    inode: int

    def is_settled(self, moment: int) -> bool:
        """Whether a file read at `moment`, in nanoseconds, could not change and keep this stamp.

        Git calls an entry that could racily clean (its racy-git.txt); it is to be read again.
        """
        return max(self.mtime, self.ctime) + STEP < moment


def stamp(status: os.stat_result) -> Stamp:
    """The stamp in what `os.stat` gave."""
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
