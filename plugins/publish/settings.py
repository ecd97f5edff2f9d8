"""The settings of publishing: where to, how many releases are kept, what is compressed."""

from __future__ import annotations

import runpy
import sys
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from .problem import Problem, PublishError

PREFIX = "PUBLISH_"
LEAST_KEPT = 2


@dataclass(frozen=True)
class Settings:
    """What the plugin can be told. Each field is the setting `PUBLISH_` and its name."""

    to: str = "public"
    keep: int = 5
    compress: bool = False


def read_settings(site: Mapping[str, object], place: str = "settings") -> Settings:
    """Take the plugin's settings out of all the site's, which were read from `place`.

    Raises `PublishError`, with all problems, for a name that is unknown or a value that is of the
    wrong type or too small.
    """
    known = {PREFIX + field.name.upper(): field.name for field in fields(Settings)}
    written = {name: value for name, value in site.items() if name.startswith(PREFIX)}
    problems = [text for name, value in written.items() for text in _problems(name, value, known)]
    if problems:
        raise PublishError(Problem(place, fault, remedy) for fault, remedy in problems)
    values: dict[str, Any] = {known[name]: value for name, value in written.items()}
    return Settings(**values)


def _problems(name: str, value: object, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if name not in known:
        near = get_close_matches(name, known, n=1) or sorted(known)
        yield f"{name} is unknown", f"write {near[0]}, or take it out"
    elif name == f"{PREFIX}TO":
        if not isinstance(value, str) or not value.strip():
            yield f"{name} is {value!r}", "write a folder or an address in quotes"
    elif name == f"{PREFIX}COMPRESS":
        if not isinstance(value, bool):
            yield f"{name} is {value!r}", "write True or False"
    elif type(value) is not int or value < LEAST_KEPT:
        yield f"{name} is {value!r}", f"write a number, {LEAST_KEPT} at least"


def load_settings(path: Path) -> Settings:
    """Run a site's file of settings, as Pelican does, and read the plugin's out of it.

    Raises `PublishError` with the line at which the file goes wrong.
    """
    if not path.is_file():
        raise PublishError([Problem(str(path), "is not there", "name the settings by --settings")])
    # It imports its neighbour, as publishconf.py does.
    folder = str(path.parent.resolve())
    sys.path.insert(0, folder)
    try:
        site = runpy.run_path(str(path))
    except (Exception, SystemExit) as error:
        raise PublishError([_mistake(path, folder, error)]) from error
    finally:
        sys.path.remove(folder)
    return read_settings(site, str(path))


def _mistake(path: Path, folder: str, error: BaseException) -> Problem:
    """Tell the last line of the writer's own that led to the error."""
    place = str(path)
    for frame in traceback.extract_tb(error.__traceback__):
        if Path(frame.filename).resolve().is_relative_to(folder):
            place = f"{_short(frame.filename)}:{frame.lineno}"
    if isinstance(error, SyntaxError) and error.filename:
        place = f"{_short(error.filename)}:{error.lineno}"
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return Problem(place, f"{type(error).__name__}: {text}", "mend that line")


def _short(filename: str) -> str:
    here, path = Path.cwd(), Path(filename)
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
