"""A site as it was built: a folder of plain files, the home page among them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from pathlib import Path

from .problem import Problem
from .release import Manifest

Files = dict[str, os.DirEntry[str]]

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
    return Manifest({name: digest(entry.path) for name, entry in files(site).items()})


def look_at(site: Path) -> tuple[list[Problem], Files]:
    """Give all that keeps a site from being published, and the site's files."""
    if not site.is_dir():
        fault = "is not a folder" if site.exists() else "is not there"
        return [Problem(str(site), fault, "build the site first, as make publish does")], {}
    found = below(site)
    built = {name: entry for name, entry in found if _is_file(entry)}
    return [*_problems(site, (entry for _, entry in found), built)], built


def _problems(site: Path, entries: Iterable[os.DirEntry[str]], built: Files) -> Iterator[Problem]:
    if not built:
        yield Problem(str(site), "is empty", "look at what the build said")
    elif not (site / "index.html").is_file():
        yield Problem(str(site), "has no index.html", "look at what the build said")
    for entry in entries:
        if entry.is_dir(follow_symlinks=False) or entry.is_file(follow_symlinks=False):
            continue
        if entry.is_symlink():
            place = str(Path(entry.path))
            yield Problem(place, "is a link", "put the file itself in its place")
        else:
            yield Problem(str(Path(entry.path)), "is neither a file nor a folder", "remove it")


def files(folder: Path) -> Files:
    """Give each file in a folder, in order, by its path below the folder, parted by slashes."""
    return {name: entry for name, entry in below(folder) if _is_file(entry)}


def below(folder: Path) -> list[tuple[str, os.DirEntry[str]]]:
    """Give all that `walk` finds with its path below the folder, parted by slashes."""
    start = len(str(folder).rstrip("/")) + 1
    return [(entry.path[start:], entry) for entry in walk(folder)]


def parents(name: str) -> Iterator[str]:
    """Give the folders that a file lies in by their paths below the site, the nearest first."""
    while name := name.rpartition("/")[0]:
        yield name


def walk(folder: str | Path) -> list[os.DirEntry[str]]:
    """Give all that lies in a folder, in order, and follow no link."""
    found: list[os.DirEntry[str]] = []
    _walk(folder, found)
    return found


def _walk(folder: str | Path, found: list[os.DirEntry[str]]) -> None:
    # os.walk leaves out, without a word, a folder that it may not read.
    with os.scandir(folder) as listed:
        entries = sorted(listed, key=attrgetter("name"))
    for entry in entries:
        found.append(entry)
        if entry.is_dir(follow_symlinks=False):
            _walk(entry.path, found)


def _is_file(entry: os.DirEntry[str]) -> bool:
    # An entry that is a link raises what a path tells as no file, such as a link to itself.
    if entry.is_file(follow_symlinks=False):
        return True
    return entry.is_symlink() and Path(entry.path).is_file()
