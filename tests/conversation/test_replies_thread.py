"""Replies in threads: each below what it answers, whatever they claim to answer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conversation.replies.reply import Reply
from conversation.replies.thread import DEEPEST, MOST, Thread, Turn, build_thread
from tests.conversation.replying import reply

Shape = list[tuple[str, "Shape"]]


def shape(turns: tuple[Turn, ...]) -> Shape:
    """The names of those who speak, with those who answer them."""
    return [(turn.reply.author.name, shape(turn.answers)) for turn in turns]


def names(turns: tuple[Turn, ...]) -> list[str]:
    """The keys of all turns."""
    return [key for turn in turns for key in (turn.reply.key, *names(turn.answers))]


def depth(turns: tuple[Turn, ...]) -> int:
    return 1 + max(depth(turn.answers) for turn in turns) if turns else 0


def test_each_stands_below_what_it_answers() -> None:
    """On every level the oldest comes first, in whatever order they are given."""
    replies = [
        reply("e", parent="a", day=5), reply("b", day=3), reply("c", parent="a", day=4),
        reply("a", day=1), reply("d", parent="c", day=6),
    ]  # fmt: skip

    thread = build_thread(replies)

    assert shape(thread.turns) == [("A", [("C", [("D", [])]), ("E", [])]), ("B", [])]
    assert not thread.is_cut


def test_deeper_than_four_is_flat() -> None:
    """From the fifth on an answer stands beside what it answers, by its time."""
    replies = [reply("a", day=1)]
    replies += [
        reply(name, parent=parent, day=day)
        for day, (parent, name) in enumerate(zip("abcdef", "bcdefg", strict=True), start=2)
    ]

    thread = build_thread(replies)

    flat: Shape = [("D", []), ("E", []), ("F", []), ("G", [])]
    assert shape(thread.turns) == [("A", [("B", [("C", flat)])])]


def test_parent_that_is_missing_is_the_post() -> None:
    """What answers nothing that is shown stands at the top."""
    thread = build_thread([reply("a", parent="gone", day=2), reply("b", parent="a", day=3)])

    assert shape(thread.turns) == [("A", [("B", [])])]


def test_parent_is_found_by_either_address() -> None:
    """A reply answers the page that shows another as well as that other's key."""
    first = reply("a", key="at://a", url="https://bsky.app/profile/a/post/1")
    second = reply("b", day=2)

    thread = build_thread([
        first,
        Reply(**{**vars(second), "parent": "https://bsky.app/profile/a/post/1/"}),
    ])  # fmt: skip

    assert shape(thread.turns) == [("A", [("B", [])])]


def test_circle_is_opened_at_its_oldest() -> None:
    """Whoever answers each other, or themselves, are shown once."""
    thread = build_thread([
        reply("a", parent="c", day=1), reply("b", parent="a", day=2), reply("c", parent="b", day=3),
        reply("d", parent="d", day=4),
    ])  # fmt: skip

    assert shape(thread.turns) == [("A", [("B", [("C", [])])]), ("D", [])]


def test_hundred_are_shown() -> None:
    """Of more than a hundred the oldest are, and it is told that there are more."""
    replies = [reply(f"x{number:03}") for number in range(MOST + 1)]

    assert build_thread(replies[:-1]) == Thread(tuple(map(Turn, replies[:-1])))
    assert build_thread(replies) == Thread(tuple(map(Turn, replies[:-1])), is_cut=True)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(1, 28)), max_size=30))
def test_nobody_is_lost_or_said_twice(links: list[tuple[int, int, int]]) -> None:
    """Whoever claims to answer whom, all are there, once, at most four deep."""
    made = {name: reply(f"x{name}", parent=f"x{to}", day=day) for name, to, day in links}

    thread = build_thread(made.values())

    assert sorted(names(thread.turns)) == sorted(each.key for each in made.values())
    assert depth(thread.turns) <= DEEPEST


def test_long_chain_is_quick_to_flatten() -> None:
    """Ten thousand who each answer the one before need no stack and no time."""
    chain = [reply("x0")]
    chain += [reply(f"x{number}", parent=f"x{number - 1}") for number in range(1, 10_000)]

    thread = build_thread(chain)

    assert len(names(thread.turns)) == MOST
    assert depth(thread.turns) <= DEEPEST
