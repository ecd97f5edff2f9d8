"""What a rant ends in: the lesson, as data."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from .deadline import Deadline


@dataclass(frozen=True)
class Lesson:
    """One lesson: a sentence, a text, one thing to do, by when, and words to begin with.

    `title` and `openers` are plain text; `body` (blocks) and `action` (inline) are sanitised
    HTML. Each but the title may be empty.
    """

    title: str
    body: Markup = Markup()
    action: Markup = Markup()
    deadline: Deadline | None = None
    openers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    """Something the writer has to mend: the line in the source, 1 for the first, and what.

    Advice is told and stops nothing.
    """

    line: int
    message: str
    advice: bool = False

    def at(self, path: str) -> str:
        """The problem as one line that names its place in `path`."""
        return f"{path}:{self.line}: {self.message}"
