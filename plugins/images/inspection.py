"""What is wrong with the pictures of a site, told without building it."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from os.path import relpath
from pathlib import Path

from .drawing import look
from .strip import BrokenError

ENDINGS = (".apng", ".avif", ".gif", ".jfif", ".jpe", ".jpeg", ".jpg", ".png", ".webp")
VECTOR = ".svg"
# Whoever takes photos has them, and no page can show them.
FOREIGN = (".bmp", ".dng", ".heic", ".heif", ".jp2", ".jxl", ".tif", ".tiff")
REMEDY = "save it anew, or copy it once more from where it came"
AS_JPEG = "is shown by few browsers, and its metadata cannot be taken out — save it as JPEG"
# How a whole file begins and ends, as nearly all do.
_WHOLE = ((b"\xff\xd8\xff", b"\xff\xd9"), (b"\x89PNG", b"IEND\xaeB`\x82"), (b"GIF8", b"\x3b"))
_HEAD, _TAIL = 16, 8


@dataclass(frozen=True)
class Fault:
    """Something to mend: the file, by its path below the content folder, and what."""

    path: str
    message: str
    line: int = 0
    advice: bool = False


def check_content(content: Path) -> Iterator[Fault]:
    """Every picture that is empty, is none, or lacks its end.

    Of most files it looks at both ends alone; a build, which looks at what is between, finds more.
    """
    for folder, folders, names in os.walk(content):
        folders.sort()
        for name in sorted(names):
            if is_picture(name) and (fault := _fault(Path(folder, name))):
                yield Fault(relpath(Path(folder, name), content), f"{fault} — {REMEDY}")


def is_picture(name: str) -> bool:
    """Whether a file is one whose metadata is taken out, as its ending says."""
    return name.lower().endswith(ENDINGS)


def _fault(path: Path) -> str:
    try:
        if _seems_whole(path):
            return ""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what Pillow finds odd, and shows all the same
            look(path.read_bytes())
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    except BrokenError as error:
        return str(error)
    return ""


def _seems_whole(path: Path) -> bool:
    with path.open("rb") as file:
        head, size = file.read(_HEAD), file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return int.from_bytes(head[4:8], "little") + 8 <= size
    return any(head.startswith(begin) and tail.endswith(end) for begin, end in _WHOLE)
