"""The lessons on shelves: those of a year, those of a category."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Shelf:
    """The articles whose lessons stand together, newest first, and the address of their page."""

    name: str
    url: str
    articles: tuple[Any, ...]


@dataclass(frozen=True)
class Index:
    """All lessons twice: by year, newest first, and by category, in the site's order."""

    years: tuple[Shelf, ...] = ()
    categories: tuple[Shelf, ...] = ()

    def without_articles(self) -> Index:
        """The same shelves, empty: their names and addresses change with no article."""
        return Index(*(tuple(map(_emptied, each)) for each in (self.years, self.categories)))


def make_index(articles: Iterable[Any], categories: Iterable[Any]) -> Index:
    """Put articles, newest first, on their shelves; none of them is empty.

    The year is that of the date as it was written, which every other page shows. Categories are
    one where Pelican says they are; an article without one stands by its year alone.
    """
    of_year: dict[int, list[Any]] = {}
    of_category: dict[Any, list[Any]] = {}
    for article in articles:
        of_year.setdefault(article.date.year, []).append(article)
        of_category.setdefault(getattr(article, "category", None), []).append(article)
    years = (
        Shelf(f"{year:04}", f"lessons/{year:04}/", tuple(of_year[year]))
        for year in sorted(of_year, reverse=True)
    )
    shelves = (
        Shelf(category.name, _below(category.url), tuple(of_category[category]))
        for category in categories
        if category in of_category
    )
    return Index(tuple(years), tuple(shelves))


def _emptied(shelf: Shelf) -> Shelf:
    return replace(shelf, articles=())


def _below(url: str) -> str:
    """Where the lessons of a category are: in its folder, or beside its page in one of its name."""
    return f"{url.removesuffix('.html').rstrip('/')}/lessons/"
