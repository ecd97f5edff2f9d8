"""Fetching as a whole: what is asked, written and told, and how long that may take."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from conversation.fetching.fetch import Order, Places, changes, fetch
from conversation.fetching.patience import Patience
from conversation.replies.moderation import Rules
from conversation.replies.record import Conversed, Record, read_record
from conversation.replies.reply import Author, Reply
from conversation.web import Answer, Web, WebError
from tests.conversation import server as said
from tests.conversation.server import Request, Response, Server, serving
from tests.pelican_site import files

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
ENDPOINT = "https://webmention.io/site.example/webmention"


def status(key: str, name: str, text: str = "<p>Hi.</p>", **more: object) -> dict[str, object]:
    """A public reply to the toot 1, as Mastodon gives it."""
    account = {"id": name, "username": name, "acct": name, "url": f"https://s.example/@{name}"}
    return {
        "id": key,
        "in_reply_to_id": "1",
        "created_at": f"2026-11-2{key[0]}T08:00:00.000Z",
        "visibility": "public",
        "favourites_count": 0,
        "url": f"https://s.example/@{name}/{key}",
        "content": text,
        "account": {**account, "display_name": name.title()},
        **more,
    }


def context(*statuses: dict[str, object]) -> Response:
    """The thread of a toot."""
    return said.json({"ancestors": [], "descendants": list(statuses)})


def thread(*texts: str) -> Response:
    """The thread of a Bluesky post, with a reply by Bo for each text."""
    author = {"did": "did:plc:me", "handle": "me.example"}
    root = {"uri": "at://did:plc:me/app.bsky.feed.post/3l", "author": author, "record": {}}
    replies = [
        {
            "$type": "app.bsky.feed.defs#threadViewPost",
            "post": {
                "uri": f"at://did:plc:bo/app.bsky.feed.post/r{number}",
                "author": {"did": "did:plc:bo", "handle": "bo.example", "displayName": "Bo"},
                "record": {"text": text, "createdAt": "2026-11-20T08:30:00.000Z"},
                "indexedAt": "2026-11-20T08:30:01.000Z",
            },
            "replies": [],
        }
        for number, text in enumerate(texts)
    ]
    kind = "app.bsky.feed.defs#threadViewPost"
    return said.json({"thread": {"$type": kind, "post": root, "replies": replies}})


def mentions(*entries: dict[str, object]) -> Response:
    """What webmention.io has received."""
    paging = {"per-page": 200, "page": 0, "total": len(entries), "total-pages": 1}
    return said.json({"type": "feed", "children": list(entries), "paging": paging})


def mention(slug: str, name: str) -> dict[str, object]:
    """A reply to a post by somebody on a site of their own."""
    return {
        "type": "entry",
        "author": {"type": "card", "name": name.title(), "url": f"https://{name}.example/"},
        "url": f"https://{name}.example/reply",
        "published": "2026-11-19T20:15:00Z",
        "wm-source": f"https://{name}.example/reply",
        "wm-target": f"https://site.example/{slug}/",
        "content": {"html": "<p>I called Jo.</p>"},
        "wm-property": "in-reply-to",
        "wm-private": False,
    }


class Blog:
    """A blog whose sources are all asked at one server on this machine."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.web = Web(agent="test", allow=frozenset({server.place}))
        self.places = Places("http", server.origin, server.origin)
        self.rules = Rules(allow=frozenset({"https://s.example/@ada"}))

    def post(self, slug: str, *, toot: str = "", bluesky: str = "") -> Conversed:
        """A post of it."""
        return Conversed(
            slug,
            f"https://site.example/{slug}/",
            f"content/rants/{slug}.md",
            f"https://{self.server.place}/@me/{toot}" if toot else "",
            f"https://bsky.app/profile/did:plc:me/post/{bluesky}" if bluesky else "",
        )

    def fetch(
        self, *posts: Conversed, now: datetime = NOW, patience: Patience | None = None, **more: Any
    ) -> list[str]:
        """Fetch; the lines that are told, with the server as HOST."""
        told: list[str] = []
        order = Order(posts, self.folder, self.rules, now, places=self.places, **more)
        fetch(order, patience or Patience(self.web), told.append)
        return [line.replace(self.server.place, "HOST") for line in told]

    def file(self, slug: str) -> bytes:
        """What the file of a post holds."""
        return (self.folder / f"{slug}.json").read_bytes()

    def record(self, slug: str) -> Record:
        """What the file of a post says."""
        return read_record(self.file(slug).decode())


@pytest.fixture
def blog(tmp_path: Path) -> Iterator[Blog]:
    with serving() as server:
        yield Blog(server, tmp_path / "conversation")


