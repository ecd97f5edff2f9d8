"""The lesson in Pelican: `article.lesson`, the box, the day's lesson, the index, the calendar."""

from __future__ import annotations

import copy
import logging
import os
import re
from base64 import b64encode
from collections.abc import Container, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from operator import attrgetter
from os.path import relpath
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from pelican import Pelican, signals
from pelican.contents import Article, Content, Page
from pelican.generators import Generator, PelicanTemplateNotFound
from pelican.paginator import Paginator
from pelican.utils import sanitised_join

from .catalogue import Entry, Link, write_catalogue
from .days import write_days
from .deadline import say_deadline
from .event import Event, write_calendar_once
from .home import LessonAtHome
from .lesson import Lesson
from .marks import END
from .plan import DO_THIS, QUOTED, read_plan
from .rotation import lessons_of_the_days
from .settings import LessonError, Settings, read_settings, say_settings
from .shelf import Shelf, make_index
from .syntax import LessonExtension
from .turn import Debut, Turn, take_turn
from .words import English, Words, say

HERE = Path(__file__).parent
COMING = 60  # days
_WRITTEN = (Article, Page)
CALENDAR, CATALOGUE, DAYS = "lessons.ics", "lessons.json", "lessons/days.json"
log = logging.getLogger(__name__)


def add_markdown(pelican: Pelican) -> None:
    """On `initialized`: teach Markdown the lesson; tell what is wrong with the settings."""
    try:
        read_settings(pelican.settings)
    except LessonError as error:
        log.error("%s", error)  # noqa: TRY400  -- a message for the writer, not a traceback
    extension = LessonExtension(_words(pelican.settings).gettext(END))
    markdown = pelican.settings["MARKDOWN"]
    markdown["extensions"] = [*markdown.get("extensions", []), extension]


def add_generator(pelican: Pelican) -> type[Generator]:
    """On `get_generators`: the calendar and the lists are written like pages, by a generator."""
    return LessonsGenerator


def add_templates(generator: Generator) -> None:
    """On `generator_init`: offer the box behind the theme, which may have its own."""
    generator.env.loader.loaders.append(FileSystemLoader([HERE / "templates", HERE / "static"]))
    _escape_own(generator.env)
    generator.env.globals.setdefault("_", say)
    settings = _said_settings(generator.settings)
    generator.context["LESSON_KICKER"] = settings.kicker
    generator.context["LESSON_WARM_UP"] = settings.warm_up
    generator.context["LESSON_PLAN"] = read_plan(settings.plan)
    digest = sha256(_script(generator))
    script = f"{generator.settings['THEME_STATIC_DIR']}/lesson.{digest.hexdigest()[:16]}.js"
    generator.context["LESSON_SCRIPT"] = script if settings.plan else ""
    generator.context["LESSON_INTEGRITY"] = f"sha256-{b64encode(digest.digest()).decode()}"


def _escape_own(environment: Environment) -> None:
    """Let the plugin's templates escape, where the theme's do not (Pelican's own habit)."""
    others = environment.autoescape
    if others is True:  # else each environment would compile all templates for itself
        return

    def escapes(name: str | None) -> bool:
        if (name or "").startswith("lesson/"):
            return True
        return others(name) if callable(others) else others

    environment.autoescape = escapes


def add_lesson(content: Content) -> None:
    """On `content_object_init`: every article and page has a lesson, or None; tell problems."""
    if isinstance(content, _WRITTEN):
        lesson = content.lesson = content.metadata.get("lesson")
        for problem in content.metadata.get("lesson_problems", ()):
            level = logging.WARNING if content.status == "draft" else logging.ERROR
            log.log(level, "%s", problem.at(relpath(content.source_path)))
        if lesson is not None:
            html = "".join((lesson.body, lesson.action))
            if _leads_to_sources(content.settings, html):
                content._context["static_links"] |= _as_content(content, html).get_static_links()


def finish_lessons(generators: list[Generator]) -> None:
    """On `all_generators_finalized`: stop at problems, else give each lesson its home."""
    contents = generators[0].context["generated_content"].values()
    wrong = [
        relpath(content.source_path)
        for content in contents
        if getattr(content, "lesson_problems", ()) and content.status != "draft"
    ]
    if wrong:
        raise LessonError(f"nothing was written: mend the lesson of {', '.join(sorted(wrong))}")
    clashes = list(_clashes(generators[0]))
    for clash in clashes:
        log.error("%s", clash)
    if clashes:
        raise LessonError("nothing was written: mend the places above")
    settings, words = _said_settings(generators[0].settings), _words(generators[0].settings)
    messages = (
        words.gettext(DO_THIS, deed="%(deed)s"),
        words.gettext(QUOTED, opener="%(opener)s"),
    )
    for content in contents:
        if getattr(content, "lesson", None):
            site = content.settings["SITEURL"]
            written = _with_words(_with_links(content, content.lesson), words)
            content.lesson = LessonAtHome(
                written, content.url, site, settings.warm_up, settings.plan, *messages
            )
    for generator in generators:
        if isinstance(generator, LessonsGenerator):
            generator.take_turns()


