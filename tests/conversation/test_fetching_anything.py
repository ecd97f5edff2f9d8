"""Whatever a server sends in the place of a field, something is made of it, and nothing raises."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from json import dumps
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversation.fetching import fetch_mentions, fetch_post, fetch_toot
from conversation.replies.reply import Fetched, Reply
from conversation.web import Web
from tests.conversation.bluesky_server import POST as BLUESKY
from tests.conversation.bluesky_server import Bluesky, label, link
from tests.conversation.mastodon_server import ROOT, Mastodon
from tests.conversation.server import Response, Server, serving
from tests.conversation.webmention_io import POST, WebmentionIo

DID = BLUESKY.replace("joseph.example", "did:plc:joseph")
GONE = object()
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(alphabet=st.characters())
    | st.sampled_from(["\ud800", "https://[", "2026-13-45", "public", "1", "\x00", "x" * 1000]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def mastodon() -> Any:
    server = Mastodon()
    first = server.reply('<p>a <span class="ellipsis">b</span></p>', favourites_count=1)
    server.reply("<p>c</p>", to=first, by=server.writer, spoiler_text="d")
    return {"ancestors": [], "descendants": server.statuses}


def bluesky() -> Any:
    server = Bluesky()
    first = server.reply("a b", facets=[link("a b", "b", "https://a.example/")])
    server.reply("c", to=first, by=server.writer, labels=[label("spam", neg=True)])
    return {"thread": server.root}


def mentions() -> Any:
    server = WebmentionIo()
    server.mention("https://ana.example/a", summary={"content-type": "text/html", "value": "b"})
    server.mention("https://brid.gy/comment/x", url="https://social.example/@mira/1", name="c")
    return {"children": server.entries, "paging": {"total-pages": 1, "page": 0}}


PATHS = {
    f"/api/v1/statuses/{ROOT}/context": mastodon(),
    "/xrpc/app.bsky.feed.getPostThread": bluesky(),
    "/api/mentions.jf2": mentions(),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as up:
        yield up


@pytest.mark.parametrize("path", PATHS)
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 10_000), st.just(GONE) | JSON), min_size=1, max_size=3
    )
)
@settings(deadline=None)
def test_any_field_may_be_anything(
    server: Server, path: str, changes: list[tuple[int, object]]
) -> None:
    """With some fields missing, and others of any type, there are replies or a fault in words."""
    told = copy.deepcopy(PATHS[path])
    for number, value in changes:
        places = [*_places(told)] or [({"": None}, "")]
        holder, key = places[number % len(places)]
        if value is GONE:
            del holder[key]
        else:
            holder[key] = value
    kind = (("Content-Type", "application/json"),)
    server.routes[path] = Response(dumps(told).encode(), 200, kind)

    got = _fetch(server, path)
    server.requests.clear()  # Hypothesis shows the server with each example

    assert bool(got.fault) + bool(got.replies) < 2
    assert not (got.fault and got.complete)
    assert "\n" not in got.fault
    keys = [reply.key for reply in got.replies]
    assert len(set(keys)) == len(keys)
    for reply in got.replies:
        _is_sound(reply, {*keys, ""})


def _fetch(server: Server, path: str) -> Fetched:
    web = Web(agent="test", allow=frozenset({server.place}))
    me = frozenset({"https://home.example/@joseph"})
    if "statuses" in path:
        toot = f"https://{server.place}/@joseph@home.example/{ROOT}"
        return fetch_toot(web, toot, me=me, scheme="http")
    if "xrpc" in path:
        return fetch_post(web, DID, me=me, server=server.origin)
    return fetch_mentions(web, [POST], me=me, server=server.origin)[POST]


def _is_sound(reply: Reply, keys: set[str]) -> None:
    """A reply has a key that leads somewhere, words, a known parent, and can be written down."""
    assert reply.key.startswith(("https://", "http://"))
    assert reply.html
    assert reply.parent in keys
    assert reply.author.name
    assert reply.author.url == "" or reply.author.url.startswith(("https://", "http://"))
    assert reply.state == ("approved" if reply.why else "pending")
    for value in _values(reply):
        assert isinstance(value, str | bool)
        assert "\x00" not in f"{value}"
        f"{value}".encode()


def _values(thing: Any) -> Iterator[object]:
    for each in fields(thing):
        value = getattr(thing, each.name)
        yield from _values(value) if is_dataclass(value) else [value]


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place where something stands: what holds it, and its key there."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(pairs):
        yield value, key
        if isinstance(inner, dict | list):
            yield from _places(inner)
