"""`make new`: a rant is begun, as a file to fill in."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from contextlib import suppress
from os.path import relpath
from pathlib import Path
from typing import Any

from .claims import find_claim
from .draft import Draft, make_slug, read_slug, read_title
from .editor import choose_editor, edit
from .moment import read_now, read_zone
from .plugin import load_site, slugify_as
from .settings import DeskError

_NEXT = "Write over each “…”: make serve shows the draft, make check says what is still open."


def run(options: argparse.Namespace) -> int:
    """Make the file, tell its path and what comes next, and open it in the writer's editor."""
    # A title that is wrong is told before anything is loaded.
    title = read_title(options.title or os.environ.get("TITLE", "").strip() or _ask())
    path = _begin(title, os.environ.get("SLUG", ""), load_site(options.settings))
    print(path, flush=True)
    name, command = choose_editor()
    if command:
        edit(path, name, command)
    print(_NEXT, flush=True)
    return 0


def _ask() -> str:
    """The title, asked for where there is somebody to answer."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return ""
    try:
        return input("Title: ")
    except EOFError:
        print()
        return ""


def _begin(title: str, slug: str, site: dict[str, Any]) -> Path:
    slugify = slugify_as(site)
    draft = Draft(
        title=title,
        date=read_now().astimezone(read_zone(site["TIMEZONE"])),
        category=site["DEFAULT_CATEGORY"],
        slug=read_slug(slug, slugify) if slug.strip() else make_slug(title, slugify),
    )
    folder = Path(relpath(Path(site["PATH"]) / next(iter(site["ARTICLE_PATHS"]), "")))
    path = folder / f"{draft.name}.md"
    if path.exists() or path.is_symlink():
        raise DeskError(f"{path}: is there already — open it, or {_another(title)}")
    claim = find_claim(draft, site, slugify)
    if claim:
        other, what = claim
        raise DeskError(f"{relpath(other)}: has the {what} already — {_another(title)}")
    _write(path, draft.text, title)
    return path


def _write(path: Path, text: str, title: str) -> None:
    """Write a file that is not there, whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeskError(_unwritten(path.parent, error)) from error
    try:
        file = path.open("xb")
    except FileExistsError as error:
        raise DeskError(f"{path}: is there already — open it, or {_another(title)}") from error
    except OSError as error:
        raise DeskError(_unwritten(path, error)) from error
    try:
        with file:
            file.write(text.encode())
    except BaseException as error:
        with suppress(OSError):
            path.unlink()
        if isinstance(error, OSError):
            raise DeskError(_unwritten(path, error)) from error
        raise


def _unwritten(path: Path, error: OSError) -> str:
    fault = f"{path}: cannot be written ({error.strerror})"
    return f"{fault} — make room, or change the folder's mode"


def _another(title: str) -> str:
    return f"choose another address: make new TITLE={shlex.quote(title)} SLUG=other-words"
