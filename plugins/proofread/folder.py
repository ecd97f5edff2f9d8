"""The folder of the sources: every file in it, and what a source folder may not hold."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from .problem import Problem
from .site import Site

# What an editor or a file system leaves behind; none of it is a source, whatever its ending.
_LEFT_BEHIND = (".", "#", "~$")
# Pictures and the like, tables, programs and their settings: no writing that might get lost.
_NO_WRITING = (
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".ico", ".pdf", ".mp3", ".mp4",
    ".ogg", ".webm", ".m4a", ".vtt", ".csv", ".zip", ".json", ".toml",
    ".yaml", ".yml", ".ini", ".cfg", ".xml", ".bib", ".py", ".sh", ".js", ".css", ".scss", ".ipynb",
)  # fmt: skip

_OR = "or list it in IGNORE_FILES"


@dataclass(frozen=True)
class Found:
    """One entry of the folder: its path for the writer, its path below the folder, its mode."""

    path: str
    name: str
    mode: int

    @property
    def is_file(self) -> bool:
        """Whether it is a plain file."""
        return stat.S_ISREG(self.mode)


def walk(content: Path, shown: str) -> Iterator[Found]:
    """Go through all below `content`, in order, and follow no link; `shown` is its name.

    Raises `OSError` for a folder that cannot be read.
    """
    yield from _walk(content, shown, "")


def _walk(folder: Path, shown: str, above: str) -> Iterator[Found]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        path, name = f"{shown}/{entry.name}", f"{above}{entry.name}"
        mode = entry.stat(follow_symlinks=False).st_mode
        yield Found(path, name, mode)
        if stat.S_ISDIR(mode):
            yield from _walk(folder / entry.name, path, f"{name}/")


def folder_problems(site: Site, found: list[Found]) -> Iterator[Problem]:
    """Links, devices, and names that only differ in form or say that a file is hidden."""
    for entry in found:
        yield from _kind_problems(site, entry)
        yield from _name_problems(entry)
        if is_hidden(site, entry):
            fault = "begins with a dot, and is read all the same"
            yield Problem(entry.path, 0, f"{fault} — remove it, or rename it")
    yield from _twin_problems(found)


def stray_problems(site: Site, found: list[Found], texts: list[str]) -> Iterator[Problem]:
    """Writing that nothing would read; not what one of the sources, `texts`, leads to."""
    for entry in found:
        problem = _stray(site, entry) if entry.is_file else None
        base = PurePosixPath(entry.name).name
        if problem and not any(base in text or quote(base) in text for text in texts):
            yield problem


def is_hidden(site: Site, entry: Found) -> bool:
    """Whether a file is hidden from the writer and not from Pelican."""
    base = PurePosixPath(entry.name)
    return (
        base.name.startswith(".")
        and entry.is_file
        and site.kind(entry.name) is not None
        and base.suffix in site.endings
        and not site.is_ignored(entry.name)
    )


def _kind_problems(site: Site, entry: Found) -> Iterator[Problem]:
    if site.is_ignored(entry.name):
        return
    if PurePosixPath(entry.name).name.startswith(".#") and stat.S_ISLNK(entry.mode):
        # Emacs makes it beside what it has not saved, and Pelican would try to read it.
        fault = "says that an editor holds changes of this file"
        yield Problem(entry.path, 0, f"{fault} — save them, or remove it")
    elif stat.S_ISLNK(entry.mode):
        link = site.content / entry.name
        # Not Path.resolve, which raises RuntimeError for a link that leads to itself.
        inside = Path(os.path.realpath(link)).is_relative_to(os.path.realpath(site.content))
        fault = f"is a link {'to' if inside else 'that leaves the content folder, to'} "
        fault += f"'{link.readlink()}'"
        yield Problem(entry.path, 0, f"{fault} — put the file itself in its place")
    elif not entry.is_file and not stat.S_ISDIR(entry.mode):
        yield Problem(entry.path, 0, "is neither a file nor a folder — remove it")


def _name_problems(entry: Found) -> Iterator[Problem]:
    base = PurePosixPath(entry.name).name
    odd = next((sign for sign in base if unicodedata.category(sign) in ("Cc", "Cs")), "")
    if odd:
        fault = f"the name holds U+{ord(odd):04X}, which no address can"
        yield Problem(entry.path, 0, f"{fault} — rename it")


def _stray(site: Site, entry: Found) -> Problem | None:
    base = PurePosixPath(entry.name).name
    if base.startswith(_LEFT_BEHIND) or base.endswith("~"):
        return None
    if site.is_static(entry.name) or site.is_ignored(entry.name):
        return None
    ending, kind = PurePosixPath(base).suffix, site.kind(entry.name)
    if kind and ending not in site.endings and ending.lower() not in _NO_WRITING:
        fault = f"ends in '{ending}', which nothing reads" if ending else "has no ending"
        remedy = f"name it {PurePosixPath(base).stem}.md, {_OR}"
        return Problem(entry.path, 0, f"{fault} — {remedy}")
    if kind and ending in site.endings and not site.is_markdown(base):
        fault = "is not Markdown, so that only its place is proofread"
        return Problem(entry.path, 0, f"{fault} — look at its page", advice=True)
    if any(reads(entry.name) for reads in site.claims):
        return None
    if not kind and site.is_markdown(base.lower()):
        folder = next((path for path in site.settings["ARTICLE_PATHS"] if path), "")
        return Problem(entry.path, 0, f"lies where nothing reads it — move it to {folder}/, {_OR}")
    return None


def _twin_problems(found: list[Found]) -> Iterator[Problem]:
    first: dict[str, Found] = {}
    for entry in found:
        folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", entry.name).casefold())
        twin = first.setdefault(folded, entry)
        if twin is not entry and twin.name.rpartition("/")[0] == entry.name.rpartition("/")[0]:
            fault = f"differs from {twin.path} only {_difference(twin.name, entry.name)}"
            yield Problem(entry.path, 0, f"{fault} — rename one: not every disk tells them apart")


def _difference(one: str, other: str) -> str:
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    return "in how its letters are encoded" if same else "in capital letters"
