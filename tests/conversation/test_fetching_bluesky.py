"""What comes from Bluesky: who answered the post, in which words, and who may be shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conversation.fetching import fetch_post
from conversation.replies.reply import Author, Fetched, Reply
from conversation.web import Web
from tests.conversation.bluesky_server import DEFS, POST, Bluesky, author, label, link
from tests.conversation.server import json, serving

JO = Reply(
    key="https://bsky.app/profile/did:plc:jo/post/3lreply1",
    via="bluesky",
    author=Author("Jo", "https://bsky.app/profile/did:plc:jo"),
    published="2026-11-20T08:30:00Z",
    html="<p>Called an old colleague.</p>",
    lang="en",
    url="https://bsky.app/profile/jo.bsky.social/post/3lreply1",
)
THREAD = (
    "GET /xrpc/app.bsky.feed.getPostThread"
    "?uri=at%3A%2F%2Fdid%3Aplc%3Ajoseph%2Fapp.bsky.feed.post%2F3lroot&depth=100&parentHeight=0"
)
HANDLE = "GET /xrpc/com.atproto.identity.resolveHandle?handle=joseph.example"


def fetch(bluesky: Bluesky, post: str = POST, me: frozenset[str] = frozenset()) -> Fetched:
    with serving(bluesky.routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))
        return fetch_post(web, post, me=me, server=server.origin)


def html(text: object, *facets: object) -> str:
    bluesky = Bluesky()
    bluesky.reply(text, facets=list(facets))
    (reply,) = fetch(bluesky).replies
    return reply.html


def test_reply_is_read() -> None:
    """A reply has its author, its day, its words, and waits; the answer is complete."""
    bluesky = Bluesky()
    bluesky.reply("Called an old colleague.")

    assert fetch(bluesky) == Fetched((JO,), complete=True)


@pytest.mark.parametrize(
    ("post", "asked"),
    [
        (POST, [HANDLE, THREAD]),
        (f"{POST}/", [HANDLE, THREAD]),
        (POST.replace("joseph.example", "did:plc:joseph"), [THREAD]),
    ],
)
def test_handle_is_looked_up(post: str, asked: list[str]) -> None:
    """A handle is asked for whom it names; a DID says it, and no token is sent."""
    with serving(Bluesky().routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_post(web, post, me=frozenset(), server=server.origin)

        assert got == Fetched((), complete=True)
        assert server.asked() == asked
        assert all("authorization" not in request.headers for request in server.requests)


def test_handle_of_nobody_is_told() -> None:
    """An unknown handle does not say that the thread is gone."""
    with serving(Bluesky().routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_post(web, POST.replace("joseph", "josef"), me=frozenset(), server=server.origin)

        remedy = "write the address with the handle as it is now, or with your DID"
        fault = f"{server.place} finds nobody as josef.example — {remedy}"
        assert got == Fetched(fault=fault)


@pytest.mark.parametrize("did", [None, "", "x", 3, ["did:plc:joseph"]])
def test_handle_without_a_did_is_told(did: object) -> None:
    """An answer that names nobody is no answer."""
    routes = {"/xrpc/com.atproto.identity.resolveHandle": json({"did": did})}
    with serving(routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_post(web, POST, me=frozenset(), server=server.origin)

        assert got.fault.startswith(f"{server.place} finds nobody as joseph.example — ")


def test_what_is_no_post_is_told() -> None:
    """An address without a key is not asked for."""
    got = fetch_post(Web(agent="test"), "https://bsky.app/profile/joseph.example", me=frozenset())

    fault = "is no post — write https://bsky.app/profile/YOU/post/KEY"
    assert got == Fetched(fault=f"https://bsky.app/profile/joseph.example {fault}")


def test_answer_of_the_writer_approves() -> None:
    """What the writer answered is approved; the rest waits, in the order of the thread."""
    bluesky = Bluesky()
    first = bluesky.reply("Called an old colleague.")
    bluesky.reply("And?", to=first, by=bluesky.writer)
    bluesky.reply("Nobody answers me.", to=first, by=author("kim"))

    got = fetch(bluesky)

    told = [(r.author.name, r.author.is_me, r.parent, r.state, r.why) for r in got.replies]
    assert told == [
        ("Jo", False, "", "approved", "answered"),
        ("Joseph", True, JO.key, "approved", "answered"),
        ("Kim", False, JO.key, "pending", ""),
    ]


@pytest.mark.parametrize(
    "me", ["https://bsky.app/profile/jo.bsky.social", "https://bsky.app/profile/did:plc:jo/"]
)
def test_writer_may_have_another_account(me: str) -> None:
    """An address of the writer's makes its bearer the writer, by the handle or by the DID."""
    bluesky = Bluesky()
    bluesky.reply("Called an old colleague.")

    (reply,) = fetch(bluesky, me=frozenset({me})).replies

    assert (reply.author.is_me, reply.state) == (True, "approved")


