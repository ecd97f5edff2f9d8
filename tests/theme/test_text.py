"""What the theme says of a post in a few words is what the post has, and reads nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from pelican.contents import Article
from pelican.settings import DEFAULT_CONFIG

from lesson.lesson import Lesson
from translation import Translation, functions

TEMPLATES = Path(__file__).parents[2] / "theme" / "templates"
BODY = '<p>Two &amp; <em>three</em><sup id="fnref:1"><a href="#fn:1">1</a></sup> words.</p>'
LESSON = Lesson("One & only", action="Write <em>now</em>")


class Telling(Environment):
    """Tells which attributes of an article are read."""

    read: set[str]

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Article):
            self.read.add(attribute)
        return super().getattr(obj, attribute)


ENVIRONMENT = Telling(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
ENVIRONMENT.globals.update(functions(Translation()))


def article(lesson: Lesson | None, **metadata: str) -> Article:
    """An article as Pelican makes it, and as a plugin adds to it."""
    settings = {**DEFAULT_CONFIG, "SITEURL": "", "FORMATTED_FIELDS": ["summary"]}
    made = Article(BODY, {"title": "A", **metadata}, settings, "a.md", {"localsiteurl": ""})
    made.lesson = lesson
    made.refresh_metadata_intersite_links()
    return made


def say(macro: str, item: Article) -> tuple[str, set[str]]:
    """What a macro makes of an article, and what it reads of it."""
    ENVIRONMENT.read = set()
    made = getattr(ENVIRONMENT.get_template("partials/text.html").module, macro)(item, "")
    return str(made), ENVIRONMENT.read


WRITTEN, BEGUN = {"summary", "_summary"}, {"_summary", "get_content"}


@pytest.mark.parametrize(
    ("lesson", "metadata", "summary", "description"),
    [
        (
            None, {},
            ("Two &amp; three words.", BEGUN), ("Two &amp; three words.", BEGUN | {"lesson"}),
        ),
        (
            LESSON, {},
            ("Two &amp; three words.", BEGUN),
            ("One &amp; only Do this: Write now", {"_summary", "lesson"}),
        ),
        (
            LESSON, {"summary": "<p>It &lt; all</p>"},
            ("It &lt; all", WRITTEN), ("It &lt; all", WRITTEN),
        ),
        (LESSON, {"summary": ""}, ("", WRITTEN), ("", WRITTEN)),
    ],
)  # fmt: skip
def test_a_post_is_described_by_what_is_written_of_it(
    lesson: Lesson | None,
    metadata: dict[str, str],
    summary: tuple[str, set[str]],
    description: tuple[str, set[str]],
) -> None:
    """A written summary counts, even an empty one; else the lesson, else the beginning."""
    item = article(lesson, **metadata)

    assert say("summary", item) == summary
    assert say("description", item) == description
