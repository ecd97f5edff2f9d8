"""The folder of what people said: a record a post, and beside it a folder of its letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..sending.state import State, StateError, read_state
from . import letter, record
from .record import Record, RecordError
from .reply import Reply

NAME = "conversation"  # below the content folder
SENT = "_sent.json"


@dataclass(frozen=True)
class FileFault:
    """Something to mend in a file: its path below the content folder, the line, and what."""

    path: str
    line: int
    message: str
    advice: bool = False


class Folder:
    """The replies that lie in a content folder, and what was told to whom."""

    def __init__(self, content: Path) -> None:
        self.content = content
        self.path = content / NAME

    def read(self, name: str) -> tuple[Record | None, tuple[Reply, ...]]:
        """The record with this name, the slug of a post, and its letters.

        Raises `RecordError`, `UnicodeDecodeError` or `OSError`; then `faults` has what is wrong.
        """
        path = self.path / f"{name}.json"
        found = record.read_record(_text(path)) if path.is_file() else None
        letters = (
            letter.read_letter(_text(each), each.stem)
            for each in sorted((self.path / name).glob("[!.]*.md"))
            if each.is_file()
        )
        return found, tuple(letters)

    def read_sent(self) -> State:
        """What was told to whom; an empty state where there is no file of it.

        Raises `StateError`, `UnicodeDecodeError` or `OSError`; then `faults` has what is wrong.
        """
        path = self.path / SENT
        return read_state(_text(path) if path.is_file() else "")

    def names(self) -> set[str]:
        """The names of all posts of which there is a record or a letter."""
        letters = {path.parent.name for path in self._letters()}
        return letters | {path.stem for path in self._records()}

    def faults(self) -> Iterator[FileFault]:
        """Everything that is wrong, file by file."""
        for path in self._records():
            yield from self._faults(path, record.find_faults)
        for path in self._letters():
            yield from self._faults(path, partial(letter.find_faults, name=path.stem))
        if (self.path / SENT).is_file():
            yield from self._faults(self.path / SENT, _find_state_faults)

    def _records(self) -> list[Path]:
        return sorted(path for path in self.path.glob("[!_.]*.json") if path.is_file())

    def _letters(self) -> list[Path]:
        return sorted(path for path in self.path.glob("[!_.]*/[!.]*.md") if path.is_file())

    def _faults(
        self, path: Path, find: Callable[[str], Iterator[RecordError]]
    ) -> Iterator[FileFault]:
        name = path.relative_to(self.content).as_posix()
        try:
            faults = list(find(_text(path)))
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            yield FileFault(name, line, "is not UTF-8 — save it as UTF-8")
        except OSError as error:
            yield FileFault(name, 0, f"cannot be read ({error.strerror}) — change its mode")
        else:
            for fault in faults:
                yield FileFault(name, fault.line, fault.message)


def is_letter(name: str) -> bool:
    """Whether a file, by its path below the content folder, is read as a letter."""
    parts = name.split("/")
    return len(parts) == 3 and parts[0] == NAME and parts[2].endswith(".md")


def _find_state_faults(text: str) -> Iterator[RecordError]:
    try:
        read_state(text)
    except StateError as error:
        yield RecordError(error.line, f"{error} — take back the last change")


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")
