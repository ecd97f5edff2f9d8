"""What a kind of site is: its files, its settings, and what may become of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Files = Mapping[str, str | bytes]
LESSON = """
!!! lesson "{sentence}"
    A text.

    Do: write to [one]({{filename}}{post}.md)
    By: tomorrow
"""


@dataclass(frozen=True)
class Kind:
    """One kind of site. `posts` is where its posts are, `linked` the names of some of them.

    `shown` are the templates that a post may name. The rest is what may be edited: texts, by what
    may stand in their place (None: no file); texts that are broken; the settings' values; and
    replacements, each a path, what stands there and what shall. `pictures` are what a picture
    is given for the bytes that another file is given.
    """

    plugins: tuple[str, ...]
    make_files: Callable[[], Files]
    settings: Mapping[str, object]
    posts: str
    linked: tuple[str, str]
    shown: Sequence[str]
    texts: Mapping[str, tuple[str | None, ...]]
    breaks: Mapping[str, tuple[str | bytes, ...]]
    choices: Mapping[str, tuple[object, ...]]
    replacements: Sequence[tuple[str, str, str]]
    pictures: Mapping[bytes, bytes] = field(default_factory=dict)
