"""Whatever is edited, and whatever fails: in the end every page knows what is live, told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.conversation.rocks import Blog, Rocks, blogging

Content = tuple[str, tuple[str, ...]]
SLUGS = st.sampled_from("ab")
PAGES = st.lists(st.sampled_from("pqr"), unique=True).map(tuple)
WRITE = st.tuples(st.just("write"), SLUGS, st.sampled_from(("One.", "Two.")), PAGES)
DELETE = st.tuples(st.just("delete"), SLUGS)
SEND = st.tuples(st.just("send"), st.just(10_000))
CUT = st.tuples(st.just("send"), st.integers(0, 5))
TROUBLE = st.tuples(
    st.just("trouble"),
    st.sampled_from(("get p", "post p", "post q")),
    st.sampled_from((0, 408, 429, 500, 503)),
)
EDITS = st.lists(st.one_of(WRITE, DELETE, SEND), max_size=8)
FAULTS = st.lists(st.one_of(WRITE, DELETE, CUT, TROUBLE), max_size=10)


def edit(blog: Blog, rocks: Rocks, step: Sequence[Any]) -> None:
    """Do one step; what is edited goes live at once."""
    match step:
        case ["write", slug, words, names]:
            blog.posts[slug] = (words, tuple(rocks.url(f"/page/{name}") for name in names))
        case ["delete", slug]:
            blog.posts.pop(slug, None)
        case ["trouble", name, status]:
            rocks.trouble[name].append(status)
    blog.publish()


def live(blog: Blog) -> dict[tuple[str, str], str]:
    """What every page is to know: the words of each post that links to it."""
    return {
        (blog.url(slug), link): f"{slug}{words} {'x' * len(links)}"
        for slug, (words, links) in blog.posts.items()
        for link in links
    }


def due(before: dict[str, Content], after: dict[str, Content], blog: Blog) -> Counter[Any]:
    """What is to be posted once: of each post that changed, to all that it links or linked to."""
    changed = [slug for slug in {*before, *after} if before.get(slug) != after.get(slug)]
    return Counter(
        (blog.url(slug), link)
        for slug in changed
        for link in {*before.get(slug, ("", ()))[1], *after.get(slug, ("", ()))[1]}
    )


@settings(max_examples=60, deadline=None)
@given(EDITS)
def test_each_change_is_told_once(steps: list[Sequence[Any]]) -> None:
    """To the old targets and the new, and to nobody else; a second run asks nobody anything."""
    with blogging() as (blog, rocks):
        sent: dict[str, Content] = {}
        for step in [*steps, ("send", 10_000)]:
            edit(blog, rocks, step)
            if step[0] == "send":
                rocks.received.clear()

                assert blog.send()
                posted = Counter((source, target) for _, source, target in rocks.received)
                gets, state = list(rocks.gets), blog.state
                assert blog.send()

                assert posted == due(sent, blog.posts, blog)
                assert (blog.lines, rocks.gets, blog.state) == ([], gets, state)
                assert (rocks.failures, rocks.known) == ([], live(blog))
                sent = dict(blog.posts)


@settings(max_examples=60, deadline=None)
@given(FAULTS)
@example([("write", "a", "One.", ("p",)), ("trouble", "get p", 408), ("send", 9), ("delete", "a")])
def test_every_page_knows_in_the_end(steps: list[Sequence[Any]]) -> None:
    """Though servers fail for a time, and runs are cut short, as long as it is tried again."""
    with blogging() as (blog, rocks):
        failing = 0
        for step in steps:
            failing += step[0] == "trouble"
            if failing > 4 and step[0] == "trouble":
                continue  # the fifth is where one gives up
            edit(blog, rocks, step)
            if step[0] == "send":
                with suppress(KeyboardInterrupt):
                    blog.send(most=step[1])
        blog.publish()
        for _ in range(6):
            if done := blog.send():
                break
        gets, state = list(rocks.gets), blog.state
        again = blog.send()

        assert (done, again) == (True, True)
        assert rocks.known == live(blog)
        assert (blog.lines, rocks.gets, blog.state) == ([], gets, state)
        # Whom a farewell reaches twice, or who never knew, says so: nothing else goes wrong.
        assert [each for each in rocks.failures if "but does not link" not in each] == []
