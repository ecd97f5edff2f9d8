"""What one command costs: its time on the clock, its processors' time, its memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# A day of which all posts are past, for every engine that asks.
EPOCH = "1795608000"


@dataclass(frozen=True)
class Cost:
    """What a command took, from its start to its exit, with all processes that it waited for."""

    wall: float  # seconds
    cpu: float  # seconds of user and system time
    memory: float  # megabytes: the most that the largest of its processes held


class FailedError(Exception):
    """A command that is measured did not do what it was asked; says the end of what it printed."""


def measure(command: Sequence[str], folder: Path, more: Mapping[str, str]) -> Cost:
    """Run a command in a folder, with more in its environment, and what it prints in bench.log.

    Raises `FailedError` where its exit status is not 0.
    """
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, **more}
    with (folder / "bench.log").open("w+b") as log:
        begin = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603  -- the commands are those of engines.py
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        # Unlike the process's own wait, this one tells what the process used.
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            said = log.read().decode("utf-8", "replace").splitlines()[-15:]
            raise FailedError("\n".join([f"{' '.join(command)} in {folder} failed:", *said]))
    unit = 1 if sys.platform == "darwin" else 1024  # getrusage(2): bytes there, kilobytes elsewhere
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 1e6)