def test_all_three_sources_are_merged_into_one_file(blog: Blog) -> None:
    """A file holds what each source brought, in order of time; the lines name the people."""
    blog.server.routes |= {
        "/api/v1/statuses/1/context": context(status("2", "ada"), status("3", "mira")),
        "/xrpc/app.bsky.feed.getPostThread": thread("From Bluesky"),
        "/api/mentions.jf2": mentions(mention("a", "ana")),
    }

    told = blog.fetch(blog.post("a", toot="1", bluesky="3l"), endpoint=ENDPOINT)

    assert told == [
        "content/rants/a.md: webmention.io: waiting: Ana",
        "content/rants/a.md: Mastodon: new: Ada; waiting: Mira",
        "content/rants/a.md: Bluesky: waiting: Bo",
        "What waits is yours to decide: make review",
    ]
    record = blog.record("a")
    assert record.post == "https://site.example/a/"
    assert [(reply.via, reply.author.name, reply.state) for reply in record.replies] == [
        ("webmention", "Ana", "pending"),
        ("bluesky", "Bo", "pending"),
        ("mastodon", "Ada", "approved"),
        ("mastodon", "Mira", "pending"),
    ]
    assert list(files(blog.folder)) == ["a.json"]


def test_nothing_new_changes_no_byte(blog: Blog) -> None:
    """The same answers on another day leave the file as it is, and one sentence says so."""
    blog.server.routes["/api/v1/statuses/1/context"] = context(status("2", "ada"))
    blog.fetch(blog.post("a", toot="1"))
    before = (blog.folder / "a.json").stat()

    told = blog.fetch(blog.post("a", toot="1"), now=LATER)

    assert told == ["Nothing is new."]
    after = (blog.folder / "a.json").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_first_file_is_made_when_there_is_something_in_it(blog: Blog) -> None:
    """A post that nobody has answered has no file, and there is no folder either."""
    blog.server.routes["/api/v1/statuses/1/context"] = context()

    told = blog.fetch(blog.post("a", toot="1"))

    assert told == ["Nothing is new."]
    assert not blog.folder.exists()


def test_edited_and_deleted_replies_are_told(blog: Blog) -> None:
    """What the source has no more is gone from the file; what says something else is changed."""
    route = "/api/v1/statuses/1/context"
    blog.server.routes[route] = context(status("2", "ada"), status("3", "mira"))
    blog.fetch(blog.post("a", toot="1"))
    blog.server.routes[route] = context(status("2", "ada", "<p>Other words.</p>"))

    told = blog.fetch(blog.post("a", toot="1"))

    assert told == ["content/rants/a.md: Mastodon: changed: Ada; gone: Mira"]
    assert [reply.html for reply in blog.record("a").replies] == ["<p>Other words.</p>"]


FAILURES: dict[str, tuple[Response, str]] = {
    "401": (said.json({}, status=401), "401 Unauthorized: HOST wants a sign-in"),
    "403 with a page": (said.page("<h1>No", status=403), "403 Forbidden: HOST wants a sign-in"),
    "404, for the first time": (said.json({}, status=404), "404 Not Found: HOST has the thread"),
    "429": (said.json({}, status=429), "429 Too Many Requests: HOST was asked too often"),
    "500": (said.json({}, status=500), "500 Internal Server Error: HOST is out of order"),
    "a page": (said.page("<h1>Hello"), "HOST sent text/html where JSON is due"),
    "reset": (said.reset(), "HOST/api/v1/statuses/1/context"),
    "cut off": (said.truncated(context(), at=9), "HOST/api/v1/statuses/1/context"),
    "elsewhere": (said.redirect("https://127.0.0.1/"), "HOST/api/v1/statuses/1/context"),
}  # fmt: skip


@pytest.mark.parametrize("failure", FAILURES)
def test_failure_keeps_the_replies(blog: Blog, failure: str) -> None:
    """Whatever a server does wrong is told in one line, and every reply stays."""
    route = "/api/v1/statuses/1/context"
    blog.server.routes[route] = context(status("2", "ada"))
    blog.fetch(blog.post("a", toot="1"))
    before = blog.record("a").replies
    blog.server.routes[route], fault = FAILURES[failure]

    (told,) = blog.fetch(blog.post("a", toot="1"), now=LATER)

    assert told.startswith("content/rants/a.md: Mastodon: ")
    assert fault in told
    assert blog.record("a").replies == before


