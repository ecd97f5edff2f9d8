"""The feeds in Pelican: a generator of their own, and `syndication` for the templates."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from operator import attrgetter
from os.path import relpath
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader
from markupsafe import Markup
from pelican import Pelican, signals
from pelican.contents import Article
from pelican.generators import ArticlesGenerator, Generator
from pelican.utils import sanitised_join

from .feed import Channel, Entry, newest
from .identity import shared_keys, tag_uri
from .language import as_written, say
from .memory import standalone_once, write_once
from .settings import SyndicationError, read_settings
from .subject import Subject, subjects

HERE = Path(__file__).parent
log = logging.getLogger(__name__)


def check_settings(pelican: Pelican) -> None:
    """On `initialized`: tell what is wrong; the build stops before anything is read."""
    try:
        read_settings(pelican.settings)
    except SyndicationError as error:
        log.error("%s", error)  # noqa: TRY400  -- a message for the writer, not a traceback


def add_generator(pelican: Pelican) -> type[Generator]:
    """On `get_generators`: the feeds are written like pages, by a generator."""
    return FeedsGenerator


def add_templates(generator: Generator) -> None:
    """On `generator_init`: offer the entries' templates behind the theme's."""
    read_settings(generator.settings)
    generator.env.globals.setdefault("_", say)
    generator.env.loader.loaders.append(FileSystemLoader(HERE / "templates"))


def name_entries(generator: ArticlesGenerator) -> None:
    """On `article_generator_finalized`: every article knows its entry's id, listed or not."""
    authority = read_settings(generator.settings).authority
    for content in generator.context["generated_content"].values():
        if isinstance(content, Article):
            content.syndication = tag_uri(authority, _key(content))


def name_feeds(generator: ArticlesGenerator) -> None:
    """On `article_generator_finalized`: tell the templates which feeds there will be."""
    found = subjects(generator.context, _gettext(generator.settings))
    generator.context["syndication"] = tuple(feed for subject in found for feed in subject.feeds)
    for key, places in _shared_keys(generator.context).items():
        log.error(
            "%s:1: feed id '%s' is also that of %s — write a line 'Id: …' of its own in the newer",
            places[0],
            key,
            ", ".join(places[1:]),
        )


def stop_at_problems(generators: list[Generator]) -> None:
    """On `all_generators_finalized`: nothing is written while two articles share an id."""
    shared = _shared_keys(generators[0].context)
    if shared:
        raise SyndicationError(f"nothing was written: mend the feed id {', '.join(shared)}")


class FeedsGenerator(Generator):  # type: ignore[misc]  # Pelican has no types
    """Writes RSS, Atom and JSON Feed for the site, the lessons and each category."""

    def generate_output(self, writer: Any) -> None:
        """Write every feed of every subject; an entry is made once for all its feeds."""
        self.templates = self.env.overlay(autoescape=True)
        self.rules = read_settings(self.settings)
        self._memory = self.settings.get("incremental")
        self.made: dict[str, Entry] = {}
        for subject in subjects(self.context, _gettext(self.settings)):
            self._write(subject, self._entries(subject))

    def _entries(self, subject: Subject) -> tuple[Entry, ...]:
        """The newest: of the others none is made, as there may be thousands."""
        id = _lesson_id if subject.lessons else _rant_id
        make = self._lesson if subject.lessons else self._rant
        chosen = newest(subject.articles, self.rules.limit, moment=_moment, id=id)
        for article in chosen:
            if id(article) not in self.made:
                self.made[id(article)] = make(article)
        return tuple(self.made[id(article)] for article in chosen)

    def _write(self, subject: Subject, entries: tuple[Entry, ...]) -> None:
        for feed in subject.feeds:
            channel = Channel(
                id=tag_uri(self.rules.authority, subject.key),
                title=feed.title,
                subtitle=str(self.settings.get("SITESUBTITLE") or ""),
                home=self._absolute(subject.home),
                author=str(self.settings.get("AUTHOR") or self.settings["SITENAME"]),
                lang=str(self.settings["DEFAULT_LANG"]),
                entries=entries,
                hubs=self.rules.hubs,
            )
            path = Path(sanitised_join(self.output_path, feed.path))
            path.parent.mkdir(parents=True, exist_ok=True)
            url = self._absolute(feed.path)
            path.write_bytes(write_once(feed.format, channel, url, self._memory))

    def _rant(self, article: Article) -> Entry:
        return self._entry(article, "syndication/rant.html", _rant_id(article), article.title)

    def _lesson(self, article: Article) -> Entry:
        title = article.lesson.title
        return self._entry(article, "syndication/lesson.html", _lesson_id(article), title)

    def _entry(self, article: Article, template: str, id: str, title: str) -> Entry:
        url = self._absolute(article.url)
        html = self.templates.get_template(template).render(self.context, article=article, url=url)
        published = _plain_time(article.date)
        return Entry(
            id=id,
            title=title,
            url=url,
            html=standalone_once(html, url, self._memory),
            summary=_summary(article, _gettext(self.settings)),
            published=published,
            updated=_plain_time(article.modified) if hasattr(article, "modified") else published,
            categories=tuple(subject.name for subject in _named(article)),
            lang=article.lang,
            authors=tuple(author.name for author in getattr(article, "authors", ())),
        )

    def _absolute(self, path: str) -> str:
        return f"{self.settings['SITEURL']}/{path}"


