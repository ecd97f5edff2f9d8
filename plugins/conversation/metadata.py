"""What a post's front matter says of its conversation, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping

TOOT = re.compile(r"https://[^/\s]+/(?:@[^/\s]+/(?:statuses/)?|users/[^/\s]+/statuses/)\w+/?")
BLUESKY = re.compile(r"https://bsky\.app/profile/[^/\s]+/post/\w+/?")
ANSWERED = re.compile(r"(?:\{filename\}|\|filename\|)\s*[^\s#].*|/(?!/)\S*|https://[^/\s?#]+\S*")
KEYS = ("question", "toot", "bluesky", "conversation", "in_reply_to")
_KEYS = frozenset(KEYS)
_RULES = {
    "question": (
        re.compile(r".*\S.*", re.DOTALL),
        "is empty — write a question, or take the line out",
    ),
    "toot": (
        TOOT,
        "is no post of yours — write its own address, https://HOST/@you/115600000000000001",
    ),
    "bluesky": (
        BLUESKY,
        "is no post of yours — write its own address, https://bsky.app/profile/YOU/post/KEY",
    ),
    "conversation": (
        re.compile("off", re.IGNORECASE),
        "is no choice — write off, or take the line out",
    ),
    "in_reply_to": (
        ANSWERED,
        "leads to no post — write {filename}NAME.md, or an address that begins with https://",
    ),
}


def read_metadata(metadata: Mapping[str, object]) -> dict[str, str]:
    """The texts of `KEYS` that are written; a value of several lines becomes one."""
    if _KEYS.isdisjoint(metadata):  # as of most posts
        return {}
    return {key: _text(metadata[key]) for key in KEYS if key in metadata}


def problems(written: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with each key of `written`, as a message with its remedy."""
    return {
        key: f"{key.capitalize()} '{value}' {_RULES[key][1]}"
        for key, value in written.items()
        if not _RULES[key][0].fullmatch(value)
    }


def find_line(source: str, key: str) -> int:
    """The number of the line, 1 for the first, that begins with the front matter key `key`."""
    for number, line in enumerate(source.split("\n"), start=1):
        if line.lower().startswith(f"{key}:"):
            return number
    return 1


def _text(value: object) -> str:
    lines = value if isinstance(value, list) else [value]
    return " ".join(" ".join(str(line).split()) for line in lines).strip()
