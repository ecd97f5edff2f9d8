"""What a feed entry is known by, for life: a tag URI (RFC 4151).

A reader that has seen an id does not show its entry again, so an id is made of nothing that a
writer may come to change: not the title, not the slug, not the date, not the domain.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import quote

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
AUTHORITY = re.compile(
    rf"(?:[A-Za-z0-9._-]+@)?{_LABEL}(?:\.{_LABEL})*"
    r",\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
)
_SPECIFIC = "/?!$&'()*+,;=:@-._~"  # RFC 4151, section 2.1: pchar, "/" and "?"


def tag_uri(authority: str, key: str) -> str:
    """The id `tag:AUTHORITY:KEY`; what the specification does not allow is percent-encoded."""
    return f"tag:{authority}:{quote(key, safe=_SPECIFIC)}"


def shared_keys(keys: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Those keys that more than one place has, of pairs of key and place, in order."""
    places = defaultdict(list)
    for key, place in keys:
        places[key].append(place)
    return {key: sorted(where) for key, where in sorted(places.items()) if len(where) > 1}