def _rant_id(article: Article) -> str:
    return str(article.syndication)


def _lesson_id(article: Article) -> str:
    return f"{article.syndication}#lesson"


_moment = attrgetter("date")


def _key(article: Article) -> str:
    """What the id is made of: `Id:`, or the source file's name without its ending."""
    written = article.metadata.get("id") or _stem(article.relative_source_path)
    return " ".join(written) if isinstance(written, list) else str(written)


def _stem(path: str) -> str:
    """The same as `PurePath.stem`, in a fifth of the time."""
    name = path[path.rfind("/") + 1 :]
    at = name.rfind(".")
    return name[:at] if 0 < at < len(name) - 1 else name


def _shared_keys(context: Mapping[str, Any]) -> dict[str, list[str]]:
    """The keys that two published articles share; a translation is in no feed, but has an id."""
    published = [
        content
        for content in context["generated_content"].values()
        if isinstance(content, Article) and content.status == "published"
    ]
    if len({article.syndication for article in published}) == len(published):
        return {}
    return shared_keys((_key(article), relpath(article.source_path)) for article in published)


def _summary(article: Article, gettext: Callable[..., str]) -> str:
    """Plain text: the summary as written, else the lesson, else the post's first words."""
    lesson = getattr(article, "lesson", None)
    if lesson and "summary" not in article.metadata:
        title, action = str(lesson.title), lesson.action.striptags()
        if not action:
            return title
        return gettext("%(lesson)s Do this: %(action)s", lesson=title, action=action)
    return str(Markup(article.summary).striptags())  # noqa: S704  -- becomes text at once


def _gettext(settings: Mapping[str, Any]) -> Callable[..., str]:
    """What says a message in the site's language: the plugin `translation`, where there is one."""
    words = settings.get("translation")
    gettext: Callable[..., str] = words.gettext if words else as_written
    return gettext


def _named(article: Article) -> list[Any]:
    """The article's category, where the site has them, and its tags."""
    category = getattr(article, "category", None)
    return [*([category] if category else []), *getattr(article, "tags", [])]


def _plain_time(moment: datetime) -> datetime:
    """The same moment without Pelican's class and zone database: an offset is all that counts."""
    return datetime.fromisoformat(moment.isoformat())


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.initialized.connect(check_settings)
    signals.get_generators.connect(add_generator)
    signals.generator_init.connect(add_templates)
    signals.article_generator_finalized.connect(name_entries)
    signals.article_generator_finalized.connect(name_feeds)
    signals.all_generators_finalized.connect(stop_at_problems)
