"""Replies to a toot, as its server shows them to everybody: Mastodon's API, without a token."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit

from ..replies.reply import Author, Fetched, Reply
from . import fields
from .document import LATER, Asking, Document, FetchError, Library
from .fields import Fields
from .markup import plain, words
from .tree import rooted

MOST = 60  # descendants that Mastodon shows without a token
DEEPEST = 20  # of them below one another
_TOOT = re.compile(r"/(?:@([^/]+)/(?:statuses/)?|users/([^/]+)/statuses/)(\w+)/?")
_SHORTCODE = re.compile(r"(?<![^\W_]):[A-Za-z0-9_]{2,}:(?![^\W_])")
_OPT_OUT = re.compile(r"#(?:nobot|noindex)\b", re.IGNORECASE)
_ASYNC = "mastodon-async-refresh"  # says that the server is itself still fetching replies
_LOCKED = "take Toot out, or toot where threads are shown to everybody"
_GONE = "if the toot was deleted, take Toot out"
_UNTOLD = (401, 403, 405, 422, 501)  # here nobody is told who favourited


def fetch_toot(web: Asking, toot: str, *, me: frozenset[str], scheme: str = "https") -> Fetched:
    """Every public reply to the toot at the address `toot`, with its state.

    `me` are the writer's addresses; the toot's author is the writer, too. Approved is what the
    writer favourited there or answered. Never raises for what a server says.
    """
    try:
        thread = _Thread.of(toot, me, scheme)
        library = Library(web, f"the thread of {toot}", _LOCKED, _GONE)
        document = library.read(f"{thread.api}/{thread.id}/context")
        return _read(thread, document, library)
    except FetchError as error:
        return Fetched(fault=f"{error}", gone=error.gone)


@dataclass(frozen=True)
class _Thread:
    """Where a toot's thread is: `api` is the address of the statuses, `me` the writer's places."""

    api: str
    id: str
    me: frozenset[str]

    @classmethod
    def of(cls, toot: str, me: frozenset[str], scheme: str) -> _Thread:
        parts = urlsplit(toot)
        found = _TOOT.fullmatch(parts.path)
        if not found:
            raise FetchError(f"{toot} is no toot — write https://HOST/@you/115600000000000001")
        user, _, home = (found[1] or found[2]).partition("@")
        own = [f"//{home or parts.netloc}/{way}{user}" for way in ("@", "users/")]
        api = f"{scheme}://{parts.netloc}/api/v1/statuses"
        return cls(api, found[3], fields.places([*me, *own]))

    def is_mine(self, status: Fields) -> bool:
        """Whether the writer wrote a status."""
        return _is_me(fields.fields(status.get("account")), self.me)


def _read(thread: _Thread, document: Document, library: Library) -> Fetched:
    listed = document.fields.get("descendants")
    if not isinstance(listed, list):
        site = urlsplit(thread.api).netloc
        raise FetchError(f"{site} sent a thread without its replies — {LATER}")
    statuses = {_id(each, "id"): each for each in fields.items(listed) if _is_read(each)}
    shown = {key: each for key, each in statuses.items() if _may_come(each, thread)}
    why = dict.fromkeys(_answered(thread, statuses), "answered")
    unsure = {key: each for key, each in shown.items() if key not in why}
    why |= dict.fromkeys(_favourited(thread, unsure, library), "favourited")
    replies: dict[str, Reply] = {}
    for key, status in shown.items():
        reply = _reply(thread, status, why.get(key, ""))
        above = shown.get(_id(status, "in_reply_to_id"))
        if reply.html:
            replies.setdefault(reply.key, replace(reply, parent=_address(above) if above else ""))
    is_whole = len(statuses) == len(listed) < MOST and not _is_cut(thread, statuses, document)
    return Fetched(rooted(replies), complete=is_whole)


def _reply(thread: _Thread, status: Fields, why: str) -> Reply:
    account = fields.fields(status.get("account"))
    return Reply(
        key=_address(status),
        via="mastodon",
        author=Author(_name(account), fields.address(account.get("url")), thread.is_mine(status)),
        published=fields.moment(status.get("created_at")),
        html=words(status.get("content"), me=thread.me),
        lang=fields.language(status.get("language")),
        warning=fields.line(status.get("spoiler_text")),
        state="approved" if why else "pending",
        why=why,
    )


def _may_come(status: Fields, thread: _Thread) -> bool:
    """Whether a status may be shown elsewhere: public, of a person, who did not say no."""
    account = fields.fields(status.get("account"))
    is_closed = any(account.get(name) for name in ("bot", "noindex", "suspended"))
    says_no = is_closed or _OPT_OUT.search(plain(account.get("note")))
    return status.get("visibility") == "public" and (thread.is_mine(status) or not says_no)


def _answered(thread: _Thread, statuses: Mapping[str, Fields]) -> Iterator[str]:
    """What the writer wrote, and what it answers, and were it by an unlisted one."""
    for key, status in statuses.items():
        if thread.is_mine(status):
            yield from (key, _id(status, "in_reply_to_id"))


def _favourited(thread: _Thread, statuses: Mapping[str, Fields], library: Library) -> Iterator[str]:
    """What the writer favourited, of all that somebody did; nothing where the server hides it."""
    for key, status in statuses.items():
        if not fields.number(status.get("favourites_count")):
            continue
        try:
            by = library.read_list(f"{thread.api}/{quote(key, safe='')}/favourited_by?limit=80")
        except FetchError as error:
            if error.gone:
                continue
            if error.status in _UNTOLD:
                return
            raise
        if any(_is_me(account, thread.me) for account in fields.items(by)):
            yield key


def _is_read(status: Fields) -> bool:
    """Whether a status has an address, and somebody who said it: of nobody no wish is known."""
    account = fields.fields(status.get("account"))
    return bool(_id(status, "id") and _address(status) and _name(account))


def _is_cut(thread: _Thread, statuses: Mapping[str, Fields], document: Document) -> bool:
    """Whether there may be more: a chain as long as is shown, or replies on their way."""
    return _ASYNC in document.headers or any(_is_deep(key, thread, statuses) for key in statuses)


def _is_deep(key: str, thread: _Thread, statuses: Mapping[str, Fields]) -> bool:
    for _ in range(DEEPEST - 1):
        key = _id(statuses.get(key, {}), "in_reply_to_id")
        if key == thread.id or key not in statuses:
            return False
    return True


def _id(status: Fields, name: str) -> str:
    value = status.get(name)
    return f"{value}" if fields.number(value) else fields.line(value)


def _address(status: Fields) -> str:
    return fields.address(status.get("url")) or fields.address(status.get("uri"))


def _name(account: Fields) -> str:
    written = _SHORTCODE.sub(" ", fields.text(account.get("display_name")))
    names = (written, account.get("username"), account.get("acct"))
    return next(filter(None, map(fields.line, names)), fields.host(_address(account)))


def _is_me(account: Fields, me: frozenset[str]) -> bool:
    found = fields.places(fields.text(account.get(name)) for name in ("url", "uri"))
    return not found.isdisjoint(me)
