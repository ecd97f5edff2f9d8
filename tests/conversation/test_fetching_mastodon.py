"""What comes from Mastodon: who answered the toot, in which words, and who may be shown."""

from __future__ import annotations

from dataclasses import replace
from json import dumps
from typing import Any

import pytest

from conversation.fetching import fetch_toot
from conversation.replies.reply import Author, Fetched, Reply
from conversation.web import Web
from tests.conversation.mastodon_server import ROOT, Mastodon, account
from tests.conversation.server import Response, json, serving

MIRA = Reply(
    key="https://social.example/@mira/115600000000000101",
    via="mastodon",
    author=Author("Mira", "https://social.example/@mira"),
    published="2026-11-20T08:01:41Z",
    html="<p>I wrote to Jo.</p>",
    lang="en",
)
ME = frozenset({"https://home.example/@joseph"})


def fetch(mastodon: Mastodon, *, me: frozenset[str] = ME) -> Fetched:
    with serving(mastodon.routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))
        got = fetch_toot(web, mastodon.toot(server), me=me, scheme="http")
        assert all("authorization" not in request.headers for request in server.requests)
    return got


def one(mastodon: Mastodon) -> Reply:
    (reply,) = fetch(mastodon).replies
    return reply


def test_reply_is_read() -> None:
    """A reply has its author, its day, its words, and waits; the answer is complete."""
    mastodon = Mastodon()
    mastodon.reply("<p>I wrote to Jo.</p>")

    assert fetch(mastodon) == Fetched((MIRA,), complete=True)


def test_no_reply_is_no_fault() -> None:
    """A thread with nobody in it is complete, too."""
    assert fetch(Mastodon()) == Fetched((), complete=True)


