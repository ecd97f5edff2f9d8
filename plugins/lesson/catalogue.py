"""The catalogue: every lesson as data, for others to build on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from markupsafe import Markup

from .deadline import Deadline
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


@dataclass(slots=True)  # not frozen, which takes three times as long to make
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
    lessons = b",\n".join([_lesson(entry).encode() for entry in entries])
    begin = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    before, after = ("[\n", "\n ]") if lessons else ("[", "]")
    return b"".join(
        (f'{begin},\n "lessons": {before}'.encode(), lessons, f"{after}\n}}\n".encode())
    )


def _lesson(entry: Entry) -> str:
    """One lesson, as `json.dumps` with `indent=1` would write it there, in a tenth of the time."""
    lesson, url = entry.lesson, _json(entry.url)
    action, deadline = lesson.action, lesson.deadline
    deed = "null"
    if action:
        html, text = _json(resolved(action, entry.url)), _json(_text(action))
        deed = f'{{\n    "html": {html},\n    "text": {text}\n   }}'
    by = _by(deadline) if deadline else "null"
    return f"""  {{
   "id": {_json(entry.id)},
   "url": {url[:-1]}#lesson",
   "title": {_json(lesson.title)},
   "content_html": {_json(resolved(lesson.body, entry.url))},
   "action": {deed},
   "by": {by},
   "openers": {_list(lesson.openers)},
   "rant": {{
    "title": {_json(entry.title)},
    "url": {url}
   }},
   "published": "{entry.published.isoformat()}",
   "category": {"null" if entry.category is None else _json(entry.category)},
   "tags": {_list(entry.tags)},
   "language": {_json(entry.lang)}
  }}"""


def _text(html: Markup) -> str:
    """The HTML as text, which it is already where there is no sign of HTML in it."""
    return html.striptags() if "<" in html or "&" in html else " ".join(str.split(html))


@lru_cache  # of thousands of lessons many have the same
def _by(deadline: Deadline) -> str:
    words = _json(deadline.words)
    named = f'"{deadline.day.isoformat()}"' if deadline.day else "null"
    return f'{{\n    "words": {words},\n    "date": {named}\n   }}'


@lru_cache  # likewise
def _list(texts: tuple[str, ...]) -> str:
    inside = ",\n    ".join(map(_json, texts))
    return f"[\n    {inside}\n   ]" if texts else "[]"
