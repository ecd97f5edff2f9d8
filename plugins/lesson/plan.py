"""The reader's own plan: the sentence with its blanks, and the mail that takes it along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from .lesson import Lesson
from .words import N_

SLOTS = ("day", "time", "name", "question")
BLANK = "…"
DO_THIS = N_("Do this: %(deed)s")
QUOTED = N_("“%(opener)s”")
LONGEST = 1800  # of a link that every mail program takes
_SLOT = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Part:
    """A piece of the plan's sentence: words, or the blank for what `slot` names."""

    text: str
    slot: str = ""


def read_plan(text: str) -> tuple[Part, ...]:
    """Part a sentence such as `If it is {day} at {time}, …` into words and blanks.

    An empty text is no plan. Raises `ValueError` where a blank is unknown, missing or there
    twice; the message is the remedy.
    """
    found = _SLOT.findall(text)
    if text and (sorted(found) != sorted(SLOTS) or {"{", "}"} & set(_SLOT.sub("", text))):
        names = ", ".join(f"{{{name}}}" for name in SLOTS)
        raise ValueError(f"write a sentence with each of {names} in it once")
    return tuple(_parts(text))


def _parts(text: str) -> Iterator[Part]:
    for number, piece in enumerate(_SLOT.split(text)):
        if number % 2:
            yield Part(BLANK, piece)
        elif piece:
            yield Part(piece)


def mail_to_self(
    lesson: Lesson,
    *,
    url: str,
    warm_up: str,
    plan: tuple[Part, ...],
    do_this: str = DO_THIS,
    quoted: str = QUOTED,
) -> str:
    """The link that opens a mail with the lesson, to be sent to oneself (RFC 6068, section 2).

    `url` is the box's own address, which is never left out; where the link would be longer than
    1,800 characters, first the openers go, then the warm-up, then what to do; last the lesson ends
    early.
    """
    sentence = "".join(part.text for part in plan)
    deed = do_this.replace("%(deed)s", lesson.deed) if lesson.deed else ""
    openers = "\n".join(quoted.replace("%(opener)s", opener) for opener in lesson.openers)
    title = " ".join(lesson.title.split())
    for paragraphs in (
        [deed, warm_up, sentence, openers],
        [deed, warm_up, sentence],
        [deed, sentence],
        [sentence],
    ):
        link = _link(title, [*paragraphs, url])
        if len(link) <= LONGEST:
            return link
    return _link(_cut(title, LONGEST - len(_link("", [sentence, url]))), [sentence, url])


def _link(subject: str, paragraphs: list[str]) -> str:
    body = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    return f"mailto:?subject={_quoted(subject)}&body={_quoted(body)}"


def _quoted(text: str) -> str:
    return quote("\r\n".join(text.splitlines()), safe="")


def _cut(text: str, room: int) -> str:
    """As much of a text as takes `room` in a link, to the end of a word unless that halves it."""
    most = min(len(text), room)  # a character takes one of the link at least
    fitting = (end for end in range(most, 0, -1) if len(_quoted(f"{text[:end]} {BLANK}")) <= room)
    end = next(fitting, 0)
    whole = text[: end + 1].rpartition(" ")[0]
    return f"{whole if len(whole) > end / 2 else text[:end]} {BLANK}".lstrip()
