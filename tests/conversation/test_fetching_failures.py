"""Servers that fail: what was read stays, and the writer is told in one line what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from json import dumps

import pytest

from conversation.fetching import fetch_mentions, fetch_post, fetch_toot
from conversation.replies.reply import Fetched
from conversation.web import Web
from tests.conversation.bluesky_server import POST as BLUESKY
from tests.conversation.mastodon_server import ROOT
from tests.conversation.server import (
    Response,
    Server,
    huge,
    json,
    page,
    redirect,
    reset,
    serving,
    silent,
    slow,
    truncated,
    zipped,
)
from tests.conversation.webmention_io import POST, TOKEN

DID = BLUESKY.replace("joseph.example", "did:plc:joseph")
TOOT = f"https://{{site}}/@joseph/{ROOT}"
QUERY = {
    "mastodon": f"/api/v1/statuses/{ROOT}/context",
    "bluesky": "/xrpc/app.bsky.feed.getPostThread"
    "?uri=at%3A%2F%2Fdid%3Aplc%3Ajoseph%2Fapp.bsky.feed.post%2F3lroot&depth=100&parentHeight=0",
    "mentions": "/api/mentions.jf2?domain=rants.example&wm-property%5B%5D=in-reply-to"
    "&wm-property%5B%5D=mention-of&sort-by=created&sort-dir=up&per-page=200&page=0",
}
WHAT = {
    "mastodon": f"the thread of {TOOT}",
    "bluesky": f"the thread of {DID}",
    "mentions": "the mentions",
}
LOCKED = {
    "mastodon": "take Toot out, or toot where threads are shown to everybody",
    "bluesky": "fetch again later, from another network where it goes on",
    "mentions": "set WEBMENTION_IO_TOKEN to the token that webmention.io/settings shows",
}
GONE = {
    "mastodon": "if the toot was deleted, take Toot out",
    "bluesky": "if the post was deleted, take Bluesky out",
    "mentions": "look whether webmention.io still receives for this site",
}
SOURCES = [*QUERY]
LATER = "fetch again later"


@dataclass(frozen=True)
class Tried:
    """What came of a fetch: the result, the server's place, and how often it was asked."""

    got: Fetched
    site: str
    asked: int

    def expect(self, source: str, fault: str, *, gone: bool = False) -> None:
        told = fault.replace("WHAT", WHAT[source]).replace("{site}", self.site)
        assert self.got == Fetched(
            fault=told.replace("URL", f"http://{self.site}{QUERY[source]}"), gone=gone
        )
        assert self.asked == 1


def attempt(source: str, said: Response | Callable[[Server], Response]) -> Tried:
    with serving() as server:
        route = said if isinstance(said, Response) else said(server)
        server.routes[QUERY[source].partition("?")[0]] = route
        web = Web(agent="test", seconds=0.4, most=50_000, allow=frozenset({server.place}))
        got = fetch(source, web, server)
        return Tried(got, server.place, len(server.requests))


def fetch(source: str, web: Web, server: Server) -> Fetched:
    me: frozenset[str] = frozenset()
    if source == "mastodon":
        return fetch_toot(web, TOOT.format(site=server.place), me=me, scheme="http")
    if source == "bluesky":
        return fetch_post(web, DID, me=me, server=server.origin)
    return fetch_mentions(web, [POST], token=TOKEN, me=me, server=server.origin)[POST]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(("status", "phrase"), [(404, "404 Not Found"), (410, "410 Gone")])
def test_thread_that_is_no_more(source: str, status: int, phrase: str) -> None:
    """A thread that is gone is told as gone; of the list of all mentions nothing follows."""
    tried = attempt(source, json({"error": "Record not found"}, status=status))

    fault = f"{phrase}: {{site}} has WHAT no more — {GONE[source]}"
    tried.expect(source, fault, gone=source != "mentions")


