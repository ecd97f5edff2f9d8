"""The plan's sentence, and the mail that takes it along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from lesson import Deadline, Lesson, Part, Settings, mail_to_self, read_plan

PLAN = read_plan(Settings().plan)
WARM_UP = "Send one friendly line & wait."
URL = "https://rants.example/blog/a/?x=1&y=2#lesson"
LESSON = Lesson(
    title="Be kind & brave: 100 % ü 🦋 +1?",
    body=Markup("<p>Text.</p>"),
    action=Markup("call <em>one</em> friend &amp; ask"),
    deadline=Deadline("2026-12-01", date(2026, 12, 1)),
    openers=("How are you?", "What’s new = old?"),
)
SENTENCE = "If it is … at …, I write to … and ask: …"
REMEDY = "write a sentence with each of {day}, {time}, {name}, {question} in it once"


def mail(lesson: Lesson, url: str = URL, warm_up: str = WARM_UP) -> str:
    return mail_to_self(lesson, url=url, warm_up=warm_up, plan=PLAN)


def opened(link: str) -> tuple[str, str]:
    """The subject and the text of the mail that a link opens (RFC 6068)."""
    head, _, fields = link.partition("?")
    names, values = zip(*(field.split("=") for field in fields.split("&")), strict=True)
    assert (head, names) == ("mailto:", ("subject", "body"))
    subject, body = (unquote(value, errors="strict") for value in values)
    return subject, body


def test_sentence_is_parted_at_its_blanks() -> None:
    """Words and blanks stand in their order; a blank has the name of what fills it."""
    plan = read_plan("If it is {day} at {time}, I write to {name} and ask: {question}")

    assert plan == (
        Part("If it is "),
        Part("…", "day"),
        Part(" at "),
        Part("…", "time"),
        Part(", I write to "),
        Part("…", "name"),
        Part(" and ask: "),
        Part("…", "question"),
    )


def test_blanks_stand_in_any_order() -> None:
    """Another language's sentence may begin with a blank, and put two side by side."""
    plan = read_plan("{name}{question}: {time}, {day}.")

    assert plan == (
        Part("…", "name"),
        Part("…", "question"),
        Part(": "),
        Part("…", "time"),
        Part(", "),
        Part("…", "day"),
        Part("."),
    )


def test_empty_sentence_is_no_plan() -> None:
    """A site that wants no plan writes an empty text."""
    assert read_plan("") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Go.",
        " ",
        "{day} {time} {name}",
        "{day} {time} {name} {question} {day}",
        "{day} {time} {name} {questions}",
        "{day} {time} {name} {question} {place}",
        "{day} {time} {name} {Question}",
        "{day} {time} {name} { question }",
        "{day} {time} {name} {question!r}",
        "{day} {time} {name} {}",
        "{day} {time} {name} {question} {}",
        "{day} {time} {name} {question",
        "{day} {time} {name} {question} }",
        "{day} {time} {name} {{question}}",
        "{{day} {time} {name} {question}",
        "day time name question",
    ],
)
def test_blank_that_is_unknown_missing_or_twice_is_told(text: str) -> None:
    """A sentence that is not one of four blanks is refused with what mends it."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011  -- the whole message follows
        read_plan(text)

    assert str(caught.value) == REMEDY


@given(
    st.permutations(["{day}", "{time}", "{name}", "{question}"]),
    st.lists(st.text(st.characters(exclude_characters="{}")), min_size=5, max_size=5),
)
def test_no_word_of_a_sentence_is_lost(blanks: list[str], words: list[str]) -> None:
    """Put together again, the parts are the sentence; no words are empty."""
    sentence = "".join(word + blank for word, blank in zip(words, [*blanks, ""], strict=True))

    plan = read_plan(sentence)

    assert "".join(f"{{{part.slot}}}" if part.slot else part.text for part in plan) == sentence
    assert {part.text for part in plan if part.slot} == {"…"}
    assert all(part.text for part in plan)


@given(st.text("{}daytimenamequestion ", max_size=60) | st.text())
def test_no_text_breaks_the_reading_of_a_plan(text: str) -> None:
    """Any text at all is a plan or is refused with the remedy."""
    try:
        plan = read_plan(text)
    except ValueError as error:
        assert str(error) == REMEDY
    else:
        assert sorted(part.slot for part in plan if part.slot) == (
            ["day", "name", "question", "time"] if text else []
        )


def test_mail_has_all_the_words() -> None:
    """Opened, the mail has the lesson as its subject, and all that is to be done in its text."""
    subject, body = opened(mail(LESSON))

    assert subject == "Be kind & brave: 100 % ü 🦋 +1?"
    assert body == (
        "Do this: call one friend & ask, by 1 December 2026.\r\n\r\n"
        "Send one friendly line & wait.\r\n\r\n"
        f"{SENTENCE}\r\n\r\n"
        "“How are you?”\r\n“What’s new = old?”\r\n\r\n"
        "https://rants.example/blog/a/?x=1&y=2#lesson"
    )


def test_mail_leaves_no_gap_for_what_is_not_there() -> None:
    """A lesson of one sentence, in a site without warm-up and plan, is a mail of an address."""
    link = mail_to_self(Lesson("Be."), url=URL, warm_up="", plan=())

    assert link == (
        "mailto:?subject=Be.&body=https%3A%2F%2Frants.example%2Fblog%2Fa%2F%3Fx%3D1%26y%3D2%23lesson"
    )


def test_subject_is_one_line() -> None:
    """A break in a title parts words in a mail's subject, which can hold none."""
    subject, _ = opened(mail(replace(LESSON, title="a\nb \r\n c")))

    assert subject == "a b c"


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\r"], ids=ascii)
def test_break_in_the_text_is_crlf(mark: str) -> None:
    """However a setting breaks its lines, the mail has CRLF (RFC 6068, section 5)."""
    _, body = opened(mail(LESSON, warm_up=f"a{mark}b"))

    assert "\r\n\r\na\r\nb\r\n\r\n" in body