@pytest.mark.parametrize("value", ["!no-unauthenticated", "!hide", "!warn", "porn", "spam"])
@pytest.mark.parametrize("place", ["post", "author"])
def test_labelled_never_comes(value: str, place: str) -> None:
    """What is labelled, or by somebody who is, is left alone; what answers it stands by itself."""
    labels = {place: [label(value)]}
    bluesky = Bluesky()
    by = author("kim", labels=labels.get("author", []))
    labelled = bluesky.reply("x", by=by, labels=labels.get("post", []))
    bluesky.reply("Called an old colleague.", to=labelled)

    got = fetch(bluesky)

    assert [(reply.author.name, reply.parent) for reply in got.replies] == [("Jo", "")]
    assert got.complete


def test_label_that_was_taken_back_is_none() -> None:
    """A negation takes its label away."""
    bluesky = Bluesky()
    bluesky.reply("x", labels=[label("spam", neg=True)])

    assert len(fetch(bluesky).replies) == 1


def test_writer_may_be_labelled() -> None:
    """What the writer said is shown here whatever it is called there."""
    bluesky = Bluesky()
    bluesky.writer["labels"] = [label("!no-unauthenticated")]
    bluesky.reply("One more thing.", by=bluesky.writer)

    assert [reply.author.is_me for reply in fetch(bluesky).replies] == [True]


@pytest.mark.parametrize(
    "labels", [[label("x", neg=False)], "spam", {"val": "spam"}, ["spam"], [None], True]
)
def test_label_that_cannot_be_read_counts(labels: Any) -> None:
    """What may be a no is one."""
    bluesky = Bluesky()
    bluesky.reply("x", labels=labels)
    bluesky.reply("x", by=author("kim", labels=labels))

    assert fetch(bluesky).replies == ()


@pytest.mark.parametrize("person", [None, "jo", {}, {"did": "did:plc:kim"}])
def test_reply_of_nobody_is_a_gap(person: Any) -> None:
    """Without its author nobody knows whether a reply may be shown."""
    bluesky = Bluesky()
    reply = bluesky.reply("x")
    reply["post"]["author"] = person

    assert fetch(bluesky) == Fetched((), complete=False)


@pytest.mark.parametrize("text", ["", " \n", None, 3, ["x"]])
def test_reply_without_words_does_not_come(text: object) -> None:
    """A picture alone says nothing here."""
    bluesky = Bluesky()
    bluesky.reply(text, embed={"$type": "app.bsky.embed.images"})

    assert fetch(bluesky) == Fetched((), complete=True)


def test_withheld_is_passed_over() -> None:
    """What is blocked or deleted is no gap, and does not hide the rest."""
    bluesky = Bluesky()
    bluesky.reply("Called an old colleague.")
    uri = "at://did:plc:x/app.bsky.feed.post/3l1"
    bluesky.add({"$type": f"{DEFS}#blockedPost", "uri": uri, "blocked": True, "author": {}})
    bluesky.add({"$type": f"{DEFS}#notFoundPost", "uri": uri, "notFound": True})

    assert fetch(bluesky) == Fetched((JO,), complete=True)


@pytest.mark.parametrize("broken", [None, 3, "x", [], {}, {"post": {"uri": "at://x"}}])
def test_what_cannot_be_read_is_a_gap(broken: object) -> None:
    """Beside something unreadable the rest is read; but nothing is said to be all."""
    bluesky = Bluesky()
    bluesky.reply("Called an old colleague.")
    bluesky.add(broken)

    assert fetch(bluesky) == Fetched((JO,), complete=False)


@pytest.mark.parametrize(("depth", "complete"), [(100, True), (101, False)])
def test_deep_thread_may_not_be_all(depth: int, complete: bool) -> None:
    """A thread deeper than is asked for goes on elsewhere, and no thread is too deep to be read."""
    bluesky = Bluesky()
    above = None
    for _ in range(depth):
        above = bluesky.reply("x", to=above)

    got = fetch(bluesky)

    assert (len(got.replies), got.complete) == (100, complete)


def test_wide_thread_is_read() -> None:
    """Many replies come in their order."""
    bluesky = Bluesky()
    for number in range(300):
        bluesky.add(bluesky._view(f"3l{number}", f"{number}", author("jo")))

    got = fetch(bluesky)

    assert [reply.html for reply in got.replies] == [f"<p>{n}</p>" for n in range(300)]
    assert got.complete


@pytest.mark.parametrize(
    ("person", "record", "expected"),
    [
        ({"displayName": ""}, {}, {"author": Author("jo.bsky.social", JO.author.url)}),
        ({"displayName": None}, {}, {"author": Author("jo.bsky.social", JO.author.url)}),
        ({"handle": "handle.invalid"}, {}, {"url": ""}),
        ({"handle": "x/../../evil"}, {}, {"url": ""}),
        (
            {"handle": None, "displayName": []},
            {},
            {"author": Author("bsky.app", JO.author.url), "url": ""},
        ),
        ({}, {"langs": None}, {"lang": ""}),
        ({}, {"langs": [3, "x y", "de"]}, {"lang": "de"}),
        ({}, {"createdAt": "1970-01-01T00:00:00Z"}, {"published": "1970-01-01T00:00:00Z"}),
        ({}, {"createdAt": "2031-01-01T00:00:00Z"}, {"published": "2026-11-20T08:30:01Z"}),
        ({}, {"createdAt": None}, {"published": "2026-11-20T08:30:01Z"}),
    ],
)
def test_field(person: dict[str, Any], record: dict[str, Any], expected: dict[str, Any]) -> None:
    """What a post says otherwise is read so, or not at all; nobody writes in the future."""
    bluesky = Bluesky()
    bluesky.reply("Called an old colleague.", by=author("jo", **person), **record)

    assert fetch(bluesky) == Fetched((replace(JO, **expected),), complete=True)