class LessonsGenerator(Generator):  # type: ignore[misc]  # Pelican has no types
    """Writes what is made of all lessons: the calendar, the catalogue, the coming days, the pages.

    Published articles have a part in it, each in its main language; nothing else has.
    """

    def generate_context(self) -> None:
        """Tell the templates of the index: by now all articles are known."""
        self.published = _published(self.context, ZoneInfo(self.settings["TIMEZONE"]))
        categories = (category for category, _ in self.context["categories"])
        articles = (debut.article for debut in self.published)
        index = self.context["lesson_index"] = make_index(articles, categories)
        # What names no article changes with none of them.
        self.context["lesson_ways"] = index.without_articles()
        self.context["lesson_pages"] = {
            shelf.articles[0].category.slug: shelf.url for shelf in index.categories
        }

    def take_turns(self) -> None:
        """Tell the templates of the day's lesson, now that each lesson has its home."""
        self.today = _now().astimezone(ZoneInfo(self.settings["TIMEZONE"])).date()
        self.context["built_on"] = self.today
        days = [self.today + timedelta(number) for number in range(-1, COMING)]
        found = lessons_of_the_days(reversed(self.published), days[0], len(days))
        turns = [
            debut and take_turn(day, debut.article) for debut, day in zip(found, days, strict=True)
        ]
        self.context["lesson_day"] = turns[1]
        self.yesterday = tuple(turn for turn in turns[:1] if turn)
        self.turns = tuple(turn for turn in turns[1:] if turn)

    def generate_output(self, writer: Any) -> None:
        """Write what there is to write: without a lesson nothing."""
        self.words = _words(self.settings)
        contents = self.context["generated_content"].values()
        script = self.context["LESSON_SCRIPT"]
        is_needed = script and not self.context.get("PAGE_SCRIPT")  # which a theme has it in
        if is_needed and any(getattr(content, "lesson", None) for content in contents):
            self._write(script, _script(self))
        if self.published:
            self._write(CALENDAR, self._calendar())
            self._write(CATALOGUE, self._catalogue())
            self._write(DAYS, self._days())
        # A writer that can render several pages at once may do so.
        with getattr(writer, "together", nullcontext)():
            for template, path, own in _pages(self):
                relative = self.settings["RELATIVE_URLS"]
                writer.write_file(path, template, self.context, relative_urls=relative, **own)

    def _calendar(self) -> bytes:
        name = self.words.gettext("%(site)s: a lesson a day", site=self.settings["SITENAME"])
        site, memory = self._absolute(""), self.settings.get("incremental")
        events = map(self._event, self.turns)
        return write_calendar_once(events, name=name, site=site, memory=memory)

    def _event(self, turn: Turn) -> Event:
        article, lesson = turn.article, turn.lesson
        url = f"{self._absolute(article.url)}#lesson"
        deed = self.words.gettext(DO_THIS, deed=lesson.deed) if lesson.deed else ""
        return Event(
            day=turn.day,
            summary=lesson.title,
            description=f"{deed}\n\n{url}" if deed else url,
            url=url,
            changed=getattr(article, "modified", article.date),
        )

    def _catalogue(self) -> bytes:
        feeds = (
            Link(feed.title, feed.type, self._absolute(feed.path))
            for feed in self.context.get("syndication", ())
            if not feed.category
        )
        return write_catalogue(
            (self._entry(debut.article) for debut in self.published),
            title=self.words.gettext("%(site)s: the lessons", site=self.settings["SITENAME"]),
            home=self._absolute(""),
            feeds=feeds,
        )

    def _entry(self, article: Article) -> Entry:
        lesson: LessonAtHome = article.lesson
        url = self._absolute(lesson.url)
        category = getattr(article, "category", None)
        return Entry(
            f"{getattr(article, 'syndication', url)}#lesson",
            lesson.here,
            article.title,
            url,
            article.date,
            None if category is None else category.name,
            tuple([tag.name for tag in getattr(article, "tags", ())]),
            article.lang,
        )

    def _days(self) -> bytes:
        # What the environment has loaded, its overlay loads anew.
        escaping = self.env if self.env.autoescape is True else self.env.overlay(autoescape=True)
        template = escaping.get_template("lesson/card.html")
        values = {
            "day": self.today,
            "kicker": self.context["LESSON_KICKER"],
            "root": urlsplit(self.settings["SITEURL"]).path.rstrip("/"),
        }
        # West of the site there are readers for whom it is yesterday still.
        turns = (*self.turns, *self.yesterday)
        return write_days(
            {turn.day: template.render(self.context, turn=turn, **values) for turn in turns}
        )

    def _absolute(self, path: str) -> str:
        return f"{self.settings['SITEURL']}/{path}"

    def _write(self, name: str, data: bytes) -> None:
        path = Path(sanitised_join(self.output_path, name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _words(settings: Mapping[str, Any]) -> Words:
    """The plugin `translation`, where there is one."""
    words: Words = settings.get("translation") or English()
    return words


def _said_settings(settings: Mapping[str, Any]) -> Settings:
    return say_settings(read_settings(settings), _words(settings))


def _with_words(written: Lesson, words: Words) -> Lesson:
    """The lesson, its deadline in the site's language."""
    if written.deadline is None or isinstance(words, English):
        return written
    said = say_deadline(written.deadline, words)
    return replace(written, deadline=replace(written.deadline, said=said))


def _published(context: Mapping[str, Any], zone: ZoneInfo) -> tuple[Debut, ...]:
    """The articles with a lesson, each on the day of its publication there, newest first."""
    with_lesson = [article for article in context["articles"] if article.lesson]
    with_lesson.sort(key=attrgetter("relative_source_path"))
    with_lesson.sort(key=attrgetter("date"))
    return tuple([Debut(each.date.astimezone(zone).date(), each) for each in reversed(with_lesson)])


def _pages(generator: Generator) -> Iterator[tuple[Any, str, dict[str, Any]]]:
    """Each page of each shelf: the theme's template, the path, and what is given to it alone.

    How many lessons a page has is said by Pelican's `PAGINATED_TEMPLATES`, as for its own lists.
    """
    index, sizes = generator.context["lesson_index"], generator.settings["PAGINATED_TEMPLATES"]
    for name, shelves in (("lessons_year", index.years), ("lessons_booklet", index.categories)):
        try:
            template = generator.get_template(name)
        except PelicanTemplateNotFound:
            continue
        size = (sizes[name] or generator.settings["DEFAULT_PAGINATION"]) if name in sizes else None
        for shelf in shelves:
            yield from ((template, *page) for page in _divide(shelf, size, generator.settings))


def _divide(
    shelf: Shelf, size: int | None, settings: Mapping[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The pages of a shelf: the path of each, and what Pelican gives to a page of a list.

    `shelf` has the articles of the page alone: what it does not show, it does not depend on.
    """
    path = f"{shelf.url}index.html"
    paginator = Paginator(path, shelf.url, shelf.articles, settings, size)
    pages = [paginator.page(number) for number in paginator.page_range]
    for before, page, after in zip([None, *pages], pages, [*pages[1:], None], strict=False):
        given = {
            "shelf": replace(shelf, articles=page.object_list),
            "articles_page": page,
            "articles_previous_page": before,
            "articles_next_page": after,
        }
        yield page.save_as if size else path, given


def _clashes(generator: Generator) -> Iterator[str]:
    """What stands where something made of the lessons is to be; Pelican would write over it."""
    context = generator.context
    files = (CALENDAR, CATALOGUE, DAYS) if context["lesson_index"].years else ()
    own = [(name, f"the lessons' {name}") for name in files]
    own += [
        (path, f"the page of the lessons of '{given['shelf'].name}'")
        for _, path, given in _pages(generator)
    ]
    places = {path: f"{relpath(source)}:1:" for path, source in _standing(context, dict(own))}
    for path, what in own:
        if path in places:
            yield f"{places[path]} stands at {path}, where {what} is to be — give it another place"
        places[path] = what


def _standing(context: Mapping[str, Any], paths: Container[str]) -> Iterator[tuple[str, str]]:
    """Where a post, a page or a file stands at one of `paths`: the path and the source."""
    for content in (*context["generated_content"].values(), *context["static_content"].values()):
        if content is not None and (path := content.save_as) in paths:
            yield path, content.source_path


def _script(generator: Generator) -> bytes:
    """The box's script, the theme's or the plugin's."""
    source, _, _ = generator.env.loader.get_source(generator.env, "lesson/lesson.js")
    return str(source).encode()


def _now() -> datetime:
    """The moment for which the site is built (reproducible-builds.org, SOURCE_DATE_EPOCH)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    is_moment = re.fullmatch(r"[0-9]{1,11}", epoch)  # to the year 5138
    return datetime.fromtimestamp(int(epoch), UTC) if is_moment else datetime.now(UTC)


def _with_links(content: Content, written: Lesson) -> Lesson:
    """The lesson, its links to other sources resolved by Pelican."""
    if not _leads_to_sources(content.settings, "".join((written.body, written.action))):
        return written
    root = urlsplit(content.settings["SITEURL"]).path.rstrip("/")
    body, action = (
        Markup(_as_content(content, html).get_content(root))  # noqa: S704  -- is sanitised
        for html in (written.body, written.action)
    )
    return replace(written, body=body, action=action)


def _leads_to_sources(settings: Mapping[str, Any], html: str) -> bool:
    """Whether HTML may have a link such as `{filename}`: to ask Pelican takes long."""
    return _links(settings["INTRASITE_LINK_REGEX"]).search(html) is not None


@cache
def _links(regex: str) -> re.Pattern[str]:
    return re.compile(regex, re.VERBOSE)


def _as_content(content: Content, html: str) -> Any:
    """A copy of `content` that holds its lesson's HTML, so that Pelican resolves its links."""
    twin = copy.copy(content)
    twin._content = html
    return twin


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.initialized.connect(add_markdown)
    signals.get_generators.connect(add_generator)
    signals.generator_init.connect(add_templates)
    signals.content_object_init.connect(add_lesson)
    signals.all_generators_finalized.connect(finish_lessons)
