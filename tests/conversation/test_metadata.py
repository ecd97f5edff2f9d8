"""What front matter and settings may say of a conversation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation import ConversationError, Settings
from conversation.metadata import find_line, problems, read_metadata
from conversation.settings import read_settings

TOOT = "is no post of yours — write its own address, https://HOST/@you/115600000000000001"
BLUESKY = "is no post of yours — write its own address, https://bsky.app/profile/YOU/post/KEY"
ROOM = "mastodon, bluesky, threads, x, linkedin, reddit, hackernews, facebook"


@pytest.mark.parametrize(
    "url",
    [
        "https://social.example/@joseph/115600000000000001",
        "https://social.example/@joseph/115600000000000001/",
        "https://social.example/@joseph@other.example/115600000000000001",
        "https://social.example/users/joseph/statuses/115600000000000001",
        "https://gts.example/@joseph/statuses/01JD0000000000000000000000",
        "https://münchen.example/@josé/1",
    ],
)
def test_toot_is_a_post(url: str) -> None:
    """Mastodon's two addresses of a post are taken, and GoToSocial's."""
    assert problems({"toot": url}) == {}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "@joseph@social.example",
        "115600000000000001",
        "http://social.example/@joseph/1",
        "https://social.example/@joseph",
        "https://social.example/",
        "https:///@joseph/1",
        "javascript:alert(1)//https://social.example/@joseph/1",
        "https://social.example/@joseph/1 https://social.example/@joseph/2",
        "https://social.example/@joseph/1\njavascript:alert(1)",
    ],
)
def test_what_is_no_toot_is_told(url: str) -> None:
    """A profile, a handle, a number, another scheme lead to no thread."""
    assert problems({"toot": url}) == {"toot": f"Toot '{url}' {TOOT}"}


@pytest.mark.parametrize(
    "url",
    [
        "https://bsky.app/profile/did:plc:ewvi7nxzyoun6zhxrhs64oiz/post/3lroot",
        "https://bsky.app/profile/joseph.rants.example/post/3lroot",
        "https://bsky.app/profile/did:web:rants.example/post/3lroot/",
    ],
)
def test_bluesky_is_a_post(url: str) -> None:
    """A post's address is taken with a handle and with a DID."""
    assert problems({"bluesky": url}) == {}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://bsky.app/profile/joseph.rants.example",
        "https://bsky.evil.example/profile/a/post/b",
        "http://bsky.app/profile/a/post/b",
        "at://did:plc:a/app.bsky.feed.post/b",
        "https://bsky.app/profile/a/post/",
        "https://bskyxapp/profile/a/post/b",
    ],
)
def test_what_is_no_bluesky_post_is_told(url: str) -> None:
    """A profile, another host, another scheme lead to no thread."""
    assert problems({"bluesky": url}) == {"bluesky": f"Bluesky '{url}' {BLUESKY}"}


@pytest.mark.parametrize("value", ["off", "OFF", "Off"])
def test_conversation_is_off(value: str) -> None:
    """The one choice there is, in any case."""
    assert problems({"conversation": value}) == {}


def test_all_problems_of_a_post_are_told() -> None:
    """Each key has its own message, in the order in which they are written."""
    written = {"question": " ", "toot": "x", "bluesky": "y", "conversation": "on"}

    assert problems(written) == {
        "question": "Question ' ' is empty — write a question, or take the line out",
        "toot": f"Toot 'x' {TOOT}",
        "bluesky": f"Bluesky 'y' {BLUESKY}",
        "conversation": "Conversation 'on' is no choice — write off, or take the line out",
    }


def test_value_of_several_lines_is_one_text() -> None:
    """Pelican gives a list for an indented second line; other fields are left alone."""
    metadata = {"title": "T", "question": ["Who goes", "  there,  then?"], "toot": "x"}

    assert read_metadata(metadata) == {"question": "Who goes there, then?", "toot": "x"}


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("Title: a\nToot: x\n\nText\n", 2),
        ("Title: a\nTOOT: x\n", 2),
        ("---\nTitle: a\ntoot: x\n---\n", 3),
        ("Title: a\r\nDate: b\r\nToot: x\r\n", 3),
        ("Title: Toot: y\nSummary: Toot: z\nToot: x\n", 3),
        ("Title: a\nSummary: b\n    Toot: no\nToot: x\n", 4),
        ("Title: a\u2028b\nToot: x\n", 2),
        ("Title: a\x0cb\nToot: x\n", 2),
        ("Title: a\n", 1),
    ],
)
def test_line_is_the_one_an_editor_shows(source: str, line: int) -> None:
    """A key's line is where it begins a line; 1 where it cannot be found."""
    assert find_line(source, "toot") == line