@pytest.mark.parametrize(
    "way",
    [
        "@joseph@home.example/",
        "@joseph@home.example/statuses/",
        "users/joseph@home.example/statuses/",
    ],
)
@pytest.mark.parametrize("end", ["", "/"])
def test_every_form_of_address_leads_to_the_thread(way: str, end: str) -> None:
    """Both of Mastodon's and GoToSocial's name the same thread."""
    mastodon = Mastodon()
    mastodon.reply("<p>I wrote to Jo.</p>")
    with serving(mastodon.routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_toot(web, mastodon.toot(server, way) + end, me=ME, scheme="http")

        assert got.replies == (MIRA,)
        assert server.asked() == [f"GET /api/v1/statuses/{ROOT}/context"]


def test_what_is_no_toot_is_told() -> None:
    """An address without a number is not asked for."""
    got = fetch_toot(Web(agent="test"), "https://home.example/@joseph", me=ME)

    fault = "https://home.example/@joseph is no toot — write https://HOST/@you/115600000000000001"
    assert got == Fetched(fault=fault)


def test_favourite_of_the_writer_approves() -> None:
    """What the writer favoured is approved, what others did is not.

    Who did is asked only where somebody did.
    """
    mastodon = Mastodon()
    mastodon.favourite(mastodon.reply("<p>I wrote to Jo.</p>"))
    mastodon.favourite(mastodon.reply("<p>b</p>"), account("kim"), account("joseph"))
    mastodon.reply("<p>c</p>")
    with serving(mastodon.routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_toot(web, mastodon.toot(server), me=ME, scheme="http")

        states = [(reply.state, reply.why) for reply in got.replies]
        assert states == [("approved", "favourited"), ("pending", ""), ("pending", "")]
        assert server.asked() == [
            f"GET /api/v1/statuses/{ROOT}/context",
            "GET /api/v1/statuses/115600000000000101/favourited_by?limit=80",
            "GET /api/v1/statuses/115600000000000102/favourited_by?limit=80",
        ]


@pytest.mark.parametrize("me", [ME, frozenset[str]()])
@pytest.mark.parametrize("visibility", ["public", "unlisted"])
def test_answer_of_the_writer_approves(me: frozenset[str], visibility: str) -> None:
    """What the writer answered is approved, by an answer that is not shown, too.

    No favourites are asked for then. The toot's author is the writer without being named.
    """
    mastodon = Mastodon()
    first = mastodon.reply("<p>I wrote to Jo.</p>", favourites_count=3)
    mastodon.reply("<p>And?</p>", to=first, by=mastodon.writer, visibility=visibility)
    mastodon.reply("<p>Nobody answers me.</p>", to=first)

    got = fetch(mastodon, me=me)

    own = Reply(
        key="https://home.example/@joseph/115600000000000102",
        via="mastodon",
        author=Author("Joseph", "https://home.example/@joseph", is_me=True),
        published="2026-11-20T08:01:42Z",
        html="<p>And?</p>",
        parent=MIRA.key,
        lang="en",
        state="approved",
        why="answered",
    )
    third = replace(
        MIRA,
        key="https://social.example/@mira/115600000000000103",
        published="2026-11-20T08:01:43Z",
        html="<p>Nobody answers me.</p>",
        parent=MIRA.key,
    )
    shown = [replace(MIRA, state="approved", why="answered"), own, third]
    assert list(got.replies) == [each for each in shown if each != own or visibility == "public"]


@pytest.mark.parametrize("status", [401, 403, 405, 422, 501])
def test_favourites_that_nobody_is_told_are_left_alone(status: int) -> None:
    """Where the server does not tell who favoured, it is asked once, and the replies wait."""
    mastodon = Mastodon()
    for words in ("<p>a</p>", "<p>b</p>"):
        mastodon.favourite(mastodon.reply(words))
    told = json({"error": "This method requires an authenticated user"}, status=status)
    routes = {path: told if "favour" in path else route for path, route in mastodon.routes.items()}
    with serving(routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_toot(web, mastodon.toot(server), me=ME, scheme="http")

        assert [reply.state for reply in got.replies] == ["pending", "pending"]
        assert (got.complete, got.fault) == (True, "")
        assert len(server.requests) == 2


def test_favourites_of_what_has_gone_meanwhile_are_passed_over() -> None:
    """A reply that was deleted a moment ago does not end the asking, nor the thread."""
    mastodon = Mastodon()
    mastodon.reply("<p>a</p>", favourites_count=1, id="gone")
    mastodon.favourite(mastodon.reply("<p>b</p>"))
    routes = mastodon.routes
    del routes["/api/v1/statuses/gone/favourited_by"]
    with serving(routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_toot(web, mastodon.toot(server), me=ME, scheme="http")

    assert [reply.state for reply in got.replies] == ["pending", "approved"]


def test_favourites_are_asked_for_where_they_decide() -> None:
    """Of what is answered, or the writer's own, nobody is asked; an odd id leads nowhere."""
    mastodon = Mastodon()
    first = mastodon.reply("<p>a</p>", favourites_count=1)
    mastodon.reply("<p>b</p>", to=first, by=mastodon.writer, favourites_count=1)
    mastodon.reply("<p>c</p>", favourites_count=1, id="../x?y")
    with serving(mastodon.routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))

        fetch_toot(web, mastodon.toot(server), me=ME, scheme="http")

        assert server.asked()[1:] == [
            "GET /api/v1/statuses/..%2Fx%3Fy/favourited_by?limit=80",
        ]


@pytest.mark.parametrize("said", [json({}, status=429), json({}, status=500), json({})])
def test_favourites_that_fail_are_a_fault(said: Response) -> None:
    """Otherwise what was approved would wait again because a server had a bad day."""
    mastodon = Mastodon()
    mastodon.favourite(mastodon.reply("<p>a</p>"))
    routes = {path: said if "favour" in path else route for path, route in mastodon.routes.items()}
    with serving(routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_toot(web, mastodon.toot(server), me=ME, scheme="http")

        site = server.place
    fault = {
        429: f"429 Too Many Requests: {site} was asked too often — fetch again later",
        500: f"500 Internal Server Error: {site} is out of order — fetch again later",
        200: f"{site} sent no list where a list is due — fetch again later",
    }
    assert got == Fetched(fault=fault[said.status])


@pytest.mark.parametrize(
    ("status", "by"),
    [
        ({"visibility": "unlisted"}, {}),
        ({"visibility": "private"}, {}),
        ({"visibility": "direct"}, {}),
        ({"visibility": None}, {}),
        ({}, {"noindex": True}),
        ({}, {"bot": True}),
        ({}, {"suspended": True}),
        ({}, {"note": "<p>Here to talk. #nobot</p>"}),
        ({}, {"note": '<p>Hi <a href="https://s.example/tags/NoBot">#<span>NoBot</span></a></p>'}),
        ({}, {"note": "#noindex"}),
        ({}, {"note": "<p>Here to talk. #nobot</p><p>Paints.</p>"}),
        ({}, {"note": "#nobot<br/>Paints."}),
        ({"content": ""}, {}),
        ({"content": "<p> </p><p></p>", "media_attachments": [{"type": "image"}]}, {}),
        ({"content": '<p><a href="https://home.example/@joseph">@joseph</a></p>'}, {}),
    ],
)
def test_some_never_come(status: dict[str, Any], by: dict[str, Any]) -> None:
    """Who did not speak to everybody, or to no programs, is left alone.

    So is what no person wrote, and what has no words. That is no gap.
    """
    mastodon = Mastodon()
    mastodon.reply(**{"content": "<p>x</p>", "by": account("kim", **by), **status})
    mastodon.reply("<p>x</p>", by=account("lee"))

    got = fetch(mastodon)

    assert [reply.author.name for reply in got.replies] == ["Lee"]
    assert got.complete


@pytest.mark.parametrize("note", ["#nobots", "nobot", "<p>#no</p><p>bot</p>", None, 3])
def test_others_come(note: object) -> None:
    """What only looks like a no is none."""
    mastodon = Mastodon()
    mastodon.reply("<p>x</p>", by=account("kim", note=note, indexable=False, noindex=None))

    assert one(mastodon).author.name == "Kim"


def test_writer_may_be_a_bot_there() -> None:
    """What the writer said is shown whatever the writer's profile tells strangers."""
    mastodon = Mastodon()
    mastodon.writer |= {"bot": True, "noindex": True, "note": "#nobot"}
    mastodon.reply("<p>One more thing.</p>", by=mastodon.writer)

    assert one(mastodon).author.is_me


def test_answer_to_what_is_not_shown_answers_the_toot() -> None:
    """A reply whose parent never came, has no words or is missing stands by itself."""
    mastodon = Mastodon()
    unlisted = mastodon.reply("<p>x</p>", visibility="unlisted")
    wordless = mastodon.reply("")
    mastodon.reply("<p>a</p>", to=unlisted)
    mastodon.reply("<p>b</p>", to=wordless)
    last = mastodon.reply("<p>c</p>")
    last["in_reply_to_id"] = "999"
    listed = json({"ancestors": [], "descendants": mastodon.statuses})
    with serving({f"/api/v1/statuses/{ROOT}/context": listed}) as server:
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_toot(web, mastodon.toot(server), me=ME, scheme="http")

    told = [(reply.html, reply.parent) for reply in got.replies]
    assert told == [("<p>a</p>", ""), ("<p>b</p>", ""), ("<p>c</p>", "")]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"display_name": "Mira :blobcat:"}, "Mira"),
        ({"display_name": ":a_1::blobcat: Mira :bi: Lee"}, "Mira Lee"),
        ({"display_name": "at 10:30:15 :)"}, "at 10:30:15 :)"),
        ({"display_name": ""}, "mira"),
        ({"display_name": ":blobcat:"}, "mira"),
        ({"display_name": None, "username": None}, "mira@social.example"),
        ({"display_name": 7, "username": [], "acct": {}}, "social.example"),
        ({"display_name": "Mi\u0000ra\n\ud800 Lee"}, "Mira Lee"),
        ({"display_name": "<script>"}, "<script>"),
    ],
)
def test_name(fields: dict[str, Any], name: str) -> None:
    """A name is without the pictures in it; without one it is the user's, else the server's."""
    mastodon = Mastodon()
    mastodon.reply("<p>x</p>", by=account("mira", **fields))
    listed = _ascii({"ancestors": [], "descendants": mastodon.statuses})
    with serving({f"/api/v1/statuses/{ROOT}/context": listed}) as server:
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_toot(web, mastodon.toot(server), me=ME, scheme="http")

    assert [reply.author.name for reply in got.replies] == [name]