def test_failure_of_one_source_leaves_the_others(blog: Blog) -> None:
    """Bluesky is read though Mastodon fails, and what came is in the file."""
    blog.server.routes |= {
        "/api/v1/statuses/1/context": said.json({}, status=500),
        "/xrpc/app.bsky.feed.getPostThread": thread("Hello"),
    }

    told = blog.fetch(blog.post("a", toot="1", bluesky="3l"))

    assert [re.sub(r" — .*", "", line) for line in told] == [
        "content/rants/a.md: Mastodon: 500 Internal Server Error: HOST is out of order",
        "content/rants/a.md: Bluesky: waiting: Bo",
        "What waits is yours to decide: make review",
    ]


def test_fault_of_all_mentions_is_told_once(blog: Blog) -> None:
    """However many posts there are, webmention.io has one fault."""
    blog.server.routes["/api/mentions.jf2"] = said.json({}, status=401)

    told = blog.fetch(blog.post("a"), blog.post("b"), endpoint=ENDPOINT)

    assert told == [
        "webmention.io: 401 Unauthorized: HOST wants a sign-in for the mentions"
        " — set WEBMENTION_IO_TOKEN to the token that webmention.io/settings shows"
    ]


@pytest.mark.parametrize("endpoint", ["", "https://site.example/webmention"])
def test_mentions_are_fetched_from_webmention_io_alone(blog: Blog, endpoint: str) -> None:
    """A site that receives elsewhere, or not at all, is not asked about there."""
    blog.fetch(blog.post("a"), endpoint=endpoint)

    assert blog.server.requests == []


def test_token_is_sent_in_the_header_and_told_nowhere(blog: Blog) -> None:
    """The token is in no address, no line and no file, whether it is taken or refused."""
    blog.server.routes["/api/mentions.jf2"] = mentions(mention("a", "ana"))
    told = blog.fetch(blog.post("a"), endpoint=ENDPOINT, token="s3cret")  # noqa: S106
    blog.server.routes["/api/mentions.jf2"] = said.json({}, status=401)
    told += blog.fetch(blog.post("a"), endpoint=ENDPOINT, token="s3cret")  # noqa: S106

    assert [request.headers["authorization"] for request in blog.server.requests] == [
        "Bearer s3cret",
        "Bearer s3cret",
    ]
    assert "s3cret" not in "".join([*told, *blog.server.asked(), blog.file("a").decode()])


def test_mastodon_is_asked_without_a_token(blog: Blog) -> None:
    """webmention.io's token goes to webmention.io and to nobody else."""
    blog.server.routes |= {
        "/api/v1/statuses/1/context": context(),
        "/xrpc/app.bsky.feed.getPostThread": thread(),
        "/api/mentions.jf2": mentions(),
    }

    blog.fetch(
        blog.post("a", toot="1", bluesky="3l"),
        endpoint=ENDPOINT,
        token="s3cret",  # noqa: S106
    )

    assert {
        request.path.partition("?")[0]: "authorization" in request.headers
        for request in blog.server.requests
    } == {
        "/api/mentions.jf2": True,
        "/api/v1/statuses/1/context": False,
        "/xrpc/app.bsky.feed.getPostThread": False,
    }


def test_mention_that_the_network_brings_too_is_not_gone(blog: Blog) -> None:
    """A reply that came by a webmention first, and by Mastodon then, is told as neither gone."""
    bridged = mention("a", "mira")
    bridged |= {
        "url": "https://s.example/@mira/3",
        "wm-source": "https://brid.gy/comment/mastodon/@me@home.example/1/3",
    }
    blog.server.routes |= {
        "/api/mentions.jf2": mentions(bridged),
        "/api/v1/statuses/1/context": context(status("3", "mira")),
    }
    first = blog.fetch(blog.post("a"), endpoint=ENDPOINT)

    told = [blog.fetch(blog.post("a", toot="1"), endpoint=ENDPOINT) for _ in "12"]

    assert first[0] == "content/rants/a.md: webmention.io: waiting: Mira"
    assert [reply.via for reply in blog.record("a").replies] == ["mastodon"]
    assert "gone" not in "".join([*told[0], *told[1]])


def test_review_in_between_is_not_lost(blog: Blog) -> None:
    """What the writer decided while a server was asked stays decided."""
    route = "/api/v1/statuses/1/context"
    blog.server.routes[route] = context(status("3", "mira"))
    blog.fetch(blog.post("a", toot="1"))

    def answer(request: Request) -> Response:
        text = blog.file("a").decode().replace('"pending"', '"approved"')
        (blog.folder / "a.json").write_text(text.replace('"why": ""', '"why": "reviewed"'))
        return context(status("3", "mira"), status("4", "cy"))

    blog.server.routes[route] = answer
    blog.fetch(blog.post("a", toot="1"))

    assert [(reply.author.name, reply.state) for reply in blog.record("a").replies] == [
        ("Mira", "approved"),
        ("Cy", "pending"),
    ]


