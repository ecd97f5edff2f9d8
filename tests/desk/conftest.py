"""What the tests of the desk share."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.pelican_site import DAY, ROOT

# So many settings as say where a new rant goes, and what it is called there.
SETTINGS = """\
PATH = "content"
ARTICLE_PATHS = ["rants"]
PAGE_PATHS = ["pages"]
ARTICLE_SAVE_AS = "{slug}/index.html"
PAGE_SAVE_AS = "{slug}/index.html"
TIMEZONE = "Pacific/Auckland"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DEFAULT_CATEGORY = "Rants"
FILENAME_METADATA = r"(?P<date>\\d{4}-\\d{2}-\\d{2})-(?P<slug>.+)"
SLUGIFY_SOURCE = "basename"
SLUG_REGEX_SUBSTITUTIONS = [
    (r"\\+", "-plus-"), (r"[^\\w\\s-]", ""), (r"(?u)\\A\\s*", ""), (r"(?u)\\s*\\Z", ""),
    (r"[-\\s]+", "-"), (r"\\A-|-\\Z", ""),
]
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings, in which one works; it is the tests' day there."""
    (tmp_path / "blogconf.py").write_text(SETTINGS)
    (tmp_path / "content").mkdir()
    for name in ("TITLE", "SLUG", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The repository with a `.venv` of the Python that runs the tests, and two pages, no posts."""
    folder = tmp_path / "check out"
    folder.mkdir()
    for name in ("Makefile", "environment.py", "pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / name, folder)
    for name in ("own", "plugins", "theme"):
        (folder / name).symlink_to(ROOT / name)
    for name in ("rants", "pages", "images"):
        (folder / "content" / name).mkdir(parents=True)
    for page in (ROOT / "content/pages").glob("*.md"):
        text = f"Title: {page.stem.capitalize()}\nSlug: {page.stem}\n\nWords.\n"
        (folder / "content/pages" / page.name).write_text(text)
    (folder / "requirements.txt").write_text("")
    (folder / ".venv/bin").mkdir(parents=True)
    python = folder / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    (folder / ".venv/site").write_text("")
    return folder
