"""What a site has feeds of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .feed import Feed
from .language import as_written

NAMES = {"RSS": "rss.xml", "Atom": "atom.xml", "JSON": "feed.json"}


@dataclass(frozen=True)
class Subject:
    """What one channel is about: its key, its page, and its feeds."""

    key: str
    home: str
    feeds: tuple[Feed, ...]
    articles: tuple[Any, ...]
    lessons: bool = False


def subjects(
    context: Mapping[str, Any], gettext: Callable[..., str] = as_written
) -> Iterator[Subject]:
    """What there are feeds of: the site, its lessons, each category, in this order.

    `gettext` says a message in the site's language.
    """
    site = str(context["SITENAME"])
    articles = tuple(context["articles"])
    yield Subject("feed/rants", "", _feeds(site, "", tuple(NAMES)), articles)
    with_lesson = tuple(article for article in articles if getattr(article, "lesson", None))
    title = gettext("%(site)s: the lessons", site=site)
    lessons = _feeds(title, "lessons/", ("RSS", "Atom"))
    yield Subject(
        "feed/lessons", str(context.get("LESSONS_URL", "")), lessons, with_lesson, lessons=True
    )
    for category, of_category in context["categories"]:
        feeds = _feeds(
            f"{site}: {category.name}",
            f"category/{category.slug}/",
            ("RSS", "Atom"),
            category.slug,
        )
        yield Subject(f"feed/category/{category.slug}", category.url, feeds, tuple(of_category))


def _feeds(
    title: str, folder: str, formats: tuple[str, ...], category: str = ""
) -> tuple[Feed, ...]:
    return tuple(Feed(title, folder + NAMES[name], name, category) for name in formats)
