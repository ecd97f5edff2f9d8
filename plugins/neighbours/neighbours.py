"""The posts on either side of a post, in the order in which the site tells them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Neighbour(NamedTuple):
    """As much of a post as a link to it shows: its title, and its URL as Pelican gives it."""

    title: str
    url: str


class Neighbours(NamedTuple):
    """The post before and the post after; None at either end."""

    older: Neighbour | None = None
    newer: Neighbour | None = None


def find_neighbours(posts: Sequence[Neighbour]) -> list[Neighbours]:
    """The neighbours of each of `posts`, which come newest first, in the same order."""
    newer = [None, *posts[:-1]]
    older = [*posts[1:], None]
    return list(map(Neighbours, older, newer)) if posts else []
