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

    @property
    def is_open(self) -> bool:
        """Whether the action's sentence goes on to say by when; a question, say, has ended."""
        return not self.action.striptags().endswith(("!", "?", "…"))

    @property
    def deed(self) -> str:
        """What to do and by when, one sentence of plain text; empty where nothing is to be done."""
        words = self.deadline.words if self.deadline else ""
        action = self.action.striptags()
        if not self.is_open:
            return f"{action} {words[:1].upper()}{words[1:]}." if words else action
        action = action.rstrip(".")
        return f"{action}{f', {words}' if words else ''}." if action else ""


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
