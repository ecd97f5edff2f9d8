"""Tells the pages that a post links to, and the hubs of a feed, what is new: after publishing."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from ..web import Answer, Web, WebError
from .courtesy import RESTING, Courtesy
from .discovery import find_endpoint, resolved
from .due import Due, find_due, settled, with_mention
from .source import SendError, Source, digest, read_sources
from .state import GONE, LATER, MOST_TRIES, NONE, REFUSED, SENT, Mention, State
from .targets import read_entry
from .websub import ping

__all__ = ["SendError", "send"]

_FOR_A_TIME = ("connection", "time", RESTING)
_UNSENT = ("address", RESTING)
_NOT_NOW = (408, 425, 429)
_COMMANDS = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_IN_PATH = "/%?#[]@!$&'()*+,;=~:"  # RFC 3986: what may stay as it is, and what is encoded already


def send(
    output: Path,
    siteurl: str,
    state: State,
    web: Web,
    *,
    now: datetime,
    dry_run: bool,
    tell: Callable[[str], None],
    keep: Callable[[State], None],
    sleep: Callable[[float], None] = time.sleep,
) -> bool:
    """Tell whoever is to be told of the site built in `output`, which is live at `siteurl`.

    `tell` is given one line for each; `keep` the state to write, before something is sent and
    after, so that a run which is cut short has forgotten nothing. `dry_run` asks nobody anything
    and keeps nothing. False says that something waits for the next run. Raises `SendError`.
    """
    sources = read_sources(output, siteurl, state)
    run = _Run(output, siteurl.rstrip("/"), Courtesy(web, sleep=sleep), web, now, tell, keep, state)
    faults = [source for source in sources if source.fault]
    for source in faults:
        tell(f"{run.url(source)} {source.fault}")
    due = list(find_due(state, sources))
    if dry_run:
        for one in due:
            tell(f"{run.url(one.source)} → {one.target}: to be told")
        return True
    done = run.work(due)
    run.settle(sources)
    return done and not faults


@dataclass
class _Run:
    """One run; `state` is as it was last kept."""

    output: Path
    siteurl: str
    others: Courtesy
    web: Web
    now: datetime
    tell: Callable[[str], None]
    keep: Callable[[State], None]
    state: State
    waiting: bool = False

    def url(self, source: Source) -> str:
        return f"{self.siteurl}/{quote(source.key, safe=_IN_PATH)}"

    def settle(self, sources: list[Source]) -> None:
        self._keep(settled(self.state, sources))

    def work(self, due: list[Due]) -> bool:
        """Tell all that is due; of what is not live yet nobody is told."""
        for source, targets in groupby(due, key=lambda one: one.source):
            try:
                fault = self._find_fault(source)
            except WebError as error:
                self.tell(f"{self.siteurl}: {_legible(str(error))} — nothing more was sent")
                return False
            if fault:
                self.tell(f"{self.url(source)} {fault} — publish the site first: make publish")
                self.waiting = True
                continue
            for one in targets:
                self._tell_target(one)
        return not self.waiting

    def _find_fault(self, source: Source) -> str:
        """Say why the source is not live as it was built: whoever is told comes and looks.

        Raises `WebError` where the site itself does not answer.
        """
        url = self.url(source)
        try:
            live = self.web.get(url)
        except WebError as error:
            if error.kind in _FOR_A_TIME:
                raise
            return f"cannot be read: {_legible(str(error))}"
        if source.feed:
            data = (self.output / source.path).read_bytes()
            return "" if digest(live.body) == digest(data) else "is not live as it was built"
        if source.hash == GONE:
            return "" if self._is_gone(live, url) else "does not say yet that it is gone"
        entry = read_entry(live.body, url, self.siteurl)
        same = live.status == 200 and entry is not None and entry.hash == source.hash
        return "" if same else "is not live as it was built"

    def _is_gone(self, live: Answer, url: str) -> bool:
        """A server that says so, or a page that does, or leads elsewhere; not one that was lost."""
        if live.status == 410 or (live.url != url and live.status == 200):
            return True
        return live.status == 200 and read_entry(live.body, url, self.siteurl) is None

    def _tell_target(self, due: Due) -> None:
        try:
            mention, words = self._deliver(due)
        except WebError as error:
            for_a_time = error.kind in _FOR_A_TIME
            tries = due.tries + (for_a_time and error.kind != RESTING)
            told = due.told if error.kind in _UNSENT else self._may_know(due)
            mention = self._mention(due, LATER if for_a_time else REFUSED, told=told, tries=tries)
            words = f"{_later(tries) if for_a_time else REFUSED}: {error}{_remedy(error, due)}"
            if error.kind == RESTING and self._kept(due) is None:
                self._say(due, words, waits=True)
                return
        self._keep(with_mention(self.state, due.source, due.target, mention))
        self._say(due, words, waits=mention.waits)

    def _deliver(self, due: Due) -> tuple[Mention, str]:
        """Look for the endpoint and post to it. Raises `WebError`."""
        url = self.url(due.source)
        if due.source.feed:
            return self._post(due, due.target, ping(url))
        page = self._read(due.target)
        if not 200 <= page.status < 300:
            return self._failed(due, page.status, "the page answers", told=due.told)
        endpoint = find_endpoint(page)
        if endpoint is None:
            return self._mention(due, NONE, page.status, told=due.told), NONE
        return self._post(due, endpoint, {"source": url, "target": due.target})

    def _read(self, url: str) -> Answer:
        """Read a page once; of one that is too large its headers, which may name an endpoint."""
        try:
            return self.others.get(url)
        except WebError as error:
            if error.kind != "size":
                raise
            return self.others.head(url)

    def _post(self, due: Due, endpoint: str, form: Mapping[str, str]) -> tuple[Mention, str]:
        # Kept before it is sent: whoever may know of the post is told when it changes or goes.
        before = self._mention(due, LATER, told=True, tries=due.tries)
        self._keep(with_mention(self.state, due.source, due.target, before))
        answer = self.others.post(endpoint, form)
        if not 200 <= answer.status < 300:
            return self._failed(due, answer.status, "its endpoint answers", told=True)
        location = answer.headers.get("location", "") if answer.status == 201 else ""
        place = resolved(answer.url, location) if location else None
        words = f"{SENT}; see {place}" if place else SENT
        return self._mention(due, SENT, answer.status, told=True), words

    def _failed(self, due: Due, status: int, who: str, *, told: bool) -> tuple[Mention, str]:
        if status in _NOT_NOW or status >= 500:
            tries = due.tries + 1
            words = f"{_later(tries)}: {who} {status}"
            return self._mention(due, LATER, status, told=told, tries=tries), words
        return self._mention(due, REFUSED, status, told=told), f"{REFUSED}: {who} {status}"

    def _mention(
        self, due: Due, result: str, status: int = 0, *, told: bool, tries: int = 0
    ) -> Mention:
        when = self.now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return Mention(due.source.hash, result, status, told, tries, when)

    def _kept(self, due: Due) -> Mention | None:
        block = self.state.feeds if due.source.feed else self.state.posts
        post = block.get(due.source.key)
        return post.targets.get(due.target) if post else None

    def _may_know(self, due: Due) -> bool:
        kept = self._kept(due)
        return kept is not None and kept.told

    def _keep(self, state: State) -> None:
        if state != self.state:
            self.state = state
            self.keep(state)

    def _say(self, due: Due, words: str, *, waits: bool) -> None:
        self.waiting |= waits
        self.tell(f"{self.url(due.source)} → {due.target}: {_legible(words)}")


def _later(tries: int) -> str:
    return LATER if tries < MOST_TRIES else f"given up after {MOST_TRIES} tries, until it changes"


def _remedy(error: WebError, due: Due) -> str:
    by_http = error.kind == "address" and due.target.lower().startswith("http:")
    return " — only https is asked: link to https://, if the page has that" if by_http else ""


def _legible(text: str) -> str:
    """One line of what another server said, in which no sign is a command to a terminal."""
    return "".join(_signs(text))[:500]


def _signs(text: str) -> Iterator[str]:
    for sign in text:
        yield "\N{REPLACEMENT CHARACTER}" if unicodedata.category(sign) in _COMMANDS else sign
