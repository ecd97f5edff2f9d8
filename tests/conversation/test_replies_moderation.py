"""Which replies are kept and shown, whatever a server says and a person has decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation.replies.moderation import Rules, merged, normal, shown
from conversation.replies.record import Record, Source, read_record, write_record
from conversation.replies.reply import Author, Fetched, Reply
from tests.conversation.replying import HOST, address, reply

POST = "https://rants.example/rants/one/"
TOOT = f"{HOST}/@ada/1"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
MOMENT = "2026-11-25T12:00:00Z"
LATER = NOW + timedelta(days=1)
EMPTY = Record(POST)
NOBODY = Rules()


def fetch(record: Record, *replies: Reply, complete: bool = True, now: datetime = NOW,
          rules: Rules = NOBODY, via: str = "mastodon") -> Record:  # fmt: skip
    """The record after a source answered with these replies."""
    return merged(record, via, TOOT, Fetched(replies, complete), now=now, rules=rules)


def states(record: Record) -> dict[str, tuple[str, str]]:
    """The state of each reply, and why, by the author's name."""
    return {each.author.name: (each.state, each.why) for each in record.replies}


def test_first_answer_makes_the_record() -> None:
    """The source is told, and the replies are there by their time."""
    made = fetch(EMPTY, reply("b", day=2), reply("a", day=1))

    source = Source(TOOT, MOMENT, ok=True, complete=True)
    assert made == Record(POST, {"mastodon": source}, (reply("a", day=1), reply("b", day=2)))


def test_nothing_new_changes_nothing() -> None:
    """The same answer a day later leaves the same bytes."""
    made = fetch(EMPTY, reply("a"))

    again = fetch(made, reply("a"), now=LATER)

    assert write_record(again) == write_record(made)


@pytest.mark.parametrize("fault", ["503", "no answer"])
def test_fault_keeps_all(fault: str) -> None:
    """A server that fails takes nobody's words away."""
    made = fetch(EMPTY, reply("a"))

    kept = merged(made, "mastodon", TOOT, Fetched(fault=fault), now=LATER, rules=NOBODY)

    assert kept == made


def test_missing_is_dropped_by_a_complete_answer_alone() -> None:
    """Who is missing from a part of the answer is kept; who is from all of it took it back."""
    made = fetch(EMPTY, reply("a"), reply("b"))

    part = fetch(made, reply("b"), complete=False)
    whole = fetch(made, reply("b"))

    assert [set(states(record)) for record in (part, whole)] == [{"A", "B"}, {"B"}]


def test_other_sources_stay() -> None:
    """A source that has nobody says nothing of those that came by another."""
    letter = reply("m", key="https://m.example/1", via="webmention")
    made = fetch(EMPTY, letter, via="webmention")

    both = fetch(made, reply("a"))
    left = fetch(both)

    assert [set(states(record)) for record in (both, left)] == [{"A", "M"}, {"M"}]


def test_words_follow_the_source() -> None:
    """What was edited there is edited here, and keeps what was decided."""
    made = fetch(EMPTY, reply("a"))
    decided = replace(made, replies=(reply("a", state="approved", why="reviewed"),))

    edited = fetch(decided, reply("a", html="<p>better</p>"))

    assert edited.replies == (
        reply("a", html="<p>better</p>", state="approved", why="reviewed"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "fetched", "after"),
    [
        (("pending", ""), ("approved", "favourited"), ("approved", "favourited")),
        (("approved", "favourited"), ("pending", ""), ("pending", "")),
        (("approved", "answered"), ("pending", ""), ("pending", "")),
        (("approved", "reviewed"), ("pending", ""), ("approved", "reviewed")),
        (("hidden", "reviewed"), ("approved", "favourited"), ("hidden", "reviewed")),
        (("hidden", "favourited"), ("approved", "favourited"), ("hidden", "favourited")),
        (("hidden", ""), ("approved", "answered"), ("hidden", "")),
        (("approved", ""), ("pending", ""), ("approved", "")),
        (("pending", "favourited"), ("approved", "favourited"), ("pending", "favourited")),
        (("pending", "reviewed"), ("approved", "answered"), ("pending", "reviewed")),
    ],
)
def test_what_a_person_decided_stays(
    before: tuple[str, str], fetched: tuple[str, str], after: tuple[str, str]
) -> None:
    """A state that was written by hand wins over the favourite, which can be taken back."""
    old = replace(EMPTY, replies=(reply("a", state=before[0], why=before[1]),))

    new = fetch(old, reply("a", state=fetched[0], why=fetched[1]))

    assert states(new) == {"A": after}


