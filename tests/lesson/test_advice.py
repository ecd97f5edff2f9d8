"""What might be better in a lesson is told, and stops nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson import Problem, check_source
from lesson.inspection import is_plain
from tests.lesson.test_inspection import Site, Source, texts

FRONT = "Title: T\nDate: 2026-01-02\n\nText.\n\n"
PLAIN, TWICE = '!!! lesson "L."', '!!! Lesson "L."'  # the second is no plain one


def _told(text: str, **about: str) -> list[Problem]:
    return list(check_source(Source(f"{FRONT}{text}", **about)))


def _verb(line: int, action: str) -> Problem:
    fault = f"Do '{action}' begins with no verb"
    remedy = "write it as a request: 'ask …', 'send …', 'write down …'"
    return Problem(line, f"{fault} — {remedy}", advice=True)


def _question(line: int, opener: str) -> Problem:
    fault = f"Say '{opener}' asks nothing"
    return Problem(line, f"{fault} — end it in a question about the other person", advice=True)


def _length(line: int, title: str, characters: int) -> Problem:
    fault = f"'{title}' has {characters} characters"
    remedy = "say it in 200 at most, and the rest in the text below"
    return Problem(line, f"{fault} — {remedy}", advice=True)


@pytest.mark.parametrize("heading", [PLAIN, TWICE])
def test_advice_has_its_line(heading: str) -> None:
    """Each piece of advice quotes what is meant and names the line it begins on."""
    fields = "    Do: a letter\n    By: today\n    Say: I liked it.\n    Say: How are you?\n"

    told = _told(f"{heading}\n    Text.\n\n{fields}")

    assert told == [_verb(9, "a letter"), _question(11, "I liked it.")]


@pytest.mark.parametrize("heading", [PLAIN, TWICE])
def test_value_of_two_lines(heading: str) -> None:
    """A line that goes on in the next is read to its end."""
    fields = "    Say: I liked\n    what you made. How is it?\n    Do: today,\n    ask\n"

    told = _told(f"{heading}\n    Text.\n\n{fields}    Say: one\n    two\n\n    Why?\n")

    assert told == [_question(13, "one two")]


@pytest.mark.parametrize("heading", ["lesson", "Lesson"])
@pytest.mark.parametrize(("characters", "long"), [(199, False), (200, False), (201, True)])
def test_length_of_the_sentence(heading: str, characters: int, long: bool) -> None:
    """The lesson is its sentence, without the spaces around it: 200 characters pass."""
    title = "Ask  " + "é" * (characters - 4)

    told = _told(f'!!! {heading} " {title} "\n    {"Text. " * 99}\n')

    assert told == ([_length(6, f"Ask {'é' * 55}…", 201)] if long else [])


def test_long_value_is_cut() -> None:
    """A message quotes as much as is needed to find what it is about."""
    told = _told(f"{PLAIN}\n    Do: a letter {'or two ' * 20}\n    Say: {'a' * 60}\n")

    assert told == [
        _verb(7, "a letter or two or two or two or two or two or two or two o…"),
        _question(8, "a" * 60),
    ]


NOT_TOLD = {
    "indented code": "        Do: a letter\n        Say: Hello.\n",
    "a fence": "```\n    Do: a letter\n```\n",
    "HTML": "<div>\n    Do: a letter\n</div>\n",
    "code in a line": "    `Do: a letter` is one.\n",
    "a list": "    * Do: a letter\n    * Say: Hello.\n",
    "a quotation": "    > Do: a letter\n    > Say: Hello.\n",
    "within a sentence": "    They say Do: a letter.\n",
    "a comment": "<!--\n    Do: a letter\n-->\n",
}


@pytest.mark.parametrize("text", NOT_TOLD.values(), ids=NOT_TOLD)
def test_what_only_looks_like_a_field(text: str) -> None:
    """What the lesson does not take for its action or an opener is not told."""
    assert _told(f"{PLAIN}\n    Text.\n\n{text}") == []


def test_lesson_in_a_fence() -> None:
    """Of two lessons that which is one is read, whatever stands in the other."""
    fence = '```\n!!! lesson "A."\n    Do: a letter\n```\n'

    assert _told(f"{fence}\n{PLAIN}\n    Do: a walk\n") == [_verb(12, "a walk")]


def test_lesson_that_is_not_the_first() -> None:
    """Of what is no lesson of the post nothing is told but that."""
    second = f"{PLAIN}\n    Do: a letter\n\n{PLAIN}\n    Do: a walk\n"
    in_a_list = f"* a\n\n    {PLAIN}\n        Do: a letter\n"

    assert [problem for problem in _told(second) if problem.advice] == [_verb(7, "a letter")]
    assert [problem for problem in _told(in_a_list) if problem.advice] == []


def test_advice_beside_an_error() -> None:
    """All at once: what is wrong, and what might be better."""
    told = _told(f"{PLAIN}\n    Do: a letter\n    By: never\n")

    assert [(problem.line, problem.advice) for problem in told] == [(8, False), (7, True)]
    assert told[1] == _verb(7, "a letter")


def test_empty_field_is_an_error_alone() -> None:
    """What is empty is told to be empty, and not what it lacks besides."""
    told = _told(f"{PLAIN}\n    Text.\n\n    Do:\n    By: today\n    Say:\n")

    assert [(problem.line, problem.advice) for problem in told] == [(9, False), (11, False)]


@pytest.mark.parametrize("about", [{"status": "draft"}, {"kind": "page"}, {"status": "hidden"}])
def test_whatever_the_source_is(about: dict[str, str]) -> None:
    """A draft and a page get the advice that a post gets."""
    assert _told(f"{PLAIN}\n    Do: a letter\n", **about) == [_verb(7, "a letter")]


@pytest.mark.parametrize(
    ("lang", "english"),
    {"en": True, "en-gb": True, "EN_US": True, "eng": False, "de": False, "enm": False}.items(),
)
def test_verb_in_another_language(lang: str, english: bool) -> None:
    """Where the language is not English, no word is known for a verb or for none."""
    told = _told(f"{PLAIN}\n    Do: einen Brief schreiben\n", lang=lang)

    assert told == ([_verb(7, "einen Brief schreiben")] if english else [])


@pytest.mark.parametrize(
    "opener",
    [
        "How are you?",
        "How are you? I ask because I care.",
        "“How are you?”",
        "How are you ?",
        "How are you?!",
        "How are you‽",
        "How are you⁇",
        "您好吗？",
        "كيف حالك؟",
        "Τι κάνεις\u037e",
        "Ինչպե՞ս ես",
        "እንዴት ነህ፧",
        "¿Cómo estás?",
        "Have you seen https://example.org/?",
        "You said … and I wonder: why?",
    ],
)
def test_opener_that_asks(opener: str) -> None:
    """A question mark is one in any script, wherever it stands."""
    assert _told(f"{PLAIN}\n    Text.\n\n    Say: {opener}\n") == []


@pytest.mark.parametrize(
    "opener", ["I liked it.", "Tell me; I listen.", "See https://example.org/?a=b", "…", "Why"]
)
def test_opener_that_asks_nothing(opener: str) -> None:
    """A mark that belongs to an address asks nothing, nor does another mark."""
    assert _told(f"{PLAIN}\n    Text.\n\n    Say: {opener}\n") == [_question(9, opener)]


@pytest.mark.parametrize(
    ("lang", "opener"), [("ja", "お元気ですか。"), ("th", "สบายดีไหม"), ("el", "Τι κάνεις;")]
)
def test_language_that_asks_in_its_own_way(lang: str, opener: str) -> None:
    """Where a question needs no mark, or has the semicolon for one, none is missed."""
    assert _told(f"{PLAIN}\n    Text.\n\n    Say: {opener}\n", lang=lang) == []
    assert _told(f"{PLAIN}\n    Text.\n\n    Say: {opener}\n", lang="de") == [_question(9, opener)]


def test_plain_lesson_is_not_converted() -> None:
    """What is plain is read without Markdown, so that ten thousand posts are read at once."""
    source = Source(f"{FRONT}{PLAIN}\n    Do: a letter\n", site=Site(settings={}))

    assert list(check_source(source)) == [_verb(7, "a letter")]


@given(texts())
def test_plain_or_not_the_advice_is_the_same(text: str) -> None:
    """The lines of a plain text say what its conversion says."""
    if not is_plain(text):
        return

    converted = text.replace("!!! lesson", "!!! Lesson")

    assert list(check_source(Source(text))) == list(check_source(Source(converted)))


@given(st.one_of(texts(), st.text()), st.sampled_from(["en", "de", "el", "ja", "", "-"]))
def test_advice_stops_nothing(text: str, lang: str) -> None:
    """Whatever is written, advice raises nothing, is marked as such, and names a line of it."""
    told = list(check_source(Source(text, lang=lang)))

    last = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    words = ("begins with no verb", "asks nothing", "characters —")
    ours = [problem for problem in told if any(word in problem.message for word in words)]
    assert [problem for problem in ours if not problem.advice] == []
    assert [problem for problem in ours if not 1 <= problem.line <= last] == []
