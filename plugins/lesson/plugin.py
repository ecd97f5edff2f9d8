"""The lesson in Pelican: `article.lesson`, and the templates and style of its box."""

from __future__ import annotations

import copy
import logging
from dataclasses import replace
from os.path import relpath
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import FileSystemLoader
from markupsafe import Markup
from pelican import Pelican, signals
from pelican.contents import Article, Content, Page
from pelican.generators import Generator

from .lesson import Lesson
from .settings import LessonError, read_settings
from .syntax import LessonExtension

HERE = Path(__file__).parent
log = logging.getLogger(__name__)


def add_markdown(pelican: Pelican) -> None:
    """On `initialized`: teach Markdown the lesson; tell what is wrong with the settings."""
    try:
        read_settings(pelican.settings)
    except LessonError as error:
        log.error("%s", error)  # noqa: TRY400  -- a message for the writer, not a traceback
    markdown = pelican.settings["MARKDOWN"]
    markdown["extensions"] = [*markdown.get("extensions", []), LessonExtension()]


def add_templates(generator: Generator) -> None:
    """On `generator_init`: offer the box behind the theme, which may have its own."""
    generator.env.loader.loaders.append(FileSystemLoader([HERE / "templates", HERE / "static"]))
    generator.context["LESSON_KICKER"] = read_settings(generator.settings).kicker


def add_lesson(content: Content) -> None:
    """On `content_object_init`: every article and page has a lesson, or None; tell problems."""
    if isinstance(content, Article | Page):
        content.lesson = content.metadata.get("lesson")
        level = logging.WARNING if content.status == "draft" else logging.ERROR
        for problem in content.metadata.get("lesson_problems", ()):
            log.log(level, "%s", problem.at(relpath(content.source_path)))
        if content.lesson is not None:
            content._context["static_links"] |= _as_content(content).get_static_links()


def finish_lessons(generators: list[Generator]) -> None:
    """On `all_generators_finalized`: stop at problems, else point the lessons' links home."""
    contents = generators[0].context["generated_content"].values()
    wrong = [
        relpath(content.source_path)
        for content in contents
        if getattr(content, "lesson_problems", ()) and content.status != "draft"
    ]
    if wrong:
        raise LessonError(f"nothing was written: mend the lesson of {', '.join(sorted(wrong))}")
    for content in contents:
        if getattr(content, "lesson", None):
            content.lesson = _linked(content, content.lesson)


def _linked(content: Content, lesson: Lesson) -> Lesson:
    """The lesson with its `{filename}` and `{static}` links made root-relative."""
    root = urlsplit(content.settings["SITEURL"]).path.rstrip("/")
    body, action = (
        Markup(_as_content(content, html).get_content(root))  # noqa: S704  -- sanitised before
        for html in (lesson.body, lesson.action)
    )
    return replace(lesson, body=body, action=action)


def _as_content(content: Content, html: str | None = None) -> Any:
    """A copy of `content` that holds its lesson's HTML, so that Pelican resolves its links."""
    twin = copy.copy(content)
    twin._content = content.lesson.body + content.lesson.action if html is None else html
    return twin


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.initialized.connect(add_markdown)
    signals.generator_init.connect(add_templates)
    signals.content_object_init.connect(add_lesson)
    signals.all_generators_finalized.connect(finish_lessons)
