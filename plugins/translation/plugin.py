"""The translation in Pelican: words and dates for the templates, and for the other plugins."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from difflib import get_close_matches
from hashlib import blake2b
from os.path import relpath
from pathlib import Path

from pelican import Pelican, signals
from pelican.generators import Generator

from .catalogue import Catalogue, read_catalogue
from .functions import functions
from .language import WORLD, read_locale, tag, tags_of
from .problem import Problem, TranslationError
from .settings import DIGEST, read_settings
from .translation import Translation

FOLDER = "translations"
KEY = "translation"  # in the settings: what other plugins ask for words and days
log = logging.getLogger(__name__)


def read_catalogues(pelican: Pelican) -> None:
    """On `initialized`: what is said in the site's language is known; tell what is wrong.

    The plugins' own catalogues count least, then the theme's, then the site's.
    """
    settings = pelican.settings
    lang = str(settings["DEFAULT_LANG"])
    reader = _Reader()
    try:
        own = read_settings(settings).path
    except TranslationError as error:
        log.error("%s", error)  # noqa: TRY400  -- a message for the writer, not a traceback
        own, reader.is_wrong = "", True
    offered = [*_plugin_folders(settings["PLUGINS"]), Path(pelican.theme, FOLDER)]
    catalogue = Catalogue()
    for folder in offered:
        catalogue = reader.read(folder, lang).over(catalogue)
    site = reader.read(Path(own), lang) if own else Catalogue()
    if site != Catalogue():
        reader.tell_unknown(Path(own), lang, site, offered)
    locale = read_locale(lang)
    if locale is None:
        fault = f"setting DEFAULT_LANG {lang!r} is no language whose dates are known"
        log.warning("%s — write a language tag, as 'en' or 'pt-BR'", fault)
    translation = Translation(locale or WORLD, site.over(catalogue))
    told = f"{translation.locale}{translation.catalogue.digest}"
    settings[DIGEST] = blake2b(told.encode(), digest_size=16).hexdigest()
    settings[KEY] = None if reader.is_wrong else translation


def add_functions(generator: Generator) -> None:
    """On `generator_init`: the templates have the words.

    Raises `TranslationError` where a catalogue is to be mended.
    """
    translation = generator.settings[KEY]
    if translation is None:
        raise TranslationError("nothing was written: mend the translation above")
    generator.env.globals.update(functions(translation))


class _Reader:
    """Reads catalogues, and tells what is wrong with them."""

    def __init__(self) -> None:
        self.is_wrong = False

    def read(self, folder: Path, lang: str) -> Catalogue:
        """All that a folder has for a language."""
        found = Catalogue()
        for path in _files(folder, lang):
            made, problems = read_catalogue(path.read_bytes(), lang=path.stem)
            for problem in problems:
                self.is_wrong = True
                log.error("%s", problem.at(relpath(path)))
            found = made.over(found)
        return found

    def tell_unknown(self, folder: Path, lang: str, site: Catalogue, offered: list[Path]) -> None:
        """Tell of each message of the site's own that nobody says, as far as catalogues know."""
        known: set[str] = set()
        for path in (path for each in offered for path in sorted(each.glob("*.po"))):
            made, _ = read_catalogue(path.read_bytes(), lang=path.stem)
            known |= {*made.messages, *made.plurals}
        for path in _files(folder, lang) if known else ():
            for message, line in read_catalogue(path.read_bytes(), lang=path.stem)[0].lines.items():
                if message not in known:
                    near = get_close_matches(message, sorted(known), n=1)
                    remedy = f"write '{near[0]}', or take it out" if near else "take it out"
                    fault = f"'{message}' is nothing that this site says"
                    log.warning("%s", Problem(line, fault, remedy).at(relpath(path)))


def _files(folder: Path, lang: str) -> Iterator[Path]:
    """The catalogues of a language; the later count more."""
    found = {tag(path.stem): path for path in sorted(folder.glob("*.po"))}
    yield from (found[each] for each in tags_of(lang) if each in found)


def _plugin_folders(plugins: list[str]) -> Iterator[Path]:
    for name in plugins:
        # In a wheel it is `pelican.plugins.NAME`, and known to Pelican by its last part.
        module = sys.modules.get(name) or sys.modules.get(f"pelican.plugins.{name}")
        if file := getattr(module, "__file__", None):
            yield Path(file).parent / FOLDER


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.initialized.connect(read_catalogues)
    signals.generator_init.connect(add_functions)
