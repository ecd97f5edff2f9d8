"""The folders that are measured: the same posts, as a site of this blog and of each peer."""

from __future__ import annotations

import json
import shutil
from calendar import month_name
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

import publishconf
from bench.corpus import BEGIN, CATEGORIES, DAYS, Post, make_posts, peer_text, pelican_text

ROOT = Path(__file__).parents[1]
PEERS = Path(__file__).parent / "peers"
_THEME = ROOT / "theme"
_CONVERSATION = ROOT / "plugins/conversation/static/conversation"
_LESSON = ROOT / "plugins/lesson/static/lesson"
_PAGES = {
    "about": "Somebody writes here, and says what it came to.",
    "subscribe": "You can have this blog come to you, in the feeds that are listed here.",
}
_CSS = _THEME / "templates/css"
_PROSE = (
    "kicker", "items", "prose", "end-rant", "blockquote", "quote", "figure", "marks", "sign-off",
    "code", "block", "wide",
)  # fmt: skip
_SHEETS = {
    "site": [_CSS / "site.css", _CSS / "pager.css", _CSS / "image.css"],
    "list": [_CSS / f"{name}.css" for name in ("entries", "entry", "entry-lesson", "section")],
    "prose": [_CSS / f"{name}.css" for name in _PROSE],
    "code": [_CSS / "colours.css"],
    "booklet": [_CSS / "booklet.css"],
    "lesson": [_LESSON / f"{name}.css" for name in ("lesson", "button", "plan")],
    "conversation": [_CONVERSATION / f"{name}.css" for name in ("conversation", "report")],
}
# As `partials/sheets.html` does it.
_SQUEEZE = (
    ("\n", ""), ("  ", ""), (" {", "{"), (" > ", ">"), (": ", ":"), (", ", ","), (";}", "}"),
)  # fmt: skip
_ROOM = {
    "Mastodon": "https://share.joinmastodon.org/", "Bluesky": "https://bsky.app/intent/compose",
    "Threads": "https://www.threads.com/intent/post", "X": "https://x.com/intent/tweet",
}  # fmt: skip
# Where a peer looks for its posts, its data and what it copies as it is.
_FOLDERS = {
    "hugo": ("content/rants", "data", "static"),
    "eleventy": ("src/rants", "src/_data", "public"),
}


def write_ours(folder: Path, posts: int, settings: str) -> None:
    """Write the posts as a site of this blog; `settings` are lines that change those of live."""
    for post in _written(folder / "content/rants", posts):
        (folder / "content/rants" / post.heading.file).write_text(pelican_text(post), "utf-8")
    (folder / "content/pages").mkdir()
    (folder / "content/images").mkdir()
    for name, text in _PAGES.items():
        template = "Template: subscribe\n" if name == "subscribe" else ""
        lines = f"Title: {name.title()}\nSlug: {name}\nSummary: {text}\n{template}\n{text}\n"
        (folder / f"content/pages/{name}.md").write_text(lines, "utf-8")
    (folder / "settings.py").write_text(
        f"import sys\n\nsys.path.insert(0, {str(ROOT)!r})\nfrom publishconf import *\n\n"
        f'PATH = "content"\nTHEME = {str(_THEME)!r}\nCACHE_PATH = {str(folder / "cache")!r}\n'
        f'PLUGINS = [name for name in PLUGINS if name not in ("card", "search")]\n{settings}',
        "utf-8",
    )


def write_peer(folder: Path, posts: int, peer: str) -> None:
    """Write the posts as a site of Hugo or Eleventy, with that engine's templates in `peers/`."""
    rants, data, static = _FOLDERS[peer]
    for post in _written(folder / rants, posts):
        (folder / rants / post.heading.file).write_text(peer_text(post), "utf-8")
    shutil.copytree(PEERS / peer, folder, dirs_exist_ok=True)
    (folder / data).mkdir(exist_ok=True)
    (folder / data / "blog.json").write_text(json.dumps(_facts()), "utf-8")
    (folder / static / "assets").mkdir(parents=True, exist_ok=True)
    shutil.copy(_LESSON / "lesson.js", folder / static / "assets")
    shutil.copy(_THEME / "static/icon.svg", folder / static / "assets")


def _written(rants: Path, posts: int) -> Iterator[Post]:
    rants.mkdir(parents=True)
    return make_posts(posts)


def _facts() -> dict[str, Any]:
    """What the peers' templates say on each page: this blog's own names, sheets and scripts."""
    last = BEGIN.year + (DAYS - 1) // 365
    return {
        "name": publishconf.SITENAME,
        "url": publishconf.SITEURL,
        "subtitle": publishconf.SITESUBTITLE,
        "author": publishconf.AUTHOR,
        "bio": publishconf.AUTHOR_BIO,
        "sign_off": publishconf.SIGN_OFF,
        "social": [{"name": name, "url": url} for name, url in publishconf.SOCIAL],
        "menu": [{"name": name, "path": path} for name, path in publishconf.MENUITEMS],
        "months": month_name[1:],
        "kicker": publishconf.LESSON_KICKER,
        "email": publishconf.CONVERSATION_EMAIL,
        "creator": publishconf.CONVERSATION_CREATOR,
        "warm_up": "Send one friendly line to someone you already talk to.",
        "prompts": ("Whom did you choose, and why?", "What did you ask?", "What surprised you?"),
        "room": [{"name": name, "url": url} for name, url in _ROOM.items()],
        "years": [str(year) for year in range(last, BEGIN.year - 1, -1)],
        "categories": [{"name": name, "slug": name.lower()} for name in CATEGORIES],
        "sheets": {
            name: "".join(_squeeze(path.read_text("utf-8")) for path in paths)
            for name, paths in _SHEETS.items()
        },
        "conversation_script": _said((_CONVERSATION / "conversation.js").read_text("utf-8")),
    }


def _said(script: str) -> str:
    """A script that is a template, in English."""
    return Environment(autoescape=True).from_string(script).render(_=Markup)


def _squeeze(sheet: str) -> str:
    for old, new in _SQUEEZE:
        sheet = sheet.replace(old, new)
    return sheet
