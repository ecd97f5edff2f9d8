"""What is wrong with the file of people, told without building the site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .people import People, read_people
from .problem import Problem

FILE = "people.toml"


@dataclass(frozen=True)
class Remark:
    """Something to mend: the file below the content folder, the line in it, and what."""

    path: str
    line: int
    message: str
    advice: bool = False


def read_file(content: Path) -> People:
    """The people in the content folder's file of them; without the file nobody."""
    try:
        return read_people((content / FILE).read_bytes())
    except FileNotFoundError:
        return People()
    except OSError as error:
        fault = f"cannot be read ({error.strerror or error})"
        return People(problems=(Problem(0, fault, "put a file there that can be"),))


def check_content(content: Path) -> Iterator[Remark]:
    """Everything that is wrong with the file in the content folder."""
    for problem in read_file(content).problems:
        yield Remark(FILE, problem.line, str(problem))
