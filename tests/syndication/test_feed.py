"""Feeds compared whole, and read back from whatever is put in."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from conversation.sending.websub import read_hubs
from syndication import Channel, Entry
from syndication.feed import newest
from syndication.formats import write_atom, write_json, write_rss

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
XML = "{http://www.w3.org/XML/1998/namespace}"
SELF = "https://rants.example/blog/feed?a=1&b=2"
ZONE = timezone(timedelta(hours=5, minutes=45))
FIRST = Entry(
    id="tag:rants.example,2026:na%C3%AFve",
    title="C# & R+D: <b>\"who?\"</b> – 'naïve' 🦋 &amp;",
    url="https://rants.example/blog/a/?x=1&y=2",
    html='<p>a &amp; b &lt; c ]]&gt; <a href="https://rants.example/blog/a/#fn:1">1</a></p>',
    summary='1 < 2 & "3" &amp; <script>alert(1)</script>',
    published=datetime(2026, 11, 23, 9, 0, tzinfo=ZONE),
    updated=datetime(2026, 11, 24, 10, 30, tzinfo=timezone(timedelta(hours=-3))),
    categories=("Work & <life>", "C++"),
    lang="de",
)
SECOND = Entry(
    id="tag:rants.example,2026:b#lesson",
    title="Second",
    url="https://rants.example/blog/b/",
    html="<p>x</p>",
    summary="",
    published=datetime(2026, 7, 1, 9, 0, tzinfo=timezone(timedelta(hours=1))),
    updated=datetime(2026, 7, 1, 9, 0, tzinfo=timezone(timedelta(hours=1))),
)
CHANNEL = Channel(
    id="tag:rants.example,2026:feed/rants",
    title="Rants & <more>",
    subtitle="Ends in <a lesson> & a question",
    home="https://rants.example/blog/",
    author="Ada & Grace",
    lang="en-GB",
    entries=(FIRST, SECOND),
)
TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)$"}
ADDRESS = {"type": "string", "pattern": "^https?://[^ ]+$"}
WORDS = {"type": "string", "minLength": 1, "pattern": "^[^\\u0000-\\u0008\\u000b\\u000e-\\u001f]*$"}
LANGUAGE = {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"}
AUTHORS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "minProperties": 1,
        "properties": {"name": WORDS, "url": ADDRESS, "avatar": ADDRESS},
        "patternProperties": {"^_": True},
        "additionalProperties": False,
    },
}
ATTACHMENT = {
    "type": "object",
    "required": ["url", "mime_type"],
    "properties": {
        "url": ADDRESS,
        "mime_type": WORDS,
        "title": WORDS,
        "size_in_bytes": {"type": "integer"},
        "duration_in_seconds": {"type": "number"},
    },
    "additionalProperties": False,
}
ITEM = {
    "type": "object",
    "required": ["id"],
    "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
    "properties": {
        "id": WORDS,
        "url": ADDRESS,
        "external_url": ADDRESS,
        "title": WORDS,
        "content_html": {"type": "string"},
        "content_text": {"type": "string"},
        "summary": WORDS,
        "image": ADDRESS,
        "banner_image": ADDRESS,
        "date_published": TIME,
        "date_modified": TIME,
        "authors": AUTHORS,
        "tags": {"type": "array", "items": WORDS},
        "language": LANGUAGE,
        "attachments": {"type": "array", "items": ATTACHMENT},
    },
    "patternProperties": {"^_": {"type": "object"}},
    "additionalProperties": False,
}
SCHEMA = {  # https://jsonfeed.org/version/1.1, with the author of version 1.0 left out
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": WORDS,
        "home_page_url": ADDRESS,
        "feed_url": ADDRESS,
        "description": {"type": "string"},
        "user_comment": WORDS,
        "next_url": ADDRESS,
        "icon": ADDRESS,
        "favicon": ADDRESS,
        "authors": AUTHORS,
        "language": LANGUAGE,
        "expired": {"type": "boolean"},
        "hubs": {"type": "array", "items": {"type": "object", "required": ["type", "url"]}},
        "items": {"type": "array", "items": ITEM, "uniqueItems": True},
    },
    "patternProperties": {"^_": {"type": "object"}},
    "additionalProperties": False,
}
Write = Callable[[Channel, str], bytes]


def pairs(element: Any) -> list[tuple[str, dict[str, str], str | None]]:
    """The children of an XML element that have no children, whole, in order."""
    return [
        (child.tag, dict(child.attrib), child.text)
        for child in element
        if not len(child) and not child.tag.endswith(("generator", "docs"))
    ]


def without_controls(text: str) -> str:
    """The text without what XML 1.0 cannot hold, each line end one newline, as XML reads it."""
    kept = [c for c in text if c in "\t\n\r" or (ord(c) >= 32 and unicodedata.category(c) != "Cs")]
    return "".join(kept).replace("\ufffe", "").replace("\uffff", "")


def test_rss_is_whole() -> None:
    """Every element of the channel and of its items is as expected, and there is no other."""
    root = etree.fromstring(write_rss(CHANNEL, SELF))

    channel = root.find("channel")
    first, second = root.findall("channel/item")
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    assert pairs(channel) == [
        ("title", {}, CHANNEL.title),
        ("link", {}, CHANNEL.home),
        ("description", {}, CHANNEL.subtitle),
        (f"{ATOM}link", {"href": SELF, "rel": "self", "type": "application/rss+xml"}, None),
        ("language", {}, "en-GB"),
        ("lastBuildDate", {}, "Tue, 24 Nov 2026 10:30:00 -0300"),
        ("pubDate", {}, "Tue, 24 Nov 2026 10:30:00 -0300"),
    ]
    assert sorted(pairs(first)) == sorted(
        [
            ("title", {}, FIRST.title),
            ("link", {}, FIRST.url),
            (
                "description",
                {},
                '1 &lt; 2 &amp; "3" &amp;amp; &lt;script&gt;alert(1)&lt;/script&gt;',
            ),
            (f"{CONTENT}encoded", {}, FIRST.html),
            ("guid", {"isPermaLink": "false"}, FIRST.id),
            ("category", {}, "Work & <life>"),
            ("category", {}, "C++"),
            ("pubDate", {}, "Mon, 23 Nov 2026 09:00:00 +0545"),
            (f"{DC}creator", {}, "Ada & Grace"),
        ]
    )
    assert sorted(pairs(second)) == sorted(
        [
            ("title", {}, "Second"),
            ("link", {}, SECOND.url),
            ("description", {}, SECOND.url),
            (f"{CONTENT}encoded", {}, SECOND.html),
            ("guid", {"isPermaLink": "false"}, SECOND.id),
            ("pubDate", {}, "Wed, 01 Jul 2026 09:00:00 +0100"),
            (f"{DC}creator", {}, "Ada & Grace"),
        ]
    )


def test_atom_is_whole() -> None:
    """Every element of the feed and of its entries is as expected, and there is no other."""
    root = etree.fromstring(write_atom(CHANNEL, SELF))

    first, second = root.findall(f"{ATOM}entry")
    assert (root.tag, root.get(f"{XML}lang")) == (f"{ATOM}feed", "en-GB")
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Ada & Grace"
    assert pairs(root) == [
        (f"{ATOM}id", {}, CHANNEL.id),
        (f"{ATOM}title", {}, CHANNEL.title),
        (f"{ATOM}updated", {}, "2026-11-24T10:30:00-03:00"),
        (f"{ATOM}link", {"href": SELF, "rel": "self", "type": "application/atom+xml"}, None),
        (f"{ATOM}link", {"href": CHANNEL.home, "rel": "alternate", "type": "text/html"}, None),
        (f"{ATOM}subtitle", {}, CHANNEL.subtitle),
    ]
    assert sorted(pairs(first), key=repr) == sorted(
        [
            (f"{ATOM}id", {}, FIRST.id),
            (f"{ATOM}title", {}, FIRST.title),
            (f"{ATOM}updated", {}, "2026-11-24T10:30:00-03:00"),
            (f"{ATOM}published", {}, "2026-11-23T09:00:00+05:45"),
            (f"{ATOM}content", {"type": "html"}, FIRST.html),
            (f"{ATOM}link", {"href": FIRST.url}, None),  # alternate: RFC 4287's default
            (f"{ATOM}summary", {}, FIRST.summary),
            (f"{ATOM}category", {"term": "Work & <life>"}, None),
            (f"{ATOM}category", {"term": "C++"}, None),
        ],
        key=repr,
    )
    assert sorted(pairs(second), key=repr) == sorted(
        [
            (f"{ATOM}id", {}, SECOND.id),
            (f"{ATOM}title", {}, "Second"),
            (f"{ATOM}updated", {}, "2026-07-01T09:00:00+01:00"),
            (f"{ATOM}published", {}, "2026-07-01T09:00:00+01:00"),
            (f"{ATOM}content", {"type": "html"}, SECOND.html),
            (f"{ATOM}link", {"href": SECOND.url}, None),  # alternate: RFC 4287's default
        ],
        key=repr,
    )


def test_json_is_whole() -> None:
    """The document is as expected, and keeps to JSON Feed 1.1 to the letter."""
    document = json.loads(write_json(CHANNEL, SELF))

    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    items = document.pop("items")
    assert document == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": CHANNEL.title,
        "description": CHANNEL.subtitle,
        "home_page_url": CHANNEL.home,
        "feed_url": SELF,
        "language": "en-GB",
        "authors": [{"name": "Ada & Grace"}],
    }
    assert items[1] == {
        "id": SECOND.id,
        "url": SECOND.url,
        "title": "Second",
        "content_html": "<p>x</p>",
        "date_published": "2026-07-01T09:00:00+01:00",
        "date_modified": "2026-07-01T09:00:00+01:00",
    }


HUBS = ("https://hub.example/?a=1&b=2", "https://other.example/")


def test_rss_names_its_hubs() -> None:
    """After the link to itself, with Atom's own prefix; all else is as without them."""
    written = write_rss(replace(CHANNEL, hubs=HUBS), SELF)

    root = etree.fromstring(written)
    found = root.findall(f"channel/{ATOM}link")
    assert [dict(link.attrib) for link in found] == [
        {"href": SELF, "rel": "self", "type": "application/rss+xml"},
        {"href": HUBS[0], "rel": "hub"},
        {"href": HUBS[1], "rel": "hub"},
    ]
    assert [root.find("channel").index(link) for link in found] == [3, 4, 5]
    lines = [line for line in written.splitlines(keepends=True) if b'rel="hub"' not in line]
    assert b"".join(lines) == write_rss(CHANNEL, SELF)
    assert written.count(b"<atom:link ") == 3


