"""The addresses in Pelican: `article.addresses`, the pages at them, and `release.json`."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import suppress
from os.path import relpath
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import FileSystemLoader
from pelican import Pelican, signals
from pelican.contents import Article, Content, Page
from pelican.generators import Generator, StaticGenerator
from pelican.utils import sanitised_join
from pelican.writers import FileOverwriteFailedError

from .alias import encode, redirect
from .claim import Claim, Claims, find_conflicts, find_free, read_claims
from .problem import AddressError, Problem
from .record import Published, Record, write_record

HERE = Path(__file__).parent
RECORD = "release.json"
REDIRECTS = "_redirects"
log = logging.getLogger(__name__)


def add_generator(pelican: Pelican) -> type[Generator]:
    """On `get_generators`: the pages at old addresses are written like others, by a generator."""
    return AddressesGenerator


def add_templates(generator: Generator) -> None:
    """On `generator_init`: offer the page behind the theme, which may have its own."""
    generator.env.loader.loaders.append(FileSystemLoader(HERE / "templates"))


def name_addresses(generator: StaticGenerator) -> None:
    """On `static_generator_finalized`: by now all pages are known; tell what is in the way."""
    for content in _contents(generator.context):
        read = _read(content)
        content.addresses = tuple(dict.fromkeys(claim.alias.address for claim in read.claims))
        for problem in read.problems if content.status == "draft" else ():
            log.warning("%s", problem)
    for problem in _problems(generator):
        log.error("%s", problem)


def stop_at_problems(generators: list[Generator]) -> None:
    """On `all_generators_finalized`: nothing is written while an alias cannot be a page."""
    places = sorted({problem.source for problem in _problems(generators[0])})
    if places:
        raise AddressError(f"nothing was written: mend the aliases of {', '.join(places)}")


class AddressesGenerator(Generator):  # type: ignore[misc]  # Pelican has no types
    """Writes a page at each old address, their list for the host, and `release.json`."""

    def generate_output(self, writer: Any) -> None:
        """Write what there is to write; a draft has no part in it, a hidden article only a page.

        Raises `AddressError` where a page or a folder of the output is in the way.
        """
        template = self.env.overlay(autoescape=True).get_template("addresses/moved.html")
        root = urlsplit(self.settings["SITEURL"]).path.rstrip("/")
        lines: set[str] = set()
        aliases: dict[str, str] = {}
        for content in _contents(self.context):
            claims = _read(content).claims if content.status != "draft" else ()
            # `/old` and `/old/` are one page, and may be two lines.
            for claim in {claim.alias.path: claim for claim in claims}.values():
                self._write_page(writer, template, claim, content, root)
            if content.status == "published":
                lines |= {redirect(claim.alias, content.url, root) for claim in claims}
                aliases |= {claim.alias.path: content.url for claim in claims}
        gone = self._write_tombstones(writer, root)
        if lines:
            self._write(REDIRECTS, "".join(f"{line}\n" for line in sorted(lines)).encode())
        self._write(RECORD, write_record(self._record(aliases, gone)))

    def _write_page(
        self, writer: Any, template: Any, claim: Claim, content: Content, root: str
    ) -> None:
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

    def _write_tombstones(self, writer: Any, root: str) -> tuple[str, ...]:
        """Write where a post is gone, and nothing else stands, a page that says so; give these."""
        contents = [each for each in _contents(self.context) if each.status != "draft"]
        aliases = [claim.alias.path for each in contents for claim in _read(each).claims]
        taken = [*(path for path, _ in _site(self)), *aliases, RECORD, REDIRECTS]
        written = []
        for path in find_free(self.context.get("tombstones", ()), taken):
            template = self.env.overlay(autoescape=True).get_template("conversation/gone.html")
            with suppress(FileOverwriteFailedError):  # a page that only the writer knows of
                writer.write_file(path, template, self.context, home=f"{root}/")
                written.append(path)
        return tuple(written)

    def _record(self, aliases: Mapping[str, str], gone: tuple[str, ...]) -> Record:
        published = (
            Published(
                id=str(getattr(content, "syndication", Path(content.source_path).stem)),
                path=content.save_as,
                title=" ".join(str(content.title).split()),
                url=content.url,
            )
            for content in _contents(self.context)
            if isinstance(content, Article) and content.status == "published"
        )
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


def _contents(context: Mapping[str, Any]) -> list[Content]:
    """The articles and pages, in the order of their files: Pelican keeps none."""
    found = (
        content
        for content in context["generated_content"].values()
        if isinstance(content, Article | Page)
    )
    return sorted(found, key=lambda content: relpath(content.source_path))


def _read(content: Content) -> Claims:
    written = content.metadata.get("aliases")
    if not written:
        return Claims((), ())
    text = Path(content.source_path).read_text(encoding="utf-8-sig", errors="replace")
    return read_claims(written, relpath(content.source_path), text)


def _problems(generator: Generator) -> list[Problem]:
    read = [_read(each) for each in _contents(generator.context) if each.status != "draft"]
    claims = [claim for each in read for claim in each.claims]
    site = dict(_site(generator))
    problems = [problem for each in read for problem in each.problems]
    for name in (RECORD, REDIRECTS) if claims else (RECORD,):
        if name in site:
            fault = f"takes the place of {name}, which the site itself needs"
            problems.append(Problem(site[name], 1, fault, "give it another"))
        site[name] = f"the site's own {name}"
    problems += find_conflicts(claims, site)
    return sorted(problems, key=lambda problem: (problem.source, problem.line))


def _site(generator: Generator) -> Iterator[tuple[str, str]]:
    """What will stand in the output, as far as it is known: each path, and what it is."""
    context, settings = generator.context, generator.settings
    for path in _theme_files(generator):
        yield path, "a file of the theme"
    for path in _listings(context, settings):
        yield path, f"the page {path}"
    for feed in context.get("syndication", ()):
        yield feed.path, f"the feed {feed.path}"
    for content in [*context["generated_content"].values(), *context["static_content"].values()]:
        if content is not None and content.save_as:
            yield content.save_as, relpath(content.source_path)


def _listings(context: Mapping[str, Any], settings: Mapping[str, Any]) -> Iterator[str]:
    for kind in ("categories", "tags", "authors"):
        yield from (named.save_as for named, _ in context[kind] if named.save_as)
    for period in context["period_archives"].values():
        yield from (archive["save_as"] for archive in period)
    for name in settings["DIRECT_TEMPLATES"]:
        yield from filter(None, [settings.get(f"{name.upper()}_SAVE_AS", f"{name}.html")])
    yield from settings["TEMPLATE_PAGES"].values()


def _theme_files(generator: Generator) -> Iterator[str]:
    for name in generator.settings["THEME_STATIC_PATHS"]:
        folder = Path(generator.theme, name)
        files = (path for path in folder.rglob("*") if path.is_file())
        for path in [folder] if folder.is_file() else files:
            below = folder.name if path == folder else path.relative_to(folder).as_posix()
            yield f"{generator.settings['THEME_STATIC_DIR']}/{below}"


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.get_generators.connect(add_generator)
    signals.generator_init.connect(add_templates)
    signals.static_generator_finalized.connect(name_addresses)
    signals.all_generators_finalized.connect(stop_at_problems)
