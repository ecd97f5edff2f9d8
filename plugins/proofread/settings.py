"""The settings of proofreading: what else a source may say, and what else may be published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches

PREFIX = "PROOFREAD_"


class ProofreadError(Exception):
    """Stops the build: something the writer put in would not come out."""

    exitcode = 1


@dataclass(frozen=True)
class Settings:
    """What the plugin can be told. Each field is the setting `PROOFREAD_` and its name."""

    keys: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    summary: int = 300
    audit: bool = False


def read_settings(site: Mapping[str, object]) -> Settings:
    """Take the plugin's settings out of all the site's.

    Raises `ProofreadError`, with all problems, for a name that is unknown or a value of the wrong
    type.
    """
    written = {name: value for name, value in site.items() if name.startswith(PREFIX)}
    wrong = list(_problems(written))
    if wrong:
        raise ProofreadError("\n".join(wrong))
    values = {name.removeprefix(PREFIX).lower(): value for name, value in written.items()}
    return Settings(
        keys=tuple(_texts(values.get("keys", ()))),
        paths=tuple(_texts(values.get("paths", ()))),
        allow=tuple(_texts(values.get("allow", ()))),
        summary=int(str(values.get("summary", Settings.summary))),
        audit=bool(values.get("audit", Settings.audit)),
    )


def _problems(written: Mapping[str, object]) -> Iterator[str]:
    defaults = {PREFIX + field.name.upper(): field.default for field in fields(Settings)}
    for name, value in written.items():
        if name not in defaults:
            near = get_close_matches(name, defaults, n=1) or sorted(defaults)
            yield f"setting {name} is unknown — write {near[0]}, or take it out"
        elif isinstance(defaults[name], tuple) and list(_texts(value)) != list(_every(value)):
            yield f"setting {name} is {value!r} — write a list of texts in quotes"
        elif isinstance(defaults[name], bool) and not isinstance(value, bool):
            yield f"setting {name} is {value!r} — write True or False"
        elif type(defaults[name]) is int and (type(value) is not int or value < 1):
            yield f"setting {name} is {value!r} — write a number of characters, 1 or more"


def _every(value: object) -> Iterator[object]:
    yield from value if isinstance(value, list | tuple) else (None,)


def _texts(value: object) -> Iterator[str]:
    return (item for item in _every(value) if isinstance(item, str))
