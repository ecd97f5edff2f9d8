"""webmention.io's list of mentions, new and old, as it answers with a token and without.

receiver = WebmentionIo()
receiver.mention("https://ana.example/reply", POST, content={"html": "<p>I called Jo.</p>"})
with serving(receiver.routes) as server:
    fetch_mentions(web, [POST], me=frozenset(), server=server.origin)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.conversation.server import Request, Response, Route, json

TOKEN = "read-only"  # noqa: S105  (a word, no secret)
POST = "https://rants.example/one-contact/"


@dataclass
class WebmentionIo:
    """The receiver of one site; what is private is for its token, and so is a whole domain.

    An `is_old` one does not speak of pages, and takes the token in the address, too.
    """

    entries: list[dict[str, Any]] = field(default_factory=list)
    token: str = TOKEN
    is_old: bool = False

    def mention(self, source: str, target: str = POST, **more: object) -> dict[str, Any]:
        """Add what has been received."""
        number = 1900001 + len(self.entries)
        kind = more.get("wm-property", "in-reply-to")
        entry = {
            "type": "entry",
            "author": {
                "type": "card",
                "name": "Ana Lee",
                "photo": "https://avatars.webmention.io/ana.example/1f.png",
                "url": f"https://{urlsplit(source).netloc}/",
            },
            "url": source,
            "published": "2026-11-19T20:15:00+01:00",
            "wm-received": "2026-11-19T19:16:02Z",
            "wm-id": number,
            "wm-source": source,
            "wm-target": target,
            "wm-protocol": "webmention",
            "content": {"html": "<p>I <em>called</em> Jo.</p>", "text": "I called Jo."},
            "wm-property": kind,
            "wm-private": False,
            **more,
        }
        self.entries.append(entry)
        return entry

    @property
    def routes(self) -> dict[str, Route]:
        """What the server answers to."""
        return {"/api/mentions.jf2": self._mentions}

    def _mentions(self, request: Request) -> Response:
        asked = parse_qs(urlsplit(request.path).query)
        said = request.headers.get("authorization", "")
        is_known = said == f"Bearer {self.token}"
        if (said and not is_known) or ("domain" in asked and not is_known):
            return json({"error": "unauthorized"}, status=401)
        if len(asked.get("target[]", [])) > 50:
            return json({"error": "invalid_request"}, status=400)
        found = [entry for entry in self.entries if _is_asked(entry, asked)]
        found = [entry for entry in found if is_known or entry.get("wm-private") is not True]
        size, page = int(asked.get("per-page", ["20"])[0]), int(asked.get("page", ["0"])[0])
        told = {
            "type": "feed",
            "name": "Webmentions",
            "children": found[page * size : (page + 1) * size],
        }
        if not self.is_old:
            pages = -(-len(found) // size)
            told["paging"] = {
                "per-page": size, "page": page, "total": len(found), "total-pages": pages,
            }  # fmt: skip
        return json(told)


def _is_asked(entry: dict[str, Any], asked: dict[str, list[str]]) -> bool:
    target = str(entry.get("wm-target"))
    is_here = target.rstrip("/") in {each.rstrip("/") for each in asked.get("target[]", [])}
    is_here |= urlsplit(target).hostname in asked.get("domain", [])
    return is_here and entry.get("wm-property") in asked.get("wm-property[]", [])