def test_atom_names_its_hubs() -> None:
    """As links of the feed, of which no entry has one."""
    written = write_atom(replace(CHANNEL, hubs=HUBS), SELF)

    found = etree.fromstring(written).findall(f"{ATOM}link[@rel='hub']")
    assert [link.get("href") for link in found] == list(HUBS)
    lines = [line for line in written.splitlines(keepends=True) if b'rel="hub"' not in line]
    assert b"".join(lines) == write_atom(CHANNEL, SELF)


def test_json_names_its_hubs() -> None:
    """As the hubs of JSON Feed 1.1."""
    document = json.loads(write_json(replace(CHANNEL, hubs=HUBS), SELF))

    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert document.pop("hubs") == [{"type": "WebSub", "url": hub} for hub in HUBS]
    assert document == json.loads(write_json(CHANNEL, SELF))


@pytest.mark.parametrize("write", [write_rss, write_atom, write_json])
def test_sender_finds_the_hubs(write: Write) -> None:
    """What is written to tell subscribers is what is read to tell the hubs."""
    assert read_hubs(write(replace(CHANNEL, hubs=HUBS), SELF)) == HUBS
    assert read_hubs(write(CHANNEL, SELF)) == ()


def test_schema_refuses_what_is_no_json_feed() -> None:
    """The schema is no sieve without a bottom: each fault in turn is found."""
    good = json.loads(write_json(CHANNEL, SELF))
    item = good["items"][0]
    faults: list[dict[str, object]] = [
        {**good, "version": "https://jsonfeed.org/version/1"},
        {**good, "author": {"name": "x"}},
        {**good, "home_page_url": "/"},
        {**good, "items": [{**item, "id": 3}]},
        {**good, "items": [{**item, "date_published": "2026-11-23 09:00"}]},
        {**good, "items": [{**item, "title": "a\b"}]},
        {**good, "items": [{k: v for k, v in item.items() if k != "content_html"}]},
    ]

    for fault in faults:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft202012Validator(SCHEMA).validate(fault)


