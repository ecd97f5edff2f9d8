"""What comes from webmention.io: who answered on another site, and what may be believed of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from conversation.fetching import fetch_mentions, fetch_post, fetch_toot, mentions
from conversation.replies.moderation import Rules, merged
from conversation.replies.record import Record
from conversation.replies.reply import Author, Fetched, Reply
from conversation.web import Web
from tests.conversation.bluesky_server import POST as BLUESKY
from tests.conversation.bluesky_server import Bluesky
from tests.conversation.mastodon_server import Mastodon
from tests.conversation.server import json, redirect, serving
from tests.conversation.webmention_io import POST, TOKEN, WebmentionIo

SOURCE = "https://ana.example/2026/reply"
ANA = Reply(
    key=SOURCE,
    via="webmention",
    author=Author("Ana Lee", "https://ana.example/"),
    published="2026-11-19T19:15:00Z",
    html="<p>I <em>called</em> Jo.</p>",
)
BRIDGED = "https://brid.gy/comment/mastodon/@joseph@home.example/1/2"


def fetch(receiver: WebmentionIo, *, token: str = "", me: str = "") -> Fetched:
    with serving(receiver.routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))
        return fetch_mentions(
            web, [POST], token=token, me=frozenset({me} - {""}), server=server.origin
        )[POST]


def one(source: str = SOURCE, *, me: str = "", **more: object) -> Reply:
    receiver = WebmentionIo()
    receiver.mention(source, **more)
    (reply,) = fetch(receiver, me=me).replies
    return reply


@pytest.mark.parametrize("is_old", [False, True])
@pytest.mark.parametrize("token", ["", TOKEN])
def test_mention_is_read(is_old: bool, token: str) -> None:
    """An answer has its author, its day, its words, and waits; old and new, with and without."""
    receiver = WebmentionIo(is_old=is_old)
    receiver.mention(SOURCE)

    assert fetch(receiver, token=token) == Fetched((ANA,), complete=True)


def test_mentions_are_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many addresses they may be about: of thousands each, that would take a minute."""
    looked: list[object] = []
    monkeypatch.setattr(mentions, "_may_come", lambda entry: looked.append(entry) or True)
    targets = [f"https://rants.example/{number}/" for number in range(20)]
    receiver = WebmentionIo()
    for number, target in enumerate(targets):
        receiver.mention(f"https://ana.example/{number}", target)

    with serving(receiver.routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))
        found = fetch_mentions(web, targets, token=TOKEN, me=frozenset(), server=server.origin)

    assert [len(each.replies) for each in found.values()] == [1] * 20
    assert len(looked) == 20


