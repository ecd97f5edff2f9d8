"""Fetching: every source of every post is read once, and what came is merged into the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from ..records import keep, read_file
from ..replies.moderation import Rules, merged
from ..replies.record import Conversed, Record, write_record
from ..replies.reply import Fetched, Reply
from ..replies.words import name_of, tamed
from .bluesky import fetch_post
from .mastodon import fetch_toot
from .mentions import fetch_mentions
from .patience import Patience

RECEIVER = "webmention.io"
_NAMES = {"mastodon": "Mastodon", "bluesky": "Bluesky", "webmention": RECEIVER}
_YOUNG = 20  # posts that are asked about first, each time


@dataclass(frozen=True)
class Places:
    """Where the sources are asked; tests ask on this machine."""

    scheme: str = "https"
    bluesky: str = "https://public.api.bsky.app"
    mentions: str = f"https://{RECEIVER}"


@dataclass(frozen=True)
class Order:
    """What is to be fetched: for which posts, the newest first, into which folder, by which rules.

    `endpoint` is where the site receives webmentions, `token` what opens the list of them; both
    may be empty. `now` stands in the files.
    """

    articles: Sequence[Conversed]
    folder: Path
    rules: Rules
    now: datetime
    endpoint: str = ""
    token: str = ""
    places: Places = field(default_factory=Places)


@dataclass(frozen=True)
class _Question:
    """One source of one post, where it is asked, and how."""

    article: Conversed
    via: str
    url: str
    host: str
    ask: Callable[[], Fetched]


def fetch(order: Order, patience: Patience, tell: Callable[[str], None]) -> None:
    """Fetch, write the files that change, and tell a line of each source that has something new.

    Raises `ConversationError` where a file cannot be read or written.
    """
    told: set[str] = set()
    missed: list[str] = []
    waits = False
    for question in _questions(order, patience):
        if question.host and patience.has_ended(question.host):
            missed.append(question.article.source)
            continue
        fetched = question.ask()
        old, new = _keep(order, question, fetched)
        waits = waits or any(reply.state == "pending" for reply in new.replies)
        for line in _lines(question, fetched, old, new):
            if line not in told:
                tell(line)
            told.add(line)
    if missed:
        places = ", ".join(dict.fromkeys(missed))
        tell(f"Not asked, as the minute was over or the host failed: {places} — fetch again later")
    elif not told:
        tell("Nothing is new.")
    if waits:
        tell("What waits is yours to decide: make review")


def _lines(question: _Question, fetched: Fetched, old: Record, new: Record) -> Iterator[str]:
    source, name = question.article.source, _NAMES[question.via]
    if fetched.fault and question.via == "webmention":
        # The list of mentions is one for all posts, and so is what is wrong with it.
        yield f"{name}: {tamed(fetched.fault)}"
        return
    told = [tamed(fetched.fault)] if fetched.fault else []
    if not fetched.fault or new.replies != old.replies:
        told += changes(old, new, question.via)
    if told:
        yield f"{source}: {name}: {'; '.join(told)}"


def changes(old: Record, new: Record, via: str) -> Iterator[str]:
    """What is new, changed, waiting and gone of one source, by the names of the people."""
    before = {reply.key: reply for reply in old.replies if reply.via == via}
    after = {reply.key: reply for reply in new.replies if reply.via == via}
    shown = [reply for reply in after.values() if reply.state == "approved"]
    fresh = [reply for reply in shown if not _was_shown(before.get(reply.key))]
    edited = [reply for reply in shown if reply not in fresh and _is_edited(before, reply)]
    waiting = [reply for reply in after.values() if reply.state == "pending"]
    gone = [reply for key, reply in before.items() if key not in after]
    listed = {"new": fresh, "changed": edited, "waiting": waiting, "gone": gone}
    yield from (f"{word}: {_people(replies)}" for word, replies in listed.items() if replies)


def _was_shown(reply: Reply | None) -> bool:
    return reply is not None and reply.state == "approved"


def _is_edited(before: Mapping[str, Reply], reply: Reply) -> bool:
    old = before[reply.key]
    return (old.html, old.warning) != (reply.html, reply.warning)


def _people(replies: Iterable[Reply]) -> str:
    names = (name_of(reply.author.name, reply.key) for reply in replies)
    return ", ".join(dict.fromkeys(names))


def _keep(order: Order, question: _Question, fetched: Fetched) -> tuple[Record, Record]:
    """Merge what came into the post's file, where it has one or needs one; give both records."""
    path = order.folder / f"{question.article.slug}.json"
    # Read anew: the writer may review while this runs.
    old = read_file(path) if path.exists() else Record(question.article.url)
    new = merged(old, question.via, question.url, fetched, now=order.now, rules=order.rules)
    if new != old and (path.exists() or new.replies):
        keep(path, write_record(new))
    return old, new


def _questions(order: Order, web: Patience) -> Iterator[_Question]:
    """Every source of every post; the mentions first, as one list holds them all."""
    me, places = order.rules.me, order.places
    if urlsplit(order.endpoint).hostname == RECEIVER and order.articles:
        urls = [article.url for article in order.articles]
        got = fetch_mentions(web, urls, token=order.token, me=me, server=places.mentions)
        for article in order.articles:
            answer = partial(got.__getitem__, article.url)
            yield _Question(article, "webmention", order.endpoint, "", answer)
    for article in _in_turn(order.articles, order.now):
        if article.toot:
            ask = partial(fetch_toot, web, article.toot, me=me, scheme=places.scheme)
            yield _Question(article, "mastodon", article.toot, article.toot, ask)
        if article.bluesky:
            ask = partial(fetch_post, web, article.bluesky, me=me, server=places.bluesky)
            yield _Question(article, "bluesky", article.bluesky, places.bluesky, ask)


def _in_turn(articles: Sequence[Conversed], now: datetime) -> list[Conversed]:
    """The newest first, then the others in an order of the moment, so that each has its turn."""
    young, others = articles[:_YOUNG], articles[_YOUNG:]

    def lot(article: Conversed) -> bytes:
        return sha256(f"{now.isoformat()} {article.slug}".encode()).digest()

    return [*young, *sorted(others, key=lot)]
