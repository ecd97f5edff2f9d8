"""What people said, as a page shows it: who, where, when in words, and the words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property

from markupsafe import Markup

from ..language import Language
from .moderation import Rules, shown
from .record import Record, read_moment
from .reply import Reply
from .thread import Turn, build_thread
from .words import NOBODY, Words, host_of, initials, link_to, name_of, tamed, words

_NETWORKS = {"mastodon": "Mastodon", "bluesky": "Bluesky"}
_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
MOST_OF_WARNING = 120


@dataclass(frozen=True)
class Place:
    """Where something was said: its name, which a mail has none, and its address, or nothing."""

    name: str = ""
    url: str = ""


@dataclass(frozen=True)
class Said:
    """One reply: `name` and `url` of who said it, where, the day in words, and the words.

    `moment` is `day` for machines; both may be empty, as may `lang`, `warning` and `words`. `raw`
    is what was written, fit for no page; it is made into `words` when a page is made of them.
    """

    name: str
    url: str
    initials: str
    is_me: bool
    place: Place
    moment: str
    day: str
    lang: str
    warning: str
    raw: str
    answers: tuple[Said, ...] = ()

    @property
    def words(self) -> Markup:
        """The words, sanitised."""
        return self._words.html

    @property
    def is_cut(self) -> bool:
        """Whether the place has the rest of the words."""
        return self._words.is_cut

    @cached_property
    def _words(self) -> Words:
        return words(self.raw)


@dataclass(frozen=True)
class Voices:
    """What people said of a post, the oldest first, and the places where there is more."""

    said: tuple[Said, ...] = ()
    more: tuple[Place, ...] = ()


def hear(
    record: Record | None,
    letters: Iterable[Reply],
    rules: Rules,
    *,
    zone: tzinfo,
    language: Language,
) -> Voices:
    """What may be shown of a record, or of none, and of letters.

    A day is one in `zone`, written in the site's language.
    """
    replies = [*(record.replies if record else ()), *letters]
    thread = build_thread(shown(replies, rules))
    calendar = _Calendar(zone, language)
    said = tuple(_said(turn, calendar) for turn in thread.turns)
    return Voices(said, _more(record, is_cut=thread.is_cut) if record and said else ())


@dataclass(frozen=True)
class _Calendar:
    zone: tzinfo
    language: Language

    def day(self, published: str) -> tuple[str, str]:
        """A moment for machines, and its day for people."""
        moment = read_moment(published)
        try:
            day = moment.astimezone(self.zone) if moment else datetime.fromisoformat(published)
        except (ValueError, OverflowError):
            return "", ""
        is_whole = moment is not None
        machine = day.isoformat(timespec="seconds") if is_whole else day.date().isoformat()
        return machine, self.language.format_date(day.date())


def _said(turn: Turn, calendar: _Calendar) -> Said:
    reply = turn.reply
    nobody = calendar.language.gettext(NOBODY)
    name = name_of(reply.author.name, reply.author.url, nobody)
    moment, day = calendar.day(reply.published)
    warning = " ".join(tamed(reply.warning[: 10 * MOST_OF_WARNING]).split())
    return Said(
        name=name,
        url=link_to(reply.author.url),
        initials=initials(name),
        is_me=reply.author.is_me,
        place=_place(reply),
        moment=moment,
        day=day,
        lang=reply.lang if _LANG.fullmatch(reply.lang) else "",
        warning=warning[:MOST_OF_WARNING],
        raw=reply.html,
        answers=tuple(_said(answer, calendar) for answer in turn.answers),
    )


def _place(reply: Reply) -> Place:
    if reply.via == "email":
        return Place()
    url = link_to(reply.url) or link_to(reply.key)
    # A page may claim to be another: the host that was asked is told.
    host = host_of(reply.key) or host_of(url) or _NETWORKS.get(reply.via, reply.via)
    return Place("Bluesky" if reply.via == "bluesky" else host, url)


def _more(record: Record, *, is_cut: bool) -> tuple[Place, ...]:
    return tuple(
        Place(host_of(source.url), link_to(source.url))
        for via, source in sorted(record.sources.items())
        if via in _NETWORKS and source.ok and (is_cut or not source.complete)
        if link_to(source.url)
    )
