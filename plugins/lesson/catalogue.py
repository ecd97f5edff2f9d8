"""The catalogue: every lesson as data, for others to build on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .lesson import Lesson
from .links import resolved

VERSION = 1
_json = json.JSONEncoder(ensure_ascii=False).encode


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
    links = [{"title": feed.title, "type": feed.type, "url": feed.url} for feed in feeds]
    head = {"version": VERSION, "title": title, "home_page_url": home, "feeds": links}
    lessons = ",\n".join(map(_lesson, entries))
    begin = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    end = f"[\n{lessons}\n ]" if lessons else "[]"
    return f'{begin},\n "lessons": {end}\n}}\n'.encode()


def _lesson(entry: Entry) -> str:
    """One lesson, as `json.dumps` with `indent=1` would write it there, in a fifth of the time."""
    lesson, deadline, url = entry.lesson, entry.lesson.deadline, entry.url
    action = by = "null"
    if lesson.action:
        html, text = resolved(lesson.action, url), lesson.action.striptags()
        action = f'{{\n    "html": {_json(html)},\n    "text": {_json(text)}\n   }}'
    if deadline:
        day = f'"{deadline.day.isoformat()}"' if deadline.day else "null"
        by = f'{{\n    "words": {_json(deadline.words)},\n    "date": {day}\n   }}'
    return f"""  {{
   "id": {_json(entry.id)},
   "url": {_json(f"{url}#lesson")},
   "title": {_json(lesson.title)},
   "content_html": {_json(resolved(lesson.body, url))},
   "action": {action},
   "by": {by},
   "openers": {_list(lesson.openers)},
   "rant": {{
    "title": {_json(entry.title)},
    "url": {_json(url)}
   }},
   "published": "{entry.published.isoformat()}",
   "category": {"null" if entry.category is None else _json(entry.category)},
   "tags": {_list(entry.tags)},
   "language": {_json(entry.lang)}
  }}"""


def _list(texts: tuple[str, ...]) -> str:
    inside = ",\n    ".join(map(_json, texts))
    return f"[\n    {inside}\n   ]" if texts else "[]"
