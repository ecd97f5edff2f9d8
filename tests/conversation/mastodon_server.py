"""Mastodon's API, as far as replies need it, as it answers somebody without an account.

mastodon = Mastodon()
mira = mastodon.reply("<p>I wrote to Jo today.</p>", by=account("mira"))
mastodon.reply("<p>What did she say?</p>", to=mira, by=mastodon.writer)
with serving(mastodon.routes) as server:
    fetch_toot(web, mastodon.toot(server), me=frozenset(), scheme="http")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.conversation.server import Request, Response, Route, Server, json

ROOT = "115600000000000001"
NOT_FOUND = json({"error": "Record not found"}, status=404)
LIMITS = (("X-RateLimit-Limit", "300"), ("X-RateLimit-Reset", "2026-11-25T07:05:00.000Z"))


def account(name: str, host: str = "social.example", **more: object) -> dict[str, Any]:
    """An account of another server, as this one shows it."""
    return {
        "id": f"7{sum(name.encode())}",
        "username": name,
        "acct": f"{name}@{host}",
        "display_name": name.capitalize(),
        "bot": False,
        "noindex": False,
        "indexable": False,
        "note": "<p>Writes letters.</p>",
        "url": f"https://{host}/@{name}",
        "uri": f"https://{host}/users/{name}",
        "avatar_static": f"https://files.{host}/a.png",
        "followers_count": 1234,
        "emojis": [],
        **more,
    }


@dataclass
class Mastodon:
    """A server with one toot of the writer's, home.example/@joseph, and what answers it."""

    writer: dict[str, Any] = field(
        default_factory=lambda: account("joseph", "home.example", acct="joseph")
    )
    statuses: list[dict[str, Any]] = field(default_factory=list)
    favourites: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    headers: tuple[tuple[str, str], ...] = ()

    def toot(self, server: Server, way: str = "@joseph@home.example/") -> str:
        """The toot's address, as it stands in the front matter."""
        return f"https://{server.place}/{way}{ROOT}"

    def reply(
        self,
        content: object,
        *,
        to: Mapping[str, Any] | None = None,
        by: dict[str, Any] | None = None,
        **more: object,
    ) -> dict[str, Any]:
        """Add a status that answers another, the toot where none is named."""
        number = 101 + len(self.statuses)
        by = by or account("mira")
        status = {
            "id": f"115600000000000{number}",
            "created_at": f"2026-11-20T08:{number // 60:02}:{number % 60:02}.000Z",
            "edited_at": None,
            "in_reply_to_id": to["id"] if to else ROOT,
            "visibility": "public",
            "language": "en",
            "sensitive": False,
            "spoiler_text": "",
            "uri": f"{by['uri']}/statuses/115600000000000{number}",
            "url": f"{by['url']}/115600000000000{number}",
            "replies_count": 1,
            "reblogs_count": 2,
            "favourites_count": 0,
            "content": content,
            "account": by,
            "media_attachments": [],
            "mentions": [],
            "tags": [],
            "emojis": [],
            "reblog": None,
            **more,
        }
        self.statuses.append(status)
        return status

    def favourite(self, status: dict[str, Any], *by: dict[str, Any]) -> None:
        """Let people favour a status; the writer, where nobody is named."""
        self.favourites[status["id"]] = list(by or [self.writer])
        status["favourites_count"] = len(self.favourites[status["id"]])

    @property
    def routes(self) -> dict[str, Route]:
        """What the server answers to."""
        told: dict[str, Route] = {f"/api/v1/statuses/{ROOT}/context": self._context}
        for status in self.statuses:
            told[f"/api/v1/statuses/{status['id']}/favourited_by"] = self._favourited_by
        return told

    def _context(self, request: Request) -> Response:
        below = self._below(ROOT, 1)[:60]
        return json({"ancestors": [], "descendants": below}).saying(*LIMITS, *self.headers)

    def _favourited_by(self, request: Request) -> Response:
        status_id = request.path.split("/")[4]
        return json(self.favourites.get(status_id, [])[:80]).saying(*LIMITS)

    def _below(self, status_id: str, depth: int) -> list[dict[str, Any]]:
        found = []
        for status in self.statuses if depth <= 20 else ():
            is_told = status["visibility"] in ("public", "unlisted")
            if status["in_reply_to_id"] == status_id and is_told:
                found += [status, *self._below(status["id"], depth + 1)]
        return found
