"""Where a post stood of which others know, and stands no more: a page is to say so."""

from __future__ import annotations

from collections.abc import Iterable

from .state import State


def tombstones(state: State, published: Iterable[str]) -> tuple[str, ...]:
    """The paths in the output, sorted, of posts that others know of and that are not `published`.

    These are asked for only where others know of any. Whether something else has come to stand
    there, whoever writes the pages knows.
    """
    known = {post.path for post in state.posts.values() if post.is_known}
    return tuple(sorted(known.difference(published))) if known else ()
