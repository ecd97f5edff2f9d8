"""The people in Pelican: `people`, their page, and their feeds as one file."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from os.path import relpath
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.generators import Generator, PelicanTemplateNotFound
from pelican.utils import sanitised_join

from .inspection import FILE, read_file
from .problem import PeopleError

OPML, PAGE = "people.opml", "people/"
log = logging.getLogger(__name__)


def add_generator(pelican: Pelican) -> type[Generator]:
    """On `get_generators`: the page and the file are written by a generator."""
    return PeopleGenerator


def stop_at_problems(generators: list[Generator]) -> None:
    """On `all_generators_finalized`: nothing is written while somebody cannot be shown."""
    for generator in generators:
        if isinstance(generator, PeopleGenerator):
            problems = [*generator.problems, *_clashes(generator)]
            for problem in problems:
                log.error("%s", problem)
            if problems:
                raise PeopleError("nothing was written: mend the people above")


class PeopleGenerator(Generator):  # type: ignore[misc]  # Pelican has no types
    """Writes the page and the file of feeds; without people, neither."""

    def generate_context(self) -> None:
        """Tell every template who there is, where their page is, and where the file of feeds."""
        found = read_file(Path(self.path))
        self.problems = [each.at(relpath(Path(self.path, FILE))) for each in found.problems]
        feeds = any(person.feed for person in found.people)
        self.template = self._find_template() if found.people else None
        self.context["people"] = found.people
        self.context["PEOPLE_URL"] = PAGE if self.template else ""
        self.context["PEOPLE_OPML"] = OPML if feeds else ""

    def generate_output(self, writer: Any) -> None:
        """Write what there is to write."""
        if self.template:
            path, relative = f"{PAGE}index.html", self.settings["RELATIVE_URLS"]
            writer.write_file(path, self.template, self.context, relative_urls=relative)
        if self.context["PEOPLE_OPML"]:
            file = Path(sanitised_join(self.output_path, OPML))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(self._opml())

    def _opml(self) -> bytes:
        from .opml import write_opml  # it loads lxml, and there may be nobody

        words, site = self.settings.get("translation"), self.settings["SITENAME"]
        gettext = words.gettext if words else as_written
        return write_opml(
            self.context["people"],
            title=gettext("%(site)s: people", site=site),
            owner=self.settings.get("AUTHOR", ""),
            site=f"{self.settings['SITEURL']}/" if self.settings["SITEURL"] else "",
        )

    def _find_template(self) -> Any:
        """The theme's template for the page; None where it has none."""
        try:
            return self.get_template("people")
        except PelicanTemplateNotFound:
            return None


def as_written(message: str, /, **variables: object) -> str:
    """The message itself, where no plugin translates, with what stands in it as `%(name)s`."""
    return message % variables


def _clashes(generator: PeopleGenerator) -> Iterator[str]:
    """What stands where the page or the file is to be."""
    context = generator.context
    own = {OPML: "the people's feeds are"} if context["PEOPLE_OPML"] else {}
    own |= {f"{PAGE}index.html": "the people's page is"} if context["PEOPLE_URL"] else {}
    if not own:
        return
    for content in (*context["generated_content"].values(), *context["static_content"].values()):
        if content is not None and content.save_as in own:
            where = f"{relpath(content.source_path)}:1: stands at {content.save_as}"
            yield f"{where}, where {own[content.save_as]} to be — give it another place"


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.get_generators.connect(add_generator)
    signals.all_generators_finalized.connect(stop_at_problems)
