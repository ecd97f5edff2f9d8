"""The process that builds: it loads the site once, and builds it each time it is asked to.

It is asked by a line of JSON: the paths that changed, and the pages that are looked at. It answers
in lines of JSON: `loaded` with the paths to watch, `first` when those pages and the pages of the
changed sources stand in the output, and `built` when all of it does, with what was wrong.

It is a process of its own, so that the server answers while it is at work, and that new code and
new settings mean a new one. Nothing imports it: it is a program, as `pelican` is.
"""

from __future__ import annotations

import gc
import io
import json
import logging
import os
import re
import sys
import traceback
from collections.abc import Collection
from contextlib import suppress
from os.path import relpath
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

import pelican
from pelican import signals
from pelican.contents import Article, Page
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.writers import Writer

# How a build works that is done again and again; nothing that shows.
_OWN = {"INCREMENTAL_SAMPLE": 0}
_SOURCES = re.compile(r"""\s(?:src|srcset|poster)=["']?([^"'>]*)""")
_OWN_PATH = re.compile(r"/(?!/)")
_WATCHED = ("PATH", "THEME", "TRANSLATION_PATH")
_WATCHED_ALL = ("PLUGIN_PATHS", "THEME_TEMPLATES_OVERRIDES")


class Telling(logging.Handler):
    """What a build told of errors, as text."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what is told, with the traceback where there is one."""
        self.told.append(self.format(record))


class First:
    """Writes the pages of the sources that changed, before all others are looked at."""

    def __init__(self, output: Path, answers: IO[str]) -> None:
        self.output = output
        self.changed: Collection[str] = ()
        self.viewed: Collection[str] = ()
        self._answers = answers

    def write(self, generators: list[Any]) -> None:
        """On `all_generators_finalized`, the last: the rest of the build comes after."""
        contents = generators[0].context["generated_content"]
        place = os.path.realpath(generators[0].settings["PATH"])
        changed = {Path(relpath(path, place)).as_posix() for path in self.changed}
        mine = [
            content
            for path, content in contents.items()
            if isinstance(content, Article | Page)
            and content.save_as
            and (path in changed or content.url in self.viewed)
        ]
        written = [self._write(content, generators) for content in mine]
        if any(written):
            _answer(self._answers, "first")

    def _write(self, content: Any, generators: list[Any]) -> bool:
        """As Pelican's generators do it, but beside the page, so that nobody sees half of one.

        Whether it was written: a page whose pictures or script are yet to come is not.
        """
        is_article = isinstance(content, Article)
        kind = ArticlesGenerator if is_article else PagesGenerator
        generator = next(each for each in generators if isinstance(each, kind))
        given = (
            {"article": content, "category": content.category} if is_article else {"page": content}
        )
        beside = f"{content.save_as}.new"
        Writer(str(self.output), generator.settings).write_file(
            beside,
            generator.get_template(content.template),
            generator.context,
            relative_urls=generator.settings["RELATIVE_URLS"],
            url=content.url,
            **given,
        )
        page = self.output / beside
        if any(not (self.output / path).exists() for path in _needed(page.read_text("utf-8"))):
            page.unlink()
            return False
        page.replace(self.output / content.save_as)
        return True


def _needed(html: str) -> set[str]:
    """The site's own files that a page shows or runs, relative to the output."""
    sources = [part for found in _SOURCES.findall(html) for part in found.split(",")]
    addresses = {part.split()[0] for part in sources if part.strip()}
    return {unquote(urlsplit(each).path)[1:] for each in addresses if _OWN_PATH.match(each)}


def main() -> int:
    """Build for as long as somebody asks: `builder.py SETTINGS OUTPUT`."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever plugins print is for the terminal
    told = Telling()
    try:
        site = _load(sys.argv[1], sys.argv[2], told)
    except (Exception, SystemExit) as error:  # settings are a program
        _answer(answers, "built", errors=[*told.told, *_explain(error, told.told)])
        return 1
    content = os.path.realpath(site.settings["PATH"])
    _answer(answers, "loaded", watch=_watched(site.settings), content=content)
    first = First(Path(site.output_path), answers)
    signals.all_generators_finalized.connect(first.write)
    at_loading = told.told  # of a plugin that was left out, of a setting: wrong in each build
    for line in sys.stdin:
        first.changed, first.viewed = json.loads(line)
        told.told = [*at_loading]
        _answer(answers, "built", errors=_build(site, told))
        gc.collect()  # each build leaves all its posts behind, and nothing else takes them soon
    return 0


def _load(settings: str, output: str, told: Telling) -> pelican.Pelican:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace", line_buffering=True)
    logging.getLogger().addHandler(told)
    shown = logging.StreamHandler()
    shown.setFormatter(logging.Formatter("%(message)s"))
    shown.setLevel(logging.WARNING)
    logging.getLogger().addHandler(shown)
    arguments = ["--settings", settings, "--output", output, "--log-handler", "plain"]
    arguments += ["--extra-settings", *(f"{name}={value}" for name, value in _OWN.items())]
    site, _ = pelican.get_instance(pelican.parse_arguments(arguments))
    return site


def _build(site: pelican.Pelican, told: Telling) -> list[str]:
    """Build once; gives what was wrong, each with its place and its remedy."""
    try:
        site.run()
    except (Exception, SystemExit) as error:  # plugins are programs, so anything may come of them
        told.told += _explain(error, told.told)
    return told.told


def _explain(error: BaseException, told: Collection[str]) -> list[str]:
    """An error for the writer in its words, unless it points to those above it; else all of it."""
    if not hasattr(error, "exitcode") and not isinstance(error, SystemExit):
        whole = "".join(traceback.format_exception(error))
        print(whole, file=sys.stderr)
        return [whole]
    words = str(error)
    if not words or (told and " above" in words):
        return []
    print(words, file=sys.stderr)
    return [words]


def _watched(settings: dict[str, Any]) -> list[str]:
    """The folders that a page is made of, as absolute paths."""
    named = [settings.get(name) for name in _WATCHED]
    named += [each for name in _WATCHED_ALL for each in settings.get(name) or ()]
    named += [Path(settings["PATH"], each) for each in settings["STATIC_PATHS"]]
    return sorted({str(Path(each).resolve()) for each in named if each and Path(each).exists()})


def _answer(answers: IO[str], kind: str, **more: str | list[str]) -> None:
    with suppress(BrokenPipeError):  # whoever asked is gone, and no further line will come
        answers.write(json.dumps({"kind": kind, **more}) + "\n")
        answers.flush()


if __name__ == "__main__":
    sys.exit(main())
