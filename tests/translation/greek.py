"""A blog written in Greek letters alone, so that a Latin word on a page is not its writer's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path

import html5lib
from lxml import etree

from tests.incremental.site_posts import write_replies
from tests.pelican_site import ROOT, build, files

BY = ("2027-01-01", "the end of this week", "Friday", "today", "this month", "tomorrow")
CONF = """
import sys
sys.path.insert(0, {root!r})
from publishconf import *
PLUGINS = [name for name in PLUGINS if name != "proofread"] + ["gone"]
PLUGIN_PATHS = [*PLUGIN_PATHS, {folder!r}]
PATH = {content!r}
SITENAME, SITESUBTITLE, AUTHOR, AUTHOR_BIO = "Οργή", "Λέξεις.", "Άννα", "Γράφει."
SIGN_OFF, SOCIAL, MENUITEMS = "Γεια,", (("Αλλού", "https://a.example/@anna"),), (("Όλα", "rants/"),)
DEFAULT_CATEGORY = "Άλλα"
CONVERSATION_EMAIL = "a@a.example"
PAGINATED_TEMPLATES = dict.fromkeys(PAGINATED_TEMPLATES, 2)
YEAR_ARCHIVE_URL, MONTH_ARCHIVE_SAVE_AS = "{{date:%Y}}/", "{{date:%Y}}/{{date:%m}}/index.html"
CACHE_PATH = {cache!r}
DEFAULT_LANG = {lang!r}
TRANSLATION_PATH = {folder!r}
INCREMENTAL_SAMPLE = 0
"""
GONE = """
from pelican import signals

def register():
    signals.article_generator_finalized.connect(tell)

def tell(generator):
    generator.context["tombstones"] = ("rants/gone/index.html",)
"""
PEOPLE = """
[[person]]
name = "Μίρα"
url = "https://mira.example/"
says = "Μιλάμε."
feed = "https://mira.example/feed"