def test_public_mentions_are_asked_for_by_address() -> None:
    """Only what has words is asked for, of as many addresses at a time as the server takes."""
    targets = [f"https://rants.example/{number}/" for number in range(51)]
    receiver = WebmentionIo()
    receiver.mention(SOURCE, targets[0])
    receiver.mention(SOURCE, targets[50])
    with serving(receiver.routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_mentions(web, targets, me=frozenset(), server=server.origin)

        assert list(got) == targets
        assert [len(each.replies) for each in got.values()] == [1, *[0] * 49, 1]
        assert all(each.complete for each in got.values())
        assert len(server.requests) == 2
        assert server.requests[1].path == (
            "/api/mentions.jf2?target%5B%5D=https%3A%2F%2Frants.example%2F50%2F"
            "&wm-property%5B%5D=in-reply-to&wm-property%5B%5D=mention-of"
            "&sort-by=created&sort-dir=up&per-page=200&page=0"
        )
        assert all("authorization" not in request.headers for request in server.requests)


def test_token_is_told_in_the_header_only() -> None:
    """With a token the domain is read at once, and each post has its own of it."""
    other = "https://rants.example/other/"
    receiver = WebmentionIo()
    receiver.mention(SOURCE)
    receiver.mention("https://kim.example/x", other)
    receiver.mention("https://kim.example/y", "https://rants.example/unknown/")
    with serving(receiver.routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_mentions(web, [POST, other], token=TOKEN, me=frozenset(), server=server.origin)

        assert [reply.key for reply in got[POST].replies] == [SOURCE]
        assert [reply.key for reply in got[other].replies] == ["https://kim.example/x"]
        (request,) = server.requests
        assert request.path.startswith("/api/mentions.jf2?domain=rants.example&")
        assert TOKEN not in request.path
        assert request.headers["authorization"] == f"Bearer {TOKEN}"


def test_token_does_not_follow_a_redirect() -> None:
    """Another host is not told the token, nor does a message tell it."""
    with serving() as other:
        routes = {"/api/mentions.jf2": redirect(other.url("/api/mentions.jf2"))}
        with serving(routes) as server:
            web = Web(agent="test", allow=frozenset({server.place, other.place}))

            got = fetch_mentions(web, [POST], token=TOKEN, me=frozenset(), server=server.origin)

            assert TOKEN not in got[POST].fault
        assert [request.headers.get("authorization") for request in other.requests] == [None]


def test_private_never_comes() -> None:
    """What was said to the writer alone stays with the writer, though the token shows it."""
    receiver = WebmentionIo()
    receiver.mention("https://kim.example/", **{"wm-private": True})
    receiver.mention(SOURCE)

    assert fetch(receiver, token=TOKEN) == Fetched((ANA,), complete=True)


@pytest.mark.parametrize("kind", ["like-of", "repost-of", "bookmark-of", "rsvp", None, 3, []])
def test_what_has_no_words_never_comes(kind: object) -> None:
    """A server that sends likes, though nobody asked, sends them to nobody."""
    receiver = WebmentionIo()
    receiver.mention("https://kim.example/", **{"wm-property": kind})
    receiver.mention(SOURCE, **{"wm-property": "mention-of"})
    routes = {"/api/mentions.jf2": json({"children": receiver.entries})}
    with serving(routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_mentions(web, [POST], me=frozenset(), server=server.origin)

    assert got == {POST: Fetched((ANA,), complete=True)}


@pytest.mark.parametrize(
    "more",
    [
        {"wm-deleted": True},
        {"wm-deleted": "2026-11-20T00:00:00Z"},
        {"wm-private": "true"},
        {"wm-target": "https://rants.example/other/"},
        {"wm-target": None},
        {"content": None},
        {"content": {"html": "", "text": " "}},
        {"content": {"html": "<img src=x>"}},
    ],
)
def test_some_never_come(more: dict[str, Any]) -> None:
    """What is deleted, private, of another page or without words is no reply, and no gap."""
    receiver = WebmentionIo()
    receiver.mention("https://kim.example/", **more)
    receiver.mention(SOURCE)
    routes = {"/api/mentions.jf2": json({"children": receiver.entries})}
    with serving(routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_mentions(web, [POST], me=frozenset(), server=server.origin)

    assert got == {POST: Fetched((ANA,), complete=True)}


def test_own_pages_are_no_visitors() -> None:
    """A post that links to another of the same site is told of as such, not here."""
    receiver = WebmentionIo()
    receiver.mention("https://www.rants.example/follow-up/")

    assert fetch(receiver) == Fetched((), complete=True)


@pytest.mark.parametrize("variant", [POST.rstrip("/"), f"{POST}#lesson", POST.replace("s:", ":")])
def test_variant_of_an_address_is_the_post(variant: str) -> None:
    """A mention of the post without its slash, or of a part of it, is the post's."""
    receiver = WebmentionIo()
    receiver.mention(SOURCE, variant)

    assert fetch(receiver, token=TOKEN).replies == (ANA,)


@pytest.mark.parametrize("is_old", [False, True])
@pytest.mark.parametrize("count", [200, 201, 450])
def test_pages_are_read_to_their_end(is_old: bool, count: int) -> None:
    """All pages make the list, whether or not the server says how many there are."""
    receiver = WebmentionIo(is_old=is_old)
    for number in range(count):
        receiver.mention(f"https://ana.example/{number}")
    with serving(receiver.routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_mentions(web, [POST], me=frozenset(), server=server.origin)[POST]

        keys = [reply.key for reply in got.replies]
        assert keys == [f"https://ana.example/{number}" for number in range(count)]
        pages = [request.path.rpartition("=")[2] for request in server.requests]
        expected = count // 200 + (is_old or count % 200 > 0)
        assert pages == [f"{page}" for page in range(expected)]
    # An old server's full last page is followed by an empty one, in which nothing is new.
    assert got.complete


@pytest.mark.parametrize("paging", [{"paging": {"total-pages": 9}}, {}, {"paging": None}])
def test_server_that_repeats_itself_is_left(paging: dict[str, Any]) -> None:
    """Where the next page is the same one again, it ends, and is not said to be all."""
    receiver = WebmentionIo()
    for number in range(200):
        receiver.mention(f"https://ana.example/{number}")
    routes = {"/api/mentions.jf2": json({"children": receiver.entries, **paging})}
    with serving(routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_mentions(web, [POST], me=frozenset(), server=server.origin)[POST]

        assert (len(got.replies), got.complete, len(server.requests)) == (200, False, 2)


def test_endless_list_is_left() -> None:
    """A server that always has one more page is left after fifty."""
    with serving() as server:

        def more(request: object) -> Any:
            receiver = WebmentionIo()
            receiver.mention(f"https://ana.example/{len(server.requests)}")
            paging = {"total-pages": 10**9}
            return json({"children": receiver.entries, "paging": paging})

        server.routes["/api/mentions.jf2"] = more
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_mentions(web, [POST], me=frozenset(), server=server.origin)[POST]

        assert (len(got.replies), got.complete, len(server.requests)) == (50, False, 50)


def test_missing_page_is_a_fault() -> None:
    """A list of which a page fails is none: no reply is taken for deleted."""
    receiver = WebmentionIo()
    for number in range(201):
        receiver.mention(f"https://ana.example/{number}")
    with serving() as server:
        whole = receiver.routes["/api/mentions.jf2"]
        assert callable(whole)
        server.routes["/api/mentions.jf2"] = lambda request: (
            json({}, status=500) if request.path.endswith("page=1") else whole(request)
        )
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_mentions(web, [POST], me=frozenset(), server=server.origin)[POST]

        fault = f"500 Internal Server Error: {server.place} is out of order — fetch again later"
        assert got == Fetched(fault=fault)


@pytest.mark.parametrize(
    "broken", [None, 3, "x", [], {}, {"wm-source": "javascript:alert(1)"}, {"wm-id": 1}]
)
def test_what_cannot_be_read_is_a_gap(broken: object) -> None:
    """Beside something unreadable the rest is read; but nothing is said to be all."""
    receiver = WebmentionIo()
    receiver.mention(SOURCE)
    routes = {"/api/mentions.jf2": json({"children": [broken, *receiver.entries]})}
    with serving(routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_mentions(web, [POST], me=frozenset(), server=server.origin)

    assert got == {POST: Fetched((ANA,), complete=False)}


def test_mention_that_came_twice_is_one() -> None:
    """Of a page that was received again the later words count."""
    receiver = WebmentionIo()
    receiver.mention(SOURCE, content={"text": "Old."})
    receiver.mention(SOURCE)

    assert fetch(receiver).replies == (ANA,)


def test_no_targets_ask_for_nothing() -> None:
    """A site without posts asks nobody."""
    assert fetch_mentions(Web(agent="test"), [], token=TOKEN, me=frozenset()) == {}


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ({"name": "", "url": ""}, Author("ana.example")),
        ({"name": None, "url": "https://ana.example/me"},
         Author("ana.example", "https://ana.example/me")),
        ({}, Author("ana.example")), (None, Author("ana.example")), ("Ana", Author("ana.example")),
        ({"name": " Ana\n Lee "}, Author("Ana Lee")),
        ({"name": "Ana", "url": "javascript:alert(1)"}, Author("Ana")),
        # Whoever says so, the address of another host is not the author's here.
        ({"name": "Mira", "url": "https://mira.example/"}, Author("Mira")),
    ],
)  # fmt: skip
def test_author(author: object, expected: Author) -> None:
    """An author without a name is called by the host; an address elsewhere is only a claim."""
    assert one(author=author) == replace(ANA, author=expected)


@pytest.mark.parametrize("url", ["https://mira.example/x", "https://ana.example/other", "", None])
def test_page_is_where_it_was_read(url: object) -> None:
    """A page that says it were another is not believed."""
    assert one(url=url) == ANA


def test_bridged_reply_is_where_it_was_said() -> None:
    """Bridgy is believed, so that a reply it brings is known by the address of the toot."""
    url = "https://social.example/@mira/115600000000000101"
    author = {"name": "Mira", "url": "https://social.example/@mira"}

    got = one(BRIDGED, url=url, author=author)

    assert got == replace(ANA, key=url, author=Author("Mira", "https://social.example/@mira"))


def test_bridged_reply_without_its_address_is_bridgys() -> None:
    """Without an address of its own it is known by Bridgy's page."""
    assert one(BRIDGED, url=None, author={"name": "Mira"}).key == BRIDGED


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("via", ["mastodon", "bluesky"])
def test_reply_that_bridgy_brings_too_is_one(via: str, is_first: bool) -> None:
    """The network's own copy stays, whichever came first; Bridgy names Bluesky's by the handle."""
    url, own = {
        "mastodon": ("https://social.example/@mira/115600000000000101", _from_mastodon),
        "bluesky": ("https://bsky.app/profile/jo.bsky.social/post/3lreply1", _from_bluesky),
    }[via]
    receiver = WebmentionIo()
    receiver.mention(BRIDGED.replace("mastodon", via), url=url, author={"name": "Mira"})
    told = [(via, own()), ("webmention", fetch(receiver))]
    assert [len(fetched.replies) for _, fetched in told] == [1, 1]

    record = Record(POST)
    for source, fetched in told if is_first else told[::-1]:
        now = datetime(2026, 11, 25, tzinfo=UTC)
        record = merged(record, source, POST, fetched, now=now, rules=Rules())

    assert [reply.via for reply in record.replies] == [via]


def _from_mastodon() -> Fetched:
    mastodon = Mastodon()
    mastodon.reply("<p>x</p>")
    with serving(mastodon.routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))
        return fetch_toot(web, mastodon.toot(server), me=frozenset(), scheme="http")


def _from_bluesky() -> Fetched:
    bluesky = Bluesky()
    bluesky.reply("x")
    with serving(bluesky.routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))
        return fetch_post(web, BLUESKY, me=frozenset(), server=server.origin)


@pytest.mark.parametrize("source", ["https://brid.gy.evil.example/c", "https://evilbrid.gy/c"])
def test_only_bridgy_is_bridgy(source: str) -> None:
    """A host that looks like it is another's."""
    url = "https://social.example/@mira/115600000000000101"

    assert one(source, url=url).key == source


@pytest.mark.parametrize(
    ("source", "more", "is_me"),
    [
        ("https://joseph.example/notes/1", {}, True),
        ("https://evil.example/1", {}, False),
        ("https://joseph.example.evil.example/", {}, False),
        (BRIDGED, {"url": "https://joseph.example/notes/1"}, True),
    ],
)
def test_writer_writes_at_home(source: str, more: dict[str, Any], is_me: bool) -> None:
    """Nobody becomes the writer by saying so."""
    author = {"name": "Joseph", "url": "https://joseph.example"}

    got = one(source, me="https://joseph.example/", author=author, **more)

    assert (got.author.is_me, got.state) == (is_me, "approved" if is_me else "pending")
    assert bool(got.author.url) is is_me


def test_neighbour_on_a_shared_host_is_not_the_writer() -> None:
    """Where many live on one host, the writer's pages are those below the writer's address."""
    author = {"name": "Joseph", "url": "https://shared.example/@joseph"}
    me = "https://shared.example/@joseph"

    assert one("https://shared.example/@evil/1", me=me, author=author).author == Author("Joseph")
    assert one("https://shared.example/@joseph/1", me=me, author=author).author.is_me


@pytest.mark.parametrize(
    ("more", "html"),
    [
        ({"content": {"text": "I <called>\nJo."}}, "<p>I &lt;called&gt;<br>Jo.</p>"),
        ({"content": "Only <text>"}, "<p>Only &lt;text&gt;</p>"),
        ({"content": {"html": " ", "text": "Words."}}, "<p>Words.</p>"),
        ({"content": {"content-type": "text/html", "value": "<p>Old <em>one</em></p>"}},
         "<p>Old <em>one</em></p>"),
        ({"content": {"content-type": "text/plain", "value": "1 < 2"}}, "<p>1 &lt; 2</p>"),
        ({"content": {"value": "1 < 2"}}, "<p>1 &lt; 2</p>"),
        ({"content": None, "summary": {"content-type": "text/plain", "value": "In short."}},
         "<p>In short.</p>"),
        ({"content": None, "summary": "In short."}, "<p>In short.</p>"),
        ({"content": {}, "name": "Who I called"}, "<p>Who I called</p>"),
        ({"content": {"html": '<p>a<a href="https://rants.example/"></a></p>'}},
         '<p>a<a href="https://rants.example/"></a></p>'),
    ],
)  # fmt: skip
def test_words_come_from_what_there_is(more: dict[str, Any], html: str) -> None:
    """The words are the content's, of either shape, else the summary's, the title's."""
    assert one(**more) == replace(ANA, html=html)


@pytest.mark.parametrize(
    ("more", "published"),
    [
        ({"published": None}, "2026-11-19T19:16:02Z"),
        ({"published": "last week"}, "2026-11-19T19:16:02Z"),
        ({"published": "2026-11-19"}, "2026-11-19T00:00:00Z"),
        ({"published": None, "wm-received": None}, ""),
    ],
)
def test_day_is_when_it_was_received_at_the_latest(more: dict[str, Any], published: str) -> None:
    """Without a day of its own a mention has the one on which it came."""
    assert one(**more) == replace(ANA, published=published)
