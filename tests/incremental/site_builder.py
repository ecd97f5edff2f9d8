"""Builds sites, each in a forked child of one process that has all of it loaded.

`python -m tests.incremental.site_builder PLUGIN...` loads Pelican and these plugins, then reads one
order a line from its standard input, as JSON, and answers each with a line. A child that is to
build loads the site's own plugins and settings itself, as the process of a build of its own would.
"""

from __future__ import annotations

import atexit
import importlib
import itertools
import json
import logging
import os
import sys
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LIBRARIES = (
    "pelican.tools", "pelican.plugins._utils", "markdown.extensions.codehilite", "jinja2.ext",
    "markdown.extensions.extra", "markdown.extensions.meta", "markdown.extensions.toc",
    "markdown.extensions.footnotes", "markdown.extensions.def_list", "markdown.extensions.tables",
    "markdown.extensions.attr_list", "markdown.extensions.fenced_code", "markdown.extensions.abbr",
    "markdown.extensions.md_in_html", "pygments.lexers.python", "pygments.formatters.html",
    "sqlite3", "docutils.parsers.rst", "docutils.writers._html_base", "smartypants",
)  # fmt: skip
# What changes something on the disk, by the names that Python gives in its audit hooks.
CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree"}
KILLED = 77


def main() -> None:
    """Answer orders until there are no more."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for name in (*LIBRARIES, *sys.argv[1:]):
        try:
            importlib.import_module(name)
        except ImportError:
            if name in sys.argv:
                raise
    for line in sys.stdin:
        answers.write(json.dumps(_fork(json.loads(line))) + "\n")
        answers.flush()


def _fork(order: dict[str, Any]) -> dict[str, Any]:
    here, there = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            os.close(here)
            answer = _build(order)
            with os.fdopen(there, "w") as pipe:
                json.dump(answer, pipe)
            status = 0
        finally:
            os._exit(status)
    os.close(there)
    with os.fdopen(here) as pipe:
        text = pipe.read()
    _, status, usage = os.wait4(child, 0)
    answer = json.loads(text) if text else {"status": None, "messages": [], "skipped": 0}
    if not text and os.waitstatus_to_exitcode(status) != KILLED:
        raise RuntimeError(f"a child died of {status}: {order}")
    return answer | {"cpu": usage.ru_utime + usage.ru_stime}


class _Told(logging.Handler):
    """The warnings and errors that were told."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[list[str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append([record.levelname, record.name, record.getMessage()])


def _build(order: dict[str, Any]) -> dict[str, Any]:
    """Do what the command `pelican` does: give its exit status, and what it told."""
    pelican = importlib.import_module("pelican")
    folder = order["folder"]
    os.chdir(folder)
    os.environ |= order["environment"]
    sys.dont_write_bytecode = True
    told = _Told()
    logging.getLogger().addHandler(told)
    _add_installed(f"{folder}/installed")
    command = ["--settings", "settings.py", "--output", "output", "--log-handler", "plain"]
    counts: dict[str, int] = {}
    if order["is_clean"]:
        generators = importlib.import_module("pelican.generators")
        for generator in (generators.ArticlesGenerator, generators.PagesGenerator):
            _sort_files(generator)
        plugins = json.dumps([name for name in order["plugins"] if name != "incremental"])
        command += ["-e", f"PLUGINS={plugins}", 'PELICAN_CLASS="pelican.Pelican"']
    else:
        _prepare(order, counts)
    if order["dies"]:
        _die_at(order["dies"], folder)
    status = 0
    try:
        if order["then"]:
            _serve(pelican, command, order["then"])
        else:
            pelican.main(command)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    atexit._run_exitfuncs()
    return {"status": status, "messages": told.messages, **counts}


def _serve(pelican: Any, command: list[str], texts: dict[str, str]) -> None:
    """Build, write these files, and build again, as `pelican --autoreload` does."""
    site, _ = pelican.get_instance(pelican.parse_arguments(command))
    site.run()
    for path, text in texts.items():
        Path(path).write_text(text, "utf-8")
    site.run()


def _prepare(order: dict[str, Any], counts: dict[str, int]) -> None:
    # The site's own plugins are loaded by this child, after this; all else by its parent, before.
    world = importlib.import_module("incremental.world")
    world.STARTED = time.time()  # type: ignore[attr-defined]
    for name in ("reading", "writing"):
        importlib.import_module(f"incremental.{name}").FEW = 2  # type: ignore[attr-defined]
    build = importlib.import_module("incremental.build").Build
    settle = build.settle

    def count(self: Any, **kwargs: Any) -> None:
        counts["skipped"] = len(self.writer.skipped) if self.writer else 0
        settle(self, **kwargs)

    build.settle = count


def _add_installed(folder: str) -> None:
    """Let what is in a folder of the site count as installed, as what pip puts somewhere does."""
    sys.path.append(folder)
    paths = sysconfig.get_paths()

    def get_paths(*_: Any, **__: Any) -> dict[str, str]:
        return {**paths, "site": folder}

    sysconfig.get_paths = get_paths  # type: ignore[assignment]


def _sort_files(generator: Any) -> None:
    """Pelican's order of files with one date is that of a set: let it be that of their names."""
    get_files: Callable[..., Any] = generator.get_files

    def sort(self: Any, *args: Any, **kwargs: Any) -> Any:
        return sorted(get_files(self, *args, **kwargs))

    generator.get_files = sort


def _die_at(number: int, folder: str) -> None:
    """Die, as of a power cut, when something on the disk is changed for the `number`th time."""
    counter = itertools.count(1)
    output = str(Path(folder, "output"))

    def hook(event: str, args: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(args[1], str) and args[1][:1] in ("w", "x", "a")
        changes = event in CHANGES and any(str(each).startswith(output) for each in args)
        if (writes or changes) and next(counter) == number:
            os._exit(KILLED)

    sys.addaudithook(hook)


if __name__ == "__main__":
    main()
