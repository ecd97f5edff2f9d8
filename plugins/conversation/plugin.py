"""The conversation in Pelican: `article.conversation`, what an article answers, its templates."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from os.path import relpath
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader
from pelican import Pelican, signals
from pelican.contents import Article, Content
from pelican.generators import ArticlesGenerator, Generator
from pelican.settings import read_settings as read_site

from .conversation import Author, Conversation
from .follow_up import Post, read_replies
from .language import English, Language, say
from .message import PROMPTS, Message
from .metadata import find_line, problems, read_metadata
from .network import WENT
from .replies.folder import NAME, Folder
from .replies.moderation import Rules
from .replies.record import Conversed, Record, RecordError
from .replies.reply import Reply
from .replies.said import Voices, hear
from .sending.state import State, StateError
from .sending.tombstone import tombstones
from .settings import ConversationError, Settings, read_settings

HERE = Path(__file__).parent
_NO_NAME = re.compile(r"^[._]|[%/\\]")  # as the slug of `_sent.json`
log = logging.getLogger(__name__)


def load_site(settings: str) -> dict[str, Any]:
    """The settings of the site that a file describes, as Pelican reads them, with its defaults.

    Raises `ConversationError` where the file cannot be read, or a setting of this plugin is wrong.
    """
    folder = str(Path(settings).parent.resolve())
    sys.path.insert(0, folder)  # publishconf.py imports its neighbour
    try:
        site: dict[str, Any] = read_site(settings)
    except Exception as error:  # the settings are a program, so anything may come of them
        raise ConversationError(f"{settings}: {type(error).__name__}: {error} — mend it") from error
    finally:
        sys.path.remove(folder)
    read_settings(site)
    return site


def read_rules(site: dict[str, Any]) -> Rules:
    """Whose replies are shown, and who the writer is: `CONVERSATION_ME` and those of `SOCIAL`."""
    settings = read_settings(site)
    own = [url for _, url in site.get("SOCIAL") or () if url.startswith("http")]
    return Rules(
        allow=frozenset(settings.allow),
        block=frozenset(settings.block),
        me=frozenset((*settings.me, *own)),
    )


def read_articles(site: dict[str, Any]) -> list[Conversed]:
    """The published articles that have a conversation, in the order of their files.

    Pelican reads them as for a build; nothing is written. Raises `ConversationError`, with all
    that is wrong, where one of them says what is to be mended.
    """
    pelican = Pelican({**site, "LOAD_CONTENT_CACHE": False, "CACHE_CONTENT": False})
    context = pelican.settings.copy()
    context |= {"generated_content": {}, "static_links": set(), "static_content": {}}
    context["localsiteurl"] = context["SITEURL"]
    generator = ArticlesGenerator(
        context=context,
        settings=pelican.settings,
        path=pelican.path,
        theme=pelican.theme,
        output_path=pelican.output_path,
    )
    generator.generate_context()
    articles = [
        article for article in _articles(generator) if article.status in ("published", "hidden")
    ]
    articles.sort(key=lambda article: str(article.relative_source_path))
    wrong = [relpath(each.source_path) for each in articles if _problems(each)]
    wrong += [relpath(path) for path, each in context["generated_content"].items() if each is None]
    if wrong:  # what, and in which line, has been told
        raise ConversationError(f"mend the front matter of {', '.join(sorted(wrong))}")
    return [_conversed(article) for article in articles if article.conversation]


def _conversed(article: Article) -> Conversed:
    written = read_metadata(article.metadata)
    return Conversed(
        slug=_record_name(article),
        url=f"{article.settings['SITEURL']}/{article.url}",
        source=relpath(article.source_path),
        toot=written.get("toot", ""),
        bluesky=written.get("bluesky", ""),
    )


def _record_name(article: Article) -> str:
    """The name of an article's record, without its ending; a translation's ends in its language.

    What would lead elsewhere, or to a file that is none of a post's, is encoded as in an address.
    """
    slug = _NO_NAME.sub(lambda sign: f"%{ord(sign[0]):02X}", article.slug)
    return slug if article.in_default_lang else f"{slug}.{article.lang}"


def check_settings(pelican: Pelican) -> None:
    """On `initialized`: tell what is wrong; the build stops before anything is read.

    A site that takes all of its content folder for articles does not take letters for some.
    """
    for kind in ("ARTICLE", "PAGE"):
        if "" in pelican.settings[f"{kind}_PATHS"]:
            excludes = pelican.settings[f"{kind}_EXCLUDES"]
            pelican.settings[f"{kind}_EXCLUDES"] = list(dict.fromkeys([*excludes, NAME]))
    try:
        read_settings(pelican.settings)
    except ConversationError as error:
        log.error("%s", error)  # noqa: TRY400  -- a message for the writer, not a traceback


def add_templates(generator: Generator) -> None:
    """On `generator_init`: offer the section behind the theme, which may have its own."""
    read_settings(generator.settings)
    generator.env.globals.setdefault("_", say)
    generator.env.loader.loaders.append(FileSystemLoader([HERE / "templates", HERE / "static"]))
    _escape_own(generator.env)


def _escape_own(environment: Environment) -> None:
    """Let the plugin's templates escape, where the theme's do not (Pelican's own habit)."""
    others = environment.autoescape
    if others is True:  # else each environment would compile all templates for itself
        return

    def escapes(name: str | None) -> bool:
        if (name or "").startswith("conversation/"):
            return True
        return others(name) if callable(others) else others

    environment.autoescape = escapes


def add_conversations(generator: ArticlesGenerator) -> None:
    """On `article_generator_finalized`: every article has a conversation, or None."""
    settings = read_settings(generator.settings)
    language = _language(generator.settings)
    if settings.question == Settings.question:
        settings = replace(settings, question=language.gettext(Settings.question))
    converse = partial(
        Conversation,
        to_person=settings.person,
        to_room=settings.room,
        prompts=tuple(map(language.gettext, PROMPTS)),
        went=language.gettext(WENT),
    )
    usual = Author(settings.email)
    for article in _articles(generator):
        written = read_metadata(article.metadata)
        author = usual
        if written:
            if wrong := problems(written):
                article.conversation_problems = wrong
            author = Author(settings.email, written.get("toot", ""), written.get("bluesky", ""))
        message = _message(article, written, settings)
        article.conversation = message and converse(message, author)


def add_replies(generator: ArticlesGenerator) -> None:
    """On `article_generator_finalized`: an article knows what it answers, and what answers it."""
    found = list(_articles(generator))
    for article in found:
        article.in_reply_to, article.follow_ups = None, ()
    if not any("in_reply_to" in article.metadata for article in found):
        return
    articles = {article.relative_source_path: article for article in found}
    replies = read_replies(map(_post, articles.values()), generator.settings["SITEURL"])
    for source, answered in replies.answered.items():
        articles[source].in_reply_to = answered
    for source, posts in replies.follow_ups.items():
        articles[source].follow_ups = tuple(articles[post.source] for post in posts)
    for source, fault in replies.faults.items():
        article = articles[source]
        message = f"In_reply_to '{_written(article)}' {fault}"
        article.conversation_problems = {**_problems(article), "in_reply_to": message}


def add_voices(generator: ArticlesGenerator) -> None:
    """On `article_generator_finalized`: an article with a conversation has what people said.

    The context has `tombstones`, the pages to say that a post of note is gone. Only files are
    read. Raises `ConversationError` with all that is wrong with them.
    """
    settings = generator.settings
    folder = Folder(Path(settings["PATH"]))
    replies, state = _read_folder(folder)
    listen = partial(
        hear,
        rules=read_rules(settings),
        zone=ZoneInfo(settings["TIMEZONE"]),
        language=_language(settings),
    )
    nobody = Voices()
    articles = list(_articles(generator))
    for article in articles:
        article.replies = article.conversation and nobody
    # A draft may have the slug of a post, and is not what people answered.
    for article in sorted(articles, key=lambda each: each.status == "draft") if replies else ():
        if (name := _record_name(article)) in replies:
            record, letters = replies.pop(name)
            _check_place(record, article, folder)
            article.replies = article.conversation and listen(record, letters)
    for name in sorted(replies):
        place = relpath(folder.path / name)
        log.warning("%s: no post has this slug, so nobody sees it — rename or remove it", place)
    published = (each.save_as for each in articles if each.status == "published")
    generator.context["tombstones"] = tombstones(state, published)


def _check_place(record: Record | None, article: Article, folder: Folder) -> None:
    if record and record.post and not f"/{record.post}".endswith(f"/{article.url}"):
        place = f"{relpath(folder.path / _record_name(article))}.json"
        fault = f"post '{record.post}' is not {article.url}, where it is shown"
        log.warning("%s: %s — write that, or rename the file", place, fault)


def _read_folder(
    folder: Folder,
) -> tuple[dict[str, tuple[Record | None, tuple[Reply, ...]]], State]:
    """The records and letters by the names of their posts, and what was told to whom."""
    try:
        state = folder.read_sent()
        return {name: folder.read(name) for name in folder.names()}, state
    except (RecordError, StateError, UnicodeDecodeError, OSError) as error:
        faults = [
            f"{relpath(folder.content / fault.path)}:{fault.line}: {fault.message}"
            for fault in folder.faults()
        ]
        raise ConversationError("\n".join(faults)) from error


def tell_problems(generator: ArticlesGenerator) -> None:
    """On `article_generator_finalized`: every line that is wrong is named with its remedy."""
    for article in _articles(generator):
        for key, message in _problems(article).items():
            level = logging.WARNING if article.status == "draft" else logging.ERROR
            log.log(level, "%s:%d: %s", relpath(article.source_path), _line(article, key), message)


def stop_at_problems(generators: list[Generator]) -> None:
    """On `all_generators_finalized`: nothing is written while something is to be mended."""
    wrong = sorted(
        relpath(content.source_path)
        for content in generators[0].context["generated_content"].values()
        if _problems(content) and content.status != "draft"
    )
    if wrong:
        raise ConversationError(f"nothing was written: mend the front matter of {', '.join(wrong)}")


def _articles(generator: ArticlesGenerator) -> Iterator[Article]:
    for content in generator.context["generated_content"].values():
        if isinstance(content, Article):
            yield content


def _problems(content: Content) -> dict[str, str]:
    """What is wrong with an article's lines, by their keys; most have no such attribute."""
    found: dict[str, str] = getattr(content, "conversation_problems", {})
    return found


def _message(article: Article, written: dict[str, str], settings: Settings) -> Message | None:
    if "conversation" in written:
        return None
    lesson = getattr(article, "lesson", None)
    return Message(
        written.get("question") or settings.question,
        article.title,
        f"{article.settings['SITEURL']}/{article.url}",
        lesson.title if lesson else "",
    )


def _language(site: Mapping[str, Any]) -> Language:
    """The plugin `translation`, where there is one."""
    language: Language = site.get("translation") or English()
    return language


def _post(article: Article) -> Post:
    versions = [article, *article.translations]
    return Post(
        source=article.relative_source_path,
        key=min((not each.in_default_lang, each.relative_source_path) for each in versions)[1],
        url=article.url,
        title=article.title,
        status=article.status,
        lang=article.lang,
        date=article.date,
        written="" if "in_reply_to" in _problems(article) else _written(article),
    )


def _written(article: Article) -> str:
    return read_metadata(article.metadata).get("in_reply_to", "")


def _line(article: Article, key: str) -> int:
    return find_line(Path(article.source_path).read_text(encoding="utf-8-sig"), key)


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.initialized.connect(check_settings)
    signals.generator_init.connect(add_templates)
    signals.article_generator_finalized.connect(add_conversations)
    signals.article_generator_finalized.connect(add_replies)
    signals.article_generator_finalized.connect(add_voices)
    signals.article_generator_finalized.connect(tell_problems)
    signals.all_generators_finalized.connect(stop_at_problems)
