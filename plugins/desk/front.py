"""What the head of a source says, for those who need no more of it."""

from __future__ import annotations

import re
from pathlib import Path

_KEY = re.compile(r"[ ]{0,3}([A-Za-z0-9_-]+):\s*(.*)")
_MORE = re.compile(r"[ ]{4,}(.*)")
_MOST = 16384  # bytes; no head is so long


def read_front(path: Path) -> dict[str, str]:
    """The front matter of a file in Markdown, by its keys in lower case; the first of each counts.

    A value that goes on is one of several lines. Of a file that cannot be read nothing is said.
    """
    try:
        with path.open("rb") as file:
            text = file.read(_MOST).decode("utf-8-sig", errors="replace")
    except OSError:
        return {}
    return parse_front(text)


def parse_front(text: str) -> dict[str, str]:
    """The same, of a text. As Python-Markdown's Meta extension reads it."""
    found: dict[str, str] = {}
    last = ""
    lines = text.splitlines()
    for line in lines[1:] if lines and lines[0].rstrip() == "---" else lines:
        key, more = _KEY.match(line), _MORE.match(line.expandtabs(4))
        if key:
            last = key[1].lower()
            if last in found:
                last = ""
                continue
            found[last] = key[2].strip()
        elif more:
            if last:
                found[last] += f"\n{more[1].strip()}"
        else:
            break
    return found
