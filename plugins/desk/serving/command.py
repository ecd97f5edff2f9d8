"""The command `serve`: build, show, watch, and build again, until Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import socket
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn

from ..settings import DeskError
from .app import State, make_app
from .building import Builder
from .watching import Watch, needs_new_process

_HOST = "127.0.0.1"
_DRAFTS = "drafts"
_MADE = (".build", ".venv", "public")  # beside the settings; nothing that a writer writes


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C, and end well.

    Raises `DeskError` for a port that is taken, and where no save can be heard of.
    """
    try:
        place = socket.create_server((_HOST, options.port))
    except (OSError, OverflowError) as error:
        words = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else error
        remedy = (
            f"end what serves there, or take another: make serve PORT={options.port % 65535 + 1}"
        )
        raise DeskError(f"port {options.port}: {words} — {remedy}") from error
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    with place, suppress(KeyboardInterrupt):
        asyncio.run(_Desk(options).serve(place))
    return 0


class _Server(uvicorn.Server):
    """Tells when it is about to end, so that nobody who listens holds it up."""

    def __init__(self, config: uvicorn.Config, over: asyncio.Event) -> None:
        super().__init__(config)
        self._over, self._loop = over, asyncio.get_running_loop()

    def handle_exit(self, sig: int, frame: Any) -> None:
        """As uvicorn's, on a signal."""
        self._loop.call_soon_threadsafe(self._over.set)
        super().handle_exit(sig, frame)

    def end(self) -> None:
        """End without a signal."""
        self._over.set()
        self.should_exit = True


class _Desk:
    """The server, the builder and the watcher of one site."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._settings = str(Path(options.settings).resolve())
        self._home = Path(self._settings).parent
        self._output = Path(options.output).resolve()
        self._builder = Builder(self._settings, str(self._output))
        self._state = State()
        self._content = str(self._home)
        self._watch = Watch([str(self._output), *(str(self._home / name) for name in _MADE)])

    async def serve(self, place: socket.socket) -> None:
        """Serve on this socket until a signal."""
        self._output.mkdir(parents=True, exist_ok=True)
        self._over = asyncio.Event()
        app = make_app(self._output, self._state)
        config = uvicorn.Config(app, log_level="warning", lifespan="off", access_log=False)
        self._origin = f"http://{_HOST}:{place.getsockname()[1]}/"
        print(f"{self._origin} — Ctrl-C ends it", flush=True)
        work = asyncio.create_task(self._work())
        ending = asyncio.create_task(self._end())
        server = _Server(config, self._over)
        work.add_done_callback(lambda _: server.end())  # it never ends well by itself
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, server.end)  # not uvicorn's
        try:
            await server.serve(sockets=[place])
        finally:
            self._over.set()
            await ending
            work.cancel()
            try:
                with suppress(asyncio.CancelledError):
                    await work
            finally:
                await self._builder.end()

    async def _end(self) -> None:
        await self._over.wait()
        self._state.is_over = True
        await self._state.tell()

    async def _work(self) -> None:
        """Build, then wait for a change; what changes meanwhile is built next."""
        await self._watch.follow([str(self._home)], deep=False)
        try:
            await self._begin()
            await self._build([])
            if (self._output / _DRAFTS / "index.html").exists():
                print(f"{self._origin}{_DRAFTS}/ — what is not published yet", flush=True)
            while True:
                changed = await self._watch.next()
                is_new = needs_new_process(changed, self._content)
                if is_new or not self._builder.is_running:
                    await self._begin()
                await self._build(changed)
        finally:
            await self._watch.end()

    async def _begin(self) -> None:
        async for answer in self._builder.begin():
            if answer["kind"] == "loaded":
                self._content = answer["content"]
                await self._watch.follow(answer["watch"])
            else:
                if not self._watch.is_deep:  # what is to be mended may be anywhere but in these
                    await self._watch.follow(map(str, _beside(self._home)))
                await self._tell(answer)

    async def _build(self, changed: Collection[str]) -> None:
        if not self._builder.is_running:
            return
        start = time.monotonic()
        async for answer in self._builder.build(changed, self._state.viewed):
            # Only now is a picture in the output, so that nobody loads a page with the old one.
            if answer["kind"] == "built" and any(not path.endswith(".md") for path in changed):
                self._state.generation += 1
            await self._tell(answer)
        if changed and not self._state.errors:
            print(f"{_names(changed, self._home)}: {time.monotonic() - start:.2f} s", flush=True)

    async def _tell(self, answer: dict[str, Any]) -> None:
        if answer["kind"] == "built":
            self._state.errors = answer["errors"]
            self._state.is_built = self._state.is_built or not answer["errors"]
        else:
            self._state.errors = ()
        await self._state.tell()


def _beside(home: Path) -> Iterator[Path]:
    """The folders beside the settings in which a person writes."""
    for path in home.iterdir():
        if path.name not in _MADE and not path.name.startswith("."):
            yield path


def _names(changed: Iterable[str], home: Path) -> str:
    names = sorted(os.path.relpath(path, home) for path in changed)
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{', '.join(names[:3])}{more}"