def test_names_cannot_steer_the_terminal(blog: Blog) -> None:
    """What a stranger is called is told as text in one line."""
    evil = status("2", "ada")
    evil["account"] = {"username": "x", "url": "https://s.example/@ada",
                       "display_name": "A\x1b[2J\u202eb\nc"}  # fmt: skip
    blog.server.routes["/api/v1/statuses/1/context"] = context(evil)

    told = blog.fetch(blog.post("a", toot="1"))

    assert told == ["content/rants/a.md: Mastodon: new: A[2Jb c"]


def test_no_number_of_people_is_told(blog: Blog) -> None:
    """People are named, each once, and never counted."""
    names = ["mira", "cy", "mira", "dee"]
    statuses = [status(f"{number + 2}", name) for number, name in enumerate(names)]
    blog.server.routes["/api/v1/statuses/1/context"] = context(*statuses)

    told = blog.fetch(blog.post("a", toot="1"))

    assert told[0] == "content/rants/a.md: Mastodon: waiting: Mira, Cy, Dee"
    assert not re.search(r"\d", "".join(told))


REPLY = Reply("https://s.example/1", "mastodon", Author("Mira"), "2026-11-20T08:00:00Z", "<p>x")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ([], [replace(REPLY, state="approved")], ["new: Mira"]),
        ([], [REPLY], ["waiting: Mira"]),
        ([REPLY], [REPLY], ["waiting: Mira"]),
        ([REPLY], [replace(REPLY, state="approved")], ["new: Mira"]),
        ([replace(REPLY, state="hidden")], [replace(REPLY, state="hidden", html="y")], []),
        ([REPLY], [], ["gone: Mira"]),
        ([replace(REPLY, state="approved")], [replace(REPLY, state="approved")], []),
        ([replace(REPLY, via="bluesky")], [], []),
        (
            [replace(REPLY, state="approved")],
            [replace(REPLY, state="approved", warning="mild")],
            ["changed: Mira"],
        ),
    ],
)
def test_changes(before: Sequence[Reply], after: Sequence[Reply], told: list[str]) -> None:
    """Each change of one source has its word; what stays as it is has none, but what waits."""
    old, new = (Record("https://site.example/", {}, tuple(each)) for each in (before, after))

    assert list(changes(old, new, "mastodon")) == told


# How long it takes


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_minute_is_never_exceeded(blog: Blog) -> None:
    """Where each answer takes the most it may, all ends within sixty seconds; the rest is said."""
    clock = Clock()
    asked: list[float] = []

    def answer(request: Request) -> Response:
        asked.append(clock.now - 1000)
        clock.now += blog.web.seconds
        return context(status("2", "ada"))

    posts = [blog.post(name, toot=f"{number}") for number, name in enumerate("abcdefgh", start=1)]
    for number, _ in enumerate(posts, start=1):
        blog.server.routes[f"/api/v1/statuses/{number}/context"] = answer

    told = blog.fetch(*posts, patience=Patience(blog.web, clock))

    assert clock.now - 1000 <= 60
    assert asked == [0, 10, 20, 30, 40, 50]
    assert told[-1] == (
        "Not asked, as the minute was over or the host failed: content/rants/g.md,"
        " content/rants/h.md — fetch again later"
    )
    assert sorted(files(blog.folder)) == [
        "a.json",
        "b.json",
        "c.json",
        "d.json",
        "e.json",
        "f.json",
    ]


def test_mentions_that_took_all_the_time_are_kept(blog: Blog) -> None:
    """What was read is written, though there is no time to ask anybody else."""
    clock = Clock()

    def answer(request: Request) -> Response:
        clock.now += 55
        return mentions(mention("a", "ana"), mention("b", "bo"))

    blog.server.routes["/api/mentions.jf2"] = answer
    posts = [blog.post("a", toot="1"), blog.post("b")]

    told = blog.fetch(*posts, patience=Patience(blog.web, clock), endpoint=ENDPOINT)

    assert told == [
        "content/rants/a.md: webmention.io: waiting: Ana",
        "content/rants/b.md: webmention.io: waiting: Bo",
        "Not asked, as the minute was over or the host failed: content/rants/a.md"
        " — fetch again later",
        "What waits is yours to decide: make review",
    ]
    assert [blog.record(name).replies[0].author.name for name in "ab"] == ["Ana", "Bo"]


