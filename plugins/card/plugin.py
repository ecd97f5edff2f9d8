"""The cards in Pelican: `article.card`, `page.card`, `CARD`, and the pictures they name."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from os.path import relpath
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.contents import Article, Content, Page
from pelican.generators import Generator
from pelican.utils import sanitised_join

from .cache import Cache
from .card import FOLDER, Card, as_written, describe, name_card
from .face import read_face
from .output import link, write
from .picture import HEIGHT, WIDTH, draw, key
from .settings import CardError, read_settings
from .wording import Worded, Wording, word_post, word_site

log = logging.getLogger(__name__)


def check_settings(pelican: Pelican) -> None:
    """On `initialized`: tell what is wrong; the build stops before anything is read."""
    try:
        read_face(read_settings(pelican.settings).font)
    except CardError as error:
        log.error("%s", error)  # noqa: TRY400  -- a message for the writer, not a traceback


def add_generator(pelican: Pelican) -> type[Generator]:
    """On `get_generators`: the pictures are written like pages, by a generator."""
    return CardsGenerator


class CardsGenerator(Generator):  # type: ignore[misc]  # Pelican has no types
    """Gives each page its card, and draws the pictures that were not drawn before."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.face = read_face(read_settings(self.settings).font)
        self.cache = Cache(Path(self.settings["CACHE_PATH"], "cards"))
        words = self.settings.get("translation")
        self.gettext = words.gettext if words else as_written
        self.pictures: dict[str, tuple[str, Wording]] = {}

    def generate_context(self) -> None:
        """Name every card by its words; nothing is drawn yet."""
        name, subtitle = (
            str(self.settings.get(setting) or "") for setting in ("SITENAME", "SITESUBTITLE")
        )
        site = word_site(name, subtitle, self.face.draws)
        if site.problem:
            log.warning("%s", site.problem)
        alt = f"{name}: {subtitle}" if subtitle else name
        self.context["CARD"] = self._card("site", site, alt)
        told: list[tuple[str, Worded]] = []
        for content in _contents(self.context):
            # What writes no page, as a draft in a site that is live, writes no card.
            content.card = self._card_of(content, name, told) if content.save_as else None
        for place, worded in sorted(told, key=lambda each: each[0]):  # Pelican keeps no order
            if worded.problem:
                log.warning("%s:1: %s", place, worded.problem)
            else:
                log.info("%s:1: the card leaves '%s' out", place, worded.left_out)

    def generate_output(self, writer: Any) -> None:
        """Write each picture once, drawn now or before."""
        folder = Path(sanitised_join(self.output_path, FOLDER))
        if self.pictures:
            folder.mkdir(parents=True, exist_ok=True)
        for path, (name, wording) in sorted(self.pictures.items()):
            place = f"{folder}{path.removeprefix(FOLDER)}"
            kept = self.cache.find(name)
            if kept is None:
                picture = draw(wording, self.face)
                kept = self._keep(name, picture)
                if kept is None:
                    write(Path(place), picture)
                    continue
            link(kept, place)

    def _card_of(self, content: Content, site: str, told: list[tuple[str, Worded]]) -> Card | None:
        lesson = getattr(content, "lesson", None)
        sentence = str(lesson.title) if lesson else ""
        title = str(content.title)
        worded = word_post(title, sentence, site, self.face.draws)
        if worded.problem or worded.left_out:
            told.append((relpath(content.source_path), worded))
        card = self._card(content.slug, worded, describe(title, sentence, self.gettext))
        return card or self.context["CARD"]

    def _card(self, slug: str, worded: Worded, alt: str) -> Card | None:
        if worded.wording is None:
            return None
        name = key(worded.wording, self.face)
        path = name_card(slug, name)
        self.pictures[path] = name, worded.wording
        return Card(path, WIDTH, HEIGHT, alt)

    def _keep(self, name: str, picture: bytes) -> str | None:
        try:
            return self.cache.keep(name, picture)
        except OSError as error:
            # Pelican tells the same but once.
            fault = f"cards cannot be kept in {relpath(self.cache.folder)}: {error.strerror}"
            log.warning("%s — make room for them, or each build draws them again", fault)
            return None


def _contents(context: Mapping[str, Any]) -> Iterator[Content]:
    """The articles and pages: Pelican keeps nothing of what could not be read."""
    return (
        content
        for content in context["generated_content"].values()
        if isinstance(content, Article | Page)
    )


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.initialized.connect(check_settings)
    signals.get_generators.connect(add_generator)