SEE = "Naïve 👩‍👩‍👧‍👦 <b> & see example.org\n\nor @kim #talk"


def test_facets_count_bytes() -> None:
    """Links stand where the bytes of UTF-8 say, in any order; the rest is escaped."""
    kim = link(SEE, "@kim", "did:plc:kim", kind="mention", key="did")
    tag = link(SEE, "#talk", "talk", kind="tag", key="tag")
    example = link(SEE, "example.org", 'https://example.org/?a=1&b="2')
    assert html(SEE, kim, tag, link(SEE, "example.org", "https://example.org/?a=1&b=2")) == (
        "<p>Naïve 👩‍👩‍👧‍👦 &lt;b&gt; &amp; see "
        '<a href="https://example.org/?a=1&amp;b=2">example.org</a><br><br>or '
        '<a href="https://bsky.app/profile/did:plc:kim">@kim</a> #talk</p>'
    )
    assert "<a" not in html(SEE, example)


@pytest.mark.parametrize(
    "facet",
    [
        {"index": {"byteStart": 3, "byteEnd": 6}},  # in the middle of ï
        {"index": {"byteStart": 0, "byteEnd": 3}},
        {"index": {"byteStart": -3, "byteEnd": 2}},
        {"index": {"byteStart": 2, "byteEnd": 2}},
        {"index": {"byteStart": 2, "byteEnd": 1}},
        {"index": {"byteStart": 1, "byteEnd": 99}},
        {"index": {"byteStart": True, "byteEnd": "3"}},
        {"index": None},
        {"features": "x"},
        {"features": [{"$type": "app.bsky.richtext.facet#link", "uri": "javascript:alert(1)"}]},
        {"features": [{"$type": "app.bsky.richtext.facet#link", "uri": None}]},
        {"features": [{"$type": "app.bsky.richtext.facet#mention", "did": '"><script>'}]},
        None,
        3,
    ],
)
def test_facet_that_fits_nowhere_is_none(facet: dict[str, Any] | None) -> None:
    """A facet outside the text, inside a character, over another or to nowhere changes nothing."""
    base = link("naïve", "na", "https://example.org/")
    bad = {**base, **facet} if isinstance(facet, dict) else facet
    good = link("naïve", "ve", "https://example.org/")

    assert html("naïve", bad, good) == '<p>naï<a href="https://example.org/">ve</a></p>'


def test_facets_do_not_overlap() -> None:
    """Of two links over the same words the first stays."""
    first = link("one two", "one two", "https://a.example/")

    got = html("one two", first, link("one two", "two", "https://b.example/"))

    assert got == '<p><a href="https://a.example/">one two</a></p>'


def test_words_have_an_end() -> None:
    """A text is cut where a file is to be read by people; a name, too."""
    bluesky = Bluesky()
    bluesky.reply("x" * 100_000, by=author("jo", displayName="y" * 100_000))

    (reply,) = fetch(bluesky).replies

    assert (len(reply.html), len(reply.author.name)) == (20_007, 2000)


def test_control_characters_do_not_shift_links() -> None:
    """What is left out of the words is still counted by the facets."""
    text = "a\u0000b \u202ec"

    got = html(text, link(text, "c", "https://a.example/"))

    assert got == '<p>ab \u202e<a href="https://a.example/">c</a></p>'


@pytest.mark.parametrize(
    ("thread", "fault", "gone"),
    [
        (
            {"$type": f"{DEFS}#notFoundPost", "notFound": True},
            f"{{site}} has the thread of {POST} no more — "
            "if the post was deleted, take Bluesky out",
            True,
        ),
        (
            {"$type": f"{DEFS}#blockedPost", "blocked": True},
            f"{{site}} does not show the thread of {POST} — "
            "fetch again later, from another network where it goes on",
            False,
        ),
        ({}, f"{{site}} sent no thread of {POST} — fetch again later", False),
        (None, f"{{site}} sent no thread of {POST} — fetch again later", False),
        ([], f"{{site}} sent no thread of {POST} — fetch again later", False),
    ],
)
def test_thread_that_is_not_there_is_told(thread: object, fault: str, gone: bool) -> None:
    """A 200 may say that there is nothing."""
    routes = {
        **Bluesky().routes,
        "/xrpc/app.bsky.feed.getPostThread": json({"thread": thread}),
    }
    with serving(routes) as server:
        web = Web(agent="test", allow=frozenset({server.place}))

        got = fetch_post(web, POST, me=frozenset(), server=server.origin)

        assert got == Fetched(fault=fault.format(site=server.place), gone=gone)