@given(st.text())
def test_no_value_breaks_the_check(value: str) -> None:
    """Whatever is written, it is right or told with its value."""
    for key in ("question", "toot", "bluesky", "conversation"):
        told = problems({key: value})

        assert told == {} or f"'{value}'" in told[key]


def test_site_that_says_nothing_has_all_doors() -> None:
    """The specification's doors in its order; the author's own are unknown."""
    assert read_settings({"SITENAME": "x"}) == Settings(
        question="Who would you like to hear say something about this?",
        email="",
        creator="",
        person=("email", "sms", "whatsapp", "telegram", "copy", "share"),
        room=("mastodon", "bluesky", "threads", "linkedin", "x", "reddit", "hackernews"),
    )


def test_settings_are_taken() -> None:
    """Lists and tuples name doors alike, and none is a choice, too."""
    settings = read_settings(
        {
            "CONVERSATION_QUESTION": "And you?",
            "CONVERSATION_EMAIL": "a@b.example",
            "CONVERSATION_CREATOR": "@a@b.example",
            "CONVERSATION_PERSON": ["copy", "email"],
            "CONVERSATION_ROOM": (),
        }
    )

    assert settings == Settings("And you?", "a@b.example", "@a@b.example", ("copy", "email"), ())


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("EMIAL", "x", "CONVERSATION_EMIAL is unknown — write CONVERSATION_EMAIL, or take it out"),
        ("ROOMS", [], "CONVERSATION_ROOMS is unknown — write CONVERSATION_ROOM, or take it out"),
        ("EMAIL", 3, "CONVERSATION_EMAIL is 3 — write a text in quotes"),
        ("EMAIL", None, "CONVERSATION_EMAIL is None — write a text in quotes"),
        ("ROOM", "x", "CONVERSATION_ROOM is 'x' — write a list of names in quotes"),
        ("ROOM", None, "CONVERSATION_ROOM is None — write a list of names in quotes"),
        ("ROOM", ["x", "email"], f"CONVERSATION_ROOM: 'email' is no door — write {ROOM}"),
        ("ROOM", ["Mastodon"], f"CONVERSATION_ROOM: 'Mastodon' is no door — write {ROOM}"),
        ("ROOM", [3], f"CONVERSATION_ROOM: '3' is no door — write {ROOM}"),
        (
            "PERSON",
            ["signal"],
            "CONVERSATION_PERSON: 'signal' is no door — write "
            "email, sms, whatsapp, telegram, copy, share",
        ),
    ],
)
def test_wrong_setting_is_told_whole(name: str, value: object, told: str) -> None:
    """The message names the setting, quotes the value, and says what to write."""
    with pytest.raises(ConversationError) as caught:
        read_settings({f"CONVERSATION_{name}": value})

    assert str(caught.value) == f"setting {told}"


def test_name_like_no_other_is_told_with_one_that_is() -> None:
    """Where none is near, some known name is better than none."""
    with pytest.raises(ConversationError) as caught:
        read_settings({"CONVERSATION_ZZZZ": 1, "CONVERSATION_EMAIL": 2})

    first, second = str(caught.value).splitlines()
    assert first.startswith("setting CONVERSATION_ZZZZ is unknown — write CONVERSATION_")
    assert second == "setting CONVERSATION_EMAIL is 2 — write a text in quotes"


@pytest.mark.parametrize("question", ["", "  "])
def test_standing_question_is_a_question(question: str) -> None:
    """An empty standing question would ask nothing; it is refused as an empty `Question:` is."""
    with pytest.raises(ConversationError) as caught:
        read_settings({"CONVERSATION_QUESTION": question})

    assert f"setting CONVERSATION_QUESTION is {question!r}" in str(caught.value)
