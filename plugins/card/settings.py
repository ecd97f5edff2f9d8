"""The settings of the card: which font it is drawn in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path

PREFIX = "CARD_"


class CardError(Exception):
    """Stops the build: the cards' settings are to be mended first."""

    exitcode = 1


@dataclass(frozen=True)
class Settings:
    """What the plugin can be told. Each field is the setting `CARD_` and its name."""

    font: str = ""


def read_settings(site: Mapping[str, object]) -> Settings:
    """Take the plugin's settings out of all the site's.

    Raises `CardError`, with all problems, for a name that is unknown or a value of the wrong
    type.
    """
    known = {PREFIX + field.name.upper(): field.name for field in fields(Settings)}
    written = {name: value for name, value in site.items() if name.startswith(PREFIX)}
    problems = []
    for name, value in written.items():
        if name not in known:
            near = get_close_matches(name, known, n=1) or sorted(known)
            problems.append(f"setting {name} is unknown — write {near[0]}, or take it out")
        elif not isinstance(value, str | Path):
            problems.append(f"setting {name} is {value!r} — write the path of a font in quotes")
    if problems:
        raise CardError("\n".join(problems))
    return Settings(**{known[name]: str(value) for name, value in written.items()})
