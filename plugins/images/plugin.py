"""The pictures in Pelican: what pages show of them, and what is copied into the output."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from os.path import relpath
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from markupsafe import Markup
from pelican import Pelican, signals
from pelican.contents import Article, Content, Page, Static
from pelican.generators import Generator, StaticGenerator
from pelican.readers import MarkdownReader
from pelican.utils import sanitised_join

from .inspection import AS_JPEG, FOREIGN, VECTOR, is_picture
from .noted import KEY, NotingExtension, shows_images
from .page import ROOT, Images, Shown, complete
from .picture import Variant, name_variant
from .settings import ImagesError, read_settings
from .studio import Studio, digest

_LINK = re.compile(r"[{|](?:static|attach|filename)[|}](.*)", re.DOTALL)
_MARKDOWN = tuple(f".{each}" for each in MarkdownReader.file_extensions)
log = logging.getLogger(__name__)


def add_markdown(pelican: Pelican) -> None:
    """On `initialized`: let Markdown note pictures; tell what is wrong with the settings."""
    try:
        read_settings(pelican.settings)
    except ImagesError as error:
        log.error("%s", error)  # noqa: TRY400  -- a message for the writer, not a traceback
    markdown = pelican.settings["MARKDOWN"]
    markdown["extensions"] = [*markdown.get("extensions", []), NotingExtension()]


def add_generator(pelican: Pelican) -> type[Generator]:
    """On `get_generators`: the variants are written like pages, by a generator."""
    return ImagesGenerator


class ImagesGenerator(Generator):  # type: ignore[misc]  # Pelican has no types
    """Writes the variants that pages show."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        read_settings(self.settings)
        self.variants: dict[str, tuple[Studio, Variant]] = {}
        self.context["IMAGES_VARIANTS"] = self.variants

    def generate_output(self, writer: Any) -> None:
        """Write each variant once, drawn now or before."""
        for place, (studio, variant) in sorted(self.variants.items()):
            studio.put(variant.digest, Path(sanitised_join(self.output_path, place)))


def complete_pages(generator: StaticGenerator) -> None:
    """On `static_generator_finalized`: all is read, and nothing has asked what it looks like yet.

    Raises `ImagesError` where a picture is broken.
    """
    gallery = Gallery(generator.context, generator.settings)
    wanted = [content for content in gallery.contents() if content.save_as]
    shown = {
        static.source_path
        for content in wanted
        for html in _texts(content)
        for image in Images(html).found
        if (static := gallery.find(content, image.attributes.get("src") or ""))
    }
    studio = Studio(
        read_settings(generator.settings),
        Path(generator.settings["CACHE_PATH"], "images"),
        getattr(generator.settings.get("incremental"), "digest", digest),
    )
    vectors = {path for path in shown if path.lower().endswith(VECTOR)}
    own = {each.source_path for each in generator.staticfiles if is_picture(each.source_path)}
    studio.take(own | vectors, shown)
    _stop_at(studio, shown)
    for content in wanted:
        _complete(content, gallery, studio, generator)
    _copy_stripped(generator, studio)


def _stop_at(studio: Studio, shown: set[str]) -> None:
    """Tell what is wrong, all of it. Raises `ImagesError`."""
    foreign = [path for path in sorted(shown) if path.lower().endswith(FOREIGN)]
    problems = [*studio.problems, *(f"{relpath(path)}: {AS_JPEG}" for path in foreign)]
    for problem in problems:
        log.error("%s", problem)
    if problems:
        raise ImagesError("nothing was written: mend the pictures above")
    if studio.unkept:
        log.warning("%s — make room for them, or each build draws them again", studio.unkept)


