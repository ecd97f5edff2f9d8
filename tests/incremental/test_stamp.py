"""A look at an inode: what it says, and when it can be believed."""

import os

import pytest

from incremental.stamp import STEP, Stamp, stamp


def test_a_stamp_is_what_stat_says(tmp_path):
    file = tmp_path / "a"
    file.write_text("text")
    os.utime(file, ns=(1, 2_000_000_007))
    status = file.stat()
    assert stamp(status) == Stamp(4, 2_000_000_007, status.st_ctime_ns, status.st_ino)


@pytest.mark.parametrize(
    ("mtime", "ctime", "moment", "settled"),
    [
        (0, 0, STEP + 1, True),
        (0, 0, STEP, False),
        (1, 0, STEP + 1, False),
        (0, 1, STEP + 1, False),  # the time of change tells, though mtime was set back
        (10 * STEP, 0, STEP + 1, False),  # from the future
        (0, 10 * STEP, STEP + 1, False),
        (-STEP, -STEP, 1, True),  # before 1970
    ],
)
def test_what_was_read_soon_after_a_change_is_not_believed(mtime, ctime, moment, settled):
    assert Stamp(0, mtime, ctime, 0).is_settled(moment) is settled
