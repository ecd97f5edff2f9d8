"""The search in Pelican: its page, `SEARCH_URL` for a link to it, and the index of what is out."""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from os.path import relpath
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader
from markupsafe import Markup, escape
from pelican import Pelican, signals
from pelican.contents import Article, Content, Page
from pelican.generators import Generator
from pelican.utils import sanitised_join

from .bundle import make_bundle, name_script, published
from .cache import Cache
from .document import Document, digest, write_document
from .service import make_index, program_version
from .settings import SearchError, read_settings

HERE = Path(__file__).parent
FOLDER = "pagefind"  # in the output; plugins/publish knows what lies there by its endings
log = logging.getLogger(__name__)


def check_settings(pelican: Pelican) -> None:
    """On `initialized`: tell what is wrong; the build stops before anything is read."""
    try:
        read_settings(pelican.settings)
    except SearchError as error:
        log.error("%s", error)  # noqa: TRY400  -- a message for the writer, not a traceback


def add_templates(generator: Generator) -> None:
    """On `generator_init`: offer the page behind the theme, which may have its own."""
    generator.env.loader.loaders.append(FileSystemLoader([HERE / "templates", HERE / "static"]))
    generator.env.globals.setdefault("_", as_written)


def add_generator(pelican: Pelican) -> type[Generator]:
    """On `get_generators`: the page and its index are written by a generator."""
    return SearchGenerator


def stop_at_clashes(generators: list[Generator]) -> None:
    """On `all_generators_finalized`: nothing is written where another page stands already."""
    for generator in generators:
        if isinstance(generator, SearchGenerator) and (clashes := list(_clashes(generator))):
            for clash in clashes:
                log.error("%s", clash)
            raise SearchError("nothing was written: the search needs the place above")


class SearchGenerator(Generator):  # type: ignore[misc]  # Pelican has no types
    """Writes the page, and the index where one is to be made; without an address, neither."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = read_settings(self.settings)
        self.cache = Cache(Path(self.settings["CACHE_PATH"], "search"))

    def generate_context(self) -> None:
        """Tell every template where the page is."""
        self.context["SEARCH_URL"] = self.own.url if self.own.save_as else ""

    def generate_output(self, writer: Any) -> None:
        """Write the index, then the page, which names its script."""
        if not self.own.save_as:
            return
        given = self._write_index() if self.own.index else {}
        template, relative = self.get_template("search"), self.settings["RELATIVE_URLS"]
        writer.write_file(
            self.own.save_as, template, self.context, relative_urls=relative, search=given
        )

    def _write_index(self) -> dict[str, str]:
        """Put the index into the output; give what the page needs of it."""
        bundle = self._bundle()
        if not bundle:
            return {}
        own = self.env.get_template("search/search.js").render()
        for path, data in published(bundle, own):
            self.cache.show(data, Path(sanitised_join(self.output_path, FOLDER, path)))
            if path == name_script(data):
                integrity = f"sha256-{b64encode(sha256(data).digest()).decode()}"
                given = {"script": f"{FOLDER}/{path}", "integrity": integrity}
        return {**given, "index": f"{FOLDER}/"}

    def _bundle(self) -> dict[str, bytes]:
        """The files of the index, as they were kept or made anew; none without a page to find."""
        language = str(self.settings["DEFAULT_LANG"])
        documents = sorted(_documents(self.context, self.settings))
        key = digest(documents, language, program_version())
        try:
            kept = self.cache.recall(key)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("%s: %s — the search is made anew", relpath(self.cache.folder), error)
            kept = None
        if kept is not None or not documents:
            return kept or {}
        bundle = make_bundle(make_index(documents, language))
        try:
            self.cache.keep(key, bundle)
        except OSError as error:
            fault = f"{relpath(self.cache.folder)}: the search cannot be kept: {error.strerror}"
            log.warning("%s — make room for it, or each build makes it again", fault)
        return bundle


def _documents(context: Mapping[str, Any], settings: Mapping[str, Any]) -> Iterator[Document]:
    """What is published: no draft, nothing hidden, nothing that only leads elsewhere."""
    for content in context["generated_content"].values():
        is_page = isinstance(content, Article | Page)
        if is_page and content.status == "published" and content.save_as:
            yield _document(content, settings)


def _document(content: Content, settings: Mapping[str, Any]) -> Document:
    is_article, lesson = isinstance(content, Article), getattr(content, "lesson", None)
    parts = [Markup(content.get_content(_root(settings["SITEURL"])))]  # noqa: S704  -- it is HTML
    if lesson:
        parts += [lesson.title, lesson.body, lesson.action, *lesson.openers]
    if question := content.metadata.get("question"):  # the post's own, not what the site asks
        parts.append(question)
    return write_document(
        content.url,
        str(content.title),
        map(escape, parts),
        date=_day(content, settings) if is_article else "",
        category=content.category.name if is_article else "",
        lesson=str(lesson.title) if lesson else "",
        lang=content.lang if content.lang != settings["DEFAULT_LANG"] else "",
    )


def _root(siteurl: str) -> str:
    """What stands before every path within the site, as the theme has it."""
    path = siteurl.partition("://")[2].partition("/")[2].rstrip("/")
    return f"/{path}" if path else ""


def _day(content: Content, settings: Mapping[str, Any]) -> str:
    """The date in words: as such it can be found, too."""
    words = settings.get("translation")
    return str(words.format_date(content.date) if words else content.locale_date)


def as_written(message: str, /, **variables: object) -> str:
    """The message itself, where no plugin translates, with what stands in it as `%(name)s`."""
    return message % variables if variables else message


def _clashes(generator: SearchGenerator) -> Iterator[str]:
    place, context = generator.own.save_as, generator.context
    for content in (*context["generated_content"].values(), *context["static_content"].values()):
        if place and content is not None and content.save_as == place:
            where = f"{relpath(content.source_path)}:1: stands at {place}"
            yield f"{where}, where the search is to be — give it another place, or SEARCH_SAVE_AS"


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.initialized.connect(check_settings)
    signals.generator_init.connect(add_templates)
    signals.get_generators.connect(add_generator)
    signals.all_generators_finalized.connect(stop_at_clashes)
