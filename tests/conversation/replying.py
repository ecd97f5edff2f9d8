"""Replies for the tests, of people who are letters."""

from __future__ import annotations

from typing import Any

from conversation.replies.reply import Author, Reply

HOST = "https://social.example"


def reply(name: str, *, parent: str = "", day: int = 1, **fields: Any) -> Reply:
    """The toot `name`, which answers the toot `parent`, or the post."""
    made: dict[str, Any] = {
        "key": address(name),
        "via": "mastodon",
        "author": Author(name.upper(), f"{HOST}/@{name}"),
        "published": f"2026-11-{day:02}T08:00:00Z",
        "html": f"<p>{name}</p>",
        "parent": address(parent) if parent else "",
    }
    return Reply(**(made | fields))


def address(name: str) -> str:
    """The address of the toot `name`."""
    return f"{HOST}/@{name}/{name}"
