"""A site as it was built: a folder of plain files, the home page among them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from .problem import Problem
from .release import Manifest


def read_manifest(site: Path) -> Manifest:
    """Read every file of a site; empty folders are no part of it."""
    files = (path for path in walk(site) if path.is_file())
    return Manifest({path.relative_to(site).as_posix(): digest(path) for path in files})


def site_problems(site: Path) -> Iterator[Problem]:
    """Find what keeps a site from being published, all of it."""
    if not site.is_dir():
        fault = "is not a folder" if site.exists() else "is not there"
        yield Problem(str(site), fault, "build the site first, as make publish does")
        return
    paths = list(walk(site))
    if not any(path.is_file() for path in paths):
        yield Problem(str(site), "is empty", "look at what the build said")
    elif not (site / "index.html").is_file():
        yield Problem(str(site), "has no index.html", "look at what the build said")
    for path in paths:
        if path.is_symlink():
            yield Problem(str(path), "is a link", "put the file itself in its place")
        elif not path.is_file() and not path.is_dir():
            yield Problem(str(path), "is neither a file nor a folder", "remove it")


def walk(folder: Path) -> Iterator[Path]:
    """Go through all that lies in a folder, in order, and follow no link."""
    # Path.rglob leaves out, without a word, a folder that it may not read.
    for path in sorted(folder.iterdir()):
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from walk(path)


def digest(path: Path) -> str:
    """The SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
