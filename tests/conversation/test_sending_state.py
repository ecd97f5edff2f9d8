"""The state file: what is written is read, and what is not is told."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation.sending.state import (
    LATER,
    NONE,
    RESULTS,
    SENT,
    Mention,
    Post,
    State,
    StateError,
    read_state,
    write_state,
)
from conversation.sending.tombstone import tombstones

TEXT = """{
"feeds": {},
"posts": {
"rants/a/": {
"path": "rants/a/index.html",
"targets": {
"https://a.example/": {"hash": "0", "result": "sent", "status": 202, "told": true, "tries": 0, "when": "2026-11-25T12:00:00Z"},
"https://b.example/": {"hash": "0", "result": "no endpoint", "status": 200, "told": false, "tries": 0, "when": "2026-11-25T12:00:00Z"}
}
},
"rants/b/": {
"gone": true,
"path": "rants/b/index.html",
"targets": {}
}
},
"schema": 1
}
"""  # noqa: E501  -- a target is one line
WHEN = "2026-11-25T12:00:00Z"
STATE = State(
    {
        "rants/b/": Post("rants/b/index.html", gone=True),
        "rants/a/": Post(
            "rants/a/index.html",
            targets={
                "https://b.example/": Mention("0", NONE, 200, when=WHEN),
                "https://a.example/": Mention("0", SENT, 202, told=True, when=WHEN),
            },
        ),
    }
)
MENTIONS = st.builds(
    Mention,
    hash=st.text(),
    result=st.sampled_from(RESULTS),
    status=st.integers(0, 999),
    told=st.booleans(),
    tries=st.integers(0, 9),
    when=st.text(),
)
PATHS = st.lists(st.text("ab.ü ", min_size=1), min_size=1).map(
    lambda parts: "/".join(part.strip(".") + "x" for part in parts)
)
POSTS = st.dictionaries(
    st.text(),
    st.builds(Post, PATHS, st.booleans(), st.dictionaries(st.text(), MENTIONS, max_size=3)),
    max_size=3,
)


def test_file_is_sorted_a_target_a_line() -> None:
    """Whatever the order in which things came about, so that a commit shows what was sent."""
    assert write_state(STATE) == TEXT
    assert read_state(TEXT) == STATE


@given(st.builds(State, POSTS, POSTS))
def test_what_is_written_is_read(state: State) -> None:
    """Any state comes back."""
    text = write_state(state)

    assert read_state(text) == state
    assert text.isascii()


@pytest.mark.parametrize("text", ["", "\n"])
def test_no_file_is_an_empty_state(text: str) -> None:
    """The first run has nothing to read."""
    assert read_state(text) == State()


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('"schema": 1', '"schema": 2', 1, "is of schema 2, not 1"),
        ('"schema": 1', '"schema": true', 1, "is of schema True, not 1"),
        ('"posts": {', '"posts": [', 4, "is no JSON from here on"),
        ('"gone": true,', '"gone": 1,', 11, "rants/b/ has gone of no known kind"),
        ('"gone": true,', '"gome": true,', 11, "rants/b/ has 'gome' of no known kind"),
        (
            '"rants/b/index.html"',
            '"../b"',
            11,
            "rants/b/ has the path '../b', which is none of the site's",
        ),
        (
            '"rants/b/index.html"',
            '"/b"',
            11,
            "rants/b/ has the path '/b', which is none of the site's",
        ),
        (
            '"no endpoint"',
            '"lost"',
            8,
            "https://b.example/ has the result 'lost', not sent, no endpoint, refused, later",
        ),
        (
            '"told": false',
            '"told": 0',
            8,
            "https://b.example/ has not the fields that were written",
        ),
        (
            '"told": false, ',
            "",
            8,
            "https://b.example/ has not the fields that were written",
        ),
        ('"targets": {}', '"targets": []', 11, "rants/b/ holds no JSON object"),
    ],
)
def test_what_is_wrong_is_told_by_its_line(old: str, new: str, line: int, message: str) -> None:
    """The file is the writer's, too, and a merge may have spoilt it."""
    with pytest.raises(StateError) as caught:
        read_state(TEXT.replace(old, new))

    assert (caught.value.line, str(caught.value)) == (line, message)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda each: (
    st.lists(each) | st.dictionaries(st.sampled_from(("schema", "posts", "path", "targets")), each)
)))  # fmt: skip
def test_nothing_but_a_state_error_is_raised(value: object) -> None:
    """Whatever JSON the file holds."""
    for whole in (value, {"schema": 1, "posts": value}, {"schema": 1, "posts": {"a": value}}):
        try:
            state = read_state(json.dumps(whole))
        except StateError as error:
            assert error.line >= 1
        else:
            assert read_state(write_state(state)) == state


def test_tombstone_stands_where_a_known_post_stood() -> None:
    """Whoever may have been told finds it; what is unknown, there, or a feed, has none."""
    told, untold = Mention("", LATER, told=True), Mention("", NONE)
    state = State(
        {
            "c": Post("c", gone=True),
            "a": Post("a", targets={"t": untold, "u": told}),
            "b": Post("b", targets={"t": untold}),
            "d": Post("d", targets={"t": told}),
        },
        {"rss.xml": Post("rss.xml", targets={"h": told})},
    )

    assert tombstones(state, ["d", "e"]) == ("a", "c")
