"""Replies to a Bluesky post, as its public server shows them to everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from ..replies.reply import Author, Fetched, Reply
from . import fields
from .document import LATER, Asking, FetchError, Library
from .fields import Fields
from .markup import MOST, escape, link
from .tree import rooted

DEPTH = 100  # replies below one another
_POST = re.compile(r"/profile/([^/]+)/post/(\w+)/?")
_URI = re.compile(r"at://(did:[a-z]+:[\w.:%-]+)/app\.bsky\.feed\.post/([\w.~:-]+)", re.ASCII)
_HANDLE = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_NOBODY = "handle.invalid"  # what the server says where a handle leads to nobody any more
_LOCKED = f"{LATER}, from another network where it goes on"
_GONE = "if the post was deleted, take Bluesky out"
_WITHHELD = ("notFoundPost", "blockedPost")


def fetch_post(
    web: Asking, post: str, *, me: frozenset[str], server: str = "https://public.api.bsky.app"
) -> Fetched:
    """Every reply to the post at the address `post` that may be shown elsewhere, with its state.

    `me` are the writer's addresses; the post's author is the writer, too. Approved is what the
    writer answered; whom the writer's likes went to is not asked. Never raises for what a server
    says.
    """
    try:
        found = _POST.fullmatch(urlsplit(post).path)
        if not found:
            raise FetchError(f"{post} is no post — write https://bsky.app/profile/YOU/post/KEY")
        library = Library(web, f"the thread of {post}", _LOCKED, _GONE)
        did = _did(found[1], Library(web, f"the handle of {post}", _LOCKED, _GONE), server)
        uri = quote(f"at://{did}/app.bsky.feed.post/{found[2]}", safe="")
        path = f"app.bsky.feed.getPostThread?uri={uri}&depth={DEPTH}&parentHeight=0"
        thread = fields.fields(library.read(f"{server}/xrpc/{path}").fields.get("thread"))
        return _read(thread, did, fields.places(me), urlsplit(server).netloc, post)
    except FetchError as error:
        return Fetched(fault=f"{error}", gone=error.gone)


@dataclass(frozen=True)
class _Node:
    """A place in a thread: a post where there is one, else what is withheld."""

    view: Fields
    above: str = ""  # the key of the post that it answers
    depth: int = 0

    @property
    def post(self) -> Fields:
        return fields.fields(self.view.get("post"))

    @property
    def author(self) -> Fields:
        return fields.fields(self.post.get("author"))

    @property
    def record(self) -> Fields:
        return fields.fields(self.post.get("record"))

    @property
    def key(self) -> str:
        """The address that stays when the author takes another handle; empty without an author."""
        found = _URI.fullmatch(fields.text(self.post.get("uri")))
        is_signed = found and found[1] == self.author.get("did")
        return f"https://bsky.app/profile/{found[1]}/post/{found[2]}" if found and is_signed else ""

    @property
    def is_whole(self) -> bool:
        """Whether it is what the server should send, and all that answers it is there."""
        is_cut = fields.number(self.post.get("replyCount")) > 0 and self.depth >= DEPTH
        replies = self.view.get("replies") or []
        is_list = isinstance(replies, list) and len(fields.items(replies)) == len(replies)
        return _is(self.view, *_WITHHELD) or (bool(self.key) and is_list and not is_cut)

    @property
    def may_come(self) -> bool:
        """Whether nobody marked the post, or its author, as not to be shown just so."""
        return _is_unlabelled(self.post) and _is_unlabelled(self.author)

    def is_by(self, did: str, me: frozenset[str]) -> bool:
        own = fields.line(self.author.get("did"))
        names = (own, _handle(self.author))
        places = fields.places(f"https://bsky.app/profile/{name}" for name in names if name)
        return own == did or not places.isdisjoint(me)


def _did(name: str, library: Library, server: str) -> str:
    if name.startswith("did:"):
        return name
    url = f"{server}/xrpc/com.atproto.identity.resolveHandle?handle={quote(name, safe='')}"
    try:
        did = fields.line(library.read(url).fields.get("did"))
    except FetchError as error:
        if not error.gone and error.status != HTTPStatus.BAD_REQUEST:
            raise
        did = ""
    if not did.startswith("did:"):
        remedy = "write the address with the handle as it is now, or with your DID"
        raise FetchError(f"{urlsplit(server).netloc} finds nobody as {name} — {remedy}")
    return did


def _read(thread: Fields, did: str, me: frozenset[str], site: str, post: str) -> Fetched:
    if _is(thread, "notFoundPost"):
        raise FetchError(f"{site} has the thread of {post} no more — {_GONE}", gone=True)
    if _is(thread, "blockedPost"):
        raise FetchError(f"{site} does not show the thread of {post} — {_LOCKED}")
    root = _Node(thread)
    if not root.key:
        raise FetchError(f"{site} sent no thread of {post} — {LATER}")
    nodes = list(_walk(root))
    mine = [node for node in nodes if node.is_by(did, me)]
    answered = {node.key for node in mine} | {node.above for node in mine}
    replies: dict[str, Reply] = {}
    for node in nodes[1:]:
        is_me = node.is_by(did, me)
        reply = _reply(node, is_me, is_answered=node.key in answered)
        if node.key and (is_me or node.may_come) and reply.html:
            replies.setdefault(reply.key, reply)
    return Fetched(rooted(replies), complete=all(node.is_whole for node in nodes))


def _walk(root: _Node) -> Iterator[_Node]:
    """Every node once, those above first; no thread is too deep for it."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        below = fields.items(node.view.get("replies"))
        waiting += [_Node(view, node.key, node.depth + 1) for view in reversed(below)]