def _complete(
    content: Content, gallery: Gallery, studio: Studio, generator: StaticGenerator
) -> None:
    """Let a content show its pictures, in its text and in its lesson."""
    variants: dict[str, tuple[Studio, Variant]] = generator.context["IMAGES_VARIANTS"]
    sizes = read_settings(generator.settings).sizes

    def find(source: str) -> Shown | None:
        static = gallery.find(content, source)
        picture = static and studio.pictures.get(static.source_path)
        return Shown(picture, _place(static)) if static and picture else None

    def find_and_note(source: str) -> Shown | None:
        if shown := find(source):
            for variant in shown.picture.variants:
                variants[name_variant(shown.place, variant)] = studio, variant
        return shown

    is_first = True
    if _shows(content):
        before = content._content
        content._content = complete(before, find_and_note, sizes)
        is_first = False
        if ROOT in content._content:
            content._update_content = _rooted(content._update_content)
    lesson = getattr(content, "lesson", None)
    if lesson and shows_images(lesson.body):
        # It stands on other pages, too, and is sanitised there, so that it has the one file.
        body = complete(lesson.body, find, sizes, first=is_first, sets=False)
        content.lesson = replace(lesson, body=Markup(body))  # noqa: S704  -- sanitised before


def _rooted(update: Callable[[str, str], str]) -> Callable[[str, str], str]:
    """As Pelican's `_update_content`, for the addresses of variants, too."""

    def updated(html: str, siteurl: str) -> str:
        text = update(html, siteurl)
        return text.replace(ROOT, siteurl.rstrip("/")) if text else text

    return updated


def _copy_stripped(generator: StaticGenerator, studio: Studio) -> None:
    """Let Pelican copy each picture without what it tells; stands for two methods of 4.12.0."""
    copy, is_needed = generator._link_or_copy_staticfile, generator._file_update_required

    def copy_stripped(static: Static) -> None:
        picture = studio.pictures.get(static.source_path)
        if picture is None or not is_picture(static.source_path):
            copy(static)
            return
        studio.put(picture.file, Path(sanitised_join(generator.output_path, static.save_as)))

    def is_picture_or_needed(static: Static) -> bool:
        return is_picture(static.source_path) or bool(is_needed(static))

    generator._link_or_copy_staticfile = copy_stripped
    generator._file_update_required = is_picture_or_needed


class Gallery:
    """The contents that show pictures, and the files that these are."""

    def __init__(self, context: Mapping[str, Any], settings: Mapping[str, Any]) -> None:
        self._context = context
        self._root = f"{settings['SITEURL'].rstrip('/')}/"

    def contents(self) -> Iterator[Content]:
        """The articles and pages with a picture, in the order of their sources."""
        for _, content in sorted(self._context["generated_content"].items()):
            if isinstance(content, Article | Page) and any(map(shows_images, _texts(content))):
                yield content

    def find(self, content: Content, source: str) -> Static | None:
        """The file that a `src` in this content leads to; None where it is none of the site's."""
        try:
            if link := _LINK.match(source):
                return self._find_source(content, urlsplit(link[1]).path)
            address = urljoin(f"{self._root}{content.url}", source)
            if not address.startswith(self._root):
                return None
            path = urlsplit(address.removeprefix(self._root)).path
        except ValueError:  # such as http://[x
            return None
        return self._places.get(unquote(path)) if source else None

    def _find_source(self, content: Content, path: str) -> Static | None:
        for each in (path, unquote(path)):
            below = each.removeprefix("/")
            if below == each:
                below = content.get_relative_source_path(f"{content.relative_dir}/{each}")
            if static := self._context["static_content"].get(below):
                return static
        return None

    @cached_property
    def _places(self) -> dict[str, Static]:
        return {_place(each): each for each in self._context["static_content"].values() if each}


def _place(static: Static) -> str:
    """Where a file is copied to, without its being taken for settled, as `save_as` does."""
    return str(static.get_url_setting("save_as"))


def _texts(content: Content) -> Iterator[str]:
    """The HTML of a content that shows pictures: its text's and its lesson's."""
    if _shows(content):
        yield content._content
    lesson = getattr(content, "lesson", None)
    if lesson and "<img" in lesson.body:
        yield lesson.body


def _shows(content: Content) -> bool:
    """Whether a content's text shows a picture; of Markdown that was noted as it was read."""
    if content.source_path.endswith(_MARKDOWN):
        return KEY in content.metadata
    return shows_images(content._content or "")


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.initialized.connect(add_markdown)
    signals.get_generators.connect(add_generator)
    signals.static_generator_finalized.connect(complete_pages)
