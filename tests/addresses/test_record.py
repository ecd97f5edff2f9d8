"""The text of `release.json`."""

from __future__ import annotations

import json
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from addresses import Published, Record, write_record

TEXT = st.text()
ARTICLES = st.lists(st.builds(Published, TEXT, TEXT, TEXT, TEXT), unique=True)
RECORDS = st.builds(
    Record, TEXT, st.lists(TEXT).map(tuple), ARTICLES.map(tuple), st.dictionaries(TEXT, TEXT)
)


def test_record_has_an_article_a_line() -> None:
    """Keys are in order, articles in that of their ids, letters as they are."""
    record = Record(
        siteurl="https://rants.example",
        plugins=("lesson", "addresses"),
        articles=(
            Published("tag:b", "b/index.html", "Café “b”", "b/"),
            Published("tag:a", "z/index.html", "Z", "z/"),
            Published("tag:a", "a/index.html", "A", "a/"),
        ),
        aliases={"y.html": "b/", "x/index.html": "a/"},
    )

    assert (
        write_record(record).decode()
        == """{
"aliases": {
"x/index.html": "a/",
"y.html": "b/"
},
"articles": [
{"id": "tag:a", "path": "a/index.html", "title": "A", "url": "a/"},
{"id": "tag:a", "path": "z/index.html", "title": "Z", "url": "z/"},
{"id": "tag:b", "path": "b/index.html", "title": "Café “b”", "url": "b/"}
],
"plugins": ["lesson", "addresses"],
"schema": 1,
"siteurl": "https://rants.example"
}
"""
    )


def test_empty_site_has_a_record() -> None:
    """Without an article or an alias the lists are empty, not missing."""
    assert write_record(Record("", (), (), {})).decode() == (
        '{\n"aliases": {},\n"articles": [],\n"plugins": [],\n"schema": 1,\n"siteurl": ""\n}\n'
    )


def test_record_names_what_is_gone() -> None:
    """In order, on a line of its own."""
    record = Record("", (), (), {}, ("b/index.html", "a/index.html"))

    assert write_record(record).decode().splitlines()[1:4] == [
        '"aliases": {},',
        '"articles": [],',
        '"gone": ["a/index.html", "b/index.html"],',
    ]


@given(RECORDS, st.randoms())
def test_record_is_json_whatever_it_holds(record: Record, random: Random) -> None:
    """What is read is what was written, and the order it came in changes no byte."""
    written = write_record(record)
    shuffled = list(record.articles)
    random.shuffle(shuffled)

    read = json.loads(written)

    assert read["siteurl"] == record.siteurl
    assert tuple(read["plugins"]) == record.plugins
    assert read["aliases"] == record.aliases
    assert {Published(**article) for article in read["articles"]} == set(record.articles)
    again = Record(record.siteurl, record.plugins, tuple(shuffled), record.aliases)
    same = {(article.id, article.path) for article in shuffled}
    assert write_record(again) == written or len(same) < len(shuffled)
