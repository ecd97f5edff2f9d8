"""A small site in a folder of its own, built by Pelican, for the tests of one plugin."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PLUGINS = Path(os.environ.get("PLUGINS_UNDER_TEST", Path(__file__).parents[1] / "plugins"))

THEME = {
    "article.html": """{{ {
    "title": article.title,
    "content": article.content,
    "lesson": (article.lesson or none) and {
        "title": article.lesson.title,
        "body": article.lesson.body,
        "action": article.lesson.action,
        "deadline": article.lesson.deadline and article.lesson.deadline.words,
        "openers": article.lesson.openers,
    },
    "conversation": (article.conversation or none) and {
        "question": article.conversation.question,
        "title": article.conversation.title,
        "url": article.conversation.url,
        "text": article.conversation.text,
        "answer": article.conversation.answer|map(attribute="name")|list,
        "answer_urls": article.conversation.answer|map(attribute="url")|list,
        "person": article.conversation.person|map(attribute="name")|list,
        "room": article.conversation.room|map(attribute="name")|list,
    },
    "neighbours": (article.neighbours or none) and {
        "older": article.neighbours.older
            and [article.neighbours.older.title, article.neighbours.older.url],
        "newer": article.neighbours.newer
            and [article.neighbours.newer.title, article.neighbours.newer.url],
    },
    "syndication": syndication|default([])|map(attribute="path")|list,
}|tojson }}""",
    "category.html": "{{ category }}",
    "page.html": '{{ {"content": page.content, "lesson": (page.lesson or none)'
    " and page.lesson.body}|tojson }}",
}

CONFIGURATION: dict[str, object] = {
    "SITENAME": "Site",
    "SITEURL": "https://site.example",
    "AUTHOR": "Ada",
    "TIMEZONE": "UTC",
    "DEFAULT_LANG": "en",
    "PATH": "content",
    "THEME": "theme",
    "ARTICLE_PATHS": ["posts"],
    "PAGE_PATHS": ["pages"],
    "STATIC_PATHS": [],
    "ARTICLE_URL": "{slug}/",
    "ARTICLE_SAVE_AS": "{slug}/index.html",
    "CATEGORY_SAVE_AS": "category/{slug}/index.html",
    "AUTHOR_SAVE_AS": "",
    "TAG_SAVE_AS": "",
    "DRAFT_SAVE_AS": "drafts/{slug}/index.html",
    "DIRECT_TEMPLATES": [],
    "USE_FOLDER_AS_CATEGORY": False,
    "FEED_ALL_ATOM": None,
    "CATEGORY_FEED_ATOM": None,
    "TRANSLATION_FEED_ATOM": None,
    "AUTHOR_FEED_ATOM": None,
    "AUTHOR_FEED_RSS": None,
    "DELETE_OUTPUT_DIRECTORY": False,
    "JINJA_ENVIRONMENT": {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True},
    "PLUGIN_PATHS": [str(PLUGINS)],
}


@dataclass(frozen=True)
class Build:
    """What one run of Pelican left behind: its exit status, its messages, its files."""

    status: int
    messages: tuple[str, ...]
    output: Path

    @property
    def files(self) -> list[str]:
        """The files written, as paths below the output folder, in order."""
        return sorted(
            path.relative_to(self.output).as_posix()
            for path in self.output.rglob("*")
            if path.is_file()
        )

    def data(self, path: str) -> Any:
        """The JSON that the page, or the file, at `path` holds."""
        return json.loads((self.output / path).read_text(encoding="utf-8"))

    def bytes(self, path: str) -> bytes:
        """The file at `path` as it was written."""
        return (self.output / path).read_bytes()


class Site:
    """A site in a folder of its own, built by Pelican in a process of its own.

    Pelican's signals keep their handlers, so that a build in this process would meet the next.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = dict(CONFIGURATION)
        for name, text in THEME.items():
            self.write(f"theme/templates/{name}", text)
        for name in ("theme/static", "content/posts", "content/pages"):
            (folder / name).mkdir(parents=True)

    def write(self, path: str, text: str | bytes) -> None:
        """Write one file below the site's folder; text as UTF-8, line ends as they are."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)

    def post(self, name: str, body: str = "Text.", **fields: object) -> None:
        """Write the post `name`, with a title and a date where `fields` have none."""
        front = {"Title": name, "Date": "2026-01-02 09:00", **fields}
        lines = [f"{key}: {value}\n" for key, value in front.items() if value is not None]
        self.write(f"content/posts/{name}.md", "".join(lines) + f"\n{body}\n")

    def configure(self, **values: object) -> None:
        """Set, or with the value `...` unset, settings of Pelican."""
        self.settings |= values

    def build(self, log_handler: str = "plain", **environment: str) -> Build:
        """Run Pelican; what it says with the rich handler stands in wide lines."""
        lines = [f"{name} = {value!r}\n" for name, value in self.settings.items() if value != ...]
        self.write("pelicanconf.py", "".join(lines))
        run = subprocess.run(
            [
                sys.executable,
                "-m",
                "pelican",
                "-s",
                "pelicanconf.py",
                "-o",
                "output",
                "--log-handler",
                log_handler,
            ],
            cwd=self.folder,
            env={**os.environ, "COLUMNS": "1000", "PYTHONDONTWRITEBYTECODE": "1", **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        told = run.stdout if log_handler == "rich" else run.stderr
        return Build(run.returncode, tuple(told.splitlines()), self.folder / "output")