PARAGRAPHS = {
    "deed": "Do this: call one friend & ask, by 1 December 2026.",
    "warm-up": WARM_UP,
    "plan": SENTENCE,
    "openers": "“How are you?”\r\n“What’s new = old?”",
}
STEPS = (
    ("deed", "warm-up", "plan", "openers"),
    ("deed", "warm-up", "plan"),
    ("deed", "plan"),
    ("plan",),
)


def written(title: str, names: tuple[str, ...]) -> str:
    """The link with these paragraphs, made by hand."""
    body = "\r\n\r\n".join([*(PARAGRAPHS[name] for name in names), URL])
    return f"mailto:?subject={quote(title, safe='')}&body={quote(body, safe='')}"


@pytest.mark.parametrize(
    ("everything", "less"), [*pairwise(STEPS)], ids=["openers", "warm-up", "deed"]
)
def test_long_lesson_leaves_out_what_is_least(
    everything: tuple[str, ...], less: tuple[str, ...]
) -> None:
    """At 1,800 characters all is there; with one more the next goes, and nothing else."""
    room = 1800 - len(written("", everything))
    fits, exceeds = "x" * room, "x" * (room + 1)

    links = [mail(replace(LESSON, title=title)) for title in (fits, exceeds)]

    assert links == [written(fits, everything), written(exceeds, less)]
    assert len(links[0]) == 1800


def test_lesson_is_cut_last() -> None:
    """A lesson that leaves room for the plan and the address is whole; one longer is not."""
    room = 1800 - len(written("", ("plan",)))
    title = "x" * room

    whole, cut = (mail(replace(LESSON, title=text)) for text in (title, f"{title}x"))

    assert (len(whole), whole) == (1800, written(title, ("plan",)))
    assert cut == written("x" * (room - len(quote(" …"))) + " …", ("plan",))


def test_cut_lesson_ends_at_a_word() -> None:
    """Of a lesson that is longer than a mail as many words are there as have room."""
    title = " ".join(f"word{number}" for number in range(400))

    link = mail(replace(LESSON, title=title))

    subject, body = opened(link)
    words = subject.removesuffix(" …").split()
    assert subject.endswith(" …")
    assert words == title.split()[: len(words)]
    assert len(link) <= 1800 < len(link) + len("%20") + len(title.split()[len(words)])
    assert body == f"{SENTENCE}\r\n\r\n{URL}"


@pytest.mark.parametrize(
    "title",
    ["数" * 700, "ก" * 700, "🦋" * 700, f"{'数' * 300} {'语' * 300}", f"{'数' * 699} 语"],
    ids=["Han", "Thai", "four octets", "two long words", "a long word first"],
)
def test_lesson_of_long_words_is_cut_and_not_lost(title: str) -> None:
    """A language that puts no space between words still has its lesson's beginning."""
    link = mail(replace(LESSON, title=title))

    subject, body = opened(link)
    assert (len(link) <= 1800, body) == (True, f"{SENTENCE}\r\n\r\n{URL}")
    assert subject.startswith(title[:20])
    assert subject.endswith("…")


ANY = st.characters(exclude_categories=["Cs"], exclude_characters="\r")
TEXT = st.text(ANY, max_size=300) | st.text("数语ö 🦋", max_size=300) | st.text("a b\n&=?#%")


@given(TEXT, TEXT, st.lists(TEXT, max_size=3), TEXT, st.integers(0, 1200))
def test_mail_is_never_too_long_and_never_without_the_address(
    title: str, action: str, openers: list[str], warm_up: str, length: int
) -> None:
    """Whatever a lesson says, the link is ASCII, keeps to its length, and ends in the address."""
    url = f"https://rants.example/{'a' * length}/#lesson"
    lesson = Lesson(title, action=escape(action), openers=tuple(openers))

    link = mail(lesson, url=url, warm_up=warm_up)

    subject, body = opened(link)
    assert link.isascii()
    assert len(link) <= 1800
    assert body.endswith(url)
    assert body.removesuffix(url) == "" or body.removesuffix(url).endswith("\r\n\r\n")
    assert not set("\r\n") & set(subject)
    assert not set("\r\n") & set(body.replace("\r\n", ""))


def test_address_is_there_even_if_it_is_too_long() -> None:
    """An address that is longer than a link should be is whole, and all but the plan goes."""
    url = f"https://rants.example/{'a' * 2000}/#lesson"

    subject, body = opened(mail(LESSON, url=url))

    assert (subject, body) == ("…", f"{SENTENCE}\r\n\r\n{url}")
