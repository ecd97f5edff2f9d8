"""Which replies are shown: what the author favoured, the lists, and what a person decided."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from urllib.parse import unquote, urlsplit

from .record import Record, Source, in_order
from .reply import Author, Fetched, Reply

# What a fetch may say of a state; all else was said by a person, and stays.
_BY_FETCHING = {
    ("pending", ""),
    ("approved", "favourited"),
    ("approved", "answered"),
    ("approved", "allowed"),
}
_HANDLE = re.compile(r"@([^@\s/]+)@([^@\s/]+)")
_NETWORKS = ("mastodon", "bluesky")  # what these say of an author is so; a page can claim it


@dataclass(frozen=True)
class Rules:
    """Whose replies are shown unasked, and whose never, as addresses, hosts or keys; and who I am.

    A host stands for those below it, too.
    """

    allow: frozenset[str] = frozenset()
    block: frozenset[str] = frozenset()
    me: frozenset[str] = frozenset()

    @cached_property
    def _names(self) -> dict[str, frozenset[str]]:
        return {
            name: frozenset(map(normal, getattr(self, name))) for name in ("allow", "block", "me")
        }

    def allows(self, reply: Reply) -> bool:
        """Whether the allow-list names the reply, its author or its host."""
        return self._has("allow", _vouched(reply))

    def blocks(self, reply: Reply) -> bool:
        """Whether the block list names anything of the reply, and were it only claimed."""
        return self._has("block", (reply.key, reply.url, reply.author.url))

    def is_me(self, reply: Reply) -> bool:
        """Whether the reply is the writer's own, and its source can know that."""
        if reply.author.is_me and reply.via in _NETWORKS:
            return True
        # Only whole addresses: the host of a server that others use, too, makes nobody the writer.
        return not self._names["me"].isdisjoint(map(normal, filter(None, _vouched(reply))))

    def _has(self, name: str, addresses: Iterable[str]) -> bool:
        known = self._names[name]
        return bool(known) and any(
            not known.isdisjoint((normal(address), *_hosts(address)))
            for address in addresses
            if address
        )


def merged(
    record: Record, via: str, url: str, fetched: Fetched, *, now: datetime, rules: Rules
) -> Record:
    """The record after what one source answered.

    A fault changes nothing, and so does an answer that says nothing new. A thread that is gone
    keeps its replies for the day. What a complete answer does not hold is no more; what a person
    decided stays, and of what was hidden the address, or it would come back with its thread. A
    reply that both a network and a webmention bring is the network's.
    """
    if fetched.gone:
        return _without_thread(record, via, url, now)
    if fetched.fault:
        return record
    others = [reply for reply in record.replies if reply.via != via]
    mine = {normal(reply.key): reply for reply in record.replies if reply.via == via}
    known = _by_address(record.replies)
    new = {key: _emptied(reply) for key, reply in mine.items() if _is_hidden(reply)}
    new = new if fetched.complete else mine
    for reply in fetched.replies:
        new[normal(reply.key)] = _decided(reply, known, rules)
    replies = [reply for reply in _once([*others, *new.values()]) if not rules.blocks(reply)]
    moment = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    source = Source(url, moment, ok=True, complete=fetched.complete)
    made = replace(
        record,
        sources={**record.sources, via: source},
        replies=tuple(in_order(tuple(replies))),
    )
    return record if _says_the_same(made, record, via) else made


def shown(replies: Iterable[Reply], rules: Rules) -> tuple[Reply, ...]:
    """What is shown of the replies, in their order: what is approved or allowed, no blocked."""
    return tuple(reply for reply in replies if _is_shown(reply, rules))


def normal(address: str) -> str:
    """An address so that two that lead to the same place are the same, as far as can be told."""
    text = _HANDLE.sub(r"https://\2/@\1", address.strip())
    try:
        parts = urlsplit(text)
    except ValueError:
        return text
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return _host(text) if _is_host(text) else text
    query = f"?{parts.query}" if parts.query else ""
    return f"https://{_host(parts.netloc)}{parts.path.rstrip('/')}{query}"


