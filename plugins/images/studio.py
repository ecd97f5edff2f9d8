"""The pictures of one build: looked at, and drawn where that was not done before, on all cores."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Set
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from os.path import relpath
from pathlib import Path

from .cache import Cache
from .drawing import Drawn, bare, draw, identity
from .inspection import REMEDY, VECTOR
from .output import link, write
from .picture import Picture
from .settings import Settings
from .strip import BrokenError
from .vector import look_at_vector

_LOOKED = "looked at, and not drawn"


class Studio:
    """What there is of pictures: `pictures` by the files' paths, `problems`, each a line.

    `digest` gives that of a file. What cannot be kept in `folder` is held; `unkept` says why.
    """

    def __init__(self, settings: Settings, folder: Path, digest: Callable[[str], bytes]) -> None:
        self._settings = settings
        self._cache = Cache(folder, digest)
        self._digest = digest
        self._identity = identity(settings)
        self._held: dict[str, bytes] = {}
        self.unkept = ""
        self.pictures: dict[str, Picture] = {}
        self.problems: list[str] = []

    def take(self, paths: Iterable[str], shown: Set[str]) -> None:
        """Look at these files, and draw the variants of those that are shown."""
        asked: list[tuple[str, str]] = []
        for path in sorted(paths):
            try:
                told = self._identity if path in shown else _LOOKED + self._identity
                key = blake2b(self._digest(path) + told.encode()).hexdigest()[:32]
                if (known := self._cache.find(key)) is None:
                    asked.append((path, key))
                else:
                    self.pictures[path] = known
            except FileNotFoundError:  # which whoever links to it is told of
                continue
            except OSError as error:
                self.problems.append(f"{relpath(path)}: cannot be read: {error.strerror}")
        with warnings.catch_warnings(), ThreadPoolExecutor(_cores()) as threads:
            warnings.simplefilter("ignore")  # of what Pillow finds odd, and shows all the same
            tasks = [
                (path, threads.submit(self._look, path, key, draws=path in shown))
                for path, key in asked
            ]
        for path, task in tasks:
            try:
                if (picture := task.result()) is not None:
                    self.pictures[path] = picture
            except BrokenError as error:
                self.problems.append(f"{relpath(path)}: {error} — {REMEDY}")
            except OSError as error:
                self.problems.append(f"{relpath(path)}: cannot be read: {error.strerror}")

    def put(self, digest: str, place: Path) -> None:
        """Show a picture's file at a place of the output."""
        held = self._held.get(digest)
        if held is None:
            link(self._cache.path(digest), place)
        else:
            write(place, held)

    def _look(self, path: str, key: str, *, draws: bool) -> Picture | None:
        data = Path(path).read_bytes()
        if path.lower().endswith(VECTOR):
            return look_at_vector(data)
        drawn = draw(data, self._settings) if draws else bare(data)
        self._keep(key, drawn)
        return drawn.picture

    def _keep(self, key: str, drawn: Drawn) -> None:
        try:
            self._cache.keep(key, drawn)
        except OSError as error:
            self._held |= drawn.files
            folder = relpath(self._cache.folder)
            self.unkept = f"pictures cannot be kept in {folder}: {error.strerror}"


def digest(path: str) -> bytes:
    """That of a file, where nobody remembers it. Raises `OSError`."""
    whole = blake2b(digest_size=32)
    with Path(path).open("rb") as file:
        while part := file.read(1 << 20):
            whole.update(part)
    return whole.digest()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
