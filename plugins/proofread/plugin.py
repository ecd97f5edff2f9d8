"""Proofreading in Pelican: a site is written whole and free of errors, or not at all."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from os.path import relpath
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.contents import Article, Content, Page
from pelican.generators import ArticlesGenerator, Generator
from pelican.readers import Readers
from pelican.settings import read_settings as read_site
from pelican.utils import set_date_tzinfo, slugify

from .audit import Expected, audit
from .check import Checked, check
from .guard import Guard, Loading, WithoutTraceback, dropped
from .problem import shown_from
from .settings import ProofreadError, Settings, read_settings
from .site import Site

_DAY = timedelta(days=1)
log = logging.getLogger(__name__)
# Pelican loads every plugin before it tells any of them that a build begins, so that this one has
# to listen from its own loading on; that is why it stands first in PLUGINS.
loading = Loading()
logging.getLogger("pelican").addHandler(loading)


def check_site(settings: str, content: str = "") -> Checked:
    """Check the sources of the site that a file of settings describes; build nothing.

    `content` is the folder they lie in, where the settings' `PATH` does not say so. Raises
    `ProofreadError` where the settings cannot be read or hold an error.
    """
    told = {"PATH": str(Path(content).absolute())} if content else {}
    try:
        pelican = Pelican(read_site(settings, told))
    except Exception as error:  # the settings are a program, so anything may come of them
        raise ProofreadError(f"{settings}: {type(error).__name__}: {error} — mend it") from error
    if "proofread" not in pelican.settings:
        raise ProofreadError(f"{settings}: PLUGINS has no 'proofread' — put it first")
    if pelican.settings["proofread"].errors:
        raise ProofreadError("mend the settings above")
    return _check(pelican)


def start(pelican: Pelican) -> None:
    """On `initialized`: watch what is logged, in this build and those that follow."""
    logging.getLogger("pelican").addFilter(WithoutTraceback())
    guard = pelican.settings["proofread"] = Guard()
    guard.errors = loading.take()
    root = logging.getLogger()
    if (
        not root.handlers
    ):  # with `--log-handler plain` Pelican leaves showing to Python's last resort
        root.addHandler(logging.StreamHandler())
    root.addHandler(guard)
    guard.keeps_future_back = not pelican.settings["WITH_FUTURE_DATES"]
    # Pelican would ask the clock, and this plugin asks for which moment the site is built.
    pelican.settings["WITH_FUTURE_DATES"] = True
    try:
        read_settings(pelican.settings)
    except ProofreadError as error:
        log.error("%s", error)  # noqa: TRY400  -- a message for the writer, not a traceback


def begin(pelican: Pelican) -> None:
    """On `get_generators`: nothing is read while something is known to be wrong."""
    guard = pelican.settings["proofread"]
    if guard.errors and not guard.begun:
        raise ProofreadError("nothing was written: mend the settings above")
    guard.begun, guard.errors, guard.now = True, 0, _now()
    errors = _check(pelican).errors
    for problem in errors:
        log.error("%s", problem)
    if errors:
        raise ProofreadError("nothing was written: mend the errors above")


def keep_future_back(generator: ArticlesGenerator, metadata: dict[str, Any]) -> None:
    """On `article_generator_context`: what is dated ahead of the build is a draft until then."""
    guard = generator.settings["proofread"]
    if not guard.keeps_future_back or "date" not in metadata:
        return
    date = metadata["date"]
    # Nearly all are of another day, and no zone is a day away from another.
    if date.replace(tzinfo=UTC) < guard.now - _DAY:
        return
    date = set_date_tzinfo(date, generator.settings["TIMEZONE"])
    if metadata.get("status", "published") == "published" and date > guard.now:
        metadata["status"] = "draft"
        metadata["scheduled"] = True  # which tells it from a draft that the writer keeps back


def stop_before_writing(generators: list[Generator]) -> None:
    """On `all_generators_finalized`: refuse a site that lost a source or told an error."""
    context, guard = generators[0].context, generators[0].settings["proofread"]
    lost = dropped(context["generated_content"]) + dropped(context["static_content"])
    if lost or guard.errors:
        lacking = f"; it would lack {', '.join(lost)}" if lost else ""
        raise ProofreadError(f"nothing was written: mend the errors above{lacking}")
    own = read_settings(context)
    if own.audit:
        guard.expected = _expected(context, own)


def stop_after_writing(pelican: Pelican) -> None:
    """On `finalized`: an error while writing fails the build, and so does what the audit finds."""
    guard, settings = pelican.settings["proofread"], read_settings(pelican.settings)
    if guard.errors:
        raise ProofreadError("the site is not whole: mend the errors above")
    output = Path(pelican.settings["OUTPUT_PATH"])
    memory = pelican.settings.get("incremental")
    findings = list(audit(output, guard.expected, memory)) if settings.audit else []
    for finding in findings:
        log.error("%s", replace(finding, path=relpath(output / finding.path)))
    if findings:
        raise ProofreadError("the site is not fit to be published: mend the errors above")


def _check(pelican: Pelican) -> Checked:
    content = Path(pelican.settings["PATH"])
    shown = relpath(content) if content.is_relative_to(Path.cwd()) else str(content)
    return check(_site(pelican), shown)


def _expected(context: Mapping[str, Any], own: Settings) -> Expected:
    """What the build knows of the site that it is about to write."""
    shown = shown_from(Path.cwd())
    contents = [
        content
        for content in context["generated_content"].values()
        if isinstance(content, Article | Page)
    ]
    return Expected(
        siteurl=str(context["SITEURL"]),
        pages={
            path: shown(content.source_path)
            for content in contents
            if content.status == "published" and (path := content.save_as)
        },
        withheld=_places(contents, "draft", shown),
        hidden=_places(contents, "hidden", shown),
        gone=frozenset(context.get("tombstones", ())),
        allow=frozenset(own.allow),
        paths=frozenset(own.paths),
    )


def _places(contents: list[Content], status: str, shown: Callable[[str], str]) -> dict[str, str]:
    """Every address and every path of what has a status, old ones too, with its source."""
    return {
        place: shown(content.source_path)
        for content in contents
        if content.status == status
        for place in (content.url, content.save_as, *getattr(content, "addresses", ()))
        if place
    }


def _site(pelican: Pelican) -> Site:
    settings = pelican.settings
    return Site(
        settings=settings,
        own=read_settings(settings),
        now=_now(),
        slugify=cache(
            lambda name: slugify(
                name,
                regex_subs=settings["SLUG_REGEX_SUBSTITUTIONS"],
                preserve_case=settings.get("SLUGIFY_PRESERVE_CASE", False),
                use_unicode=settings.get("SLUGIFY_USE_UNICODE", False),
            )
        ),
        endings=frozenset(f".{ending}" for ending in Readers(settings).extensions),
        keeps_future_back=settings["proofread"].keeps_future_back,
        checks=_offered(settings["PLUGINS"], "check_source"),
        content_checks=_offered(settings["PLUGINS"], "check_content"),
        claims=_offered(settings["PLUGINS"], "reads_content"),
    )


def _offered(plugins: Sequence[str], name: str) -> tuple[Callable[[Any], Any], ...]:
    """The function of this name of each plugin that has one."""
    modules = (sys.modules.get(plugin) for plugin in plugins)
    return tuple(getattr(module, name) for module in modules if hasattr(module, name))


def _now() -> datetime:
    """The moment for which the site is built (reproducible-builds.org, SOURCE_DATE_EPOCH)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    is_moment = re.fullmatch(r"[0-9]{1,11}", epoch)  # to the year 5138
    return datetime.fromtimestamp(int(epoch), UTC) if is_moment else datetime.now(UTC)


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.initialized.connect(start)
    signals.get_generators.connect(begin)
    signals.article_generator_context.connect(keep_future_back)
    signals.all_generators_finalized.connect(stop_before_writing)
    signals.finalized.connect(stop_after_writing)
