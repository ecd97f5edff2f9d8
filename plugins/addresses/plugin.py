"""The addresses in Pelican: `article.addresses`, the pages at them, and `release.json`."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import FileSystemLoader
from pelican import Pelican, signals
from pelican.contents import Article, Content
from pelican.generators import Generator, StaticGenerator
from pelican.utils import sanitised_join
from pelican.writers import FileOverwriteFailedError

from .alias import encode, redirect
from .claim import Claim, find_free
from .found import RECORD, REDIRECTS, Found, find
from .problem import AddressError
from .record import Published, Record, write_record
from .words import say

HERE = Path(__file__).parent
FOUND = "addresses_found"  # in the context
log = logging.getLogger(__name__)


def add_generator(pelican: Pelican) -> type[Generator]:
    """On `get_generators`: the pages at old addresses are written like others, by a generator."""
    return AddressesGenerator


def add_templates(generator: Generator) -> None:
    """On `generator_init`: offer the page behind the theme, which may have its own."""
    generator.env.globals.setdefault("_", say)
    generator.env.loader.loaders.append(FileSystemLoader(HERE / "templates"))


def name_addresses(generator: StaticGenerator) -> None:
    """On `static_generator_finalized`: by now all pages are known; tell what is in the way."""
    context = generator.context
    places = [(each.save_as, each) for each in context["generated_content"].values() if each]
    found = context[FOUND] = find(generator, places)
    for _, content in places:
        content.addresses = ()
    for content, read in found.read:
        content.addresses = tuple(dict.fromkeys(claim.alias.address for claim in read.claims))
        for problem in read.problems if content.status == "draft" else ():
            log.warning("%s", problem)
    for problem in found.problems:
        log.error("%s", problem)


def stop_at_problems(generators: list[Generator]) -> None:
    """On `all_generators_finalized`: nothing is written while an alias cannot be a page."""
    places = sorted({problem.source for problem in generators[0].context[FOUND].problems})
    if places:
        raise AddressError(f"nothing was written: mend the aliases of {', '.join(places)}")


class AddressesGenerator(Generator):  # type: ignore[misc]  # Pelican has no types
    """Writes a page at each old address, their list for the host, and `release.json`."""

    def generate_output(self, writer: Any) -> None:
        """Write what there is to write; a draft has no part in it, a hidden article only a page.

        Raises `AddressError` where a page or a folder of the output is in the way.
        """
        found: Found = self.context[FOUND]
        root = urlsplit(self.settings["SITEURL"]).path.rstrip("/")
        lines: set[str] = set()
        aliases: dict[str, str] = {}
        for content, claims in found.claims():
            # `/old` and `/old/` are one page, and may be two lines.
            for claim in {claim.alias.path: claim for claim in claims}.values():
                self._write_page(writer, claim, content, root)
            if content.status == "published":
                lines |= {redirect(claim.alias, content.url, root) for claim in claims}
                aliases |= {claim.alias.path: content.url for claim in claims}
        gone = self._write_tombstones(writer, found, root)
        if lines:
            self._write(REDIRECTS, "".join(f"{line}\n" for line in sorted(lines)).encode())
        self._write(RECORD, write_record(self._record(found, aliases, gone)))

    def _write_page(self, writer: Any, claim: Claim, content: Content, root: str) -> None:
        template = self._template("addresses/moved.html")
        url = encode(content.url)
        values = {"item": content, "target": f"{root}/{url}"}
        canonical = f"{self.settings['SITEURL']}/{url}"
        try:
            writer.write_file(
                claim.alias.path, template, self.context, **values, canonical=canonical
            )
        except FileOverwriteFailedError as error:
            fault = f"is where the page {claim.alias.path} stands"
            raise AddressError(str(claim.problem(fault, "take it out"))) from error
        except OSError as error:
            fault, remedy = f"has no place: {error.strerror}", "empty the output folder"
            raise AddressError(str(claim.problem(fault, remedy))) from error

    def _write_tombstones(self, writer: Any, found: Found, root: str) -> tuple[str, ...]:
        """Write where a post is gone, and nothing else stands, a page that says so; give these."""
        aliases = (claim.alias.path for _, claims in found.claims() for claim in claims)
        written = []
        taken = {*found.site, *aliases, RECORD, REDIRECTS}
        for path in find_free(self.context.get("tombstones", ()), taken):
            template = self._template("conversation/gone.html")
            with suppress(FileOverwriteFailedError):  # a page that only the writer knows of
                writer.write_file(path, template, self.context, home=f"{root}/")
                written.append(path)
        return tuple(written)

    def _template(self, name: str) -> Any:
        return self.env.overlay(autoescape=True).get_template(name)

    def _record(self, found: Found, aliases: Mapping[str, str], gone: tuple[str, ...]) -> Record:
        published = [
            Published(_id(content), path, " ".join(str(content.title).split()), content.url)
            for path, content in found.places
            if isinstance(content, Article) and content.status == "published"
        ]
        plugins = tuple(self.settings["PLUGINS"])  # as Pelican leaves it: what has been loaded
        return Record(self.settings["SITEURL"], plugins, tuple(published), aliases, gone)

    def _write(self, name: str, data: bytes) -> None:
        path = Path(sanitised_join(self.output_path, name))
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{name}.new")
        new.unlink(missing_ok=True)
        with new.open("xb") as file:
            file.write(data)
        new.replace(path)


def _id(article: Article) -> str:
    """The id of the article's feed entry; without the syndication plugin its file's name."""
    id = getattr(article, "syndication", None)
    return str(id) if id is not None else Path(article.source_path).stem


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.get_generators.connect(add_generator)
    signals.generator_init.connect(add_templates)
    signals.static_generator_finalized.connect(name_addresses)
    signals.all_generators_finalized.connect(stop_at_problems)
