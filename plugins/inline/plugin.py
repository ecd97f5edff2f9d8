"""Pelican's side: three functions for templates, one script for all pages, and Markdown's part."""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from os.path import relpath
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, TemplateNotFound
from markupsafe import Markup
from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.utils import sanitised_join

from .align import AlignExtension
from .code import CodeExtension
from .own import OwnError, misspelt
from .policy import make_policy
from .small import SmallError, shrink_script, shrink_sheet

HERE = Path(__file__).parent
SCRIPT = "script.js"  # the theme's template
log = logging.getLogger(__name__)


def inline_sheet(sheet: str) -> Markup:
    """For templates: the style sheet made small; see `shrink_sheet`."""
    return shrink_sheet(sheet)


def page_policy(
    style: str = "", scripts: str = "", forms: Iterable[str] = (), programs: bool = False
) -> Markup:
    """For templates: the page's policy, to stand in an attribute; see `make_policy`."""
    policy = make_policy(style, scripts, forms, programs)
    return Markup(policy)  # noqa: S704  -- of hashes and hosts alone, no character of HTML's


def held_sheets(html: str, sheets: Iterable[tuple[Markup, Iterable[str]]]) -> Markup:
    """For templates: of sheets, each with the words that it is for, those that some HTML needs.

    It needs one if one of its words stands in it; they stay in their order.
    """
    text = str(html)
    return Markup("").join(sheet for sheet, words in sheets if any(word in text for word in words))


FUNCTIONS: dict[str, Any] = {
    each.__name__: each for each in (held_sheets, inline_sheet, page_policy)
}
for _each in FUNCTIONS.values():
    _each.is_pure = True  # the plugin incremental keeps a page that calls it


def add_markdown(pelican: Pelican) -> None:
    """On `initialized`: let Markdown write no style into an element, and name what scrolls."""
    markdown = pelican.settings["MARKDOWN"]
    words = pelican.settings.get("translation")  # the plugin, where there is one
    gettext = words.gettext if words else str
    own = (AlignExtension(), CodeExtension(code=gettext("Code"), table=gettext("Table")))
    markdown["extensions"] = [*markdown.get("extensions", []), *own]


def add_functions(generator: Generator) -> None:
    """On `generator_init`: give the functions to all templates, and offer a theme the styles."""
    generator.env.loader.loaders.append(FileSystemLoader(HERE / "templates"))
    generator.env.globals |= FUNCTIONS


def check_own_sheets(generators: list[Generator]) -> None:
    """On `all_generators_finalized`: raise `OwnError` where a sheet of the owner's has no place."""
    folders = [Path(each) for each in generators[0].settings["THEME_TEMPLATES_OVERRIDES"]]
    loaders = [each for each in generators[0].env.loader.loaders if hasattr(each, "searchpath")]
    others = {Path(path) for loader in loaders for path in loader.searchpath} - {*folders}
    known = {name for folder in others for name in _sheets(folder)}
    wrong = [
        (relpath(folder / name), meant)
        for folder in folders
        for name, meant in misspelt(_sheets(folder), known)
    ]
    for path, meant in wrong:
        log.error("%s: is sent with no page — rename it to '%s', or take it out", path, meant)
    if wrong:
        raise OwnError("nothing was written: mend the sheets above")


def _sheets(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.css"))


def add_generator(pelican: Pelican) -> type[Generator]:
    """On `get_generators`: the script is written like a page, by a generator."""
    return ScriptGenerator


class ScriptGenerator(Generator):  # type: ignore[misc]  # Pelican has no types
    """Writes the theme's `script.js`, made small, under a name that follows from what it holds.

    Templates find its path in `PAGE_SCRIPT`, and in `PAGE_INTEGRITY` what a `<script>` needs to be
    allowed. A theme without that template has neither.
    """

    def generate_context(self) -> None:
        """Tell the templates of the script; raises `SmallError` where it can not be read."""
        try:
            template = self.env.get_template(SCRIPT)
        except TemplateNotFound:
            self.script = b""
            return
        try:
            self.script = shrink_script(template.render(self.context)).encode()
        except SmallError as error:
            raise SmallError(f"{template.filename}: {error}") from error
        digest = sha256(self.script)
        place = self.settings["THEME_STATIC_DIR"]
        self.context["PAGE_SCRIPT"] = f"{place}/script.{digest.hexdigest()[:16]}.js"
        self.context["PAGE_INTEGRITY"] = f"sha256-{b64encode(digest.digest()).decode()}"

    def generate_output(self, writer: Any) -> None:
        """Write it."""
        if self.script:
            path = Path(sanitised_join(self.output_path, self.context["PAGE_SCRIPT"]))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.script)


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.initialized.connect(add_markdown)
    signals.generator_init.connect(add_functions)
    signals.get_generators.connect(add_generator)
    signals.all_generators_finalized.connect(check_own_sheets)
