"""What lies on the disk: the cache, room, what builds have left."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .finding import Finding, fault, fine, note

_MB = 1_000_000
_LITTLE, _NOTHING = 500 * _MB, 20 * _MB
_MUCH = 2_000 * _MB


def find_place(root: Path, site: Mapping[str, Any]) -> Iterator[Finding]:
    """Look at the folders that a build writes to."""
    for name, folder in (
        ("cache", Path(site.get("CACHE_PATH") or "cache")),
        (".build", root / ".build"),
    ):
        problem = unwritable(folder)
        if problem:
            yield fault(f"{name}: {problem} cannot be written to", "change its mode or its owner")
        elif name == "cache":
            yield fine(f"the cache, {shown(folder)}, can be written to")
    yield room(root, "here")
    yield _left(root / ".build")


def unwritable(folder: Path) -> str:
    """The path that keeps a folder from being made or written to; empty where none does."""
    nearest = folder.absolute()
    while not os.path.lexists(nearest):
        nearest = nearest.parent
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return ""
    return shown(nearest)


def room(folder: Path, where: str) -> Finding:
    """How much room there is where a folder lies or would."""
    nearest = folder.absolute()
    while not nearest.exists():
        nearest = nearest.parent
    free = shutil.disk_usage(nearest).free
    said = f"{free // _MB} MB of room {where}"
    if free < _NOTHING:
        return fault(f"only {said}", "make room")
    return note(f"only {said}", "make room before it ends") if free < _LITTLE else fine(said)


def shown(path: Path) -> str:
    """A path as the writer knows it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _left(folder: Path) -> Finding:
    size = sum(_size(Path(place, name)) for place, _, names in os.walk(folder) for name in names)
    if size > _MUCH:
        return note(
            f".build holds {size // _MB} MB", "make clean empties it; the next build is slow"
        )
    return fine(f".build holds {size // _MB} MB")


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0