@pytest.mark.parametrize(
    ("answer", "times"),
    [(said.json({}, status=429), 1), (said.json({}, status=503), 2), (said.reset(), 2)],
)
def test_host_that_fails_is_left_alone(blog: Blog, answer: Response, times: int) -> None:
    """After one 429, or two other failures, a host is not asked again in this run."""
    posts = [blog.post(name, toot=f"{number}") for number, name in enumerate("abcd", start=1)]
    for number, _ in enumerate(posts, start=1):
        blog.server.routes[f"/api/v1/statuses/{number}/context"] = answer

    told = blog.fetch(*posts)

    assert len(blog.server.requests) == times
    assert len(told) == times + 1
    rest = ", ".join(post.source for post in posts[times:])
    assert told[-1] == (
        f"Not asked, as the minute was over or the host failed: {rest} — fetch again later"
    )


def test_hosts_fail_each_for_itself(blog: Blog) -> None:
    """The failures of one host stop nobody from asking another."""
    with serving({"/x": said.json({})}) as other:
        web = Web(agent="test", allow=frozenset({blog.server.place, other.place}))
        patience = Patience(web)
        blog.server.routes["/x"] = said.json({}, status=429)

        first = patience.get(blog.server.url("/x"))
        second = patience.get(other.url("/x"))

        assert (first.status, second.status) == (429, 200)
        with pytest.raises(
            WebError, match="is not asked any more now — fetch again later"
        ) as caught:
            patience.get(blog.server.url("/x"))
        assert caught.value.kind == "time"
        assert len(blog.server.requests) == 1


def test_refusals_are_no_failures_of_a_host(blog: Blog) -> None:
    """A thread that is gone, or closed, says nothing about the next one there."""
    posts = [blog.post(name, toot=f"{number}") for number, name in enumerate("abcd", start=1)]

    blog.fetch(*posts)

    assert [request.path for request in blog.server.requests] == [
        f"/api/v1/statuses/{number}/context" for number in (1, 2, 3, 4)
    ]


def test_each_post_has_its_turn(blog: Blog) -> None:
    """The newest are asked first each time; the others in another order each time, none twice."""
    posts = [blog.post(f"p{number}", toot=f"{number + 100}") for number in range(40)]
    orders = []
    for hour in range(6):
        blog.server.requests.clear()
        blog.fetch(*posts, now=NOW + timedelta(hours=hour))
        orders.append([re.findall(r"\d{3}", request.path)[0] for request in blog.server.requests])

    newest = [f"{number + 100}" for number in range(20)]
    assert [order[:20] for order in orders] == [newest] * 6
    assert all(sorted(order) == sorted(orders[0]) for order in orders)
    assert len({tuple(order[20:]) for order in orders}) == 6


class Recorded:
    """A web that answers from a list, to see what patience makes of it."""

    seconds = 10.0

    def __init__(self, *answers: Answer | WebError) -> None:
        self.answers = list(answers)

    def get(self, url: str, **_: object) -> Answer:
        answer = self.answers.pop(0)
        if isinstance(answer, WebError):
            raise answer
        return answer


@pytest.mark.parametrize("kind", ["address", "redirect", "size"])
def test_only_silence_tires(kind: str) -> None:
    """What is wrong with one address or one answer is no fault of the host."""
    patience = Patience(Recorded(*[WebError(kind, "no")] * 5))  # type: ignore[arg-type]

    for _ in range(5):
        with pytest.raises(WebError, match="no"):
            patience.get("https://s.example/x")

    assert not patience.has_ended("https://s.example/y")


def test_schema_has_no_place_for_a_number(blog: Blog) -> None:
    """Counts and faces that a server sends are in no file."""
    full = status(
        "3", "mira", favourites_count=987_601, replies_count=987_602, reblogs_count=987_603
    )
    face = {"followers_count": 987_604, "avatar": "https://a.example/face.png"}
    full |= {"account": {"username": "mira", "url": "https://s.example/@mira", **face}}
    blog.server.routes |= {
        "/api/v1/statuses/1/context": context(full),
        "/api/v1/statuses/3/favourited_by": said.json([]),
    }

    blog.fetch(blog.post("a", toot="1"))

    (reply,) = json.loads(blog.file("a"))["replies"]
    assert sorted(reply) == [
        "author", "cw", "html", "key", "lang", "parent", "published", "state", "url", "via", "why",
    ]  # fmt: skip
    assert sorted(reply["author"]) == ["is_me", "name", "url"]
    assert not re.search(r"98760|face", blog.file("a").decode())
