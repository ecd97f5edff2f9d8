"""How others are asked: one request at a time to a host, a pause, and no more once it is tired."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from ..web import Answer, Web, WebError

PAUSE = 1.0  # seconds between two requests to one host
RESTING = "resting"
_TIRED = (429, 503)
_SILENT = ("connection", "time")


class Courtesy:
    """The web, asked politely: a host that did not answer, or had too much, is left alone."""

    def __init__(
        self,
        web: Web,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._web, self._sleep, self._clock = web, sleep, clock
        self._last: dict[str, float] = {}
        self._resting: set[str] = set()

    def get(self, url: str) -> Answer:
        """Read a page. Raises `WebError`, of the kind `RESTING` where nothing was asked."""
        return self._ask(url, lambda: self._web.get(url))

    def head(self, url: str) -> Answer:
        """Read a page's headers, as `get` does."""
        return self._ask(url, lambda: self._web.head(url))

    def post(self, url: str, fields: Mapping[str, str]) -> Answer:
        """Send a form, as `get` reads a page."""
        return self._ask(url, lambda: self._web.post(url, fields))

    def _ask(self, url: str, ask: Callable[[], Answer]) -> Answer:
        host = urlsplit(url).netloc.lower()
        if host in self._resting:
            raise WebError(RESTING, f"{host} is not asked again before the next run")
        if host in self._last:
            self._sleep(max(0.0, PAUSE - (self._clock() - self._last[host])))
        try:
            answer = ask()
        except WebError as error:
            if error.kind in _SILENT:
                self._resting.add(host)
            raise
        finally:
            self._last[host] = self._clock()
        if answer.status in _TIRED:
            self._resting.add(host)
        return answer
