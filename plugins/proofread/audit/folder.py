"""The folder of a site as it was built: what lies in it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from .finding import Finding, quoted


@dataclass(frozen=True)
class Folder:
    """The plain files of a site by their paths below it, and what is wrong with the rest."""

    files: Mapping[str, Path]
    findings: tuple[Finding, ...]

    def file(self, path: str) -> str | None:
        """The file that a web server sends for a path below the site's root; None if none.

        A folder is answered with its `index.html`, with or without the slash at the end.
        """
        for name in (path, as_file(path), f"{path}/index.html"):
            if name in self.files:
                return name
        return None


def as_file(path: str) -> str:
    """The name of the file for a path: that of a folder is its `index.html`."""
    path = path.lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def read_folder(site: Path) -> Folder:
    """Look at all that lies below `site`, and follow no link."""
    files: dict[str, Path] = {}
    findings: list[Finding] = []
    for path, fault in _walk(site, ""):
        if fault:
            findings.append(Finding(path, None, fault))
        else:
            files[path] = site / path
    findings += _strange_names(files)
    return Folder(files, tuple(findings))


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, str]]:
    """Each path that is no folder, with what is wrong with it or an empty text."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield prefix.rstrip("/") or ".", "cannot be read as a folder — look at what the build said"
        return
    for entry in entries:
        path = prefix + entry.name
        if entry.is_symlink():
            yield path, "is a link — put the file itself in its place"
        elif entry.is_dir():
            yield from _walk(folder / entry.name, f"{path}/")
        elif entry.is_file():
            yield path, ""
        else:
            yield path, "is neither a file nor a folder — remove it"


def _strange_names(paths: Mapping[str, Path]) -> Iterator[Finding]:
    """Names that another machine cannot tell apart, or cannot write."""
    seen: dict[str, str] = {}
    for path in paths:
        if not _encodable(path):
            yield Finding(path, None, "its name is not UTF-8 — give it another")
        first = seen.setdefault(_folded(path), path)
        if first != path:
            fault = f"differs from {quoted(first)} only in case or in the form of its Unicode"
            yield Finding(path, None, f"{fault} — give one of them another name")


def _encodable(path: str) -> bool:
    return path.isascii() or not any("\ud800" <= character <= "\udfff" for character in path)


def _folded(path: str) -> str:
    """What file systems that ignore case, or normalise, take a path for (Unicode 3.13, D145)."""
    return path if path.isascii() and path.islower() else _caseless(path)


def _caseless(path: str) -> str:
    return normalize("NFD", normalize("NFD", path).casefold())