def _is_host(text: str) -> bool:
    return "." in text and not set(text) & set(":/@ ")


def _host(netloc: str) -> str:
    host = netloc.rpartition("@")[2]
    if "%" in host or not host.isascii():  # as a browser reads it
        with suppress(UnicodeError):
            host = unquote(host).encode("idna").decode()
    host = host.lower().rstrip(".")
    return host.removesuffix(":443").removesuffix(":80").removeprefix("www.")


def _hosts(address: str) -> Iterable[str]:
    """The host of an address, and those above it; not the last part, which many share."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return
    if parts.scheme.lower() in ("http", "https"):
        names = _host(parts.netloc).partition(":")[0].split(".")
        for first in range(max(len(names) - 1, 1)):
            yield ".".join(names[first:])


def _vouched(reply: Reply) -> tuple[str, ...]:
    """The addresses of a reply that are more than a claim of the page it stands on."""
    author, key = reply.author.url, reply.key
    # Not the host alone: people who share one have a path of their own each.
    is_own = bool(author) and f"{normal(key)}/".startswith(f"{normal(author)}/")
    return (key, author) if reply.via in _NETWORKS or is_own else (key,)


def _by_address(replies: Iterable[Reply]) -> dict[str, Reply]:
    """The replies by the addresses that show them, and above all by their own."""
    replies = list(replies)
    shown_at = {normal(reply.url): reply for reply in replies if reply.url}
    return shown_at | {normal(reply.key): reply for reply in replies}


def _decided(reply: Reply, known: dict[str, Reply], rules: Rules) -> Reply:
    """The reply with the state that a person gave it before, else with the one that it has now."""
    is_me = rules.is_me(reply)
    reply = replace(reply, author=replace(reply.author, is_me=is_me))
    old = known.get(normal(reply.key))
    if not old and reply.via in _NETWORKS:
        old = known.get(normal(reply.url))  # it came by a webmention before
    if old and (old.state, old.why) not in _BY_FETCHING:
        return replace(reply, state=old.state, why=old.why)
    if is_me and reply.state == "pending":
        return replace(reply, state="approved", why="answered")
    if reply.state == "pending" and rules.allows(reply):
        return replace(reply, state="approved", why="allowed")
    return reply


def _once(replies: list[Reply]) -> list[Reply]:
    """Without the webmentions that a network brings, too."""
    direct = _by_address(reply for reply in replies if reply.via != "webmention")
    return [
        reply
        for reply in replies
        if reply.via != "webmention"
        or not {normal(reply.key), normal(reply.url)} & direct.keys() - {""}
    ]


def _without_thread(record: Record, via: str, url: str, now: datetime) -> Record:
    old = record.sources.get(via)
    today = now.astimezone(UTC).date().isoformat()
    since = old.gone_since if old and old.url == url and old.gone_since else today
    moment = old.fetched if old else ""
    source = Source(url, moment, ok=False, complete=False, gone_since=since)
    kept = [reply for reply in record.replies if reply.via != via or _is_hidden(reply)]
    kept = [_emptied(reply) if reply.via == via else reply for reply in kept]
    return replace(
        record,
        sources={**record.sources, via: source},
        replies=tuple(kept) if since < today else record.replies,
    )


def _is_hidden(reply: Reply) -> bool:
    return reply.state == "hidden"


def _emptied(reply: Reply) -> Reply:
    """What is kept of a hidden reply that is no more: where it was, and that it is hidden."""
    nobody = Author("")
    return replace(reply, author=nobody, html="", lang="", warning="")


def _says_the_same(new: Record, old: Record, via: str) -> bool:
    was = old.sources.get(via)
    if was is None or new.replies != tuple(in_order(old.replies)):
        return False
    return replace(was, fetched="") == replace(new.sources[via], fetched="")


def _is_shown(reply: Reply, rules: Rules) -> bool:
    if reply.state == "hidden" or rules.blocks(reply):
        return False
    if reply.why == "allowed" or reply.state == "pending":
        return rules.allows(reply)
    return reply.state == "approved"
