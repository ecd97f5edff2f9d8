"""The settings of the pictures: how wide, in which formats, how good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any

PREFIX = "IMAGES_"
FORMATS = ("avif", "webp")


class ImagesError(Exception):
    """Stops the build: the settings or the pictures named are to be mended first."""

    exitcode = 1


@dataclass(frozen=True)
class Settings:
    """What the plugin can be told. Each field is the setting `IMAGES_` and its name.

    `widths` are pixels, the widest last; `sizes` is what HTML calls so: how wide a picture shows.
    """

    widths: tuple[int, ...] = (480, 680, 1360)
    formats: tuple[str, ...] = FORMATS
    quality: int = 80
    sizes: str = "(min-width: 46rem) 41rem, 92vw"


def read_settings(site: Mapping[str, object]) -> Settings:
    """Take the plugin's settings out of all the site's.

    Raises `ImagesError`, with all problems, for a name that is unknown or a value that is none.
    """
    known = {PREFIX + field.name.upper(): field.name for field in fields(Settings)}
    written = {name: value for name, value in site.items() if name.startswith(PREFIX)}
    problems: list[str] = []
    read: dict[str, Any] = {}
    for name, value in written.items():
        if name not in known:
            near = get_close_matches(name, known, n=1) or sorted(known)
            problems.append(f"setting {name} is unknown — write {near[0]}, or take it out")
            continue
        field = known[name]
        try:
            read[field] = _READ[field](value)
        except (TypeError, ValueError) as error:
            problems.append(f"setting {name} is {value!r} — {error}")
    if problems:
        raise ImagesError("\n".join(problems))
    return Settings(**read)


def _read_widths(value: Any) -> tuple[int, ...]:
    is_list = isinstance(value, list | tuple) and value
    if not is_list or not all(type(each) is int and 0 < each <= 10_000 for each in value):
        raise ValueError("write widths in pixels, as (480, 680, 1360)")
    return tuple(sorted(set(value)))


def _read_formats(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not set(map(str, value)) <= set(FORMATS):
        raise ValueError('write formats in quotes, the first choice first, as ("avif", "webp")')
    return tuple(dict.fromkeys(value))


def _read_quality(value: Any) -> int:
    if type(value) is not int or not 1 <= value <= 100:
        raise ValueError("write a number from 1 to 100")
    return value


def _read_sizes(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or set(value) & set('"<>\n'):
        raise ValueError('write how wide a picture shows, as "(min-width: 46rem) 41rem, 92vw"')
    return value.strip()


_READ = {
    "widths": _read_widths,
    "formats": _read_formats,
    "quality": _read_quality,
    "sizes": _read_sizes,
}
