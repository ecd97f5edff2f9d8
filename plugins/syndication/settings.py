"""The settings of the feeds: who vouches for their ids, and how long they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches

from .identity import AUTHORITY

PREFIX = "SYNDICATION_"


class SyndicationError(Exception):
    """Stops the build: the feeds' ids or settings are to be mended first."""

    exitcode = 1


@dataclass(frozen=True)
class Settings:
    """What the plugin can be told. Each field is the setting `SYNDICATION_` and its name."""

    authority: str = ""
    limit: int = 20


def read_settings(site: Mapping[str, object]) -> Settings:
    """Take the plugin's settings out of all the site's.

    Raises `SyndicationError`, with all problems, for a name that is unknown, a missing or
    malformed authority, or a limit that is no positive number.
    """
    written = {name: value for name, value in site.items() if name.startswith(PREFIX)}
    wrong = list(_problems(written))
    if wrong:
        raise SyndicationError("\n".join(wrong))
    return Settings(
        authority=str(written["SYNDICATION_AUTHORITY"]),
        limit=int(str(written.get("SYNDICATION_LIMIT", Settings.limit))),
    )


def _problems(written: Mapping[str, object]) -> Iterator[str]:
    known = [PREFIX + field.name.upper() for field in fields(Settings)]
    for name in written:
        if name not in known:
            near = get_close_matches(name, known, n=1) or known
            yield f"setting {name} is unknown — write {near[0]}, or take it out"
    authority = written.get("SYNDICATION_AUTHORITY", "")
    if not (isinstance(authority, str) and AUTHORITY.fullmatch(authority)):
        yield (
            f"setting SYNDICATION_AUTHORITY {authority!r} names nobody — write a domain or "
            "address that was yours, a comma and the year, 'example.org,2026', and never change it"
        )
    limit = written.get("SYNDICATION_LIMIT", Settings.limit)
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
        yield f"setting SYNDICATION_LIMIT {limit!r} is no number of entries — write 1 or more"
