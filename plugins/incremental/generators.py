"""Pelican's generators of articles and pages, with sources read once and nothing quadratic.

Each override stands for the method of Pelican 4.12.0 that its docstring names, and gives the same;
where the order was that of a set, it is that of the paths.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from itertools import chain, groupby
from operator import attrgetter
from typing import Any

from pelican import contents, generators, signals
from pelican.contents import Content, SkipStub
from pelican.urlwrappers import URLWrapper
from pelican.utils import order_content, process_translations

from .build import Build
from .reading import Readers

log = logging.getLogger("pelican.generators")


class _Reading:
    """Reads the sources of one kind."""

    settings: Any
    path: str
    kind: str
    content_class: type

    def _begin(self) -> None:
        self.build: Build = self.settings["incremental"]
        self.readers = Readers(self.settings, self.build.memory, self.build.settings.seconds)

    def get_files(self, *args: Any, **kwargs: Any) -> Any:
        """Stands for `Generator.get_files`, which gives a set, in no order."""
        return sorted(super().get_files(*args, **kwargs))  # type: ignore[misc]

    def _read_all(self, preread: Any, context: Any) -> dict[str, list[Content]]:
        """Every content, by its status; stands for the loop at the head of `generate_context`."""
        found: dict[str, list[Content]] = defaultdict(list)
        paths = self.get_files(
            self.settings[f"{self.kind}_PATHS"], exclude=self.settings[f"{self.kind}_EXCLUDES"]
        )
        self.readers.prepare(self.path, paths, jobs=self.build.jobs)
        for path in paths:
            content = self._read(path, preread, context)
            if content is not None:
                found[content.status].append(content)
                self.add_source_path(content)  # type: ignore[attr-defined]
                self.add_static_links(content)  # type: ignore[attr-defined]
        return found

    def _read(self, path: str, preread: Any, context: Any) -> Content | None:
        try:
            content = self.readers.read_file(
                base_path=self.path,
                path=path,
                content_class=self.content_class,
                context=self.context,  # type: ignore[attr-defined]
                preread_signal=preread,
                preread_sender=self,
                context_signal=context,
                context_sender=self,
            )
        except Exception:  # whatever a reader or a plugin raises, as in Pelican
            log.exception("Could not process %s", path, exc_info=self.settings.get("DEBUG", False))
            self._add_failed_source_path(path)  # type: ignore[attr-defined]
            return None
        if isinstance(content, SkipStub):
            return None
        if not content.is_valid():
            self._add_failed_source_path(path)  # type: ignore[attr-defined]
            return None
        return content

    def _sort_out(self, found: list[Content]) -> tuple[list[Content], list[Content]]:
        """What is listed, in order, and its translations; stands for `_process` there."""
        key = self.settings[f"{self.kind}_TRANSLATION_ID"]
        originals, translations = [], []
        for group in _groups(found, key):
            first, others = process_translations(group, translation_id=key)
            originals += first
            translations += others
        return order_content(originals, self.settings[f"{self.kind}_ORDER_BY"]), translations


class ArticlesGenerator(_Reading, generators.ArticlesGenerator):  # type: ignore[misc]  # no types
    """Makes the articles, their lists and archives."""

    kind, content_class = "ARTICLE", contents.Article

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._begin()

    def generate_context(self) -> None:
        """Stands for `ArticlesGenerator.generate_context`."""
        found = self._read_all(signals.article_generator_preread, signals.article_generator_context)
        self.articles, self.translations = self._sort_out(found["published"])
        self.hidden_articles, self.hidden_translations = self._sort_out(found["hidden"])
        self.drafts, self.drafts_translations = self._sort_out(found["draft"])
        signals.article_generator_pretaxonomy.send(self)
        _list_by(self.categories, self.articles, lambda article: _of(article, "category"))
        _list_by(self.tags, self.articles, lambda article: getattr(article, "tags", ()))
        _list_by(self.authors, self.articles, lambda article: getattr(article, "authors", ()))
        newest_first = self.context["NEWEST_FIRST_ARCHIVES"]
        self.dates = sorted(self.articles, key=attrgetter("date"), reverse=newest_first)
        self.period_archives = self._build_period_archives(self.dates, self.articles, self.settings)
        backwards = self.settings["REVERSE_CATEGORY_ORDER"]
        self.categories: Any = sorted(self.categories.items(), reverse=backwards)
        self.authors: Any = sorted(self.authors.items())
        names = ("articles", "drafts", "hidden_articles", "dates", "tags", "categories", "authors")
        self._update_context((*names, "related_posts"))
        self.context["period_archives"] = self.period_archives
        signals.article_generator_finalized.send(self)

    def generate_pages(self, writer: Any) -> None:
        """Stands for `ArticlesGenerator.generate_pages`; the pages are made on all cores."""
        with getattr(writer, "together", nullcontext)():
            super().generate_pages(writer)

    def generate_tags(self, write: Callable[..., None]) -> None:
        """Stands for `ArticlesGenerator.generate_tags`, which looks for each article in a list."""
        self._with_dates(super().generate_tags, write)

    def generate_categories(self, write: Callable[..., None]) -> None:
        """Stands for `ArticlesGenerator.generate_categories`, likewise."""
        self._with_dates(super().generate_categories, write)

    def generate_authors(self, write: Callable[..., None]) -> None:
        """Stands for `ArticlesGenerator.generate_authors`, likewise."""
        self._with_dates(super().generate_authors, write)

    def _with_dates(self, generate: Callable[..., None], write: Callable[..., None]) -> None:
        dates, self.dates = self.dates, []
        places = _places(dates)

        def write_dated(*args: Any, articles: list[Content], **kwargs: Any) -> None:
            kwargs["dates"] = _in_order(articles, places)
            write(*args, articles=articles, **kwargs)

        try:
            generate(write_dated)
        finally:
            self.dates = dates

    def _build_period_archives(self, sorted_articles: Any, articles: Any, settings: Any) -> Any:
        """Stands for `ArticlesGenerator._build_period_archives`, likewise."""
        archives = super()._build_period_archives(sorted_articles, [], settings)
        places = _places(articles)
        for archive in chain.from_iterable(archives.values()):
            archive["articles"] = _in_order(archive["dates"], places)
        return archives


class PagesGenerator(_Reading, generators.PagesGenerator):  # type: ignore[misc]  # no types
    """Makes the pages."""

    kind, content_class = "PAGE", contents.Page

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._begin()

    def generate_context(self) -> None:
        """Stands for `PagesGenerator.generate_context`."""
        found = self._read_all(signals.page_generator_preread, signals.page_generator_context)
        self.pages, self.translations = self._sort_out(found["published"])
        self.hidden_pages, self.hidden_translations = self._sort_out(found["hidden"])
        self.draft_pages, self.draft_translations = self._sort_out(found["draft"])
        self._update_context(("pages", "hidden_pages", "draft_pages"))
        signals.page_generator_finalized.send(self)

    def generate_output(self, writer: Any) -> None:
        """Stands for `PagesGenerator.generate_output`; the pages are made on all cores."""
        with getattr(writer, "together", nullcontext)():
            super().generate_output(writer)


def _of(article: Content, name: str) -> Iterable[URLWrapper]:
    return (getattr(article, name),) if hasattr(article, name) else ()


def _list_by(
    lists: dict[URLWrapper, list[Content]],
    articles: Sequence[Content],
    read: Callable[[Content], Iterable[URLWrapper]],
) -> None:
    """Put each article on the lists of what is read of it.

    Two tags are one where their slugs are, which takes Python long to find out.
    """
    known: dict[tuple[type, str], list[Content]] = {}
    slugs: dict[tuple[type, str], str] = {}
    for article in articles:
        for each in read(article):
            kind = type(each)
            if each._slug is None:  # its slug is that of its name, and made when it is asked for
                each._slug = slugs.get((kind, each._name))
            found = known.get((kind, each._slug)) if each._slug else None
            if found is None:
                found = lists[each]
                if each._slug:
                    known[kind, each._slug] = found
                    if each._slug_from_name:
                        slugs[kind, each._name] = each._slug
            found.append(article)


def _groups(found: list[Content], key: Any) -> Iterator[list[Content]]:
    """Contents that may be translations of one another, in Pelican's order."""
    if not key:
        yield found
        return
    read = attrgetter(*([key] if isinstance(key, str) else key))
    try:
        found.sort(key=read)
    except (AttributeError, TypeError):
        yield found  # and Pelican says what is wrong
        return
    yield from (list(group) for _, group in groupby(found, read))


def _places(order: Sequence[Content]) -> dict[int, int]:
    return {id(content): number for number, content in enumerate(order)}


def _in_order(articles: Sequence[Content], places: dict[int, int]) -> list[Content]:
    """The articles, each once, in the order in which they stand elsewhere."""
    return sorted({id(each): each for each in articles}.values(), key=lambda each: places[id(each)])
