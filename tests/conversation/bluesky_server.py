"""Bluesky's public API, as far as replies need it, as it answers somebody without an account.

bluesky = Bluesky()
jo = bluesky.reply("Called an old colleague.", by=author("jo"))
bluesky.reply("What did he say?", to=jo, by=bluesky.writer)
with serving(bluesky.routes) as server:
    fetch_post(web, POST, me=frozenset(), server=server.origin)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.conversation.server import Request, Response, Route, json

POST = "https://bsky.app/profile/joseph.example/post/3lroot"
DEFS = "app.bsky.feed.defs"


def author(name: str, handle: str | None = "", **more: object) -> dict[str, Any]:
    """A person, as the server shows one beside a post."""
    return {
        "did": f"did:plc:{name}",
        "handle": f"{name}.bsky.social" if handle == "" else handle,
        "displayName": name.capitalize(),
        "avatar": f"https://cdn.bsky.app/img/avatar/plain/did:plc:{name}/x@jpeg",
        "labels": [],
        **more,
    }


def label(value: str, **more: object) -> dict[str, Any]:
    """A label, as a moderator or its bearer sets it."""
    return {"src": "did:plc:mod", "val": value, "cts": "2025-01-01T00:00:00.000Z", **more}


def link(
    text: str, words: str, uri: object, kind: str = "link", key: str = "uri"
) -> dict[str, Any]:
    """The facet that makes a link of `words`, which stand in `text`."""
    start = len(text[: text.index(words)].encode())
    return {
        "index": {"byteStart": start, "byteEnd": start + len(words.encode())},
        "features": [{"$type": f"app.bsky.richtext.facet#{kind}", key: uri}],
    }


@dataclass
class Bluesky:
    """A server with one post of the writer's, joseph.example, and what answers it."""

    writer: dict[str, Any] = field(default_factory=lambda: author("joseph", "joseph.example"))
    root: dict[str, Any] = field(init=False)
    is_gone: bool = False

    def __post_init__(self) -> None:
        self.root = self._view("3lroot", "A new rant", self.writer)

    def reply(
        self,
        text: object,
        *,
        to: dict[str, Any] | None = None,
        by: dict[str, Any] | None = None,
        labels: list[dict[str, Any]] | None = None,
        **record: object,
    ) -> dict[str, Any]:
        """Add a post that answers another, the first where none is named."""
        view = self._view(f"3lreply{self._size()}", text, by or author("jo"), **record)
        view["post"]["labels"] = labels or []
        self.add(view, to=to)
        return view

    def add(self, view: object, *, to: dict[str, Any] | None = None) -> None:
        """Add what a thread can hold, as it is."""
        above = to or self.root
        above["replies"].append(view)
        above["post"]["replyCount"] += 1

    @property
    def routes(self) -> dict[str, Route]:
        """What the server answers to."""
        return {
            "/xrpc/com.atproto.identity.resolveHandle": self._handle,
            "/xrpc/app.bsky.feed.getPostThread": self._thread,
        }

    def _handle(self, request: Request) -> Response:
        asked = parse_qs(urlsplit(request.path).query)
        if asked.get("handle") == [self.writer["handle"]]:
            return json({"did": self.writer["did"]})
        return json({"error": "InvalidRequest", "message": "Unable to resolve"}, status=400)

    def _thread(self, request: Request) -> Response:
        asked = parse_qs(urlsplit(request.path).query)
        uri = self.root["post"]["uri"]
        if self.is_gone or asked.get("uri") != [uri]:
            return json({"error": "NotFound", "message": "Post not found"}, status=400)
        return json({"thread": _cut(self.root, int(asked.get("depth", ["6"])[0]))})

    def _view(self, key: str, text: object, by: dict[str, Any], **record: object) -> dict[str, Any]:
        post = {
            "uri": f"at://{by['did']}/app.bsky.feed.post/{key}",
            "cid": f"bafy{key}",
            "author": by,
            "record": {
                "$type": "app.bsky.feed.post",
                "text": text,
                "createdAt": "2026-11-20T08:30:00.000Z",
                "langs": ["en"],
                **record,
            },
            "likeCount": 2,
            "repostCount": 3,
            "quoteCount": 0,
            "replyCount": 0,
            "labels": [],
            "indexedAt": "2026-11-20T08:30:01.000Z",
        }
        return {"$type": f"{DEFS}#threadViewPost", "post": post, "replies": []}

    def _size(self) -> int:
        size, waiting = 0, [self.root]
        while waiting:
            view = waiting.pop()
            size += 1
            waiting += [each for each in view.get("replies", []) if "post" in each]
        return size


def _cut(view: Any, depth: int) -> Any:
    if not isinstance(view, dict) or "replies" not in view:
        return view
    if depth == 0:
        return {key: value for key, value in view.items() if key != "replies"}
    return {**view, "replies": [_cut(each, depth - 1) for each in view["replies"]]}
