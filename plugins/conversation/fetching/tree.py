"""The tree that replies make: what each answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..replies.reply import Reply


def rooted(replies: Mapping[str, Reply]) -> tuple[Reply, ...]:
    """The replies by key; what answers one that is not among them answers the post."""
    return tuple(
        reply if reply.parent in replies else replace(reply, parent="")
        for reply in replies.values()
    )
