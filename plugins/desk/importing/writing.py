"""The files of an import, written all or none, and none over another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os.path import lexists
from pathlib import Path

from ..settings import DeskError


def write_all(content: Path, files: Mapping[str, bytes], changed: Iterable[str] = ()) -> None:
    """Write files below the content folder, each whole; those in `changed` may be there.

    All are written beside their places first, so that a full disk changes nothing. When one cannot
    be put in its place, or it is stopped, those before it are as they were. Raises `DeskError`.
    """
    over = set(changed)
    ready: list[tuple[Path, Path, str]] = []
    done: dict[Path, bytes | None] = {}  # what stood there before
    try:
        for name, data in files.items():
            target = content / name
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f".{target.name.encode()[:200].decode(errors='ignore')}.part")
            ready.append((part, target, name))
            part.write_bytes(data)
        for part, target, name in ready:
            if name not in over and lexists(target):
                raise FileExistsError(17, "has come to be meanwhile")
            done[target] = target.read_bytes() if name in over else None
            part.replace(target)
    except BaseException as error:
        for target, before in done.items():
            _put_back(target, before)
        for part, _, _ in ready:
            part.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        fault = f"{name}: cannot be written ({error.strerror})"
        raise DeskError(f"{fault} — make room or change its mode; nothing was imported") from error


def _put_back(target: Path, before: bytes | None) -> None:
    if before is None:
        target.unlink(missing_ok=True)
    elif target.read_bytes() != before:
        target.write_bytes(before)
