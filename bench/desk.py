"""What a writer waits for at the desk: `python -m bench.desk [POSTS]`.

Serves 1,000 posts, or as many as asked for, with `make serve`, plain Pelican and Hugo at once, and
saves a post with another title in each, in turns. Prints the median of the seconds from the save
until the post's own page is served with that title, and until the page of the post beside it is,
which names it, and the ratios to Hugo. What a browser needs to load a page comes on top. Then each
command of the desk is run once beside so many posts: to begin a rant, to list what waits, and to
import a WordPress export of 200 posts.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.edits import pick
from bench.engines import MissingError, hugo, ours, stock
from bench.measure import EPOCH, FailedError, measure
from bench.sites import ROOT
from bench.wordpress import write_export

SAVES = 5
QUIET = 2.0  # seconds from the end of a build to the next save
STEP = 0.005  # seconds between two looks
PATIENCE = 120.0  # seconds
_TITLE = re.compile(r'^(title: "?)[^"\n]*("?)$', re.MULTILINE | re.IGNORECASE)
_PLUGINS = {"PYTHONPATH": str(ROOT / "plugins"), "SOURCE_DATE_EPOCH": EPOCH}


@dataclass
class Served:
    """A site that a server shows, and what each save took (seconds) until two pages had it."""

    name: str
    site: Path
    port: int
    done: str  # what it prints when all is built; nothing where it does not
    own: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)

    def save(self, turn: int) -> None:
        """Give a post another title, and wait until its page and the next post's have it."""
        posts = sorted((self.site / "content/rants").glob("[0-9]*"))
        post = pick(self.site, turn)
        next_one = posts[posts.index(post) + 1]
        title = f"Saved {turn} at {time.time_ns()}"
        text, count = _TITLE.subn(rf"\g<1>{title}\g<2>", post.read_text("utf-8"), count=1)
        if not count:
            raise FailedError(f"{post} has no title")
        self._rest()
        begin = time.perf_counter()
        post.write_text(text, "utf-8")
        self.own.append(self._wait(_page(post), title) - begin)
        self.beside.append(self._wait(_page(next_one), title) - begin)

    def wait(self) -> None:
        """Wait until the site is served."""
        self._wait("/", "<h1")

    def _rest(self) -> None:
        """Wait until it is at rest: plain Pelican misses what is saved while it builds."""
        log = self.site / "bench.log"
        end = time.perf_counter() + PATIENCE
        while self.done and log.read_text("utf-8", "replace").count(self.done) <= len(self.own):
            if time.perf_counter() > end:
                raise FailedError(f"{self.name} did not come to rest")
            time.sleep(STEP)
        time.sleep(QUIET)

    def _wait(self, path: str, words: str) -> float:
        end = time.perf_counter() + PATIENCE
        while time.perf_counter() < end:
            if words in _get(self.port, path):
                return time.perf_counter()
            time.sleep(STEP)
        raise FailedError(f"{self.name}: {path} did not come to hold {words!r}")


def main() -> int:
    """Serve, save, measure, print; the exit status."""
    posts = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    try:
        # Not below .build: plain Pelican sees nothing of what lies below a name with a dot.
        with TemporaryDirectory(prefix="desk-") as folder, ExitStack() as stack:
            served = [stack.enter_context(each) for each in _servers(Path(folder), posts)]
            for each in served:
                each.wait()
            for turn in range(SAVES):
                for each in served:
                    each.save(turn)
            print("\n".join(_table(posts, served)))
            print("\n".join(_commands(served[0].site)))
    except FailedError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _commands(site: Path) -> Iterator[str]:
    export = site / "export.xml"
    write_export(export, 200)
    for words, command in {
        "make new": ("new", "A measured title"),
        "make list": ("list", "--output", "output"),
        "make import, 200 posts": ("import", export.name),
    }.items():
        whole = (sys.executable, "-m", "desk", *command, "--settings", "settings.py")
        yield f"{words:36}{measure(whole, site, _PLUGINS).wall:8.2f}"


def _servers(folder: Path, posts: int) -> Iterator[AbstractContextManager[Served]]:
    pelican = (sys.executable, "-m", "pelican", "content", "--settings", "settings.py")
    at = ("--bind", "127.0.0.1", "--port")
    yield _serve(
        "make serve", ours().write, folder / "ours", posts,
        lambda port: (sys.executable, "-m", "desk", "serve", "--settings", "settings.py",
                      "--output", "output", "--port", str(port)),
    )  # fmt: skip
    yield _serve(
        "plain Pelican", stock().write, folder / "stock", posts,
        lambda port: (*pelican, "--output", "output", "--autoreload", "--listen", *at, str(port)),
    )  # fmt: skip
    try:
        engine = hugo()
    except MissingError as error:
        print(f"without Hugo: {error}", file=sys.stderr)
        return
    yield _serve(
        "Hugo", engine.write, folder / "hugo", posts,
        lambda port: (engine.command[0], "server", "--noBuildLock", *at, str(port)),
    )  # fmt: skip


@contextmanager
def _serve(
    name: str, write: Callable[[Path, int], None], site: Path, posts: int,
    command: Callable[[int], Sequence[str]],
) -> Iterator[Served]:  # fmt: skip
    """Write a site and serve it on a port that is free; end the server at the end."""
    write(site, posts)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, **_PLUGINS}
    with (site / "bench.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603  -- the commands are written above
            command(port),
            cwd=site,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield Served(name, site, port, "" if name == "Hugo" else "Done:")
        finally:
            process.terminate()
            process.wait()
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # plain Pelican leaves one behind


def _page(post: Path) -> str:
    return f"/rants/{post.stem[11:]}/"


def _get(port: int, path: str) -> str:
    """What a server says; nothing where it is not there yet, or not whole."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with suppress(OSError, HTTPException):
        connection.request("GET", path)
        return connection.getresponse().read().decode("utf-8", "replace")
    return ""


def _table(posts: int, served: Sequence[Served]) -> Iterator[str]:
    hugo_own = next((median(each.own) for each in served if each.name == "Hugo"), None)
    hugo_beside = next((median(each.beside) for each in served if each.name == "Hugo"), None)
    head = f"{posts} posts, {SAVES} saves"
    yield f"{head:36}{'own s':>8}{'x Hugo':>8}{'beside s':>10}{'x Hugo':>8}"
    for each in served:
        own, beside = median(each.own), median(each.beside)
        ratios = [
            f"{one / other:.2f}" if other else "-"
            for one, other in ((own, hugo_own), (beside, hugo_beside))
        ]
        yield f"{each.name:36}{own:8.2f}{ratios[0]:>8}{beside:10.2f}{ratios[1]:>8}"


if __name__ == "__main__":
    sys.exit(main())
