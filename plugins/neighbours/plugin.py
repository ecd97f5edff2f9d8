"""The neighbours in Pelican: `article.neighbours`."""

from __future__ import annotations

from pelican import signals
from pelican.contents import Article
from pelican.generators import ArticlesGenerator

from .neighbours import Neighbour, Neighbours, find_neighbours


def add_neighbours(generator: ArticlesGenerator) -> None:
    """On `article_generator_finalized`: drafts and hidden articles have none."""
    nobody = Neighbours()
    for content in generator.context["generated_content"].values():
        if isinstance(content, Article):
            content.neighbours = nobody
    posts = [Neighbour(article.title, article.url) for article in generator.articles]
    for article, neighbours in zip(generator.articles, find_neighbours(posts), strict=True):
        article.neighbours = neighbours


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.article_generator_finalized.connect(add_neighbours)
