"""The files of replies, one a post: read all at once, each written whole or not at all."""

from __future__ import annotations

from os.path import relpath
from pathlib import Path

from .replies.folder import Folder
from .replies.record import Record, RecordError, read_record
from .settings import ConversationError


def read_files(content: Path) -> dict[Path, Record]:
    """Read every post's file below the content folder, in the order of their names.

    Raises `ConversationError` with all that is wrong in the folder, with letters, too.
    """
    folder = Folder(content)
    faults = [
        f"{relpath(content / fault.path)}:{fault.line}: {fault.message}"
        for fault in folder.faults()
    ]
    if faults:
        raise ConversationError("\n".join(faults))
    paths = [folder.path / f"{name}.json" for name in sorted(folder.names())]
    return {path: read_file(path) for path in paths if path.is_file()}


def read_file(path: Path) -> Record:
    """Read one post's file. Raises `ConversationError` for the first fault in it."""
    try:
        return read_record(path.read_bytes().decode("utf-8-sig"))
    except RecordError as error:
        raise ConversationError(f"{relpath(path)}:{error.line}: {error}") from error
    except UnicodeDecodeError as error:
        raise ConversationError(f"{relpath(path)}:1: is not UTF-8 — save it as UTF-8") from error
    except OSError as error:
        fault = f"{relpath(path)}: cannot be read ({error.strerror})"
        raise ConversationError(f"{fault} — change its mode") from error


def keep(path: Path, text: str) -> None:
    """Write the file whole, and its folder where there is none.

    Raises `ConversationError` where the disk does not take it; the file is then as it was.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_text(text, encoding="utf-8", newline="\n")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        fault = f"{relpath(path)}: cannot be written ({error.strerror})"
        raise ConversationError(f"{fault} — make room, or change the folder's mode") from error
