"""What is wrong with the conversation of a source is told without building the site."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation import check_source
from conversation.inspection import Remark

NONE = Remark(
    1,
    "has no question, so the site's own is asked — write 'Question: …?' to the reader",
    advice=True,
)


@dataclass(frozen=True)
class Field:
    """One key, as whoever reads sources has it."""

    value: str


@dataclass(frozen=True)
class Source:
    """A source of these lines, and its front matter, too."""

    lines: tuple[str, ...]
    kind: str = "article"

    @property
    def text(self) -> str:
        return "\n".join([*self.lines, "", "Text.", ""])

    @property
    def front(self) -> Source:
        return self

    def find(self, key: str) -> Field | None:
        found = (line.partition(":") for line in self.lines)
        return next((Field(value.strip()) for name, _, value in found if name.lower() == key), None)


def _told(*lines: str, kind: str = "article") -> list[Remark]:
    return list(check_source(Source(("Title: T", *lines), kind)))


@pytest.mark.parametrize(
    "question",
    [
        "Why?",
        "Why not?!",
        "“Why?”",
        "(Why?)",
        "Why? ",
        "为什么？",
        "لماذا؟",
        "Γιατί;",
        "Why‽",
        "Pourquoi ?",
    ],
)
def test_question(question: str) -> None:
    """A question that ends as questions do, in one script or another, is one."""
    assert _told(f"Question: {question}") == []


@pytest.mark.parametrize("question", ["Tell me", "Why? Tell me.", "?Why", "Why…"])
def test_question_without_a_mark(question: str) -> None:
    """What asks nothing is advised of at its line."""
    fault = f"Question '{question}' has no question mark — ask one"

    assert _told("Date: 2026-01-02", f"QUESTION: {question}") == [Remark(3, fault, advice=True)]


def test_no_question() -> None:
    """Without one the site's own is asked, and advice says so."""
    assert _told() == [NONE]


def test_empty_question() -> None:
    """An empty question is an error, and no advice stands beside it."""
    fault = "Question '' is empty — write a question, or take the line out"

    assert _told("Question:") == [Remark(2, fault)]


def test_conversation_that_is_off() -> None:
    """Where there is no conversation no question is missed."""
    assert _told("Conversation: off") == []
    assert _told("Conversation: OFF", "Question: Tell me") == []


@pytest.mark.parametrize(
    ("line", "fault"),
    {
        "Conversation: no": "Conversation 'no' is no choice — write off, or take the line out",
        "Toot: mastodon.social/@ada/1": "Toot 'mastodon.social/@ada/1' is no post of yours — "
        "write its own address, https://HOST/@you/115600000000000001",
        "Bluesky: https://bsky.app/profile/ada": "Bluesky 'https://bsky.app/profile/ada' is no "
        "post of yours — write its own address, https://bsky.app/profile/YOU/post/KEY",
    }.items(),
)
def test_key_that_is_wrong(line: str, fault: str) -> None:
    """Each key that the conversation reads is told at its line."""
    assert _told("Question: Why?", line) == [Remark(3, fault)]


def test_page_has_no_conversation() -> None:
    """A page asks nothing, and nothing is told of it."""
    assert _told(kind="page") == []


@given(st.lists(st.sampled_from(["Question", "Toot", "Bluesky", "Conversation", "X"])), st.text())
def test_no_value_raises(keys: list[str], value: str) -> None:
    """Whatever the keys hold, what is told has a line of the text."""
    lines = [f"{key}: {value}" for key in keys]

    told = _told(*lines)

    last = len(Source(("Title: T", *lines)).text.split("\n"))
    assert [remark for remark in told if not 1 <= remark.line <= last] == []
