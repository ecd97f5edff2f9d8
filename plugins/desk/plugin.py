"""The desk in Pelican."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import MAXYEAR
from functools import partial
from importlib import import_module
from os.path import relpath
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.contents import Article, Content, Page
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator
from pelican.settings import read_settings as read_site
from pelican.utils import slugify

from .items import Item
from .moment import read_now
from .schedule import Coming, keep
from .settings import DeskError

_UNREAD = "Could not process "  # as Pelican says


def load_site(settings: str) -> dict[str, Any]:
    """The settings of the site that a file describes, as Pelican reads them, with its defaults.

    Raises `DeskError` where the file cannot be read.
    """
    folder = str(Path(settings).parent.resolve())
    sys.path.insert(0, folder)  # publishconf.py imports its neighbour
    try:
        site: dict[str, Any] = read_site(settings)
    except Exception as error:  # the settings are a program, so anything may come of them
        raise DeskError(f"{settings}: {type(error).__name__}: {error} — mend it") from error
    finally:
        sys.path.remove(folder)
    return site


def slugify_as(site: Mapping[str, Any]) -> Callable[[str], str]:
    """What makes a name in an address of words, as the site does."""
    return partial(
        slugify,
        regex_subs=site["SLUG_REGEX_SUBSTITUTIONS"],
        preserve_case=site.get("SLUGIFY_PRESERVE_CASE", False),
        use_unicode=site.get("SLUGIFY_USE_UNICODE", False),
    )


@dataclass(frozen=True)
class Reading:
    """What a build would read, and every line that was told as an error while reading."""

    items: tuple[Item, ...]
    told: tuple[str, ...]


def read_items(site: dict[str, Any], output: Path) -> Reading:
    """Read articles and pages as for a build into a folder; nothing is written there.

    A source that cannot be read is told and left out. Raises `DeskError` where the settings or a
    plugin stop everything.
    """
    with _listening() as told:
        try:
            pelican = _make_pelican({**site, "OUTPUT_PATH": str(output.absolute())})
            if told:
                raise DeskError("\n".join(dict.fromkeys(told)))
            # What is remembered is that of the build, which has other settings later on.
            if memory := pelican.settings.get("incremental"):
                memory.recall("desk", b"")
            _begin(pelican)
            contents = _read(pelican)
        except DeskError:
            raise
        except Exception as error:  # plugins are programs, so anything may come of them
            reason = (
                str(error) if hasattr(error, "exitcode") else f"{type(error).__name__}: {error}"
            )
            raise DeskError("\n".join(dict.fromkeys([*told, reason]))) from error
    items = [_item(each) for each in contents.values() if isinstance(each, Article | Page)]
    folder = Path(site["PATH"])
    unread = [relpath(folder / path) for path, each in contents.items() if each is None]
    return Reading(tuple(items), tuple(_lines(told, unread)))


def _make_pelican(site: dict[str, Any]) -> Pelican:
    kind = site["PELICAN_CLASS"]
    if isinstance(kind, str):
        module, _, name = kind.rpartition(".")
        kind = getattr(import_module(module), name)
    return kind({**site, "LOAD_CONTENT_CACHE": False, "CACHE_CONTENT": False})


def _begin(pelican: Pelican) -> None:
    """Let the plugins hear that a build begins: `proofread` tells what is wrong, and stops it."""
    try:
        signals.get_generators.send(pelican)
    except Exception as error:
        if not hasattr(error, "exitcode"):
            raise


def _read(pelican: Pelican) -> dict[str, Content | None]:
    """Every article and page by its path, in order; None where one cannot be read."""
    context = pelican.settings.copy()
    context |= {"generated_content": {}, "static_links": set(), "static_content": {}}
    context["localsiteurl"] = context["SITEURL"]
    with signals.get_generators.muted():  # it has been heard
        classes = pelican._get_generator_classes()
    for each in classes:
        if issubclass(each, ArticlesGenerator | PagesGenerator):
            each(
                context=context,
                settings=pelican.settings,
                path=pelican.path,
                theme=pelican.theme,
                output_path=pelican.output_path,
            ).generate_context()
    found: dict[str, Content | None] = dict(sorted(context["generated_content"].items()))
    return found


def _item(content: Content) -> Item:
    is_article = isinstance(content, Article)
    date = getattr(content, "date", None)
    lesson, question = None, None
    if is_article:
        lesson = None if not hasattr(content, "lesson") else content.lesson is not None
        if hasattr(getattr(content, "conversation", None), "question"):
            question = bool(str(content.metadata.get("question", "")).strip())
    return Item(
        kind="article" if is_article else "page",
        status="scheduled" if is_article and is_scheduled(content) else str(content.status),
        title=" ".join(str(content.title).split()),
        path=relpath(content.source_path),
        date=date if date and date.year < MAXYEAR else None,  # as Pelican dates a draft
        modified=getattr(content, "modified", None),
        lesson=lesson,
        question=question,
    )


def _lines(told: list[str], unread: list[str]) -> Iterator[str]:
    """What was told, each once; of a file that is told of by its line, not that it was dropped."""
    lines = [line for line in dict.fromkeys(told) if not line.startswith(_UNREAD)]
    reasons = [" ".join(line.split()) for line in told if line.startswith(_UNREAD)]
    yield from lines
    for path in unread:
        if not any(line.startswith(f"{path}:") for line in lines):
            known = (each.partition(": ")[2] for each in reasons if Path(path).name in each)
            yield f"{path}: cannot be read ({next(known, '') or 'no reason was given'}) — mend it"


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what is told as an error; Pelican does not say why it cannot read a source."""
        text, error = record.getMessage(), sys.exc_info()[1]
        is_bare = text.startswith(_UNREAD) and error and str(error) not in text
        self.told.append(f"{text}: {error}" if is_bare else text)


@contextmanager
def _listening() -> Iterator[list[str]]:
    """The errors that are logged meanwhile; nothing else shows what is logged."""
    ear = _Ear()
    logging.getLogger().addHandler(ear)
    try:
        yield ear.told
    finally:
        logging.getLogger().removeHandler(ear)


def is_scheduled(article: Article) -> bool:
    """Whether an article is a draft only until its time: `proofread` says so, or Pelican itself."""
    if getattr(article, "scheduled", False):
        return True
    written = article.metadata.get("status", "published")
    return str(article.status) == "draft" and str(written) == "published"


def note_coming(generators: list[Generator]) -> None:
    """On `all_generators_finalized`: note what is dated ahead, for who publishes this build."""
    settings = generators[0].settings
    contents = generators[0].context["generated_content"].values()
    found = [each for each in contents if isinstance(each, Article) and is_scheduled(each)]
    found.sort(key=lambda article: (article.date, article.source_path))
    coming = [
        Coming(
            title=" ".join(str(article.title).split()),
            path=relpath(article.source_path),
            date=article.date.isoformat(),
        )
        for article in found
    ]
    keep(Path(settings["CACHE_PATH"]), read_now(), settings["TIMEZONE"], coming)


def connect() -> None:
    """Connect the plugin to Pelican."""
    signals.all_generators_finalized.connect(note_coming)
