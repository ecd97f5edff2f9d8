"""The cards in Pelican: `article.card`, `page.card`, `CARD`, and the pictures they name."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from os.path import relpath
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.contents import Article, Content, Page
from pelican.generators import Generator
from pelican.utils import sanitised_join

from .cache import Cache
from .card import Card, describe, name_card
from .face import read_face
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
        for content in _contents(self.context):
            # What writes no page, as a draft in a site that is live, writes no card.
            content.card = self._card_of(content, name) if content.save_as else None

    def generate_output(self, writer: Any) -> None:
        """Write each picture once, drawn now or before."""
        for path, (name, wording) in sorted(self.pictures.items()):
            picture = self.cache.find(name)
            if picture is None:
                picture = draw(wording, self.face)
                self._keep(name, picture)
            _write(Path(sanitised_join(self.output_path, path)), picture)

    def _card_of(self, content: Content, site: str) -> Card | None:
        lesson = getattr(content, "lesson", None)
        sentence = str(lesson.title) if lesson else ""
        title = str(content.title)
        worded = word_post(title, sentence, site, self.face.draws)
        place = f"{relpath(content.source_path)}:1"
        if worded.problem:
            log.warning("%s: %s", place, worded.problem)
        elif worded.left_out:
            log.info("%s: the card leaves '%s' out", place, worded.left_out)
        card = self._card(content.slug, worded, describe(title, sentence))
        return card or self.context["CARD"]

    def _card(self, slug: str, worded: Worded, alt: str) -> Card | None:
        if worded.wording is None:
            return None
        name = key(worded.wording, self.face)
        path = name_card(slug, name)
        self.pictures[path] = name, worded.wording
        return Card(path, WIDTH, HEIGHT, alt)

    def _keep(self, name: str, picture: bytes) -> None:
        try:
            self.cache.keep(name, picture)
        except OSError as error:
            # Pelican tells the same but once.
            fault = f"cards cannot be kept in {relpath(self.cache.folder)}: {error.strerror}"
            log.warning("%s — make room for them, or each build draws them again", fault)


def _contents(context: Mapping[str, Any]) -> list[Content]:
    """The articles and pages, in the order of their files: Pelican keeps none."""
    found = (
        content
        for content in context["generated_content"].values()
        if isinstance(content, Article | Page)
    )
    return sorted(found, key=lambda content: relpath(content.source_path))


def _write(path: Path, picture: bytes) -> None:
    """Write a picture beside its place, then put it there; leave one that is there already."""
    if path.is_file() and path.read_bytes() == picture:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    with new.open("xb") as file:
        file.write(picture)
    new.replace(path)


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.initialized.connect(check_settings)
    signals.get_generators.connect(add_generator)
