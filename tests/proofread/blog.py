"""The blog as proofreading sees it, with another folder for its sources."""

from __future__ import annotations

import copy
import functools
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pelican.readers import Readers
from pelican.settings import read_settings as read_pelican_settings
from pelican.utils import slugify

import conversation
import lesson
from lesson.plugin import add_markdown
from proofread.check import Checked, check
from proofread.settings import read_settings
from proofread.site import Site
from tests.pelican_site import ROOT

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@functools.cache
def _settings() -> dict[str, Any]:
    return prepare(read_pelican_settings(str(ROOT / "publishconf.py")))


def blog(content: Path, *, keeps_future_back: bool = True, **changed: Any) -> Site:
    """The blog with the sources in `content` and, where so told, other settings."""
    extensions = _settings()["MARKDOWN"]["extensions"]
    settings = copy.deepcopy({**_settings(), "MARKDOWN": {}})
    settings["MARKDOWN"] = {**_settings()["MARKDOWN"], "extensions": list(extensions)}
    settings |= {"PATH": str(content), "WITH_FUTURE_DATES": True, **changed}
    return as_site(settings, keeps_future_back=keeps_future_back)


def as_site(settings: dict[str, Any], *, keeps_future_back: bool) -> Site:
    """A site with these settings, which are Pelican's own and complete."""
    return Site(
        settings=settings,
        own=read_settings(settings),
        now=NOW,
        slugify=lambda name: slugify(name, regex_subs=settings["SLUG_REGEX_SUBSTITUTIONS"]),
        endings=frozenset({".md", ".markdown", ".mkd", ".mdown", ".html", ".htm", ".rst"}),
        keeps_future_back=keeps_future_back,
        checks=(lesson.check_source, conversation.check_source),
    )


def prepare(settings: dict[str, Any]) -> dict[str, Any]:
    """Do to settings what Pelican and its plugins do to them before they read a source."""
    add_markdown(SimpleNamespace(settings=settings))
    Readers(settings)  # names the Markdown extensions that have settings, as it does in a build
    return settings


class Content:
    """A folder of sources, checked in this process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("rants", "pages", "images"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def write(self, name: str, text: str | bytes) -> None:
        """Write one file, text as UTF-8."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)

    def post(
        self,
        name: str,
        body: str = "Text.",
        *front: str,
        date: str = "2026-01-02",
        title: str = "T",
    ) -> None:
        """Write an article of which nothing is to be said but for `front` and `body`."""
        lines = [f"Title: {title}", f"Date: {date}", "Question: Why?", *front, "", body, ""]
        lines += ['!!! lesson "Look first."', "    Then leap.", ""]
        self.write(f"rants/{name}.md", "\n".join(lines))

    def page(self, name: str, *front: str) -> None:
        """Write a page of which nothing is to be said but for `front`."""
        self.write(f"pages/{name}.md", "\n".join(["Title: P", *front, "", "Text.", ""]))

    def check(self, **changed: Any) -> Checked:
        """Check all of it."""
        return check(blog(self.folder, **changed), "content")

    def told(self, **changed: Any) -> list[str]:
        """What is told of all of it, errors first."""
        return told(self.check(**changed))


def told(checked: Checked) -> list[str]:
    """The problems as lines, the errors first; `advice: ` before what stops nothing."""
    return [*map(str, checked.errors), *(f"advice: {problem}" for problem in checked.advice)]
