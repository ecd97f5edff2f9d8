"""Patience: how long a fetch goes on in all, and how often it asks a host that does not answer."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from urllib.parse import urlsplit

from ..web import Answer, Web, WebError

SECONDS = 60.0  # in all
_TIRES_AT = 2  # failures of one host; one 429 is as bad
_BUSY = 429
_BROKEN = 500


class Patience:
    """The web, for as long as there is time, and each host for as long as it answers.

    `clock` gives seconds, as `time.monotonic` does. Nothing is begun that could end too late.
    """

    def __init__(self, web: Web, clock: Callable[[], float] = time.monotonic) -> None:
        self.web = web
        self.clock = clock
        self.began = clock()
        self.failures: Counter[str] = Counter()

    def get(self, url: str, *, accept: str = "", token: str = "", method: str = "GET") -> Answer:
        """Ask the web. Raises `WebError`, without asking, when patience has come to its end."""
        host = _host(url)
        if self.has_ended(url):
            raise WebError("time", f"{host} is not asked any more now — fetch again later")
        try:
            answer = self.web.get(url, accept=accept, token=token, method=method)
        except WebError as error:
            self.failures[host] += error.kind in ("connection", "time")
            raise
        self.failures[host] += _TIRES_AT if answer.status == _BUSY else answer.status >= _BROKEN
        return answer

    def has_ended(self, url: str) -> bool:
        """Whether the time is used up, or the host of the address has failed too often."""
        last = SECONDS - self.web.seconds
        return self.clock() - self.began > last or self.failures[_host(url)] >= _TIRES_AT


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()
