"""A feed entry's id, as the syndication of this blog makes it: `tag:AUTHORITY:KEY` (RFC 4151)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

_TAG = re.compile(r"tag:([^:]+):(.*)", re.DOTALL)


@dataclass(frozen=True)
class Identity:
    """Whose id it is, and the key, as a writer would write it after `Id:`."""

    authority: str
    key: str


def read_identity(entry_id: str) -> Identity | None:
    """Take an id apart; the fragment of a lesson's is no part of the key. None for other ids."""
    found = _TAG.fullmatch(entry_id.split("#", 1)[0])
    return Identity(found[1], unquote(found[2])) if found else None
