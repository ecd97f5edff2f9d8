"""One reason not to publish, and the word by which the writer may agree to it."""

from __future__ import annotations

from dataclasses import dataclass

from ..problem import Problem


@dataclass(frozen=True)
class Refusal:
    """A problem with the word of consent that lifts it; without a word nothing does."""

    problem: Problem
    word: str = ""


def accepting(word: str) -> str:
    """Write the command that agrees, to stand at the end of a remedy."""
    return f'make publish ACCEPT="{word}"'
