"""The settings of the incremental build."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from math import isfinite

PREFIX = "INCREMENTAL_"


class IncrementalError(Exception):
    """Stops the build: the settings are to be mended first."""

    exitcode = 1


@dataclass(frozen=True)
class Settings:
    """What the plugin can be told. Each field is the setting `INCREMENTAL_` and its name."""

    skip: bool = True
    jobs: int = 0
    sample: int = 20
    seconds: float = 10.0


def read_settings(site: Mapping[str, object]) -> Settings:
    """Take the plugin's settings out of all the site's.

    Raises `IncrementalError`, with all problems, for a name that is unknown or a value that is no
    number, or no true or false, where there has to be one.
    """
    known = {PREFIX + field.name.upper(): field.name for field in fields(Settings)}
    written = {name: value for name, value in site.items() if name.startswith(PREFIX)}
    wrong = list(_problems(written, list(known)))
    if wrong:
        raise IncrementalError("\n".join(wrong))
    return Settings(**{known[name]: value for name, value in written.items()})  # type: ignore[arg-type]  # checked above


def _problems(written: Mapping[str, object], known: list[str]) -> Iterator[str]:
    for name, value in written.items():
        if name not in known:
            near = get_close_matches(name, known, n=1) or known
            yield f"setting {name} is unknown — write {near[0]}, or take it out"
        elif name == "INCREMENTAL_SKIP":
            if not isinstance(value, bool):
                yield f"setting {name} {value!r} is neither True nor False — write one of them"
        elif (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not isfinite(value)
            or value < 0
        ):
            yield f"setting {name} {value!r} is no number — write 0 or more"
        elif name == "INCREMENTAL_SECONDS" and not value:
            yield f"setting {name} {value!r} leaves no time to read a post — write 1 or more"
        elif name != "INCREMENTAL_SECONDS" and not isinstance(value, int):
            yield f"setting {name} {value!r} is no whole number — write {round(value)}"


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isfinite(value) and value >= 0