def test_bluesky_says_404_in_its_own_way() -> None:
    """AT Protocol's 400 with the name NotFound is a thread that is gone; another 400 is not."""
    gone = attempt("bluesky", json({"error": "NotFound", "message": "Post not found"}, status=400))
    other = attempt("bluesky", json({"error": "InvalidRequest"}, status=400))
    page_ = attempt("bluesky", page("<h1>Bad</h1>", status=400))

    gone.expect(
        "bluesky", f"400 Bad Request: {{site}} has WHAT no more — {GONE['bluesky']}", gone=True
    )
    fault = "400 Bad Request: {site} does not give WHAT — see in a browser whether it is there"
    other.expect("bluesky", fault)
    page_.expect("bluesky", fault)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    "said",
    [
        json({"error": "This method requires an authenticated user"}, status=401),
        page("<h1>Forbidden</h1>", status=403),
    ],
)
def test_locked_server(source: str, said: Response) -> None:
    """A server that wants a sign-in gets none; the writer is told what to change."""
    phrase = {401: "401 Unauthorized", 403: "403 Forbidden"}[said.status]

    attempt(source, said).expect(
        source, f"{phrase}: {{site}} wants a sign-in for WHAT — {LOCKED[source]}"
    )


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    ("headers", "when"),
    [
        ((), ""),
        ((("Retry-After", "120"),), ", in 120 seconds"),
        ((("Retry-After", "Wed, 25 Nov 2026 07:05:00 GMT"),),
         ", after Wed, 25 Nov 2026 07:05:00 GMT"),
        ((("X-RateLimit-Reset", "2026-11-25T07:05:00.000Z"),), ", after 2026-11-25T07:05:00.000Z"),
        ((("Retry-After", "<script>"),), ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("status", [429, 503])
def test_busy_server_is_asked_once(
    source: str, status: int, headers: tuple[tuple[str, str], ...], when: str
) -> None:
    """A server that has enough is left alone; when it said until when, the writer is told."""
    said = json({"error": "Too many requests"}, status=status).saying(*headers)
    start = {
        429: "429 Too Many Requests: {site} was asked too often",
        503: "503 Service Unavailable: {site} is out of order",
    }[status]

    attempt(source, said).expect(source, f"{start} — {LATER}{when}")


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    ("said", "fault"),
    [
        (page("<h1>Hello</h1>"), "{site} sent text/html where JSON is due"),
        (Response(b"{}"), "{site} sent no JSON where JSON is due"),
        (Response(b"{}", 200, (("Content-Type", "text/<script>"),)),
         "{site} sent no JSON where JSON is due"),
        (page("<p>x", status=500), "500 Internal Server Error: {site} is out of order"),
        (page("<p>x", status=502), "502 Bad Gateway: {site} is out of order"),
        (json(None), "{site} sent no object where an object is due"),
        (json([]), "{site} sent no object where an object is due"),
        (json([{"descendants": [], "children": [], "thread": {}}]),
         "{site} sent no object where an object is due"),
        (json("x"), "{site} sent no object where an object is due"),
    ],
)  # fmt: skip
def test_answer_of_another_kind(source: str, said: Response, fault: str) -> None:
    """A page, or JSON of another form, is not taken for a thread with nobody in it."""
    attempt(source, said).expect(source, f"{fault} — {LATER}")


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", "{site} sent nothing where JSON is due"),
        (b" \n", "{site} sent nothing where JSON is due"),
        (b'{"descendants": [{"id": "1"', "{site} sent broken JSON where JSON is due"),
        (b"{} {}", "{site} sent broken JSON where JSON is due"),
        (b'{"x": "\xff"}', "{site} sent what is not UTF-8 where JSON in UTF-8 is due"),
        ('{"descendants": []}'.encode("utf-16"),
         "{site} sent what is not UTF-8 where JSON in UTF-8 is due"),
        (b"[" * 20_000, "{site} sent JSON that is nested too deeply where a thread is due"),
        (b'{"replies":' * 4000, "{site} sent JSON that is nested too deeply where a thread is due"),
        (b'{"x": ' + b"9" * 10_000 + b"}", "{site} sent broken JSON where JSON is due"),
    ],
    ids=["empty", "blank", "cut", "two", "latin-1", "utf-16", "lists", "objects", "number"],
)  # fmt: skip
def test_broken_json(source: str, body: bytes, fault: str) -> None:
    """What is no JSON, in whatever way, is told as such."""
    said = Response(body, 200, (("Content-Type", "application/json"),))

    attempt(source, said).expect(source, f"{fault} — {LATER}")


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    ("said", "fault", "remedy"),
    [
        (silent(), "URL: no whole answer within 0.4 s", LATER),
        (slow(json({"x": "y" * 99})), "URL: no whole answer within 0.4 s", LATER),
        (truncated(json({"descendants": [1, 2, 3]}), at=9), "URL: the answer broke off", LATER),
        (reset(), "URL: the connection was broken off", LATER),
        (huge(60_000), "URL: the answer has more than 50,000 bytes",
         "what you have stays; the rest is there"),
        (zipped(json({"x": "y" * 60_000})), "URL: the answer has more than 50,000 bytes",
         "what you have stays; the rest is there"),
        (redirect("http://10.0.0.1/x"), "URL: redirects to http://10.0.0.1/x: is no https address",
         "look whether the address that you gave is right"),
    ],
    ids=["silent", "slow", "cut", "reset", "huge", "bomb", "http"],
)  # fmt: skip
def test_no_answer(source: str, said: Response, fault: str, remedy: str) -> None:
    """A server that is slow, breaks off, sends too much or elsewhere changes nothing."""
    attempt(source, said).expect(source, f"{fault} — {remedy}")


