"""What a writer changes in one post, so that no cache can know it from before."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

from bench.words import TAGS

_FRONT = re.compile(
    r"Title: (?P<title>.*)\nDate: (?P<date>.*)\n(?P<category>.*\n)Tags: (?P<tags>.*)\n"
)


def pick(site: Path, turn: int) -> Path:
    """One post from the middle of a site, another for each turn (0, 1, 2, …)."""
    posts = sorted((site / "content/rants").iterdir())
    return posts[(len(posts) // 2 + 5 * turn) % len(posts)]


def edit_body(post: Path) -> None:
    """Append a sentence to the rant."""
    text = post.read_text("utf-8")
    rant, end, lesson = text.partition("\n\nEnd rant.")
    post.write_text(f"{rant} And this was said later.{end}{lesson}", "utf-8")


def edit_front(post: Path) -> None:
    """Change the title and a tag, and move the post to the next day: what lists it follows."""
    text = post.read_text("utf-8")
    front = _FRONT.match(text)
    if not front:
        raise ValueError(f"{post} has not the front matter of pelican_text")
    date = datetime.strptime(front["date"], "%Y-%m-%d %H:%M") + timedelta(days=1)  # noqa: DTZ007  -- as it is written, without a zone
    kept = front["tags"].split(", ")[1:]
    other = next(tag for tag in TAGS if tag not in front["tags"])
    lines = (
        f"Title: {front['title']} again\nDate: {date:%Y-%m-%d %H:%M}\n{front['category']}"
        f"Tags: {', '.join([*kept, other])}\n"
    )
    post.write_text(lines + text[front.end() :], "utf-8")