def _ascii(value: object) -> Response:
    """Half a character is no UTF-8, but JSON has a way to write it."""
    return replace(json({}), body=dumps(value).encode())


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"spoiler_text": " mild\nrant ", "sensitive": True}, {"warning": "mild rant"}),
        ({"spoiler_text": "mild rant", "sensitive": False}, {"warning": "mild rant"}),
        ({"sensitive": True}, {}),
        ({"edited_at": "2026-11-22T08:00:00Z", "content": "<p>New.</p>"}, {"html": "<p>New.</p>"}),
        ({"language": "de-CH"}, {"lang": "de-CH"}),
        ({"language": 'en"><script>'}, {"lang": ""}),
        ({"language": None}, {"lang": ""}),
        ({"created_at": "2026-11-20T09:01:41+01:00"}, {}),
        ({"created_at": "yesterday"}, {"published": ""}),
        ({"created_at": None}, {"published": ""}),
        ({"url": None}, {"key": "https://social.example/users/mira/statuses/115600000000000101"}),
        (
            {"url": "javascript:alert(1)", "uri": "https://Social.Example/objects/1?a=b#c"},
            {"key": "https://social.example/objects/1?a=b#c"},
        ),
        ({"id": 115600000000000101}, {}),
    ],
)
def test_field(fields: dict[str, Any], expected: dict[str, Any]) -> None:
    """What a status says otherwise is read so, or not at all."""
    mastodon = Mastodon()
    mastodon.reply(**{"content": "<p>I wrote to Jo.</p>", **fields})

    assert fetch(mastodon) == Fetched((replace(MIRA, **expected),), complete=True)


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "https://me@evil.example/", None, 3])
def test_address_of_an_author_may_lead_nowhere(url: object) -> None:
    """An author whose address cannot be followed has none."""
    mastodon = Mastodon()
    mastodon.reply("<p>I wrote to Jo.</p>", by=account("mira", url=url))
    mastodon.statuses[0]["url"] = MIRA.key

    assert one(mastodon) == replace(MIRA, author=Author("Mira"))


