"""A file where it is shown: another name of the one that is kept, or the same bytes."""

from __future__ import annotations

import os
from pathlib import Path


def link(kept: Path, place: Path) -> None:
    """Show a kept file at a place, where the disk has such links as a second name of it."""
    if place.exists() and place.samefile(kept):
        return
    new = _beside(place)
    try:
        os.link(kept, new)
    except OSError:
        write(place, kept.read_bytes())
    else:
        new.replace(place)


def write(place: Path, data: bytes) -> None:
    """Write a file beside its place, then put it there; leave one that is there already."""
    if place.is_file() and place.read_bytes() == data:
        return
    new = _beside(place)
    new.write_bytes(data)
    new.replace(place)


def _beside(place: Path) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    new = place.with_name(f".{place.name}.new")
    new.unlink(missing_ok=True)
    return new