[[person]]
name = "Όλου"
url = "https://olu.example/"
says = "Μιλάμε."
"""
# Names, which are the same in every language; so are those of files.
NAMES = {
    "RSS", "Atom", "JSON", "OPML", "SMS", "WhatsApp", "Telegram", "Mastodon", "Bluesky", "Threads",
    "LinkedIn", "Reddit", "Hacker", "News",
}  # fmt: skip
_PLACES = re.compile(r"\w+:\S+|\S*\.example\S*|\w+\.(?:ics|json|opml)")
_SHOWN = ("aria-label", "title", "alt", "placeholder")
_NAMED = ("description", "og:title", "og:description", "og:image:alt", "og:site_name")
_FED = ("title", "subtitle", "description", "summary", "content", "encoded")
_DATA = ("name", "description", "headline", "text", "teaches", "title", "summary", "words")


def write_blog(folder: Path, lang: str) -> Path:
    """Write the sources into `folder`; the file of their settings."""
    rants = folder / "content/rants"
    rants.mkdir(parents=True)
    (folder / "gone.py").write_text(GONE)
    for number in range(6):
        lines = ["Title: Τίτλος", f"Date: 202{5 + number % 2}-0{number + 1}-01 09:00"]
        lines += ["Category: Θέμα", "Tags: λέξη", f"Slug: p{number}"]
        lines += ["Toot: https://a.example/@anna/1"] if number % 2 else []
        lines += ["Modified: 2026-11-01 09:00", "Aliases: /old/"] if number == 1 else []
        lines += ["In_reply_to: {filename}p1.md"] if number == 2 else []
        lines += ["Bluesky: https://bsky.app/profile/a.example/post/3l"] if number == 1 else []
        lines += ["", "```", "κώδικας" * 30, "```", ""]
        lines += ["| α " * 9 + "|", "| - " * 9 + "|", "| β " * 9 + "|"]
        lines += ["", "λόγια " * 300 * number, "", "End rant.", "", '!!! lesson "Μάθημα."']
        lines += ["    Γιατί.", "", "    Do: γράψε", f"    By: {BY[number]}", "    Say: Πώς;"]
        (rants / f"p{number}.md").write_text("\n".join([*lines, ""]), encoding="utf-8")
    (folder / "content/conversation").mkdir()
    for number in (1, 2):
        said = json.loads(write_replies(f"rants/p{number}/", 2 * number, "Λόγια"))
        source = {"url": "https://a.example/@anna/1", "fetched": "2026-11-25T08:00:00Z"}
        said["sources"] = {"mastodon": source | {"ok": True, "complete": False}}
        for reply in said["replies"]:
            reply["author"]["name"] = "Μπο"
        said["replies"][0] |= {"html": "", "author": {"name": "Άννα", "url": "", "is_me": True}}
        said["replies"][1]["author"] = {"name": "", "url": ""}
        said["replies"][-1]["html"] = "<p>" + "λόγια " * 600 + "</p>"
        (folder / f"content/conversation/p{number}.json").write_text(json.dumps(said), "utf-8")
    letters = folder / "content/conversation/p3"
    letters.mkdir()
    letter = "Name: Όλου\nConsent: yes, 25 November 2026\nDate: 2026-11-25\n\nΛόγια.\n"
    (letters / "2026-11-25-olu.md").write_text(letter, encoding="utf-8")
    (folder / "content/people.toml").write_text(PEOPLE, encoding="utf-8")
    pages = folder / "content/pages"
    pages.mkdir()
    for name, more in (("about", ""), ("subscribe", "Template: subscribe\n")):
        (pages / f"{name}.md").write_text(f"Title: Σελίδα\n{more}\nΛόγια.\n", encoding="utf-8")
    values = {"root": str(ROOT), "folder": str(folder), "content": str(folder / "content")}
    conf = CONF.format(**values, cache=str(folder / "cache"), lang=lang)
    (folder / "conf.py").write_text(conf, encoding="utf-8")
    return folder / "conf.py"


def built(folder: Path, lang: str) -> dict[str, str]:
    """The files of the blog in a language, those that say something."""
    build(write_blog(folder, lang), folder / "output")
    suffixes = (".html", ".xml", ".json", ".ics", ".opml")
    found = files(folder / "output").items()
    return {name: data.decode() for name, data in found if name.endswith(suffixes)}


def words(name: str, text: str) -> Iterator[str]:
    """All that a file says to people, piece by piece."""
    if name.endswith(".html"):
        yield from _of_page(html5lib.parse(text, namespaceHTMLElements=False))
    elif name.endswith(("feed.json", "lessons.json")):
        yield from _of_data(json.loads(text))
    elif name.endswith("days.json"):
        for card in json.loads(text)["cards"]:
            yield from _of_html(card)
    elif name.endswith(".ics"):
        lines = text.replace("\r\n ", "").split("\r\n")
        named = (line.partition(":") for line in lines)
        shown = ("SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME")
        yield from (value for key, _, value in named if key in shown)
    elif name.endswith((".xml", ".opml")):
        for element in etree.fromstring(text.encode()).iter(etree.Element):
            if etree.QName(element).localname in _FED and element.text:
                yield from _of_html(element.text)


def latin(pieces: Iterable[str]) -> set[str]:
    """The words in Latin letters, but for names and addresses."""
    told = (_PLACES.sub("", unescape(piece)) for piece in pieces)
    return {word for piece in told for word in re.findall(r"[A-Za-z]{2,}", piece)} - NAMES


def _of_html(html: str) -> Iterator[str]:
    yield from _of_page(html5lib.parseFragment(html, namespaceHTMLElements=False))


def _of_page(page: etree._Element) -> Iterator[str]:
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script" and element.get("type") == "application/ld+json":
            yield from _of_data(json.loads(element.text))
        elif element.tag not in ("script", "style"):
            yield element.text or ""
        yield element.tail or ""
        yield from (element.get(name, "") for name in _SHOWN)
        yield from (value for key, value in element.items() if key in _TOLD)
        if element.tag == "meta" and (element.get("name") or element.get("property")) in _NAMED:
            yield element.get("content", "")


_TOLD = ("data-copied", "data-kept", "data-refused", "data-event", "data-ask")


def _of_data(data: object, key: str = "") -> Iterator[str]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _of_data(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from _of_data(value, key)
    elif isinstance(data, str) and key.endswith("html"):
        yield from _of_html(data)
    elif isinstance(data, str) and key in _DATA:
        yield data
