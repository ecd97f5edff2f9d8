"""Replies by email: pasted by the writer, with consent or not at all."""

from __future__ import annotations

import pytest

from conversation.replies.letter import find_faults, read_letter
from conversation.replies.record import RecordError
from conversation.replies.reply import Author, Reply

NAME = "2026-11-25-mira"
LETTER = """\
Name: Mira
Url: https://mira.example/
Date: 2026-11-24 21:30
Consent: yes, by mail on 25 November 2026
Lang: en

I wrote to *one* person.

She answered.
"""


def told(text: str, name: str = NAME) -> list[str]:
    return [f"{fault.line}: {fault.message}" for fault in find_faults(text, name)]


def test_letter_is_a_reply() -> None:
    """The head says who, where and when; the words are Markdown; the writer has decided."""
    assert read_letter(LETTER, NAME) == Reply(
        key=f"email:{NAME}",
        via="email",
        author=Author("Mira", "https://mira.example/"),
        published="2026-11-24",
        html="<p>I wrote to <em>one</em> person.</p>\n<p>She answered.</p>",
        lang="en",
        state="approved",
        why="reviewed",
    )


@pytest.mark.parametrize("text", [
    "Name: Mira\nConsent: Yes\n\nWords.",
    "\ufeffname: Mira\r\nCONSENT: yes.\r\n\r\nWords.\r\n",
])  # fmt: skip
def test_little_is_enough(text: str) -> None:
    """A name, the consent and words; the day is that of the file."""
    assert read_letter(text, NAME) == Reply(
        f"email:{NAME}", "email", Author("Mira"), "2026-11-25", "<p>Words.</p>",
        state="approved", why="reviewed",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        ("Consent: yes, by mail on 25 November 2026\n", "",
         ["1: has no consent — ask Mira, then write 'Consent: yes' and when"]),
        ("yes, by mail on 25 November 2026", "asked",
         ["4: Consent 'asked' is no yes — ask Mira, then write 'Consent: yes' and when"]),
        ("yes, by mail on 25 November 2026", "",
         ["4: has no consent — ask Mira, then write 'Consent: yes' and when"]),
        ("yes, by", "yesterday, by",
         ["4: Consent 'yesterday, by mail on 25 November 2026' is no yes"
          " — ask Mira, then write 'Consent: yes' and when"]),
        ("Name: Mira\n", "", ["1: has no name — write 'Name: …', as they want it"]),
        ("Url: https://mira.example/", "Url: javascript:alert(1)",
         ["2: Url 'javascript:alert(1)' is no address"
          " — write one that begins with https://, or take the line out"]),
        ("2026-11-24 21:30", "Tuesday", ["3: Date 'Tuesday' is no day — write 'Date: 2026-11-23'"]),
        ("Lang: en", "Lang: in English",
         ["5: Lang 'in English' is no language — write it as 'en'"]),
        ("Lang:", "Langs:", ["5: 'Langs' is unknown — write Lang, or take it out"]),
        ("Lang: en", "Name: Mira", ["5: Name stands twice — take one line out"]),
        ("\nI wrote to *one* person.\n\nShe answered.\n", "",
         ["1: has no words — paste them below an empty line"]),
    ],
)  # fmt: skip
def test_fault_is_told_with_its_line(old: str, new: str, faults: list[str]) -> None:
    """What is wrong is told with its line and its remedy, and nothing is read."""
    assert LETTER.count(old) == 1

    text = LETTER.replace(old, new)

    assert told(text) == faults
    with pytest.raises(RecordError):
        read_letter(text, NAME)


def test_all_is_told_at_once() -> None:
    """A file without a head lacks all of it."""
    assert told("Just words.", "mira") == [
        "1: has no name — write 'Name: …', as they want it",
        "1: has no consent — ask the person, then write 'Consent: yes' and when",
        "1: has no date — write 'Date: 2026-11-23'",
    ]


def test_words_that_look_like_a_head_stay_words() -> None:
    """Below the empty line nothing is a head any more."""
    reply = read_letter("Name: Mira\nConsent: yes\n\nNote: I did.\n\nName: not mine", NAME)

    assert (reply.author.name, reply.html) == (
        "Mira",
        "<p>Note: I did.</p>\n<p>Name: not mine</p>",
    )
