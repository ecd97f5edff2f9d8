"""`serve` in a terminal of its own, as a person runs it."""

from __future__ import annotations

import asyncio
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

from tests.pelican_site import DAY
from tests.small_site import PLUGINS

T = TypeVar("T")
PATIENCE = 30.0  # seconds until a test gives up; nothing is judged by how quick it is
_BEGUN = re.compile(r"http://127\.0\.0\.1:[0-9]+/")


class Answer(NamedTuple):
    """What the server says at an address."""

    status: int
    body: str
    headers: dict[str, str]


class Served:
    """A running `serve`; what it prints is in `told`."""

    def __init__(self, process: subprocess.Popen[bytes], terminal: int) -> None:
        self.process = process
        self._terminal = terminal
        self.told = ""
        os.set_blocking(terminal, False)
        self.origin = self.wait(lambda: _BEGUN.search(self.hear()))[0].rstrip("/")

    def hear(self) -> str:
        """All that it has printed until now."""
        with suppress(BlockingIOError, OSError):  # nothing more, or its end
            while chunk := os.read(self._terminal, 65536):
                self.told += chunk.decode()
        return self.told

    def wait(self, ask: Callable[[], T | None]) -> T:
        """The first answer that is one; fails with what was printed where there is none in time."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := ask():
                return found
            time.sleep(0.02)
        raise AssertionError(f"nothing came of it; printed was:\n{self.hear()}")

    def get(self, path: str, host: str = "") -> Answer:
        """Ask for a path once."""
        connection = HTTPConnection(urlsplit(self.origin).netloc, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers={"Host": host} if host else {})
            response = connection.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, response.read().decode(), headers)
        finally:
            connection.close()

    def wait_for(self, path: str, words: str, status: int = 200) -> Answer:
        """Ask for a path until the answer has this status and these words."""

        def ask() -> Answer | None:
            answer = self.get(path)
            return answer if answer.status == status and words in answer.body else None

        return self.wait(ask)

    def press(self, keys: bytes) -> None:
        """Type into its terminal."""
        os.write(self._terminal, keys)

    def end(self) -> int:
        """Wait for it to end; its exit status."""
        self.wait(lambda: self.hear() is not None and self.process.poll() is not None)
        return self.process.returncode


@contextmanager
def serving(settings: Path, *arguments: str, **environment: str) -> Iterator[Served]:
    """Run `serve` for a site, in its folder and below a terminal; end it whatever happens."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "desk",
            "serve",
            "--settings",
            settings.name,
            "--port",
            "0",
            *arguments,
        ],
        cwd=settings.parent,
        env={
            **os.environ,
            "PYTHONPATH": str(PLUGINS),
            "PYTHONDONTWRITEBYTECODE": "1",
            "SOURCE_DATE_EPOCH": DAY,
            "COLUMNS": "200",
            **environment,
        },
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
        preexec_fn=_take_terminal,
    )
    os.close(follower)
    try:
        yield Served(process, leader)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
            process.kill()
        process.wait()
        os.close(leader)


def run(work: Coroutine[None, None, T]) -> T:
    """Do asynchronous work in a thread of its own: a browser's loop may be running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def _take_terminal() -> None:
    """Make the terminal the one that Ctrl-C comes from."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