@pytest.mark.parametrize("write", [write_rss, write_atom])
def test_feedparser_finds_nothing_bozo(write: Write) -> None:
    """A reader's parser reads both entries, newest first, without a complaint."""
    feed = feedparser.parse(write(CHANNEL, SELF), sanitize_html=False)

    assert (feed.bozo, feed.version) == (0, {write_rss: "rss20", write_atom: "atom10"}[write])
    assert [entry.id for entry in feed.entries] == [FIRST.id, SECOND.id]
    assert [entry.link for entry in feed.entries] == [FIRST.url, SECOND.url]
    assert [entry.content[0].value for entry in feed.entries] == [FIRST.html, SECOND.html]
    assert feed.entries[0].published_parsed[:5] == (2026, 11, 23, 3, 15)
    assert feed.feed.language == "en-GB"
    assert {link.rel: link.href for link in feed.feed.links} == {
        "self": SELF,
        "alternate": CHANNEL.home,
    }


TEXT = st.text(max_size=60).map(lambda text: f"a{text}z")


@given(TEXT, TEXT, TEXT, TEXT)
def test_any_words_come_back(title: str, summary: str, category: str, author: str) -> None:
    """Each field of each format is what went in, less what XML has no place for."""
    entry = replace(FIRST, title=title, summary=summary, categories=(category,))
    channel = replace(CHANNEL, title=title, subtitle=summary, author=author, entries=(entry,))
    expected = [without_controls(text) for text in (title, summary, category, author)]

    rss = etree.fromstring(write_rss(channel, SELF))
    atom = etree.fromstring(write_atom(channel, SELF))
    document = json.loads(write_json(channel, SELF))

    item = rss.find("channel/item")
    assert item is not None
    assert [
        item.findtext("title"),
        rss.findtext("channel/description"),
        item.findtext("category"),
        item.findtext(f"{DC}creator"),
    ] == expected
    terms = [element.get("term") for element in atom.iter(f"{ATOM}category")]
    assert [
        atom.findtext(f"{ATOM}entry/{ATOM}title"),
        atom.findtext(f"{ATOM}entry/{ATOM}summary"),
        terms[0],
        atom.findtext(f"{ATOM}author/{ATOM}name"),
    ] == [expected[0], expected[1], terms[0], expected[3]]
    assert " ".join(str(terms[0]).split()) == " ".join(expected[2].split())
    (first,) = document["items"]
    assert [
        first["title"],
        first["summary"],
        first["tags"][0],
        document["authors"][0]["name"],
    ] == expected


