"""A lesson on the page of its rant, its links made to lead there from any page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property
from urllib.parse import urlsplit

from markupsafe import Markup

from .deadline import Deadline
from .lesson import Lesson
from .links import resolved, without_ids
from .plan import DO_THIS, QUOTED, mail_to_self, read_plan


@dataclass(frozen=True)
class LessonAtHome:
    """What an article has as its lesson.

    `written` is the lesson as Markdown made it, its links to other sources resolved; `url` the
    article's, below `site`, the site's address; `warm_up` and `plan` are the settings, `do_this`
    and `quoted` messages. All else follows from these alone, and is made when a page asks for it.
    """

    written: Lesson
    url: str
    site: str
    warm_up: str
    plan: str
    do_this: str = DO_THIS
    quoted: str = QUOTED

    @property
    def title(self) -> str:
        """The lesson in one sentence, as text."""
        return self.written.title

    @property
    def body(self) -> Markup:
        """The text, each address in it from the root on."""
        return self.here.body

    @property
    def action(self) -> Markup:
        """What to do, each address in it from the root on."""
        return self.here.action

    @property
    def deadline(self) -> Deadline | None:
        """By when."""
        return self.written.deadline

    @property
    def openers(self) -> tuple[str, ...]:
        """What to begin with, as text."""
        return self.written.openers

    @property
    def is_open(self) -> bool:
        """Whether the action's sentence goes on to say by when."""
        return self.here.is_open

    @cached_property
    def here(self) -> Lesson:
        """The lesson as it stands in its box."""
        written = self.written
        base = f"{_root(self.site)}/{self.url}"
        body, action = resolved(written.body, base), resolved(written.action, base)
        if body is written.body and action is written.action:  # as where there is no link
            return written
        return replace(written, body=body, action=action)

    @cached_property
    def away(self) -> Lesson:
        """The lesson as it can stand among others, without its ids."""
        here = self.here
        return replace(here, body=without_ids(here.body), action=without_ids(here.action))

    @cached_property
    def mail(self) -> str:
        """The link that sends the lesson to oneself."""
        return mail_to_self(
            self.written,
            url=f"{self.site}/{self.url}#lesson",
            warm_up=self.warm_up,
            plan=read_plan(self.plan),
            do_this=self.do_this,
            quoted=self.quoted,
        )


@cache
def _root(site: str) -> str:
    """The path of a site's address, without a slash at its end."""
    return urlsplit(site).path.rstrip("/")
