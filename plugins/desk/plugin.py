"""The desk in Pelican."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import partial
from os.path import relpath
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.contents import Article
from pelican.generators import Generator
from pelican.settings import read_settings as read_site
from pelican.utils import slugify

from .moment import read_now
from .schedule import Coming, keep
from .settings import DeskError


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
