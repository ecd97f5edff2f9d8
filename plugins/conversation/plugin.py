"""The conversation in Pelican: `article.conversation`, what an article answers, its templates."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator
from os.path import relpath
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import FileSystemLoader
from pelican import Pelican, signals
from pelican.contents import Article
from pelican.generators import ArticlesGenerator, Generator
from pelican.settings import read_settings as read_site

from .conversation import Author, Conversation, open_conversation
from .follow_up import Post, read_replies
from .message import Message
from .metadata import find_line, problems, read_metadata
from .replies.folder import NAME, Folder
from .replies.moderation import Rules
from .replies.record import Conversed, Record, RecordError
from .replies.reply import Reply
from .replies.said import hear
from .sending.state import StateError
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
    articles.sort(key=_source)
    wrong = [relpath(each.source_path) for each in articles if each.conversation_problems]
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
    generator.env.loader.loaders.append(FileSystemLoader([HERE / "templates", HERE / "static"]))


def add_conversations(generator: ArticlesGenerator) -> None:
    """On `article_generator_finalized`: every article has a conversation, or None."""
    settings = read_settings(generator.settings)
    for article in _articles(generator):
        written = read_metadata(article.metadata)
        article.conversation_problems = problems(written)
        article.conversation = _conversation(article, written, settings)


def add_replies(generator: ArticlesGenerator) -> None:
    """On `article_generator_finalized`: an article knows what it answers, and what answers it."""
    articles = {_source(article): article for article in _articles(generator)}
    replies = read_replies(map(_post, articles.values()), generator.settings["SITEURL"])
    for source, article in articles.items():
        article.in_reply_to = replies.answered.get(source)
        article.follow_ups = tuple(articles[post.source] for post in replies.follow_ups[source])
        if source in replies.faults:
            fault = f"In_reply_to '{_written(article)}' {replies.faults[source]}"
            article.conversation_problems["in_reply_to"] = fault


def add_voices(generator: ArticlesGenerator) -> None:
    """On `article_generator_finalized`: an article with a conversation has what people said.

    Only files are read. Raises `ConversationError` with all that is wrong with them.
    """
    settings = generator.settings
    folder, rules = Folder(Path(settings["PATH"])), read_rules(settings)
    replies = _read_replies(folder)
    # A draft may have the slug of a post, and is not what people answered.
    for article in sorted(_articles(generator), key=lambda each: each.status == "draft"):
        record, letters = replies.pop(_record_name(article), (None, ()))
        if record and record.post and not f"/{record.post}".endswith(f"/{article.url}"):
            place = f"{relpath(folder.path / _record_name(article))}.json"
            fault = f"post '{record.post}' is not {article.url}, where it is shown"
            log.warning("%s: %s — write that, or rename the file", place, fault)
        article.replies = article.conversation and hear(
            record,
            letters,
            rules,
            zone=ZoneInfo(settings["TIMEZONE"]),
            months=settings.get("MONTHS", ()),
        )
    for name in sorted(replies):
        place = relpath(folder.path / name)
        log.warning("%s: no post has this slug, so nobody sees it — rename or remove it", place)


def add_tombstones(generator: ArticlesGenerator) -> None:
    """On `article_generator_finalized`: name the pages to say that a post of note is gone."""
    published = [each.save_as for each in _articles(generator) if each.status == "published"]
    state = Folder(Path(generator.settings["PATH"])).read_sent()  # read before, and found whole
    generator.context["tombstones"] = tombstones(state, published)


def _read_replies(folder: Folder) -> dict[str, tuple[Record | None, tuple[Reply, ...]]]:
    try:
        folder.read_sent()
        return {name: folder.read(name) for name in folder.names()}
    except (RecordError, StateError, UnicodeDecodeError, OSError) as error:
        faults = [
            f"{relpath(folder.content / fault.path)}:{fault.line}: {fault.message}"
            for fault in folder.faults()
        ]
        raise ConversationError("\n".join(faults)) from error


def tell_problems(generator: ArticlesGenerator) -> None:
    """On `article_generator_finalized`: every line that is wrong is named with its remedy."""
    for article in _articles(generator):
        for key, message in article.conversation_problems.items():
            level = logging.WARNING if article.status == "draft" else logging.ERROR
            log.log(level, "%s:%d: %s", relpath(article.source_path), _line(article, key), message)


def stop_at_problems(generators: list[Generator]) -> None:
    """On `all_generators_finalized`: nothing is written while something is to be mended."""
    wrong = sorted(
        relpath(content.source_path)
        for content in generators[0].context["generated_content"].values()
        if getattr(content, "conversation_problems", None) and content.status != "draft"
    )
    if wrong:
        raise ConversationError(f"nothing was written: mend the front matter of {', '.join(wrong)}")


def _articles(generator: ArticlesGenerator) -> Iterator[Article]:
    for content in generator.context["generated_content"].values():
        if isinstance(content, Article):
            yield content


def _conversation(
    article: Article, written: dict[str, str], settings: Settings
) -> Conversation | None:
    if "conversation" in written:
        return None
    lesson = getattr(article, "lesson", None)
    message = Message(
        question=written.get("question") or settings.question,
        title=article.title,
        url=f"{article.settings['SITEURL']}/{article.url}",
        lesson=lesson.title if lesson else "",
    )
    author = Author(settings.email, written.get("toot", ""), written.get("bluesky", ""))
    return open_conversation(message, author, person=settings.person, room=settings.room)


def _post(article: Article) -> Post:
    versions = [article, *article.translations]
    return Post(
        source=_source(article),
        key=min((not each.in_default_lang, _source(each)) for each in versions)[1],
        url=article.url,
        title=article.title,
        status=article.status,
        lang=article.lang,
        date=article.date,
        written="" if article.conversation_problems.get("in_reply_to") else _written(article),
    )


def _written(article: Article) -> str:
    return read_metadata(article.metadata).get("in_reply_to", "")


def _source(article: Article) -> str:
    return str(article.get_relative_source_path())


def _line(article: Article, key: str) -> int:
    return find_line(Path(article.source_path).read_text(encoding="utf-8-sig"), key)


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.initialized.connect(check_settings)
    signals.generator_init.connect(add_templates)
    signals.article_generator_finalized.connect(add_conversations)
    signals.article_generator_finalized.connect(add_replies)
    signals.article_generator_finalized.connect(add_voices)
    signals.article_generator_finalized.connect(add_tombstones)
    signals.article_generator_finalized.connect(tell_problems)
    signals.all_generators_finalized.connect(stop_at_problems)
