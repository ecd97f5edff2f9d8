"""The conversation in Pelican: `article.conversation`, what an article answers, its templates."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from os.path import relpath
from pathlib import Path

from jinja2 import FileSystemLoader
from pelican import Pelican, signals
from pelican.contents import Article
from pelican.generators import ArticlesGenerator, Generator

from .conversation import Author, Conversation, open_conversation
from .message import Message
from .metadata import find_line, problems, read_metadata
from .reply import Post, read_replies
from .settings import ConversationError, Settings, read_settings

HERE = Path(__file__).parent
log = logging.getLogger(__name__)


def check_settings(pelican: Pelican) -> None:
    """On `initialized`: tell what is wrong; the build stops before anything is read."""
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
    signals.article_generator_finalized.connect(tell_problems)
    signals.all_generators_finalized.connect(stop_at_problems)
