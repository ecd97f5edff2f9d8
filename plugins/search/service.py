"""Pagefind, run as a program: documents go in, the files of an index come out.

It is asked in the way that its own package for Python asks it (`pagefind --service`): messages in
JSON and base64, a comma behind each. That package waits a tenth of a second for each answer, which
makes a quarter of an hour of ten thousand posts; so here all is said at once.
"""

from __future__ import annotations

import json
import os
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from io import BufferedReader
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread, Timer
from typing import IO, Any, cast

from .document import Document
from .settings import SearchError

SECONDS = 600  # ten thousand posts take a fiftieth of it
_REMEDY = "install it again: pip install --force-reinstall 'pagefind[bin]'; or have no search: "
_REMEDY += "SEARCH_SAVE_AS = ''"
_PACKAGES = ("pagefind", "pagefind-bin", "pagefind-bin-extended")


def program_version() -> str:
    """The versions of the installed packages that decide what an index is like."""
    return " ".join(map(_version, _PACKAGES))


def make_index(documents: Sequence[Document], language: str) -> dict[str, bytes]:
    """Have Pagefind make an index of `documents`, all in one language; give its files by path.

    Raises `SearchError`, with the remedy, where there is no such program, where it fails, or where
    it takes more than ten minutes.
    """
    program = _find_program()
    payloads = [
        {"type": "NewIndex", "config": None},
        *({"type": "AddRecord", "index_id": 0, **each.record(language)} for each in documents),
        # WriteFiles answers before its last file is whole.
        {"type": "GetFiles", "index_id": 0},
    ]
    try:
        answers = _run(program, payloads)
    except OSError as error:
        raise SearchError(f"{program}: does not run: {error.strerror} — {_REMEDY}") from error
    if len(answers) < len(payloads):
        fault = f"ended, or took more than {SECONDS} seconds, before it had made the index"
        raise SearchError(f"{program}: {fault} — {_REMEDY}")
    return {each["path"]: b64decode(each["content"]) for each in answers[-1]["files"]}


def _find_program() -> Path:
    try:
        from pagefind.service import get_executable  # it loads asyncio, and is seldom asked

        found: Path | None = get_executable()
    except (ImportError, FileNotFoundError):
        found = None
    if found is None:
        raise SearchError(f"the search page needs the program Pagefind — {_REMEDY}")
    return found


def _run(program: Path, payloads: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers to all of these, in their order; fewer where the program ended before."""
    # It would read a `pagefind.toml` where it stands, and PAGEFIND_… of the environment.
    environment = {name: it for name, it in os.environ.items() if not name.startswith("PAGEFIND_")}
    with (
        TemporaryDirectory() as nowhere,
        subprocess.Popen(  # noqa: S603  -- the program that the package names
            [program, "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=nowhere,
            env=environment,
        ) as process,
    ):
        pipe = cast("BufferedReader", process.stdout)
        timer = Timer(SECONDS, process.kill)
        feeder = Thread(target=_feed, args=(process.stdin, payloads))
        timer.start()
        feeder.start()
        try:
            return [_checked(each) for each in islice(_answers(pipe), len(payloads))]
        finally:
            timer.cancel()
            process.kill()
            feeder.join()
            with suppress(OSError):  # what it did not take is said to nobody
                cast("IO[bytes]", process.stdin).close()


def _feed(pipe: IO[bytes], payloads: Sequence[dict[str, Any]]) -> None:
    """Say it all; the pipe stays open, for at its end the program leaves with work undone."""
    try:
        for number, payload in enumerate(payloads):
            message = json.dumps({"message_id": number, "payload": payload})
            pipe.write(b64encode(message.encode()) + b",")
        pipe.flush()
    except (OSError, ValueError):
        return  # it has ended, and whoever waits for answers tells so


def _answers(pipe: BufferedReader) -> Iterator[dict[str, Any]]:
    parts: list[bytes] = []
    while chunk := pipe.read1(1 << 20):
        *whole, rest = chunk.split(b",")
        for each in whole:
            yield json.loads(b64decode(b"".join([*parts, each])))["payload"]
            parts.clear()
        parts.append(rest)


def _checked(answer: dict[str, Any]) -> dict[str, Any]:
    if answer["type"] == "Error":
        raise SearchError(f"Pagefind says: {answer['message']} — {_REMEDY}")
    return answer


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