def test_what_was_hidden_does_not_come_back() -> None:
    """Of a hidden reply that is no more its address is kept, and no word; it is hidden again."""
    hidden = reply("a", state="hidden", why="reviewed")
    old = replace(EMPTY, replies=(hidden, reply("b", state="approved", why="reviewed")))
    gone = Fetched(fault="404", gone=True)
    back = reply("a", state="approved", why="favourited")

    missed = fetch(old)
    first = merged(old, "mastodon", TOOT, gone, now=NOW, rules=NOBODY)
    no_thread = merged(first, "mastodon", TOOT, gone, now=LATER, rules=NOBODY)

    emptied = replace(hidden, author=Author(""), html="", lang="")
    assert missed.replies == no_thread.replies == (emptied,)
    assert fetch(missed) == missed
    assert read_record(write_record(missed)) == missed
    assert fetch(missed, back).replies == fetch(no_thread, back).replies == (hidden,)


def test_gone_thread_is_kept_for_its_day() -> None:
    """Once missed, it is told and kept; missed on a later day it is gone; other sources stay."""
    mention = reply("m", key="https://m.example/1", via="webmention")
    made = fetch(fetch(EMPTY, mention, via="webmention"), reply("a"))
    gone = Fetched(fault="404", gone=True)

    def miss(record: Record, now: datetime) -> Record:
        return merged(record, "mastodon", TOOT, gone, now=now, rules=NOBODY)

    first = miss(made, NOW)
    again = miss(first, NOW + timedelta(hours=1))
    later = miss(first, LATER)
    back = fetch(first, reply("a"), now=LATER)

    assert first.sources["mastodon"] == Source(TOOT, MOMENT, False, False, "2026-11-25")
    assert set(states(first)) == {"A", "M"}
    assert again == first
    assert set(states(later)) == {"M"}
    assert miss(later, LATER) == later
    assert (back.sources["mastodon"].ok, set(states(back))) == (True, {"A", "M"})


def test_network_is_believed_before_a_mention() -> None:
    """One toot that a webmention brings, too, is there once, with what was decided of either."""
    mention = reply("a", key=address("a"), via="webmention", state="approved", why="reviewed")
    bridged = reply("b", key="https://brid.gy/comment/1", url=f"{address('b')}/", via="webmention")
    bridged = replace(bridged, state="approved", why="reviewed")
    made = fetch(EMPTY, mention, bridged, via="webmention")

    both = fetch(made, reply("a"), reply("b"))
    again = fetch(both, replace(mention, state="pending", why=""), bridged, via="webmention")

    assert [(each.via, each.state) for each in both.replies] == [
        ("mastodon", "approved"),
        ("mastodon", "approved"),
    ]
    assert again.replies == both.replies


@pytest.mark.parametrize(
    "who",
    [address("a"), f"{HOST}/@a", f"{HOST}/@a/", "HTTPS://Social.Example/@a", "social.example",
     "www.social.example", "example", "@a@social.example"],
)  # fmt: skip
def test_lists_name_people_and_hosts(who: str) -> None:
    """A reply, its author by address or handle, and a host name somebody; half a host nobody."""
    rules = {name: Rules(**{name: frozenset({who})}) for name in ("allow", "block")}
    pending, approved = reply("a"), reply("a", state="approved", why="favourited")

    assert shown([pending], rules["allow"]) == (() if who == "example" else (pending,))
    assert shown([approved], rules["block"]) == ((approved,) if who == "example" else ())


def test_lists_take_subdomains() -> None:
    """A host stands for those below it, and not for those whose name only ends like it."""
    block = Rules(block=frozenset({"evil.example"}))
    below = reply("a", key="https://x.evil.example/1", state="approved", why="reviewed")
    other = reply("b", key="https://notevil.example/1", state="approved", why="reviewed")

    assert shown([below, other], block) == (other,)


def test_block_wins_over_all() -> None:
    """Who is blocked is not shown, allowed or approved, and does not get into the file."""
    rules = Rules(allow=frozenset({"social.example"}), block=frozenset({f"{HOST}/@a"}))
    approved = reply("a", state="approved", why="reviewed")

    assert shown([approved], rules) == ()
    assert fetch(EMPTY, approved, reply("b"), rules=rules).replies == (
        reply("b", state="approved", why="allowed"),
    )


