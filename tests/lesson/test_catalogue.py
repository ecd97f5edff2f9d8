"""The catalogue, compared whole and held against its schema."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import html5lib
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from lesson import Deadline, Entry, Lesson, Link, write_catalogue
from tests.parsed import running

HOME = "https://rants.example/blog/"
FULL = Lesson(
    title='Be "kind" & <brave> 🦋',
    body=Markup('<p>See <a href="/blog/b/">b</a>.</p>'),
    action=Markup('call <em>one</em> friend &amp; <a href="#why">ask</a>'),
    deadline=Deadline("2026-12-01", date(2026, 12, 1)),
    openers=("How are you?", "What’s <new>?"),
)
ENTRY = Entry(
    id="tag:rants.example,2026:a#lesson",
    lesson=FULL,
    title="C# & R+D: <b>who?</b>",
    url="https://rants.example/blog/a/",
    published=datetime(2026, 11, 23, 9, 0, tzinfo=timezone(timedelta(hours=5, minutes=45))),
    category="Work & <life>",
    tags=("C++", "people"),
    lang="de",
)
BARE = replace(
    ENTRY,
    id="tag:rants.example,2026:b#lesson",
    lesson=Lesson("Be."),
    url="https://rants.example/blog/b/",
    published=datetime(2026, 7, 1, 9, 0, tzinfo=UTC),
    tags=(),
)
FEED = Link("Rants & more", "application/atom+xml", "https://rants.example/blog/atom.xml")

ADDRESS = {"type": "string", "pattern": "^https?://[^ ]+$"}
WORDS = {"type": "string", "minLength": 1}


def closed(**properties: object) -> dict[str, Any]:
    """An object with all of these properties and no other."""
    return {
        "type": "object",
        "required": [*properties],
        "additionalProperties": False,
        "properties": properties,
    }


SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **closed(
        version={"const": 1},
        title=WORDS,
        home_page_url=ADDRESS,
        feeds={"type": "array", "items": closed(title=WORDS, type=WORDS, url=ADDRESS)},
        lessons={
            "type": "array",
            "items": closed(
                id={"type": "string", "pattern": "#lesson$"},
                url={**ADDRESS, "pattern": "^https?://[^ ]+#lesson$"},
                title=WORDS,
                content_html={"type": "string"},
                action={"anyOf": [{"type": "null"}, closed(html=WORDS, text={"type": "string"})]},
                by={
                    "anyOf": [
                        {"type": "null"},
                        closed(
                            words=WORDS,
                            date={"type": ["string", "null"], "pattern": r"^\d{4}-\d\d-\d\d$"},
                        ),
                    ]
                },
                openers={"type": "array", "maxItems": 3, "items": {"type": "string"}},
                rant=closed(title={"type": "string"}, url=ADDRESS),
                published={
                    "type": "string",
                    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)$",
                },
                category={"anyOf": [{"type": "null"}, WORDS]},
                tags={"type": "array", "items": WORDS},
                language={"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"},
            ),
        },
    ),
}


def catalogue(*entries: Entry) -> Any:
    """The catalogue of the entries as another program reads it; it keeps to its schema."""
    data = write_catalogue(entries, title="The lessons", home=HOME, feeds=[FEED])
    whole = json.loads(data)
    jsonschema.Draft202012Validator(SCHEMA).validate(whole)
    return whole


def html_of(body: str, action: str) -> tuple[str, str]:
    """The text and the action of a lesson of this HTML as the catalogue has them."""
    lesson = replace(FULL, body=Markup(body), action=Markup(action))  # noqa: S704  -- meant
    (found,) = catalogue(replace(ENTRY, lesson=lesson))["lessons"]
    return found["content_html"], found["action"]["html"]


def addresses(html: str) -> list[str]:
    """All addresses in HTML as a browser reads it."""
    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [
        element.attrib[name]
        for element in root.iter()
        for name in ("href", "src", "cite")
        if name in element.attrib
    ]


def test_catalogue_is_this() -> None:
    """Every value of the catalogue is as expected, and there is no other."""
    whole = catalogue(ENTRY, BARE)

    assert whole == {
        "version": 1,
        "title": "The lessons",
        "home_page_url": "https://rants.example/blog/",
        "feeds": [
            {
                "title": "Rants & more",
                "type": "application/atom+xml",
                "url": "https://rants.example/blog/atom.xml",
            }
        ],
        "lessons": [
            {
                "id": "tag:rants.example,2026:a#lesson",
                "url": "https://rants.example/blog/a/#lesson",
                "title": 'Be "kind" & <brave> 🦋',
                "content_html": '<p>See <a href="https://rants.example/blog/b/">b</a>.</p>',
                "action": {
                    "html": "call <em>one</em> friend &amp; "
                    '<a href="https://rants.example/blog/a/#why">ask</a>',
                    "text": "call one friend & ask",
                },
                "by": {"words": "by 1 December 2026", "date": "2026-12-01"},
                "openers": ["How are you?", "What’s <new>?"],
                "rant": {"title": "C# & R+D: <b>who?</b>", "url": "https://rants.example/blog/a/"},
                "published": "2026-11-23T09:00:00+05:45",
                "category": "Work & <life>",
                "tags": ["C++", "people"],
                "language": "de",
            },
            {
                "id": "tag:rants.example,2026:b#lesson",
                "url": "https://rants.example/blog/b/#lesson",
                "title": "Be.",
                "content_html": "",
                "action": None,
                "by": None,
                "openers": [],
                "rant": {"title": "C# & R+D: <b>who?</b>", "url": "https://rants.example/blog/b/"},
                "published": "2026-07-01T09:00:00+00:00",
                "category": "Work & <life>",
                "tags": [],
                "language": "de",
            },
        ],
    }


def test_deadline_that_names_no_date_has_its_words() -> None:
    """Of a weekday the words as they follow the action are there, and no date is made up."""
    lesson = replace(FULL, deadline=Deadline("Friday"))

    (found,) = catalogue(replace(ENTRY, lesson=lesson))["lessons"]

    assert found["by"] == {"words": "by Friday", "date": None}


def test_catalogue_is_utf_8_and_ends_with_a_line() -> None:
    """What it holds can be read in the file, too; nothing is written as an escape."""
    data = write_catalogue([ENTRY], title="Ünï", home=HOME, feeds=[])

    assert "Ünï" in data.decode()
    assert "🦋" in data.decode()
    assert data.endswith(b"}\n")
    assert data == write_catalogue([ENTRY], title="Ünï", home=HOME, feeds=[])


@pytest.mark.parametrize("entries", [[], [ENTRY], [replace(BARE, category=None), ENTRY]])
def test_catalogue_is_laid_out_as_json_of_python_is(entries: list[Entry]) -> None:
    """A value a line, a step in by a space, whatever is there and whatever is not."""
    whole = catalogue(*entries)

    data = write_catalogue(entries, title="The lessons", home=HOME, feeds=[FEED])

    assert data.decode() == f"{json.dumps(whole, ensure_ascii=False, indent=1)}\n"
    assert [each["category"] for each in whole["lessons"]] == [each.category for each in entries]


@pytest.mark.parametrize(
    ("written", "full"),
    {
        "/blog/b/": "https://rants.example/blog/b/",
        "#why": "https://rants.example/blog/a/#why",
        "../b/": "https://rants.example/blog/b/",
        "?x=1&amp;y": "https://rants.example/blog/a/?x=1&y",
        "//other.example/x": "https://other.example/x",
        "https://other.example/x?a=1&amp;b=2#c": "https://other.example/x?a=1&b=2#c",
        "mailto:a@rants.example": "mailto:a@rants.example",
        "": "https://rants.example/blog/a/",
    }.items(),
)
def test_addresses_are_in_full(written: str, full: str) -> None:
    """Each address in the text and in the action leads to the same place from anywhere."""
    link = f'<a href="{written}">x</a> <img alt="y" src="{written}">'

    body, action = html_of(f'<blockquote cite="{written}">{link}</blockquote>', link)

    assert addresses(action)[:1] == [full]
    assert set(addresses(body)) == set(addresses(action)) == {full}


@pytest.mark.parametrize(
    "html",
    [
        '<a href="http://[x">x</a>',
        '<a href="//[">x</a>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="java\tscript:alert(1)">x</a>',
        '<a href=" JAVASCRIPT:alert(1)">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<a href="vbscript:x">x</a>',
    ],
)
def test_address_that_leads_nowhere_is_left_out(html: str) -> None:
    """What is no address, or runs, is not one in the catalogue; its words stay."""
    body, action = html_of(html, html)

    assert addresses(body) == addresses(action) == []
    assert ">x</a>" in body
    assert ">x</a>" in action


PIECES = st.sampled_from(
    [
        "<script>alert(1)</script>", "<style>*{}</style>", '<a href="', "javascript:alert(1)", '">',
        "<img src=x onerror=alert(1)>", "<svg><script>1</script>", "<math>", "</p>", "<p>", "<!--",
        "-->", "<iframe src=//x>", "<a href='data:text/html,x'>", 'style="x"', "<form action=/x>",
        "<noscript>", "<template>", "&lt;script&gt;", "/b/", "//[", "<b>", "\x00",
        "&#x6a;avascript:x",
    ]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=8), max_size=14).map("".join))
def test_no_html_runs_or_is_relative(html: str) -> None:
    """Whatever a lesson's HTML is, in the catalogue nothing runs and each address is in full."""
    body, action = html_of(html, f"x{html}")

    assert running(body) == running(action) == []
    for address in addresses(body) + addresses(action):
        assert ":" in address.split("/")[0]
