"""The folder of a site as it was built: what lies in it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from unicodedata import normalize

from .finding import Finding, quoted


@dataclass(frozen=True)
class Folder:
    """Where the plain files of a site lie, by their paths below it; what is wrong with the rest."""

    files: Mapping[str, str]
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
    files: dict[str, str] = {}
    findings: list[Finding] = []
    _walk(str(site), "", files, findings)
    findings += _strange_names(files)
    return Folder(files, tuple(findings))


def _walk(folder: str, prefix: str, files: dict[str, str], findings: list[Finding]) -> None:
    """Add each plain file, and what is wrong with what is none and no folder."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=attrgetter("name"))
    except OSError:
        fault = "cannot be read as a folder — look at what the build said"
        findings.append(Finding(prefix.rstrip("/") or ".", None, fault))
        return
    for entry in entries:
        path = prefix + entry.name
        if entry.is_file(follow_symlinks=False):
            files[path] = entry.path
        elif entry.is_dir(follow_symlinks=False):
            _walk(entry.path, f"{path}/", files, findings)
        elif entry.is_symlink():
            findings.append(Finding(path, None, "is a link — put the file itself in its place"))
        else:
            fault = "is neither a file nor a folder — remove it"
            findings.append(Finding(path, None, fault))


def _strange_names(paths: Mapping[str, str]) -> Iterator[Finding]:
    """Names that another machine cannot tell apart, or cannot write."""
    names = "".join(paths)
    if names.isascii() and names.islower():
        return  # as nearly all are
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
