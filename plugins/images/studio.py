"""The pictures of one build: looked at, and drawn where that was not done before, on all cores."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Set
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from os.path import relpath
from pathlib import Path

from .cache import Cache
from .drawing import Drawn, draw, identity, look
from .inspection import REMEDY, VECTOR
from .output import link, write
from .picture import Picture, Variant
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
        self._cache = Cache(folder)
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
                key = sha256(self._digest(path) + f"{told}{path.endswith(VECTOR)}".encode())
                asked.append((path, key.hexdigest()[:32]))
            except FileNotFoundError:  # which whoever links to it is told of
                continue
            except OSError as error:
                self.problems.append(f"{relpath(path)}: cannot be read: {error.strerror}")
        with warnings.catch_warnings(), ThreadPoolExecutor(_cores()) as threads:
            warnings.simplefilter("ignore")  # of what Pillow finds odd, and shows all the same
            tasks = [
                (path, threads.submit(self._find, path, key, draws=path in shown))
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

    def put(self, variant: Variant, place: Path) -> None:
        """Show a variant at a place of the output."""
        held = self._held.get(variant.digest)
        if held is None:
            link(self._cache.path(variant), place)
        else:
            write(place, held)

    def _find(self, path: str, key: str, *, draws: bool) -> Picture | None:
        if path.lower().endswith(VECTOR):
            return look_at_vector(Path(path).read_bytes())
        picture = self._cache.find(key)
        if picture is None:
            data = Path(path).read_bytes()
            drawn = draw(data, self._settings) if draws else Drawn(look(data), {})
            self._keep(key, drawn)
            picture = drawn.picture
        return picture

    def _keep(self, key: str, drawn: Drawn) -> None:
        try:
            self._cache.keep(key, drawn)
        except OSError as error:
            self._held |= drawn.files
            folder = relpath(self._cache.folder)
            self.unkept = f"pictures cannot be kept in {folder}: {error.strerror}"


def digest(path: str) -> bytes:
    """That of a file, where nobody remembers it. Raises `OSError`."""
    with Path(path).open("rb") as file:
        whole = sha256()
        while part := file.read(1 << 20):
            whole.update(part)
    return whole.digest()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
