"""The settings of the translation: where the site's own catalogues are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path

from .problem import TranslationError

PREFIX = "TRANSLATION_"
DIGEST = "TRANSLATION_DIGEST"  # the plugin itself sets it, for who remembers what was built
_PELICANS = ("TRANSLATION_FEED_",)  # settings of Pelican's, for the feeds of translated posts


@dataclass(frozen=True)
class Settings:
    """What the plugin can be told. Each field is the setting `TRANSLATION_` and its name."""

    path: str = ""


def read_settings(site: Mapping[str, object]) -> Settings:
    """Take the plugin's settings out of all the site's.

    Raises `TranslationError`, with all problems, for a name that is unknown or a value of the
    wrong type.
    """
    known = {PREFIX + field.name.upper(): field.name for field in fields(Settings)}
    written = {
        name: value
        for name, value in site.items()
        if name.startswith(PREFIX) and name != DIGEST and not name.startswith(_PELICANS)
    }
    problems = []
    for name, value in written.items():
        if name not in known:
            near = get_close_matches(name, known, n=1) or sorted(known)
            problems.append(f"setting {name} is unknown — write {near[0]}, or take it out")
        elif not isinstance(value, str | Path):
            problems.append(f"setting {name} is {value!r} — write the path of a folder in quotes")
    if problems:
        raise TranslationError("\n".join(problems))
    return Settings(**{known[name]: str(value) for name, value in written.items()})
