"""Replies as a thread: each below what it answers, the oldest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .moderation import normal
from .record import in_order
from .reply import Reply

MOST = 100  # replies; there are more where they were said
DEEPEST = 4


@dataclass(frozen=True)
class Turn:
    """One reply, and what answers it."""

    reply: Reply
    answers: tuple[Turn, ...] = ()


@dataclass(frozen=True)
class Thread:
    """The turns of a conversation, and whether there are more than it holds."""

    turns: tuple[Turn, ...] = ()
    is_cut: bool = False


def build_thread(replies: Iterable[Reply]) -> Thread:
    """Put each reply below the one it answers; the oldest `MOST` of them, at most `DEEPEST` deep.

    What answers the post, or a reply that is not there, stands at the top; so does the oldest of
    a circle. What lies deeper stands beside what it answers, by its time.
    """
    ordered = in_order(tuple(replies))
    taken = ordered[:MOST]
    places = {
        normal(address): number
        for addresses in ([each.url for each in taken], [each.key for each in taken])
        for number, address in reversed(list(enumerate(addresses)))
        if address  # what a page claims to be yields to what is
    }
    answers: dict[int, list[int]] = defaultdict(list)
    for number, reply in enumerate(taken):
        answers[places.get(normal(reply.parent), -1) if reply.parent else -1].append(number)
    levels = _levels(answers, len(taken))
    turns = tuple(_turn(number, taken, levels, 1) for number in levels[-1])
    return Thread(turns, len(ordered) > MOST)


def _levels(answers: dict[int, list[int]], count: int) -> dict[int, list[int]]:
    """What stands below each reply, and below -1, which is the post, once all is flattened."""
    below: dict[int, list[int]] = defaultdict(list)
    seen: set[int] = set()
    for first in _tops(answers, count, seen):
        seen.add(first)
        below[-1].append(first)
        waiting: list[tuple[int, tuple[int, ...]]] = [(first, (first,))]
        while waiting:
            number, way = waiting.pop()
            for answer in answers.get(number, ()):
                if answer in seen:
                    continue
                seen.add(answer)
                stands = way[: DEEPEST - 1]
                below[stands[-1]].append(answer)
                waiting.append((answer, (*stands, answer)))
    return {number: sorted(found) for number, found in below.items()} | {-1: sorted(below[-1])}


def _tops(answers: dict[int, list[int]], count: int, seen: set[int]) -> Iterator[int]:
    yield from answers.get(-1, ())
    # Whoever is not reached from there is in a circle, or below one.
    yield from (number for number in range(count) if number not in seen)


def _turn(number: int, replies: list[Reply], levels: dict[int, list[int]], depth: int) -> Turn:
    below = levels.get(number, ())
    return Turn(
        replies[number], tuple(_turn(answer, replies, levels, depth + 1) for answer in below)
    )
