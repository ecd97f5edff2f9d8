"""The folder of the sources: every file in it, and what a source folder may not hold."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import NamedTuple
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

Named = Callable[[list[str]], AbstractSet[str]]
_OR = "or list it in IGNORE_FILES"


class Found(NamedTuple):
    """One entry of the folder: its path for the writer, that below the folder, its name alone.

    `mode` is its type, as `stat` has it.
    """

    path: str
    name: str
    base: str
    mode: int

    @property
    def is_file(self) -> bool:
        """Whether it is a plain file."""
        return stat.S_ISREG(self.mode)


def walk(content: Path, shown: str) -> Iterator[Found]:
    """Go through all below `content`, in order, and follow no link; `shown` is its name.

    Raises `OSError` for a folder that cannot be read.
    """
    yield from _walk(str(content), f"{shown}/", "")


def _walk(folder: str, shown: str, above: str) -> Iterator[Found]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=attrgetter("name"))
    for entry in found:
        base, mode = entry.name, _mode(entry)
        yield Found(shown + base, above + base, base, mode)
        if stat.S_ISDIR(mode):
            yield from _walk(f"{folder}/{base}", f"{shown}{base}/", f"{above}{base}/")


def _mode(entry: os.DirEntry[str]) -> int:
    # The folder itself says of nearly all what they are, and then no file is asked.
    if entry.is_file(follow_symlinks=False):
        return stat.S_IFREG
    return entry.stat(follow_symlinks=False).st_mode


def folder_problems(site: Site, found: list[Found]) -> Iterator[Problem]:
    """Links, devices, and names that only differ in form or say that a file is hidden."""
    for entry in found:
        # Nearly all are plain files with plain names.
        if entry.mode != stat.S_IFREG:
            yield from _kind_problems(site, entry)
        if not entry.base.isprintable():
            yield from _name_problems(entry)
        if entry.base[0] == "." and is_hidden(site, entry):
            fault = "begins with a dot, and is read all the same"
            yield Problem(entry.path, 0, f"{fault} — remove it, or rename it")
    yield from _twin_problems(found)


def stray_problems(
    site: Site, found: list[Found], read: AbstractSet[str], named: Named
) -> Iterator[Problem]:
    """Writing that nothing would read; not what one of the sources leads to.

    `read` are the names of those that are read; `named` says which of some words are in the text
    of a source.
    """
    strays = {
        problem: entry.base
        for entry in found
        if entry.name not in read and entry.is_file and (problem := _stray(site, entry))
    }
    words = sorted({word for base in strays.values() for word in (base, quote(base))})
    known = named(words) if words else frozenset()
    for problem, base in strays.items():
        if not {base, quote(base)} & known:
            yield problem


def is_read(site: Site, entry: Found) -> bool:
    """Whether Pelican reads files of this ending."""
    return entry.base[entry.base.rfind(".") :] in site.endings


def is_hidden(site: Site, entry: Found) -> bool:
    """Whether a file is hidden from the writer and not from Pelican."""
    return (
        entry.base.startswith(".")
        and entry.is_file
        and site.kind(entry.name) is not None
        and PurePosixPath(entry.base).suffix in site.endings
        and not site.is_ignored(entry.name)
    )


def _kind_problems(site: Site, entry: Found) -> Iterator[Problem]:
    if entry.is_file or site.is_ignored(entry.name):
        return
    if entry.base.startswith(".#") and stat.S_ISLNK(entry.mode):
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
    elif not stat.S_ISDIR(entry.mode):
        yield Problem(entry.path, 0, "is neither a file nor a folder — remove it")


def _name_problems(entry: Found) -> Iterator[Problem]:
    odd = next((sign for sign in entry.base if unicodedata.category(sign) in ("Cc", "Cs")), "")
    if odd:
        fault = f"the name holds U+{ord(odd):04X}, which no address can"
        yield Problem(entry.path, 0, f"{fault} — rename it")


def _stray(site: Site, entry: Found) -> Problem | None:
    base = entry.base
    if site.is_markdown(base) and is_read(site, entry) and site.kind(entry.name):
        return None  # a source
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
    folded = [_folded(entry.name) for entry in found]
    first: dict[str, Found] = {}
    for key, entry in zip(folded, found, strict=True) if len({*folded}) < len(found) else ():
        twin = first.setdefault(key, entry)
        if twin is not entry and twin.name.rpartition("/")[0] == entry.name.rpartition("/")[0]:
            fault = f"differs from {twin.path} only {_difference(twin.name, entry.name)}"
            yield Problem(entry.path, 0, f"{fault} — rename one: not every disk tells them apart")


def _folded(name: str) -> str:
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _difference(one: str, other: str) -> str:
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    return "in how its letters are encoded" if same else "in capital letters"
