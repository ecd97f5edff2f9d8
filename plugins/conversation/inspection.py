"""What is wrong with a source's conversation or with replies, told without building the site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from .metadata import KEYS, find_line, problems, read_metadata
from .replies.folder import FileFault, Folder, is_letter

_MARKS = ("?", "？", "؟", ";", "⁇", "‽", "?!")  # what a question ends in, in one script or another


@dataclass(frozen=True)
class Remark:
    """Something to mend: the line in the source, and what. Advice is told and stops nothing."""

    line: int
    message: str
    advice: bool = False


class Field(Protocol):
    """What is asked of one key of the front matter."""

    @property
    def value(self) -> str:
        """What is written, in one line."""


class Front(Protocol):
    """What is asked of the front matter."""

    def find(self, key: str) -> Field | None:
        """The key's field, where it is written."""


class Source(Protocol):
    """What is asked of a source, whoever reads it."""

    @property
    def kind(self) -> str:
        """Article or page."""

    @property
    def text(self) -> str:
        """The whole of it, with the front matter."""

    @property
    def front(self) -> Front:
        """The front matter."""


def check_source(source: Source) -> Iterator[Remark]:
    """Everything that is wrong with an article's conversation, and what might be better."""
    if source.kind != "article":
        return
    found = {key: source.front.find(key) for key in KEYS}
    written = read_metadata({key: field.value for key, field in found.items() if field})
    wrong = problems(written)
    for key, message in wrong.items():
        yield Remark(find_line(source.text, key), message)
    if "conversation" in written:
        return
    if "question" not in written:
        remedy = "write 'Question: …?' to the reader"
        yield Remark(1, f"has no question, so the site's own is asked — {remedy}", advice=True)
    elif "question" not in wrong and not _asks(written["question"]):
        fault = f"Question '{written['question']}' has no question mark"
        yield Remark(find_line(source.text, "question"), f"{fault} — ask one", advice=True)


def check_content(content: Path) -> Iterator[FileFault]:
    """Everything that is wrong with the records of replies and with letters."""
    yield from Folder(content).faults()


def reads_content(name: str) -> bool:
    """Whether a Markdown file, by its path below the content folder, is read though no source."""
    return is_letter(name)


def _asks(question: str) -> bool:
    return question.rstrip(" \"'”’»)").endswith(_MARKS)
