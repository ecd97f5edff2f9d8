"""The owner's sheets: one whose name is misspelt would be silently left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

OWN = "own.css"  # the sheet that is sent last; any other takes the place of one of its name


class OwnError(Exception):
    """Stops the build: the name of a sheet is to be mended first."""

    exitcode = 1


def misspelt(names: Iterable[str], known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Those of the owner's sheets that take no place, each with what it may have been meant for.

    `names` are paths below the owner's folder, `known` those of the theme's and plugins' sheets.
    """
    places = sorted({OWN, *known})
    for name in names:
        if name not in places:
            yield name, next(iter(get_close_matches(name, places, n=1)), OWN)
