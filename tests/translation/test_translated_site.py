"""A site in another language says nothing in English, on no page and in no feed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import html5lib
import pytest

from tests.pelican_site import DAY, ROOT
from tests.translation.greek import built, latin, words, write_blog
from tests.translation.words import folders, messages
from translation import read_catalogue

_LATIN = re.compile(r"<[^>]*>|%\(\w+\)s|&\w+;|\{\w+\}|[A-Za-z]+")


def all_messages() -> set[str]:
    """Each message of the theme and of every plugin."""
    return {message for folder in folders() for message in messages(folder)}


def wide(message: str) -> str:
    """The message in letters of full width: they are Latin, but not of ASCII."""
    return _LATIN.sub(
        lambda found: found[0] if not found[0].isalpha() else "".join(map(_wide, found[0])), message
    )


def _wide(letter: str) -> str:
    return chr(ord(letter) + 0xFEE0)


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def test_every_word_of_a_page_can_be_said_otherwise(tmp_path: Path) -> None:
    """Where each message is in other letters, no word is left in those of English."""
    entries = [
        f"msgid {quoted(each)}\nmsgstr {quoted(wide(each))}\n" for each in sorted(all_messages())
    ]
    (tmp_path / "el.po").write_text("\n".join(entries), encoding="utf-8")

    made = built(tmp_path, "el")

    assert {
        "404.html", "2/index.html", "2026/02/index.html", "category/thema/2/index.html",
        "category/thema/lessons/2/index.html", "lessons/2026/2/index.html", "2026/2/index.html",
        "category/thema/lessons/index.html", "lessons/2026/index.html", "lessons/people/index.html",
        "old/index.html", "people/index.html", "rants/gone/index.html", "subscribe/index.html",
        "tag/lexe/2/index.html", "feed.json", "lessons.ics", "lessons/rss.xml", "people.opml",
    } <= set(made)  # fmt: skip
    left = {name: latin(words(name, text)) for name, text in made.items()}
    assert {name: found for name, found in left.items() if found} == {}


@pytest.mark.parametrize(
    ("lang", "day", "replied", "month", "by", "end"),
    [
        ("de", "1. Februar 2026", "20. November 2026", "Februar", "bis zum 1. Januar 2027",
         "Ende des Rants."),
        ("fr", "1 février 2026", "20 novembre 2026", "Février", "d’ici le 1 janvier 2027",
         "Fin du coup de gueule."),
    ],
    ids=["de", "fr"],
)  # fmt: skip
def test_site_speaks_its_language(
    tmp_path: Path, lang: str, day: str, replied: str, month: str, by: str, end: str
) -> None:
    """Every page says so, nothing stands there in English, and dates are as they are written."""
    made = built(tmp_path, lang)

    said = {name: " ".join(" ".join(words(name, text)).split()) for name, text in made.items()}
    pages = [html5lib.parse(text, namespaceHTMLElements=False)
             for name, text in made.items() if name.endswith(".html")]  # fmt: skip
    assert {page.get("lang") for page in pages} == {lang}
    assert {name: found for name, text in said.items() if (found := english(text, lang))} == {}
    assert day in said["rants/p1/index.html"]
    assert replied in said["rants/p1/index.html"]
    assert month in said["2026/index.html"]
    assert by in said["rants/p0/index.html"]
    assert end in said["rants/p0/index.html"]


def test_translated_page_is_not_rendered_again(tmp_path: Path) -> None:
    """What is said on a page is known to `incremental`: where nothing changed it renders none."""
    conf = write_blog(tmp_path, "de")
    command = [sys.executable, "-m", "pelican", "--settings", str(conf), "--debug"]
    command += ["--output", str(tmp_path / "output")]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": DAY, "COLUMNS": "200"}

    told = [
        subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True).stdout
        for _ in range(2)
    ]

    assert [each.count(b" is rendered") > 0 for each in told] == [True, False]


def english(text: str, lang: str) -> set[str]:
    """The pieces of messages, of two words or more, that a text has as they are in English."""
    catalogues = (folder / f"translations/{lang}.po" for folder in folders())
    read = [read_catalogue(path.read_bytes(), lang)[0] for path in catalogues]
    pieces = {
        piece.strip()
        for each in read
        for message, said in each.messages.items()
        for piece in re.split(r"<[^>]*>|%\(\w+\)s|\{\w+\}", message)
        if piece not in said and len(piece.split()) > 1
    }
    return {piece for piece in pieces if re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", text)}
