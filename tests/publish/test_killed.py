"""Publishes that are killed while a reader reads: each read is of one whole release."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from publish import FolderTarget, Order, Outcome, publish
from tests.publish.conftest import PLUGINS, Desk

PAGES = ("index.html", "rants/a.html", "new/b.html")
SAME = "same.html"
KILLS = 100
CALLS = (
    "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink",
    "unlinkat", "rmdir",
)  # fmt: skip

ONCE = """
import os, signal, sys, time
from pathlib import Path
from publish import FolderTarget, Order, publish
from publish.staging import server

def once():
    publish(Order(Path("site"), compress=True), FolderTarget(Path("public"), keep=2))
"""
# All is imported before the first publish, so that a kill falls into it and not before it. The
# one that kills is the parent: the process is not another's by then.
KILLER = """
for line in sys.stdin:
    start = time.monotonic()
    child = os.fork()
    if not child:
        once()
        os._exit(0)
    if line.strip():
        time.sleep(float(line))
        os.kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(status, time.monotonic() - start, flush=True)
"""


class Reader:
    """Reads what is live without pause, and keeps what was not of one whole release."""

    def __init__(self, live: Path) -> None:
        self.live = live
        self.torn: list[str] = []
        self.reads = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Reader:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._done.is_set():
            try:
                (self.live / "index.html").read_text()
                (self.live / SAME).read_text()
            except OSError as error:
                self.torn.append(str(error))
            self._read(self.live.resolve())
            self.reads += 1

    def _read(self, release: Path) -> None:
        try:
            pages = {(release / name).read_text() for name in PAGES}
            if len(pages) != 1 or (release / SAME).read_text() != SAME:
                self.torn.append(f"{release.name} is {sorted(pages)}")
        except OSError as error:
            # One that went as a whole while it was read was the third last by then.
            if release.exists():
                self.torn.append(str(error))


def write(desk: Desk, text: str) -> None:
    """Build a site whose pages all say the same, but for one that never changes."""
    for name in PAGES:
        desk.write(name, text)
    desk.record("one", "two")
    desk.write(SAME, SAME)
    # Large enough to be worth compressing.
    desk.write("assets/style.0a1b2c3d.css", "a { color: red }\n" * 40)


def mend(desk: Desk) -> Outcome:
    """Publish once more, as the writer does after a run that was killed."""
    site, public = desk.folder / "site", desk.folder / "public"
    return publish(Order(site, compress=True), FolderTarget(public, keep=2))


def look(desk: Desk, *texts: str) -> None:
    """See that what is live says one of these, and that every numbered release is whole."""
    for release in (desk.folder / "public/releases").glob("[0-9]*"):
        assert len({(release / name).read_text() for name in PAGES}) == 1
        assert (release / SAME).read_text() == SAME
    assert (desk.folder / "public/current/index.html").read_text() in texts


@pytest.fixture
def site(desk: Desk) -> Desk:
    """A desk with two releases, so that the next one also removes one."""
    for text in ("first", "second"):
        write(desk, text)
        mend(desk)
    return desk


@contextmanager
def killer(desk: Desk) -> Iterator[subprocess.Popen[str]]:
    """Start what publishes at each line, and kills that after the seconds that stand there."""
    process = subprocess.Popen(
        [sys.executable, "-c", ONCE + KILLER],
        cwd=desk.folder,
        env={**os.environ, "PYTHONPATH": str(PLUGINS)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        yield process
    finally:
        process.communicate(timeout=60)


def ask(process: subprocess.Popen[str], line: str) -> tuple[int, float]:
    """Ask for one publish; get its exit status and how long it lasted."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{line}\n")
    process.stdin.flush()
    status, seconds = process.stdout.readline().split()
    return int(status), float(seconds)


def test_killed_at_random_moments(site: Desk) -> None:
    """After a hundred kills no read was torn, and each time the next run mends what is left."""
    chance, statuses = random.Random(3), []  # noqa: S311  -- a moment is no secret
    reader = Reader(site.folder / "public/current")

    with killer(site) as process, reader:
        write(site, "before")
        _, whole = ask(process, "")
        for number in range(KILLS):
            write(site, f"{number}")

            statuses.append(ask(process, str(chance.uniform(0, whole)))[0])

            look(site, f"{number}", f"{number - 1}" if number else "before")
            mend(site)
            look(site, f"{number}")
            assert list((site.folder / "public").rglob(".*")) == []

    assert reader.torn == []
    assert reader.reads > KILLS
    assert set(statuses) <= {0, -signal.SIGKILL}
    assert -signal.SIGKILL in statuses


def killed_at(desk: Desk, call: str, count: int) -> int:
    """Publish in a process that is killed as it makes a system call for the nth time."""
    # A question mark lets a machine be without the call.
    strace = ["strace", "-f", "-qq", "-o", "strace", "-e", f"trace=?{call}"]
    strace += ["-e", f"inject=?{call}:signal=SIGKILL:when={count}"]
    return subprocess.run(
        [*strace, sys.executable, "-c", f"{ONCE}\nonce()"],
        cwd=desk.folder,
        env={**os.environ, "PYTHONPATH": str(PLUGINS), "PYTHONDONTWRITEBYTECODE": "1"},
        timeout=60,
        check=False,
    ).returncode


def test_killed_at_each_system_call(site: Desk) -> None:
    """Before each that renames, links or removes: no read is torn, and the next run mends."""
    kills: dict[str, int] = {}
    reader = Reader(site.folder / "public/current")

    with reader:
        for call in CALLS:
            status, count = None, 0
            while status != 0:
                count += 1
                before, after = f"{call} {count} before", f"{call} {count} after"
                write(site, before)
                mend(site)
                write(site, after)

                status = killed_at(site, call, count)

                assert status in (0, -signal.SIGKILL)
                look(site, before, after)
                mend(site)
                look(site, after)
                assert list((site.folder / "public").rglob(".*")) == []
            kills[call] = count - 1

    assert reader.torn == []
    # The renames of two files, the release, the link and the old release; the link itself.
    assert kills["rename"] >= 5
    assert kills["symlink"] + kills["symlinkat"] == 1
    assert kills["link"] + kills["linkat"] > len(PAGES)
    assert kills["unlink"] + kills["unlinkat"] > len(PAGES)
