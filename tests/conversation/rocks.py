"""A server on loopback that receives webmentions as the 23 public cases of discovery do.

It fetches the source, as receivers do, and notes each POST that went to the wrong place, came with
a key that was used before, or told of a link that is not there. Every key is good for one time.

    with receiving() as rocks:
        web = Web(agent="test (Webmention)", allow=frozenset({rocks.place, live.place}))
        rocks.url("/test/1"), rocks.failures, rocks.received

Beside the cases there are `/update/1`, `/update/2`, `/delete/1`, and pages of any name,
`/page/NAME`. `rocks.known` is what each source said when it was looked at last; `rocks.trouble` has
the statuses that are answered instead, the last first, for "get NAME" and "post NAME"; 0 is no
answer at all, though what was posted is taken.
"""

from __future__ import annotations

import itertools
import json
import shutil
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import partial
from html import escape
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urlsplit
from urllib.request import ProxyHandler, build_opener

import html5lib
import jinja2

import conversation
from conversation.language import say
from conversation.sending.send import send
from conversation.sending.state import Mention, State, read_state, write_state
from conversation.sending.tombstone import tombstones
from conversation.web import Web

CASES = (*(f"/test/{number}" for number in range(1, 23)), "/test/23/page")
PAGE = "<!doctype html><html><head><title>Rocks</title>{}</head><body>{}</body></html>"
TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(str(conversation.__file__)).parent / "templates"),
    autoescape=True,
)
TEMPLATES.globals["_"] = say
OPEN = build_opener(ProxyHandler({})).open  # loopback is reached by no proxy


def case(number: int, base: str) -> tuple[list[tuple[str, str]], str, str]:
    """The headers, the head and the body; E is the endpoint, X where nobody is to post."""
    E, X = f"/test/{number}/webmention", f"/test/{number}/webmention/error"  # noqa: N806  -- the table's
    B = base  # noqa: N806  -- as in the table
    link = '<link rel="webmention" href="{}">'.format
    a = '<a rel="webmention" href="{}">w</a>'.format
    cases: dict[int, tuple[list[tuple[str, str]], str, str]] = {
        1: ([("Link", f"<{E}>; rel=webmention")], "", ""),
        2: ([("Link", f"<{B}{E}>; rel=webmention")], "", ""),
        3: ([], link(E), ""),
        4: ([], f'<link href="{B}{E}" rel="webmention">', ""),
        5: ([], "", a(E)),
        6: ([], "", f'<a href="{B}{E}" rel="webmention">w</a>'),
        7: ([("LinK", f"<{B}{E}>; rel=webmention")], "", ""),
        8: ([("Link", f'<{B}{E}>; rel="webmention"')], "", ""),
        9: ([], f'<link rel="webmention somethingelse" href="{B}{E}">', ""),
        10: ([("Link", f'<{B}{E}>; rel="webmention somethingelse"')], "", ""),
        11: ([("Link", f"<{E}>; rel=webmention")], link(X), a(X)),
        12: ([], f'<link rel="not-webmention" href="{X}">', a(E)),
        13: ([], "", f"<!-- {a(X)} -->{a(E)}"),
        14: ([], "", f'<code>&lt;a href="{X}" rel="webmention"&gt;</code>{a(E)}'),
        15: ([], link(""), ""),
        16: ([], "", f"{a(E)}{link(X)}"),
        17: ([], "", f"{link(E)}{a(X)}"),
        18: ([("Link", f'<{B}{X}>; rel="other"'), ("Link", f'<{B}{E}>; rel="webmention"')], "", ""),
        19: ([("Link", f'<{B}{X}>; rel="other", <{B}{E}>; rel="webmention"')], "", ""),
        20: ([], '<link rel="webmention">', a(E)),
        21: ([], link(f"{E}?query=yes"), ""),
        22: ([], link("22/webmention"), ""),
    }
    return cases[number]


