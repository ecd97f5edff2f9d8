"""A site as it was built: a folder of plain files, the home page among them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from operator import attrgetter
from pathlib import Path

from .problem import Problem
from .release import Manifest

_CHUNK = 1 << 17


def digest(path: str | Path) -> str:
    """The SHA-256 of a file, as hexadecimal digits."""
    found = hashlib.sha256()
    # Most files are small: a file object with its buffer would take longer than the bytes.
    handle = os.open(path, os.O_RDONLY)
    try:
        while chunk := os.read(handle, _CHUNK):
            found.update(chunk)
    finally:
        os.close(handle)
    return found.hexdigest()


def read_manifest(site: Path, digest: Callable[[str], str] = digest) -> Manifest:
    """Read every file of a site; empty folders are no part of it."""
    return Manifest({name: digest(entry.path) for name, entry in files(site)})


def site_problems(site: Path) -> Iterator[Problem]:
    """Find what keeps a site from being published, all of it."""
    if not site.is_dir():
        fault = "is not a folder" if site.exists() else "is not there"
        yield Problem(str(site), fault, "build the site first, as make publish does")
        return
    entries = list(walk(site))
    if not any(map(_is_file, entries)):
        yield Problem(str(site), "is empty", "look at what the build said")
    elif not (site / "index.html").is_file():
        yield Problem(str(site), "has no index.html", "look at what the build said")
    for entry in entries:
        if entry.is_symlink():
            place = str(Path(entry.path))
            yield Problem(place, "is a link", "put the file itself in its place")
        elif not entry.is_file() and not entry.is_dir():
            yield Problem(str(Path(entry.path)), "is neither a file nor a folder", "remove it")


def files(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Give each file in a folder, in order, by its path below the folder, parted by slashes."""
    for entry in walk(folder):
        if _is_file(entry):
            yield below(folder, entry), entry


def below(folder: Path, entry: os.DirEntry[str]) -> str:
    """Give the path of what lies in a folder below it, parted by slashes."""
    return entry.path[len(str(folder).rstrip("/")) + 1 :]


def walk(folder: str | Path) -> Iterator[os.DirEntry[str]]:
    """Go through all that lies in a folder, in order, and follow no link."""
    # os.walk leaves out, without a word, a folder that it may not read.
    with os.scandir(folder) as found:
        entries = sorted(found, key=attrgetter("name"))
    for entry in entries:
        yield entry
        if entry.is_dir(follow_symlinks=False):
            yield from walk(entry.path)


def _is_file(entry: os.DirEntry[str]) -> bool:
    # An entry that is a link raises what a path tells as no file, such as a link to itself.
    return Path(entry.path).is_file() if entry.is_symlink() else entry.is_file()
