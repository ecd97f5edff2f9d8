"""The catalogue: every lesson as data, for others to build on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .lesson import Lesson
from .links import resolved

VERSION = 1


@dataclass(frozen=True)
class Link:
    """A feed: its title, its media type, its address in full."""

    title: str
    type: str
    url: str


@dataclass(frozen=True)
class Entry:
    """One lesson and the rant it ends. `url` is the rant's, in full; `published` has its zone."""

    id: str
    lesson: Lesson
    title: str
    url: str
    published: datetime
    category: str | None
    tags: tuple[str, ...]
    lang: str


def write_catalogue(
    entries: Iterable[Entry], *, title: str, home: str, feeds: Iterable[Link]
) -> bytes:
    """The catalogue as JSON, in UTF-8.

    - `version` is 1; `title`, and `home_page_url`, the site's.
    - `feeds`: of each its `title`, its media `type` and its `url`.
    - `lessons`, newest first: of each an `id` that stays for ever, the `url` of its box, its
      `title` as text and its text, `content_html`; `action` as `html` and as `text`, or null;
      `by`, when: the `words` after the action, and the `date` where they name one, else null;
      `openers`, what to begin with, as text; `rant`, the `title` and `url` of the post it ends;
      `published` (RFC 3339); the post's `category`, or null, `tags` and `language`.

    Every address is in full, those within the HTML too, and the HTML holds nothing that runs.
    """
    catalogue = {
        "version": VERSION,
        "title": title,
        "home_page_url": home,
        "feeds": [{"title": feed.title, "type": feed.type, "url": feed.url} for feed in feeds],
        "lessons": [_lesson(entry) for entry in entries],
    }
    return f"{json.dumps(catalogue, ensure_ascii=False, indent=1)}\n".encode()


def _lesson(entry: Entry) -> dict[str, Any]:
    lesson, deadline = entry.lesson, entry.lesson.deadline
    action = {"html": resolved(lesson.action, entry.url), "text": lesson.action.striptags()}
    day = deadline.day.isoformat() if deadline and deadline.day else None
    return {
        "id": entry.id,
        "url": f"{entry.url}#lesson",
        "title": lesson.title,
        "content_html": resolved(lesson.body, entry.url),
        "action": action if lesson.action else None,
        "by": {"words": deadline.words, "date": day} if deadline else None,
        "openers": lesson.openers,
        "rant": {"title": entry.title, "url": entry.url},
        "published": entry.published.isoformat(),
        "category": entry.category,
        "tags": entry.tags,
        "language": entry.lang,
    }