def _reply(node: _Node, is_me: bool, *, is_answered: bool) -> Reply:
    author, record = node.author, node.record
    handle, name = _handle(author), fields.line(author.get("displayName"))
    # A client may write any time; the server's own bounds it, as it does in Bluesky's own order.
    times = (fields.moment(record.get("createdAt")), fields.moment(node.post.get("indexedAt")))
    did, _, rkey = node.key.removeprefix("https://bsky.app/profile/").partition("/post/")
    return Reply(
        key=node.key,
        via="bluesky",
        author=Author(name or handle or "bsky.app", f"https://bsky.app/profile/{did}", is_me),
        published=min(filter(None, times), default=""),
        html=_html(record),
        parent=node.above,
        lang=next(filter(None, map(fields.language, _list(record.get("langs")))), ""),
        url=f"https://bsky.app/profile/{handle}/post/{rkey}" if handle else "",
        state="approved" if is_answered else "pending",
        why="answered" if is_answered else "",
    )


def _html(record: Fields) -> str:
    """The text with its links: facets, which count bytes of UTF-8 (app.bsky.richtext.facet)."""
    raw = record.get("text")
    if not isinstance(raw, str):
        return ""
    body, end, parts = raw[:MOST].encode(errors="replace"), 0, []
    for facet in sorted(fields.items(record.get("facets")), key=_start):
        index = fields.fields(facet.get("index"))
        start, stop = fields.number(index.get("byteStart")), fields.number(index.get("byteEnd"))
        url = _link(facet)
        try:
            before, words = body[end:start].decode(), body[start:stop].decode()
        except UnicodeDecodeError:
            continue
        if url and end <= start < stop <= len(body):
            parts += [escape(before), link(url, words)]
            end = stop
    html = "".join([*parts, escape(body[end:].decode())]).strip()
    return f"<p>{html}</p>" if fields.line(raw) else ""


def _link(facet: Fields) -> str:
    for feature in fields.items(facet.get("features")):
        if _is(feature, "link"):
            return fields.address(feature.get("uri"))
        did = fields.line(feature.get("did"))
        if _is(feature, "mention") and did.startswith("did:"):
            return fields.address(f"https://bsky.app/profile/{did}")
    return ""


def _is_unlabelled(bearer: Fields) -> bool:
    labels = bearer.get("labels") or []
    return isinstance(labels, list) and all(
        fields.fields(label).get("neg") is True for label in labels
    )


def _start(facet: Fields) -> int:
    return fields.number(fields.fields(facet.get("index")).get("byteStart"))


def _handle(author: Fields) -> str:
    handle = fields.line(author.get("handle"))
    return handle if _HANDLE.fullmatch(handle) and handle != _NOBODY else ""


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _is(view: Fields, *kinds: str) -> bool:
    return fields.text(view.get("$type")).partition("#")[2] in kinds