@pytest.mark.parametrize(
    ("count", "complete"), [(59, True), (60, False), (61, False)], ids=["59", "60", "61"]
)
def test_full_page_may_not_be_all(count: int, complete: bool) -> None:
    """As many as Mastodon shows are not said to be all."""
    mastodon = Mastodon()
    for _ in range(count):
        mastodon.reply("<p>x</p>")

    got = fetch(mastodon)

    assert (len(got.replies), got.complete) == (min(count, 60), complete)


@pytest.mark.parametrize(("depth", "complete"), [(19, True), (20, False), (25, False)])
def test_deep_thread_may_not_be_all(depth: int, complete: bool) -> None:
    """A chain as long as Mastodon shows one may go on."""
    mastodon = Mastodon()
    above = None
    for _ in range(depth):
        above = mastodon.reply("<p>x</p>", to=above)

    got = fetch(mastodon)

    assert (len(got.replies), got.complete) == (min(depth, 20), complete)


def test_thread_that_is_being_read_is_not_all() -> None:
    """A server that says it is still fetching replies has more tomorrow (Mastodon 4.5)."""
    mastodon = Mastodon(headers=(("Mastodon-Async-Refresh", 'id="x", retry=5, result_count=2'),))
    mastodon.reply("<p>I wrote to Jo.</p>")

    assert fetch(mastodon) == Fetched((MIRA,), complete=False)


@pytest.mark.parametrize(
    "broken",
    [
        *(None, 3, "x", [], {}, {"id": "1"}, {"id": "1", "url": "x", "account": {"username": "a"}}),
        {"id": "1", "url": "https://a.example/1", "visibility": "public", "content": "x"},
    ],
)
def test_what_cannot_be_read_is_a_gap(broken: object) -> None:
    """Beside something unreadable the rest is read; but nothing is said to be all."""
    mastodon = Mastodon()
    mastodon.reply("<p>I wrote to Jo.</p>")
    listed = json({"descendants": [broken, *mastodon.statuses]})
    with serving({f"/api/v1/statuses/{ROOT}/context": listed}) as server:
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_toot(web, mastodon.toot(server), me=ME, scheme="http")

    assert got == Fetched((MIRA,), complete=False)


def test_cycle_ends() -> None:
    """Replies that answer one another in a circle are read, each once."""
    mastodon = Mastodon()
    first = mastodon.reply("<p>I wrote to Jo.</p>")
    second = mastodon.reply("<p>b</p>", to=first)
    first["in_reply_to_id"] = second["id"]
    listed = json({"descendants": mastodon.statuses})
    with serving({f"/api/v1/statuses/{ROOT}/context": listed}) as server:
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_toot(web, mastodon.toot(server), me=ME, scheme="http")

    keys = [reply.key for reply in got.replies]
    assert [reply.parent for reply in got.replies] == keys[::-1]
    assert not got.complete
