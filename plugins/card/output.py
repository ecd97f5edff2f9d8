"""A picture where it is shown: another name of the one that is kept, or the same bytes."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def link(kept: str, place: str) -> None:
    """Show a kept picture at a place; leave one that is there already.

    It gets a second name, which takes neither room nor time. Who changes what is shown changes
    what is kept, too, which is then found to be damaged. Where there can be no link, it is copied.
    """
    with suppress(OSError):  # nothing is there
        if os.path.samestat(os.stat(place), os.stat(kept)):  # noqa: PTH116  -- ten thousand times
            return
    path = Path(place)
    new = _beside(path)
    try:
        os.link(kept, new)
    except OSError:
        write(path, Path(kept).read_bytes())
    else:
        new.replace(path)


def write(path: Path, picture: bytes) -> None:
    """Write a picture beside its place, then put it there; leave one that is there already."""
    if path.is_file() and path.read_bytes() == picture:
        return
    new = _beside(path)
    with new.open("xb") as file:
        file.write(picture)
    new.replace(path)


def _beside(path: Path) -> Path:
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    return new
