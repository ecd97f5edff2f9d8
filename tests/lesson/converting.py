"""Markdown converted as a site converts it, with the lesson's extension or without."""

from __future__ import annotations

from dataclasses import dataclass

from markdown import Markdown

from lesson import Lesson, LessonExtension, Problem

EXTENSIONS = (
    "markdown.extensions.codehilite",
    "markdown.extensions.extra",
    "markdown.extensions.meta",
)


@dataclass(frozen=True)
class Converted:
    """What comes of one text: the page's HTML, the lesson, and what is to be mended."""

    html: str
    lesson: Lesson | None
    problems: tuple[Problem, ...]


def markdown(*more: str, lesson: bool = True, pygments: bool = False) -> Markdown:
    """Markdown with a site's extensions and `more`; without the lesson's where so told."""
    highlighting = {"guess_lang": False, "use_pygments": pygments}
    ours = [LessonExtension()] if lesson else []
    return Markdown(
        extensions=[*EXTENSIONS, *more, *ours],
        extension_configs={"markdown.extensions.codehilite": highlighting},
        output_format="html",
    )


def convert(text: str, *more: str) -> Converted:
    """The text converted with the lesson's extension."""
    md = markdown(*more)
    html = md.convert(text)
    return Converted(html, md.lesson, md.lesson_problems)


def without(text: str) -> str:
    """The text converted as if there were no such extension."""
    return markdown(lesson=False).convert(text)