@dataclass
class Rocks:
    """What the server has seen, and what it is to do wrong."""

    place: str
    received: list[tuple[str, str, str]] = field(default_factory=list)  # endpoint, source, target
    failures: list[str] = field(default_factory=list)
    gets: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    known: dict[tuple[str, str], str] = field(default_factory=dict)  # source, target: the words
    trouble: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    plain: set[str] = field(default_factory=set)  # paths of pages that name no endpoint
    links: dict[str, str] = field(default_factory=dict)  # of these, the Link header of some
    length: int = 1  # of such a page
    location: str = "status/1"  # where a 201 leads
    pings: list[str] = field(default_factory=list)  # the feeds that a hub was told of
    keys: set[str] = field(default_factory=set)
    fresh: Iterator[str] = field(default_factory=lambda: (f"k{n}" for n in itertools.count(1)))

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://{self.place}{path}"

    def key(self) -> str:
        """A key that is good for one time."""
        key = next(self.fresh)
        self.keys.add(key)
        return key

    def take(self, key: str) -> bool:
        """Say whether a key is good, which it is no more."""
        good = key in self.keys
        self.keys.discard(key)
        return good

    def page(self, path: str) -> tuple[int, list[tuple[str, str]], str]:
        """Answer a GET: the status, the headers, the page."""
        parts = path.strip("/").split("/")
        if path in self.plain:
            link = [("Link", self.links[path])] if path in self.links else []
            return 200, link, PAGE.format("", "Hello. " * self.length)
        match parts:
            case ["test", "23", "page"]:
                return 302, [("Location", f"page/{self.key()}")], ""
            case ["test", "23", "page", key]:
                if not self.take(key):
                    return 410, [], ""
                end = f"webmention-endpoint/{self.key()}"
                # Relative to /test/23/page/KEY it lies beside the key.
                link = [("Link", f"<{end}>; rel=webmention")]
                return 200, link, PAGE.format("", f'<a rel="webmention" href="{end}">w</a>')
            case ["test", number]:
                headers, head, body = case(int(number), f"http://{self.place}")
                return 200, headers, PAGE.format(head, body)
            case ["update", "1"]:
                end = f"/update/1/part/1/webmention?key={self.key()}"
                return 200, [("Link", f"<{end}>; rel=webmention")], PAGE.format("", "")
            case ["update" | "delete", *_] | ["page", _]:
                if parts[0] == "page" and self.trouble.get(f"get {parts[1]}"):
                    return self.trouble[f"get {parts[1]}"].pop(), [], ""
                end = f"{path}/webmention?key={self.key()}"
                return 200, [], PAGE.format(f'<link rel="webmention" href="{end}">', "")
        return 404, [], PAGE.format("", "Nothing is here.")

    def receive(self, path: str, query: str, form: list[tuple[str, str]]) -> int:
        """Answer a POST: the status. What a sender cannot see is noted all the same."""
        end = f"{path}?{query}" if query else path
        if path == "/hub" and form[:1] == [("hub.mode", "publish")] and form[1][0] == "hub.url":
            self.pings.append(form[1][1])
            return 204
        if [name for name, _ in form] != ["source", "target"]:
            return self._fail(f"{end}: the fields are {form}")
        (_, source), (_, target) = form
        name = path.split("/")[2] if path.startswith("/page/") else ""
        if name and self.trouble.get(f"post {name}"):
            status = self.trouble[f"post {name}"].pop()
            if status >= 300:
                return status
            return self._check(path, query, source, target) and status
        status = self._check(path, query, source, target)
        if status < 300:
            self.received.append((end, source, target))
        return status

    def _check(self, path: str, query: str, source: str, target: str) -> int:
        aimed = urlsplit(target)
        hrefs, words, gone = look(source)
        match path.strip("/").split("/"):
            case ["test", "23", "page", "webmention-endpoint", key]:
                good = aimed.path == "/test/23/page" and self.take(key)
            case ["test", "15"]:
                good = aimed.path == "/test/15"
            case ["test", "21", "webmention"]:
                good = query == "query=yes" and aimed.path == "/test/21"
            case ["test", number, "webmention"]:
                good = number not in ("15", "23") and aimed.path == f"/test/{number}"
            case ["update", "1", "part", "1", "webmention"]:
                good = aimed.path == "/update/1" and self.take(query.removeprefix("key="))
            case ["update" | "delete" | "page", *_, "webmention"]:
                its = path.removesuffix("/webmention")
                good = aimed.path == its and self.take(query.removeprefix("key="))
            case _:
                good = False
        if not good:
            return self._fail(f"POST to {path}?{query} for {target}")
        if target in hrefs and not gone:
            self.known[source, target] = words
        elif (source, target) in self.known:
            del self.known[source, target]
        else:
            return self._fail(f"{source} tells of {target}, but does not link to it")
        return 202

    def _fail(self, words: str) -> int:
        self.failures.append(words)
        return 400


def look(source: str) -> tuple[list[str], str, bool]:
    """Fetch a source as a receiver does: its links as written, its words, whether it is gone."""
    try:
        with OPEN(source, timeout=5) as answer:
            root = html5lib.parse(answer.read(), namespaceHTMLElements=False)
    except HTTPError as error:
        return [], "", error.code == 410
    metas = [(m.get("http-equiv", "").lower(), m.get("content", "")) for m in root.iter("meta")]
    gone = any(name == "status" and content.startswith("410") for name, content in metas)
    body = " ".join("".join(root.find("body").itertext()).split())
    return [a.get("href", "") for a in root.iter("a")], body, gone