@pytest.mark.parametrize("source", SOURCES)
def test_private_address_is_not_asked(source: str) -> None:
    """Nothing on this network is asked, whatever an address in a post says."""
    with serving() as server:
        got = fetch(source, Web(agent="test"), server)

        assert "is no https address" in got.fault or "is no public address" in got.fault
        assert got.fault.endswith(" — look whether the address that you gave is right")
        assert (got.replies, got.complete, got.gone, server.requests) == ((), False, False, [])


@pytest.mark.parametrize("source", SOURCES)
def test_server_that_is_down(source: str) -> None:
    """Nobody at the other end is told, too."""
    with serving() as server:
        pass
    web = Web(agent="test", allow=frozenset({server.place}))

    tried = Tried(fetch(source, web, server), server.place, 1)

    tried.expect(source, f"URL: the connection was refused — {LATER}")


@pytest.mark.parametrize("source", SOURCES)
def test_answer_after_a_redirect_is_taken(source: str) -> None:
    """A server that has moved is followed."""
    post = {"uri": "at://did:plc:joseph/app.bsky.feed.post/3lroot"}
    root = {**post, "author": {"did": "did:plc:joseph"}}
    whole = {"descendants": [], "children": [], "thread": {"post": root}}

    def moved(server: Server) -> Response:
        server.routes["/there"] = json(whole)
        return redirect("/there")

    assert attempt(source, moved).got == Fetched((), complete=True)


@pytest.mark.parametrize(
    ("source", "body", "fault"),
    [
        ("mastodon", {}, "{site} sent a thread without its replies"),
        ("mastodon", {"descendants": {}}, "{site} sent a thread without its replies"),
        ("mastodon", {"error": "x"}, "{site} sent a thread without its replies"),
        ("mentions", {}, "{site} sent mentions without a list of them"),
        ("mentions", {"children": {"0": {}}}, "{site} sent mentions without a list of them"),
        ("bluesky", {}, "{site} sent no thread of " + DID),
    ],
)
def test_object_of_another_kind(source: str, body: object, fault: str) -> None:
    """An object without what was asked for is no empty answer."""
    attempt(source, json(body)).expect(source, f"{fault} — {LATER}")


@pytest.mark.parametrize("source", SOURCES)
def test_mark_before_the_json_is_no_fault(source: str) -> None:
    """A byte order mark is read over."""
    body = b"\xef\xbb\xbf" + dumps({"descendants": [], "children": []}).encode()
    said = Response(body, 200, (("Content-Type", "application/activity+json; charset=utf-8"),))

    got = attempt(source, said).got

    assert got.fault == "" or "sent no thread of" in got.fault
