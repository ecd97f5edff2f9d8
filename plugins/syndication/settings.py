"""The settings of the feeds: who vouches for their ids, how long they are, who passes them on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches

from .identity import AUTHORITY

PREFIX = "SYNDICATION_"
_HUB = re.compile(r"https://[^\s/?#]+(?:[/?][!$-;=?-~]*)?")


class SyndicationError(Exception):
    """Stops the build: the feeds' ids or settings are to be mended first."""

    exitcode = 1


@dataclass(frozen=True)
class Settings:
    """What the plugin can be told. Each field is the setting `SYNDICATION_` and its name."""

    authority: str = ""
    limit: int = 20
    hubs: tuple[str, ...] = ()


def read_settings(site: Mapping[str, object]) -> Settings:
    """Take the plugin's settings out of all the site's.

    Raises `SyndicationError`, with all problems, for a name that is unknown, a missing or
    malformed authority, a limit that is no positive number, or a hub that is no https address.
    """
    written = {name: value for name, value in site.items() if name.startswith(PREFIX)}
    wrong = list(_problems(written))
    if wrong:
        raise SyndicationError("\n".join(wrong))
    hubs = written.get("SYNDICATION_HUBS", Settings.hubs)
    return Settings(
        authority=str(written["SYNDICATION_AUTHORITY"]),
        limit=int(str(written.get("SYNDICATION_LIMIT", Settings.limit))),
        hubs=tuple(dict.fromkeys(hubs)) if isinstance(hubs, list | tuple) else (),
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
    yield from _hub_problems(written.get("SYNDICATION_HUBS", Settings.hubs))


def _hub_problems(hubs: object) -> Iterator[str]:
    example = '("https://hub.example.org/",)'
    if not isinstance(hubs, list | tuple):
        yield f"setting SYNDICATION_HUBS {hubs!r} is no list of hubs — write {example}"
        return
    for hub in hubs:
        if not (isinstance(hub, str) and _HUB.fullmatch(hub)):
            fault = "is no address that begins with https://"
            yield f"setting SYNDICATION_HUBS: {hub!r} {fault} — write {example}, or take it out"
