"""The words a reader passes on: the question first, then what it is about, then where."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from .language import N_

# What a reader is asked who has done the lesson.
PROMPTS = (
    N_("Whom did you choose, and why?"),
    N_("What did you ask?"),
    N_("What surprised you?"),
)
_ELLIPSIS = "…"


@dataclass(frozen=True)
class Message:
    """What one post has to say to a friend, as plain text; `url` is its permalink."""

    question: str
    title: str
    url: str
    lesson: str = ""


@dataclass(frozen=True)
class Budget:
    """How much a network takes: `limit` units as `weigh` counts them.

    `url` is what an address costs there; None where it costs what it weighs.
    """

    limit: int
    url: int | None = None
    weigh: Callable[[str], int] = len

    def holds(self, text: str, url: str) -> bool:
        """Whether `text` and the address `url` fit together."""
        cost = self.weigh(url) if self.url is None else self.url
        return self.weigh(text) + cost <= self.limit


@lru_cache(maxsize=64)  # one post's words, which are asked for again for each network
def plain(text: str) -> str:
    """The text without control characters, in NFC, with one kind of line break.

    Direction marks and joiners stay: they are part of how the words are written.
    """
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if lines.isprintable():  # as almost all are; then there is nothing to leave out
        return lines.strip()
    kept = (" " if char == "\t" else char for char in lines)
    return "".join(char for char in kept if char == "\n" or _is_text(char)).strip()


def compose(message: Message, *budgets: Budget) -> str:
    """The message without its address, cut down until every budget holds it and the address.

    First the lesson goes, then the title; last the question ends at a word, with an ellipsis.
    """
    question, title = plain(message.question), plain(message.title)
    about = f"{title}: {plain(message.lesson)}" if message.lesson else title
    for text in (f"{question}\n\n{about}\n", f"{question}\n\n{title}\n", f"{question}\n"):
        if _fits(text, message.url, budgets):
            return text.rstrip("\n")
    return shorten(question, lambda text: _fits(text + "\n", message.url, budgets))


def with_address(text: str, url: str) -> str:
    """The text with the address on a line of its own, as the last one."""
    return f"{text}\n{url}" if text else url


def shorten(text: str, fits: Callable[[str], bool]) -> str:
    """The longest beginning of `text` that `fits`, ending at a word; empty where none does."""
    if fits(text):
        return text
    words = text.split(" ")
    for count in range(len(words) - 1, 0, -1):
        candidate = " ".join(words[:count]).rstrip(" ,;:-–—") + _ELLIPSIS
        if fits(candidate):
            return candidate
    for length in range(len(words[0]), 0, -1):
        if fits(text[:length] + _ELLIPSIS):
            return text[:length] + _ELLIPSIS
    return ""


def _fits(text: str, url: str, budgets: tuple[Budget, ...]) -> bool:
    return all(budget.holds(text, url) for budget in budgets)


def _is_text(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cs")
