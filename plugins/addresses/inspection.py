"""What is wrong with the aliases of a source, told without building the site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from .claim import read_claims


@dataclass(frozen=True)
class Remark:
    """Something to mend: the line in the source, and what. Advice is told and stops nothing."""

    line: int
    message: str
    advice: bool = False


class Field(Protocol):
    """What is asked of one key of the front matter."""

    @property
    def values(self) -> tuple[str, ...]:
        """What is written, line by line."""


class Front(Protocol):
    """What is asked of the front matter."""

    def find(self, key: str) -> Field | None:
        """The key's field, where it is written."""


class Source(Protocol):
    """What is asked of a source, whoever reads it."""

    @property
    def text(self) -> str:
        """The whole of it, with the front matter."""

    @property
    def front(self) -> Front:
        """The front matter."""


def check_source(source: Source) -> Iterator[Remark]:
    """Every alias that can be none; what is taken is known only when all sources are read."""
    field = source.front.find("aliases")
    for problem in read_claims(field.values, "", source.text).problems if field else ():
        yield Remark(problem.line, f"{problem.fault} — {problem.remedy}")
