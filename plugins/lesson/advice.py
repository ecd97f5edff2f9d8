"""What might be better in a lesson that is one: advice is told and stops nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from .lesson import Problem
from .verb import begins_with_verb
from .written import Written

MOST = 200  # characters of a lesson's sentence
_ADDRESS = re.compile(r"\w+://\S*\w")
_UNMARKED = frozenset({"bo", "ja", "km", "lo", "my", "th"})  # they ask by a word, without a mark


def advise(written: Written, lang: str) -> Iterator[Problem]:
    """A sentence that is too long, an action that begins with no verb, an opener that asks nothing.

    `lang` is the text's language (BCP 47). Only in English is a verb known as one.
    """
    tongue = lang.lower().replace("_", "-").partition("-")[0]
    if len(written.title) > MOST:
        fault = f"'{_short(written.title)}' has {len(written.title)} characters"
        remedy = f"say it in {MOST} at most, and the rest in the text below"
        yield Problem(written.line, f"{fault} — {remedy}", advice=True)
    for field in written.fields:
        quoted = f"{field.name} '{_short(field.value)}'"
        if field.name == "Do" and tongue == "en" and not begins_with_verb(field.value):
            remedy = "write it as a request: 'ask …', 'send …', 'write down …'"
            yield Problem(field.line, f"{quoted} begins with no verb — {remedy}", advice=True)
        if field.name == "Say" and field.value and not _asks(field.value, tongue):
            remedy = "end it in a question about the other person"
            yield Problem(field.line, f"{quoted} asks nothing — {remedy}", advice=True)


def _asks(opener: str, tongue: str) -> bool:
    """Whether there is a question mark, of any script, that is no part of an address."""
    marks = set(_ADDRESS.sub("", opener))
    if tongue in _UNMARKED or (tongue == "el" and ";" in marks):
        return True
    return any(_is_question_mark(mark) for mark in marks)


def _is_question_mark(mark: str) -> bool:
    name = unicodedata.name(mark, "")
    return "QUESTION MARK" in name or name.endswith("INTERROBANG")


def _short(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:59].rstrip()}…"
