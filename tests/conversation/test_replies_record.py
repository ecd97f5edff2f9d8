"""The file of a post's replies: made to be read in a diff, and read with care."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation.replies.record import (
    Record,
    RecordError,
    Source,
    find_faults,
    read_record,
    write_record,
)
from conversation.replies.reply import STATES, VIAS, Author, Reply
from tests.conversation.replying import reply

POST = "https://rants.example/rants/one/"
RECORD = Record(
    POST,
    {"mastodon": Source("https://social.example/@ada/1", "2026-11-23T06:00:00Z", True, True)},
    (
        Reply(
            key="https://social.example/@mira/2",
            via="mastodon",
            author=Author("Mira", "https://social.example/@mira"),
            published="2026-11-20T08:11:02Z",
            html="<p>I wrote to Jo “today”. …</p>",
            lang="en",
            state="approved",
            why="favourited",
        ),
    ),
)
TEXT = """\
{
  "post": "https://rants.example/rants/one/",
  "replies": [
    {
      "author": {
        "is_me": false,
        "name": "Mira",
        "url": "https://social.example/@mira"
      },
      "cw": "",
      "html": "<p>I wrote to Jo “today”. …</p>",
      "key": "https://social.example/@mira/2",
      "lang": "en",
      "parent": null,
      "published": "2026-11-20T08:11:02Z",
      "state": "approved",
      "url": "",
      "via": "mastodon",
      "why": "favourited"
    }
  ],
  "schema": 1,
  "sources": {
    "mastodon": {
      "complete": true,
      "fetched": "2026-11-23T06:00:00Z",
      "ok": true,
      "url": "https://social.example/@ada/1"
    }
  }
}
"""
BROKEN = "is broken here — mend it, or take back the last change"
TWICE = "a key stands twice in one { … } — take one of them out"
KEYS = [
    "schema", "post", "replies", "sources", "author", "key", "state", "via", "published", "html",
    "name", "mastodon",
]  # fmt: skip
SIGNS = st.text(max_size=12)
MOMENTS = st.datetimes().map(lambda moment: f"{moment.isoformat()}Z")
REPLIES = st.builds(
    Reply,
    key=SIGNS.filter(bool),
    via=st.sampled_from(VIAS),
    author=st.builds(Author, SIGNS, SIGNS, st.booleans()),
    published=st.one_of(st.just(""), MOMENTS),
    html=SIGNS,
    parent=SIGNS,
    lang=SIGNS,
    warning=SIGNS,
    url=SIGNS,
    state=st.sampled_from(STATES),
    why=SIGNS,
)
SOURCES = st.builds(Source, SIGNS, SIGNS, st.booleans(), st.booleans(), SIGNS)
RECORDS = st.builds(
    Record,
    SIGNS,
    st.dictionaries(st.sampled_from(VIAS), SOURCES),
    st.lists(REPLIES, max_size=5, unique_by=lambda each: each.key).map(
        lambda replies: tuple(sorted(replies, key=lambda each: (each.published, each.key)))
    ),
)


def told(text: str) -> list[str]:
    """What is told of a record, with its lines."""
    return [f"{fault.line}: {fault.message}" for fault in find_faults(text)]


def test_record_is_written_to_be_reviewed() -> None:
    """The keys are sorted, each has its line, letters stay letters; the same is the same."""
    assert write_record(RECORD) == TEXT


def test_record_is_read_as_it_was_written() -> None:
    """What is in the file is what was in the record."""
    assert read_record(TEXT) == RECORD


@given(RECORDS)
def test_any_record_comes_back(record: Record) -> None:
    """Whatever people call themselves, a record comes back whole, from bytes of UTF-8."""
    text = write_record(record)

    assert read_record(text.encode().decode()) == record
    assert write_record(read_record(text)) == text


def test_oldest_reply_comes_first() -> None:
    """Replies are written by their time, those of one moment by their keys."""
    replies = [reply("c", day=2), reply("b", day=1), reply("a", day=2)]

    text = write_record(Record(POST, {}, tuple(replies)))

    assert [each["author"]["name"] for each in json.loads(text)["replies"]] == ["B", "A", "C"]


def test_no_line_is_turned() -> None:
    """What would turn or hide a part of a reviewed line is written out."""
    turned = replace(RECORD.replies[0], html="\u202eevil\u2066\u200b\u2028\ud800\x7f")

    text = write_record(replace(RECORD, replies=(turned,)))

    assert r'"html": "\u202eevil\u2066\u200b\u2028\ud800\u007f"' in text


def test_nothing_can_be_counted() -> None:
    """There is no place for a number of anything, or for a face."""
    assert {field.name: field.type for field in fields(Reply)} == {
        **dict.fromkeys(("key", "via", "published", "html", "parent", "lang"), "str"),
        **dict.fromkeys(("warning", "url", "state", "why"), "str"),
        "author": "Author",
    }
    assert [field.name for field in fields(Author)] == ["name", "url", "is_me"]


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        (
            '"state": "approved"',
            '"state": "aproved"',
            ["16: state 'aproved' is unknown — write approved"],
        ),
        (
            '"state": "approved"',
            '"state": "?"',
            ["16: state '?' is unknown — write approved, pending or hidden"],
        ),
        (
            '"lang": "en",',
            '"likes": 12,',
            ["13: 'likes' has no place here — take it out"],
        ),
        (
            '"lang": "en",',
            '"langs": "en",',
            ["13: 'langs' has no place here — take it out, or write lang"],
        ),
        (
            '"is_me": false,',
            '"is_me": false, "avatar": "https://x.example/a.png",',
            ["6: 'avatar' has no place here — take it out"],
        ),
        ('"is_me": false', '"is_me": 0', ["6: is_me is 0 — write true or false"]),
        (
            '"key": "https://social.example/@mira/2",',
            "",
            ["4: key is missing — write it, or take back the last change"],
        ),
        (
            '"key": "https://social.example/@mira/2"',
            '"key": ""',
            ["12: key is empty — write the address of the reply"],
        ),
        (
            "2026-11-20T08:11:02Z",
            "last Thursday",
            [
                "15: published 'last Thursday' is no moment — write one as 2026-11-23T09:00:00Z",
            ],
        ),
        ('"via": "mastodon"', '"via": "myspace"',
         ["18: via 'myspace' is unknown — write mastodon, bluesky, webmention or email"]),
        ('"mastodon": {', '"mastodont": {', ["24: 'mastodont' is no source — write mastodon"]),
        ('"schema": 1', '"schema": 2', ["22: schema 2 is of another version — write 1"]),
        ('"schema": 1', '"schema": true', ["22: schema is true — write a number"]),
        ('"lang": "en",', '"lang": "en"', [f"14: {BROKEN}"]),
        ('"post": "', '<<<<<<< HEAD\n"post": "', [f"2: {BROKEN}"]),
        ('"cw": "",', '"cw": "", "cw": "x",', [f"4: {TWICE}"]),
        ('"ok": true', '"ok": "yes"', ['27: ok is "yes" — write true or false']),
    ],
)  # fmt: skip
def test_fault_is_told_with_its_line(old: str, new: str, faults: list[str]) -> None:
    """What is wrong is quoted where it stands, with what mends it; and nothing is read."""
    assert TEXT.count(old) == 1

    text = TEXT.replace(old, new)

    assert told(text) == faults
    with pytest.raises(RecordError) as raised:
        read_record(text)
    assert f"{raised.value.line}: {raised.value}" == faults[0]


def test_all_faults_are_told_at_once() -> None:
    """Two replies, three faults: each is told, with the line in its own reply."""
    record = Record(POST, {}, (reply("a"), reply("b")))
    text = write_record(record).replace('"state": "pending"', '"state": "maybe"')
    text = text.replace(
        '"key": "https://social.example/@b/b"', '"key": "https://social.example/@a/a"'
    )

    assert told(text) == [
        "16: state 'maybe' is unknown — write approved, pending or hidden",
        "33: state 'maybe' is unknown — write approved, pending or hidden",
        "29: the reply 'https://social.example/@a/a' stands twice — take one out",
    ]


@pytest.mark.parametrize("text", ["", "[]", "null", "[" * 100_000, '{"schema": 1, "replies": [1]}'])
def test_what_is_no_record_is_told(text: str) -> None:
    """An empty, a foreign and an endless file are faults, and no traceback."""
    assert told(text)


@given(st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), SIGNS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(
        st.one_of(SIGNS, st.sampled_from(KEYS)), inner, max_size=5)),
    max_leaves=20,
))  # fmt: skip
def test_any_json_is_read_or_told(data: object) -> None:
    """Whatever JSON lies there, it is a record, or its faults are told."""
    text = json.dumps(data)

    faults = told(text)

    if not faults:
        assert isinstance(read_record(text), Record)
