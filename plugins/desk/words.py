"""Words that come from a file, as a terminal may show them."""

from __future__ import annotations

import re

# Control characters, half a pair, and what turns the direction of all that follows on the line.
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def legible(words: str) -> str:
    """The words in one line; what would steer a terminal is shown as a code."""
    return _UNSHOWN.sub(lambda sign: sign[0].encode("unicode_escape").decode("ascii"), words)