class _Handler(BaseHTTPRequestHandler):
    rocks: Rocks

    def do_GET(self) -> None:
        self.rocks.gets.append(self.path)
        self.rocks.agents.add(self.headers.get("User-Agent", ""))
        self._answer(*self.rocks.page(urlsplit(self.path).path))

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = parse_qsl(body, keep_blank_values=True)
        status = self.rocks.receive(parts.path, parts.query, form)
        self._answer(status, [("Location", self.rocks.location)] if status == 201 else [], "")

    def _answer(self, status: int, headers: list[tuple[str, str]], page: str) -> None:
        if status == 0:
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page.encode())))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing; a test that fails says enough."""


class _Live(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer as a host that sends 410 and 301 itself, where a file says so."""
        moved = Path(self.directory, "moved.txt")
        if Path(self.directory, "gone.txt").exists():
            self.send_error(410)
        elif moved.exists() and self.path == moved.read_text().split()[0]:
            self.send_response(301)
            self.send_header("Location", moved.read_text().split()[1])
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing; a test that fails says enough."""


@contextmanager
def receiving() -> Iterator[Rocks]:
    """Receive webmentions on loopback."""
    handler = type("Handler", (_Handler,), {})
    with _serving(handler) as place:
        handler.rocks = rocks = Rocks(place)
        yield rocks


@contextmanager
def live(folder: Path) -> Iterator[str]:
    """Serve what has been published; gives "host:port"."""
    with _serving(partial(_Live, directory=str(folder))) as place:
        yield place


@contextmanager
def _serving(handler: Any) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Blog:
    """A small blog: what is written, what was built of it, what is live, and what was told whom.

    A post is its words and its links, by its slug. The state goes through its file's text.
    """

    folder: Path
    place: str
    allow: frozenset[str]
    posts: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    hubs: tuple[str, ...] = ()
    state: str = ""
    lines: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)

    @property
    def home(self) -> str:
        """SITEURL."""
        return f"http://{self.place}"

    @property
    def output(self) -> Path:
        """Where it is built."""
        return self.folder / "site"

    def url(self, slug: str) -> str:
        """The address of a post."""
        return f"{self.home}/rants/{slug}/"

    def build(self) -> None:
        """Build the site as Pelican does, with a tombstone for each post that is gone."""
        shutil.rmtree(self.output, ignore_errors=True)
        paths = {slug: f"rants/{slug}/index.html" for slug in self.posts}
        known = tombstones(read_state(self.state), paths.values())
        gone = [path for path in known if path not in self.aliases]
        gone_page = TEMPLATES.get_template("conversation/gone.html").render(home="/")
        pages = {paths[slug]: _post_page(slug, *post) for slug, post in self.posts.items()}
        pages |= dict.fromkeys(gone, gone_page) | dict.fromkeys(self.aliases, PAGE.format("", "→"))
        articles = [
            {"id": slug, "path": paths[slug], "title": slug, "url": f"rants/{slug}/"}
            for slug in self.posts
        ]
        record = {"aliases": self.aliases, "articles": articles, "siteurl": self.home}
        pages["release.json"] = json.dumps({**record, "plugins": [], "schema": 1})
        hubs = [{"type": "WebSub", "url": hub} for hub in self.hubs]
        pages["feed.json"] = json.dumps({"hubs": hubs, "items": sorted(self.posts.items())})
        for path, text in pages.items():
            file = self.output / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    def publish(self) -> None:
        """Build the site and make it live."""
        self.build()
        shutil.rmtree(self.folder / "live", ignore_errors=True)
        shutil.copytree(self.output, self.folder / "live")

    def send(self, *, dry_run: bool = False, most: int = 10_000) -> bool:
        """Tell whoever is to be told; after `most` times of keeping the state it is cut short."""
        self.lines.clear()
        left = itertools.count(most, -1)

        def keep(state: State) -> None:
            if not next(left):
                raise KeyboardInterrupt
            self.state = write_state(state)
            self.kept.append(self.state)

        web = Web(agent="tests (Webmention)", seconds=5, allow=self.allow)
        now = datetime(2026, 11, 25, 13, tzinfo=timezone(timedelta(hours=1)))
        state = read_state(self.state)
        told = {"tell": self.lines.append, "keep": keep, "sleep": self.pauses.append}
        return send(self.output, self.home, state, web, now=now, dry_run=dry_run, **told)

    def mentions(self) -> dict[str, Mention]:
        """What became of each target of every post."""
        posts = read_state(self.state).posts
        return {url: each for post in posts.values() for url, each in post.targets.items()}


def _post_page(slug: str, words: str, links: tuple[str, ...]) -> str:
    anchors = "".join(f'<a href="{escape(link)}">x</a>' for link in links)
    content = f'<div class="e-content">{escape(words)} {anchors}</div>'
    entry = f'<article class="h-entry"><h1 class="p-name">{slug}</h1>{content}</article>'
    return PAGE.format("", entry)


@contextmanager
def blogging() -> Iterator[tuple[Blog, Rocks]]:
    """A blog that is live on loopback, and the server that receives its webmentions."""
    with TemporaryDirectory() as name, receiving() as rocks:
        folder = Path(name, "live")
        folder.mkdir()
        with live(folder) as place:
            yield Blog(Path(name), place, frozenset({place, rocks.place})), rocks
