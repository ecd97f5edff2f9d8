"""A pseudo-terminal, and the commands in it as a person would drive them."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from pathlib import Path

_STEERING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """A process in a pseudo-terminal, which is read until it shows what is awaited."""

    def __init__(
        self, command: list[str], folder: Path, columns: int = 200, **environment: str
    ) -> None:
        self.here, there = pty.openpty()
        fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("MAKE", "MFLAGS"))
            and name not in ("VISUAL", "EDITOR", "TITLE", "SLUG", "COLUMNS", "LINES", "PUBLISH_TO")
        }
        self.process = subprocess.Popen(
            command, cwd=folder, env={**kept, "TERM": "xterm", **environment},
            stdin=there, stdout=there, stderr=there, start_new_session=True,
        )  # fmt: skip
        os.close(there)
        self.shown = ""

    def read(self, awaited: str, seconds: float = 60) -> None:
        """Read until `awaited` is shown."""
        end = time.monotonic() + seconds
        while awaited not in self.shown:
            assert time.monotonic() < end, self.shown
            assert self._take(), self.shown

    def write(self, keys: str) -> None:
        """Press keys."""
        os.write(self.here, keys.encode())

    def close(self) -> tuple[int, list[str]]:
        """Read to the end: the exit status, and the lines as they stand, without their colours."""
        while self._take():
            pass
        status = self.process.wait(60)
        os.close(self.here)
        lines = _STEERING.sub("", self.shown).replace("\r\n", "\n").split("\n")
        return status, [line.rstrip() for line in lines]

    def _take(self) -> bool:
        if not select.select([self.here], [], [], 60)[0]:
            return False
        try:
            data = os.read(self.here, 65536)
        except OSError:  # on Linux the end of a terminal is an error
            return False
        self.shown += data.decode()
        return bool(data)