def test_allowed_no_more_is_pending_again() -> None:
    """What only the list allowed goes with the list, at once on the page and then in the file."""
    made = fetch(EMPTY, reply("a"), rules=Rules(allow=frozenset({"social.example"})))

    assert states(made) == {"A": ("approved", "allowed")}
    assert shown(made.replies, NOBODY) == ()
    assert states(fetch(made, reply("a"))) == {"A": ("pending", "")}


def test_hidden_is_hidden_from_the_list_too() -> None:
    """A reply that the writer hid is not shown because its author is allowed."""
    hidden = [reply("a", state="hidden", why=why) for why in ("reviewed", "allowed")]

    assert shown(hidden, Rules(allow=frozenset({"social.example"}))) == ()


def test_page_cannot_claim_to_be_somebody() -> None:
    """A webmention whose page names an allowed author, or me, on another host is pending."""
    rules = Rules(allow=frozenset({f"{HOST}/@a"}), me=frozenset({f"{HOST}/@ada"}))
    claims = [
        reply("a", key="https://evil.example/1", via="webmention"),
        reply("b", key="https://evil.example/2", url=address("a"), via="webmention"),
        reply(
            "c",
            key="https://evil.example/3",
            via="webmention",
            author=Author("C", f"{HOST}/@ada", is_me=True),
        ),
    ]

    made = fetch(EMPTY, *claims, rules=rules, via="webmention")

    assert states(made) == dict.fromkeys("ABC", ("pending", ""))
    assert [each.author.is_me for each in made.replies] == [False, False, False]
    assert shown(made.replies, rules) == ()


def test_page_cannot_borrow_a_decision() -> None:
    """A webmention that claims the address of an approved one is pending all the same."""
    approved = reply("m", key="https://m.example/1", via="webmention")
    approved = replace(approved, state="approved", why="reviewed")
    claim = reply("x", key="https://evil.example/1", url="https://m.example/1", via="webmention")

    made = fetch(replace(EMPTY, replies=(approved,)), approved, claim, via="webmention")

    assert states(made) == {"M": ("approved", "reviewed"), "X": ("pending", "")}


def test_own_replies_are_the_writers() -> None:
    """Who the network says is me is marked and shown, by any of my addresses."""
    rules = Rules(me=frozenset({"@ada@social.example"}))
    mine = reply("x", author=Author("Ada", f"{HOST}/@ada/"))

    made = fetch(EMPTY, mine, reply("y", author=Author("Y", f"{HOST}/@y")), rules=rules)

    assert [(each.author.is_me, each.state) for each in made.replies] == [
        (True, "approved"),
        (False, "pending"),
    ]


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("HTTP://WWW.X.example:443/a/", "https://x.example/a"),
        ("https://x.example/a?b=1#c", "https://x.example/a?b=1"),
        ("https://u:p@x.example./", "https://x.example"),
        ("@a@X.example", "https://X.example/@a"),
        ("at://did:plc:A/app.bsky.feed.post/3l", "at://did:plc:A/app.bsky.feed.post/3l"),
        ("X.Example.", "x.example"),
        ("https://[x", "https://[x"),
    ],
)
def test_address_has_one_form(address: str, same: str) -> None:
    """Ways to write one address are one; what is no address stays."""
    assert normal(address).lower() == same.lower()


REPLIES = st.lists(
    st.builds(
        reply,
        st.sampled_from("abcdef"),
        day=st.integers(1, 3),
        state=st.sampled_from(["pending", "approved"]),
    ),
    max_size=6,
    unique_by=lambda each: each.key,
).map(tuple)
ANSWERS = st.one_of(
    st.builds(Fetched, REPLIES, st.booleans()),
    st.just(Fetched(fault="503")),
    st.just(Fetched(fault="404", gone=True)),
)


@given(st.lists(ANSWERS, max_size=6))
def test_same_answer_twice_is_once(answers: list[Fetched]) -> None:
    """After any history, what a source says again at once changes nothing at all."""
    record = EMPTY
    for answer in answers:
        record = merged(record, "mastodon", TOOT, answer, now=NOW, rules=NOBODY)
        once_more = NOW + timedelta(hours=1)

        again = merged(record, "mastodon", TOOT, answer, now=once_more, rules=NOBODY)

        assert again == record
        if answer.complete and not answer.fault:
            assert {each.key for each in record.replies} == {each.key for each in answer.replies}
