"""What a page says of its card."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

FOLDER = "cards"
# In bytes: a file's name has 255 at most, and the hash and the ending follow.
_LONGEST = 200
_NO_NAME = re.compile(r"[^\w.-]+")


@dataclass(frozen=True)
class Card:
    """One card: its path below the site's root, its size in pixels, and what it says in words."""

    path: str
    width: int
    height: int
    alt: str
    type: str = "image/png"


def name_card(slug: str, key: str) -> str:
    """The path of the picture `key`: two pages of one slug share it only with one picture."""
    name = _NO_NAME.sub("-", slug).strip(".-").encode()[:_LONGEST].decode(errors="ignore")
    return f"{FOLDER}/{name or 'card'}.{key[:16]}.png"


def as_written(message: str, /, **variables: object) -> str:
    """The message itself, with what stands in it as `%(name)s`."""
    return message % variables


def describe(title: str, lesson: str, gettext: Callable[..., str] = as_written) -> str:
    """What a card says, for those who hear it: all of it, however much the picture shows.

    `gettext` says a message in the site's language.
    """
    title, lesson = " ".join(title.split()), " ".join(lesson.split())
    if not lesson:
        return title
    return gettext("“%(title)s” ends in this lesson: %(lesson)s", title=title, lesson=lesson)
