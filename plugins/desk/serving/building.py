"""The process that builds, as the server sees it: asked, heard, ended and begun anew."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

HERE = Path(__file__).parents[2]  # the folder that holds the plugin
_PATIENCE = 3.0  # seconds in which it may end by itself
_LINE = 16 * 2**20  # bytes of an answer: a traceback is long, and this is no limit but for folly


class Builder:
    """Runs `builder.py` for one file of settings and one folder of output."""

    def __init__(self, settings: str, output: str) -> None:
        self._arguments = (settings, output)
        self._process: Process | None = None

    @property
    def is_running(self) -> bool:
        """Whether there is a process to ask."""
        return self._process is not None and self._process.returncode is None

    async def begin(self) -> AsyncIterator[dict[str, Any]]:
        """Begin a process, with the site as it is now; gives what it answers."""
        await self.end()
        paths = [str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", f"{__package__}.builder", *self._arguments,
            stdin=PIPE, stdout=PIPE, limit=_LINE, start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )  # fmt: skip
        self._asks = cast(asyncio.StreamWriter, self._process.stdin)
        self._answers = cast(asyncio.StreamReader, self._process.stdout)
        async for answer in self._hear("loaded"):
            yield answer

    async def build(
        self, changed: Iterable[str], viewed: Iterable[str]
    ) -> AsyncIterator[dict[str, Any]]:
        """Ask for a build after these changes; gives what it answers, `built` the last.

        `viewed` are the addresses of pages, relative to the site, that are to be written first.
        """
        with suppress(ConnectionError):  # it has died, which is what is heard next
            self._asks.write(json.dumps([sorted(changed), sorted(viewed)]).encode() + b"\n")
            await self._asks.drain()
        async for answer in self._hear("built"):
            yield answer

    async def _hear(self, last: str) -> AsyncIterator[dict[str, Any]]:
        """Give the answers until the `last`, or until the process has ended with one or none."""
        while line := await self._answers.readline():
            answer = json.loads(line)
            yield answer
            if answer["kind"] == last:
                return
            if answer["kind"] == "built":  # it could not be loaded
                break
        else:
            told = "the build has ended by itself — see the terminal"
            yield {"kind": "built", "errors": [told]}
        if self._process:
            await self._process.wait()

    async def end(self) -> None:
        """End the process, and whatever it began; return when it is gone."""
        process, self._process = self._process, None
        if process is None:
            return
        self._asks.close()
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(process.wait(), 0.05)
        for signal in (15, 9):
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal)
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(process.wait(), _PATIENCE)
