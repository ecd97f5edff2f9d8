"""What answers the browser: the built files, a real 404, and word of what changed."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from pathlib import Path, PurePath
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from .page import (
    EVENTS_PATH,
    SCRIPT,
    SCRIPT_PATH,
    error_page,
    version,
    waiting_page,
    with_reload,
)

_FRESH = {"Cache-Control": "no-store"}  # what is looked at is what was saved
_RETRY = "retry: 300\n\n"  # milliseconds until a browser asks again, where the server was away
_HOSTS = ["127.0.0.1", "localhost"]  # no name of elsewhere leads here (DNS rebinding)


class State:
    """What is known of the last build, and who waits for the next."""

    def __init__(self) -> None:
        self.errors: Sequence[str] = ()
        self.is_built = False
        self.is_over = False
        self.generation = 0  # goes on when something changed that no page's own text shows
        self.viewed: Counter[str] = Counter()  # the pages that wait, and how often
        self.told = 0  # how often there may have been something new
        self._changed = asyncio.Condition()

    async def tell(self) -> None:
        """Let everybody who waits look again."""
        async with self._changed:
            self.told += 1
            self._changed.notify_all()

    async def wait(self, told: int) -> None:
        """Return when there may be something new since `told`."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.told != told)


class Pages(StaticFiles):
    """The built files; a page gets the script that loads it anew, and its version."""

    def __init__(self, folder: Path, state: State) -> None:
        super().__init__(directory=folder, html=True, check_dir=False)
        self._state = state

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file; for a page, what is to be mended while there is something; 404 for nothing."""
        is_page = scope["path"].endswith("/") or PurePath(path).suffix in ("", ".html")
        if self._state.errors and is_page:
            return self._respond(error_page(self._state.errors), 503)
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code == 404 and is_page and not self._state.is_built:
                return self._respond(waiting_page(), 503)
            return PlainTextResponse(f"{error.detail}\n", error.status_code, headers=_FRESH)
        if response.status_code == 404 and isinstance(response, FileResponse):
            if not self._state.is_built:
                return self._respond(waiting_page(), 503)
            return self._read(response.path, 404)
        return response

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope,
        status_code: int = 200,
    ) -> Response:  # fmt: skip
        """As Starlette's; a page is read, and given its script."""
        if os.fspath(full_path).endswith(".html"):
            return self._read(full_path, status_code)
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(_FRESH)
        return response

    def _read(self, path: str | os.PathLike[str], status: int) -> Response:
        """A page as it stands. Raises `HTTPException` 404 where it has gone this moment."""
        try:
            return self._respond(Path(path).read_bytes(), status)
        except OSError as error:
            raise HTTPException(404) from error

    def _respond(self, html: bytes, status: int) -> Response:
        seen = version(html, self._state.generation)
        headers = {**_FRESH, "X-Desk-Version": seen}
        return HTMLResponse(with_reload(html, seen), status, headers=headers)

    async def version(self, path: str) -> str:
        """The version of the page that is at a decoded path now; nothing for what is no page."""
        scope: Scope = {"type": "http", "method": "GET", "path": path, "headers": []}
        response = await self.get_response(self.get_path(scope), scope)
        return response.headers.get("X-Desk-Version", "")


def make_app(folder: Path, state: State) -> Starlette:
    """The server of one built folder."""
    pages = Pages(folder, state)

    async def script(request: Request) -> Response:
        return Response(SCRIPT, media_type="text/javascript", headers=_FRESH)

    async def events(request: Request) -> Response:
        # A browser gives the path as it stands in the address: `/gr%C3%B6%C3%9Fe/`.
        path, seen = request.query_params.get("path", "/"), request.query_params.get("seen", "")
        told = _tell(pages, state, unquote(path), seen)
        return StreamingResponse(told, media_type="text/event-stream", headers=_FRESH)

    return Starlette(
        routes=[
            Route(SCRIPT_PATH, script),
            Route(EVENTS_PATH, events),
            Mount("/", pages),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=_HOSTS, www_redirect=False)],
    )


async def _tell(pages: Pages, state: State, path: str, seen: str) -> AsyncIterator[str]:
    """Say `reload` when the page at `path` is no longer the version `seen` (HTML 9.2)."""
    yield _RETRY
    name = path.lstrip("/")
    state.viewed[name] += 1
    try:
        while not state.is_over:
            told = state.told
            if await pages.version(path) != seen:
                yield "event: reload\ndata:\n\n"
                return
            await state.wait(told)
    finally:
        state.viewed -= Counter([name])
