"""What is passed on, and what is left out first where there is little room."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation import Author, Budget, Conversation, Message, compose
from conversation.message import plain
from conversation.network import ROOM

MESSAGE = Message(
    question="Who is the last person you got to know?",
    title="Forget how many followers you have",
    url="https://rants.example/a/",
    lesson="Start knowing them.",
)


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        (
            200,
            "Who is the last person you got to know?\n\n"
            "Forget how many followers you have: Start knowing them.",
        ),
        (
            110,
            "Who is the last person you got to know?\n\nForget how many followers you have",
        ),
        (70, "Who is the last person you got to know?"),
        (50, "Who is the last person…"),
        (30, "Who…"),
    ],
)
def test_least_needed_goes_first(limit: int, text: str) -> None:
    """First the lesson goes, then the title; the question is cut at a word."""
    assert compose(MESSAGE, Budget(limit)) == text


def test_no_room_for_words_is_no_error() -> None:
    """Where the address alone is too much, nothing but the address is passed on."""
    assert compose(MESSAGE, Budget(10)) == ""


@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=400))
def test_form_fits_every_network_that_reads_it(question: str, title: str, lesson: str) -> None:
    """The field's text, with the whole address, is within the least of the form's networks."""
    message = Message(question, title, MESSAGE.url, lesson)

    conversation = Conversation(message, Author(), to_person=(), to_room=tuple(ROOM))

    assert conversation.text.endswith(MESSAGE.url)
    words = conversation.text.removesuffix(MESSAGE.url)
    for network in ROOM.values():
        if network.form:
            assert network.budget.holds(words.rstrip("\n") + "\n", MESSAGE.url)


def test_doors_are_those_of_the_settings_in_their_order() -> None:
    """Each circle has the doors that were named, in that order; the author's as he has them."""
    author = Author("me@rants.example", "https://s.example/@me/1", "")

    conversation = Conversation(
        MESSAGE, author, to_person=("copy", "email"), to_room=("x", "mastodon")
    )

    assert [door.name for door in conversation.answer] == ["email", "mastodon"]
    assert [door.syndication for door in conversation.answer] == [False, True]
    assert [door.name for door in conversation.person] == ["copy", "email"]
    assert [door.name for door in conversation.room] == ["x", "mastodon"]


def test_nothing_is_made_before_it_is_read() -> None:
    """A conversation is its fields: two of the same are equal, whatever was read of them."""
    unread = Conversation(MESSAGE, Author(), to_person=("nowhere",), to_room=("x",))
    read = Conversation(MESSAGE, Author(), to_person=("nowhere",), to_room=("x",))

    assert read.text.startswith(read.question)
    with pytest.raises(KeyError, match="nowhere"):
        read.person  # noqa: B018  -- it is reading it that fails

    assert read == unread
    assert vars(unread) == {field.name: getattr(unread, field.name) for field in fields(unread)}


@given(st.text())
def test_plain_text_is_the_same_the_short_way(text: str) -> None:
    """Text of printable characters alone is taken whole; with a control character it is sifted."""
    assert plain(f"{text}\x1b") == plain(text)