@pytest.mark.parametrize("control", ["\x00", "\x08", "\x0b", "\x1b", "\ufffe", "\uffff"])
@pytest.mark.parametrize("write", [write_rss, write_atom, write_json])
def test_no_format_holds_a_control_character(write: Write, control: str) -> None:
    """What XML cannot hold stands in no field of any feed, JSON's included."""
    words = f"a{control}b"
    entry = replace(FIRST, title=words, summary=words, categories=(words,))
    channel = replace(CHANNEL, title=words, subtitle=words, author=words, entries=(entry,))

    written = write(channel, SELF)

    if write is write_json:
        document = json.loads(written)
        texts = [document["title"], document["description"], document["authors"][0]["name"]]
        item = document["items"][0]
        texts += [item["title"], item["summary"], *item["tags"]]
    else:
        root = etree.fromstring(written)
        texts = [str(element.text) for element in root.iter() if element.text]
    assert [text for text in texts if control in text] == []
    assert texts.count("ab") >= 3


@pytest.mark.parametrize("write", [write_rss, write_atom, write_json])
def test_same_entries_make_the_same_bytes(write: Write) -> None:
    """Nothing in a feed is from the clock."""
    assert write(CHANNEL, SELF) == write(replace(CHANNEL), SELF)


@pytest.mark.parametrize("write", [write_rss, write_atom, write_json])
def test_feed_without_an_entry_is_one(write: Write) -> None:
    """An empty feed is well formed, and older than any entry."""
    empty = replace(CHANNEL, entries=())

    written = write(empty, SELF)

    if write is write_json:
        jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(written))
    else:
        feed = feedparser.parse(written)
        assert (feed.bozo, feed.entries) == (0, [])
        assert feed.feed.updated_parsed[:6] == (1970, 1, 1, 0, 0, 0)
    assert empty.updated == datetime(1970, 1, 1, tzinfo=UTC)


def test_newest_come_first_and_no_more_than_the_limit() -> None:
    """Entries are in the order of their dates; those of one moment in that of their ids."""

    def entry(id: str, day: int) -> Entry:
        moment = datetime(2026, 1, day, tzinfo=ZONE)
        return Entry(id, id, FIRST.url, "", "", moment, moment)

    entries = [entry("b", 1), entry("c", 3), entry("a", 1), entry("d", 2)]
    ordered = newest(entries, 3, moment=attrgetter("published"), id=attrgetter("id"))

    assert [item.id for item in ordered] == ["c", "d", "a"]


def test_newest_by_the_moment_not_by_the_clock() -> None:
    """When clocks are put back, ten past one comes after half past one."""
    zone = ZoneInfo("Europe/London")
    times = [
        datetime(2026, 10, 25, 1, 30, tzinfo=zone),
        datetime(2026, 10, 25, 1, 10, fold=1, tzinfo=zone),
    ]

    assert newest(times, 1, moment=lambda time: time, id=str) == times[1:]


@given(
    st.lists(
        st.datetimes(
            datetime(2026, 1, 1),  # noqa: DTZ001  -- Hypothesis gives it a zone
            datetime(2026, 1, 6),  # noqa: DTZ001  -- likewise
            timezones=st.sampled_from(
                [timezone(timedelta(minutes=minutes)) for minutes in (-1439, -60, 0, 1439)]
            ),
        )
    ),
    st.integers(1, 4),
)
def test_newest_are_those_of_all_in_order(times: list[datetime], limit: int) -> None:
    """Wherever it was written, what is older than others is left out, and nothing else."""

    def key(time: datetime) -> tuple[float, str]:
        return -time.timestamp(), str(time)

    assert newest(times, limit, moment=lambda time: time, id=str) == sorted(times, key=key)[:limit]
