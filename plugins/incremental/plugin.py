"""The incremental build in Pelican: its class, its generators, its writer."""

from __future__ import annotations

import atexit
import gc
import logging
from pathlib import Path
from typing import Any

import pelican
from pelican import signals
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from . import generators, world
from .build import Build
from .memory import Memory
from .settings import IncrementalError, Settings, read_settings
from .tracing import traced
from .writing import Writer

FILE = "incremental.sqlite"
_QUICK = {
    ArticlesGenerator: generators.ArticlesGenerator,
    PagesGenerator: generators.PagesGenerator,
}
log = logging.getLogger(__name__)


class Pelican(pelican.Pelican):  # type: ignore[misc]  # Pelican has no types
    """Builds a site beside its output, and lets what differs take its place (`PELICAN_CLASS`)."""

    def run(self) -> None:
        """Build the site. Raises whatever stops a build; the output is then as it was.

        Without the plugin it builds as Pelican does.
        """
        build = self.settings.get("incremental")
        if build is None:
            super().run()
            return
        self._real = self.output_path
        with build.at_work(self.output_path) as staging:
            self._build_into(staging)
            gc.disable()  # it would go through ten thousand posts again and again for nothing
            try:
                super().run()
            finally:
                gc.enable()
                self._build_into(self._real)

    def _get_generator_classes(self) -> list[type]:
        """Stands for `Pelican._get_generator_classes` of 4.12.0: ours for its own, and one more."""
        found: list[type] = super()._get_generator_classes()
        if "incremental" not in self.settings:
            return found
        return [*(_QUICK.get(each, each) for each in found), _settling(self)]

    def settle(self) -> None:
        """The last of all is written: from now on the output is what it will be."""
        build = self.settings["incremental"]
        build.settle(delete=self.delete_outputdir, retain=self.output_retention)
        self._build_into(self._real)

    def _build_into(self, folder: str) -> None:
        self.output_path = self.settings["OUTPUT_PATH"] = folder


def _settling(site: Pelican) -> type:
    """A generator that comes after all others, and has only to say so."""

    class Settling:
        def __init__(self, **_: Any) -> None:
            """Take what Pelican gives to a generator."""

        def generate_output(self, writer: Any) -> None:
            site.settle()

    return Settling


def begin(site: pelican.Pelican) -> None:
    """On `initialized`: what is remembered is at hand; tell what is wrong with the settings."""
    settings = site.settings
    try:
        own = read_settings(settings)
    except IncrementalError as error:
        log.error("%s", error)  # noqa: TRY400  -- a message for the writer, not a traceback
        own = Settings()
    if not str(settings["PELICAN_CLASS"]).rstrip("'>").endswith("incremental.Pelican"):
        remedy = 'write PELICAN_CLASS = "incremental.Pelican"'
        log.error("setting PELICAN_CLASS %r builds all — %s", settings["PELICAN_CLASS"], remedy)
    memory = Memory(Path(settings["CACHE_PATH"], FILE), lambda: world.describe(settings))
    settings["incremental"] = Build(own, memory)
    atexit.register(memory.close, whole=False)
    atexit.register(gc.freeze)  # at its end Python would go through all posts once more


def trace_templates(generator: Generator) -> None:
    """On `generator_init`: the templates tell what they read."""
    build = generator.settings["incremental"]
    if build.context is not generator.context:
        build.use(generator.context)
    generator.env = traced(generator.env, build.tracer)


def offer_writer(site: pelican.Pelican) -> type[Writer] | None:
    """On `get_writer`: the writer that skips pages, where something puts them in their place."""
    return Writer if isinstance(site, Pelican) else None


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.initialized.connect(begin)
    signals.generator_init.connect(trace_templates)
    signals.get_writer.connect(offer_writer)
