"""What a post answers, found among the posts of a site, and what answers it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation import InReplyTo, Post, Replies, read_replies
from conversation.follow_up import find_circles
from conversation.metadata import problems

SITE = "https://rants.example"
BELOW = "https://rants.example/blog"
NO_POST = "is no post of this site — write {filename} and its file's name"
DAY = datetime(2026, 1, 1, 9, tzinfo=UTC)


def post(
    name: str,
    written: str = "",
    status: str = "published",
    *,
    day: int = 0,
    lang: str = "en",
    key: str = "",
) -> Post:
    """The post `rants/NAME.md` at `rants/NAME/`, `day` days into the year."""
    source = f"rants/{name}.md"
    url = f"{'drafts' if status == 'draft' else 'rants'}/{name}/"
    date = DAY + timedelta(days=day)
    return Post(source, key or source, url, f"Post {name}", status, lang, date, written)


def names(replies: Replies, name: str) -> list[str]:
    """The follow-ups of a post, in order, by their sources."""
    return [each.source for each in replies.follow_ups.get(f"rants/{name}.md", ())]


A = post("a")


@pytest.mark.parametrize(
    ("written", "anchor"),
    [
        ("{filename}a.md", ""),
        ("{filename}./a.md", ""),
        ("{filename}/rants/a.md", ""),
        ("{filename}../rants/a.md", ""),
        ("|filename|a.md", ""),
        ("{filename} a.md", ""),
        ("{filename}%61.md#lesson", "#lesson"),
        ("/rants/a/", ""),
        ("/rants/a", ""),
        ("/rants/a/index.html", ""),
        ("/rants/%61/#lesson", "#lesson"),
        ("/blog/rants/a/", ""),
        ("https://rants.example/blog/rants/a/", ""),
        ("https://RANTS.example/blog/rants/a?b=c#lesson", "#lesson"),
    ],
)
def test_own_post(written: str, anchor: str) -> None:
    """A post is found by its file, its path or its address; where in it stays with the link."""
    replies = read_replies([A, post("b", written)], BELOW)

    assert replies.faults == {}
    assert replies.answered == {"rants/b.md": InReplyTo("Post a", f"rants/a/{anchor}", A)}
    assert names(replies, "a") == ["rants/b.md"]
    assert names(replies, "b") == []


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("https://social.example/@ada/1", "social.example/@ada/1"),
        ("https://ada.example/", "ada.example"),
        ("https://ada.example/a/?b=c#d", "ada.example/a"),
        ("https://me:secret@ada.example/a", "ada.example/a"),
        ("https://rants.example/other/", "rants.example/other"),
        ("https://rants.example/blogger/rants/a/", "rants.example/blogger/rants/a"),
    ],
)
def test_page_elsewhere(written: str, title: str) -> None:
    """A page elsewhere, on the same host, too, is answered as it is, and named by its address."""
    replies = read_replies([A, post("b", written)], BELOW)

    assert replies.answered == {"rants/b.md": InReplyTo(title, written)}
    assert replies.faults == {}


@pytest.mark.parametrize(
    ("written", "fault"),
    {
        "{filename}c.md": NO_POST,
        "{filename}/a.md": NO_POST,
        "/rants/c/": NO_POST,
        "/": NO_POST,
        "/blog/": NO_POST,
        "https://rants.example/blog/about/": NO_POST,
        "https://[x/": "is no address — write one that begins with https:// or /",
        "{filename}//[x": "is no address — write one that begins with https:// or /",
        "{filename}b.md": "is this post itself — take the line out",
        "/rants/b/#lesson": "is this post itself — take the line out",
        "{filename}b-de.md": "is this post itself — take the line out",
    }.items(),
)
def test_no_post(written: str, fault: str) -> None:
    """What is no post of this site, and the post itself in any language, is told."""
    posts = [A, post("b", written), post("b-de", lang="de", key="rants/b.md")]

    replies = read_replies(posts, BELOW)

    assert replies.faults == {"rants/b.md": fault}
    assert replies.answered == {}


@pytest.mark.parametrize("status", ["published", "hidden", "draft"])
@pytest.mark.parametrize("target", ["published", "hidden", "draft"])
def test_who_may_answer_what(status: str, target: str) -> None:
    """A post answers what its own readers see; only what is published is listed."""
    kinds = {"draft": "a draft", "hidden": "a hidden post"}
    posts = [post("a", status=target), post("b", "{filename}a.md", status)]
    is_seen = status == "draft" or target in ("published", status)

    replies = read_replies(posts, SITE)

    remedy = "publish that, or take the line out"
    expected = f"leads to {kinds.get(target)}, rants/a.md — {remedy}"
    assert replies.faults == ({} if is_seen else {"rants/b.md": expected})
    listed = status == target == "published"
    assert names(replies, "a") == (["rants/b.md"] if listed else [])


def test_follow_ups_stand_in_the_order_of_their_days() -> None:
    """The oldest comes first, and of two of one moment the first by name."""
    days = {"e": 3, "d": 1, "c": 1, "b": 2}
    posts = [A, *(post(name, "{filename}a.md", day=day) for name, day in days.items())]

    for order in (posts, posts[::-1]):
        replies = read_replies(order, SITE)

        assert names(replies, "a") == ["rants/c.md", "rants/d.md", "rants/b.md", "rants/e.md"]


def test_chain() -> None:
    """A follow-up of a follow-up is listed where it answers, and nowhere else."""
    posts = [A, post("b", "{filename}a.md"), post("c", "{filename}b.md")]

    replies = read_replies(posts, SITE)

    assert replies.faults == {}
    assert {name: names(replies, name) for name in "abc"} == {
        "a": ["rants/b.md"],
        "b": ["rants/c.md"],
        "c": [],
    }


def test_circle_is_told_once() -> None:
    """Posts that answer one another are told at the first by name; who answers them is not."""
    answers = {"b": "d", "c": "b", "d": "c", "a": "b", "e": "b"}
    posts = [post(name, f"{{filename}}{other}.md") for name, other in answers.items()]

    replies = read_replies(posts, SITE)

    assert replies.faults == {
        "rants/b.md": "comes back to this post, by rants/d.md — take the line out of one of them"
    }


def test_long_chain_is_read_in_no_time() -> None:
    """Ten thousand posts of which each answers the one before are read once, not again and again.

    Were each chain followed to its end, that would be fifty million steps.
    """
    posts = [post(f"{number:05}", f"/rants/{number - 1:05}/") for number in range(1, 10_000)]
    asked = []

    class Counted(dict[str, InReplyTo]):
        def __getitem__(self, source: str) -> InReplyTo:
            asked.append(source)
            return super().__getitem__(source)

    answered = Counted(read_replies([post("00000"), *posts], SITE).answered)

    circles = find_circles(answered)

    assert circles == []
    assert len(asked) == 9_999


def test_translations_are_one_post() -> None:
    """What answers a post in one language is listed under each, in that language where it is."""
    posts = [
        post("a", day=1),
        post("a-de", day=1, lang="de", key="rants/a.md"),
        post("a-fr", day=1, lang="fr", key="rants/a.md"),
        post("b", "{filename}a-de.md", day=2),
        post("b-de", "{filename}a-de.md", day=2, lang="de", key="rants/b.md"),
        post("c", "{filename}a.md", day=3),
        post("d-de", "{filename}a.md", day=4, lang="de"),
    ]

    replies = read_replies(posts, SITE)

    assert names(replies, "a") == ["rants/b.md", "rants/c.md", "rants/d-de.md"]
    assert names(replies, "a-de") == ["rants/b-de.md", "rants/c.md", "rants/d-de.md"]
    assert names(replies, "a-fr") == ["rants/b.md", "rants/c.md", "rants/d-de.md"]
    found = replies.answered["rants/b.md"]
    assert (found.title, found.url) == ("Post a-de", "rants/a-de/")


@given(st.text(), st.sampled_from(["", SITE, BELOW]))
def test_whatever_is_written_is_answered_or_told(written: str, siteurl: str) -> None:
    """No text raises; each leads to a post, to a page elsewhere, or to a fault with its remedy."""
    for words in (f"-{written}", f"{{filename}}{written}", f"/{written}", f"https://{written}"):
        replies = read_replies([A, post("b", words)], siteurl)

        told = [*replies.answered, *replies.faults]
        assert told == ["rants/b.md"]
        assert all(" — " in fault for fault in replies.faults.values())


@pytest.mark.parametrize(
    "written",
    [
        "{filename}a.md",
        "|filename|../rants/my post.md#lesson",
        "/rants/a/",
        "/",
        "https://x.example",
        "https://x.example/a?b#c",
    ],
)
def test_form_of_what_is_answered(written: str) -> None:
    """A file, a path and an address are taken for what they are."""
    assert problems({"in_reply_to": written}) == {}


@pytest.mark.parametrize(
    "written",
    ["", "a.md", "rants/a/", "{filename}", "{filename}#a", "{static}a.md", "//x.example/", "/a b",
     "http://x.example/", "https://", "https:///a", "https://x.example/ b", "mailto:a@x.example",
     "javascript:alert(1)", "HTTPS//x", "https://a.example/ https://b.example/"],
)  # fmt: skip
def test_form_of_what_is_none(written: str) -> None:
    """Everything else is told with the forms there are."""
    remedy = "write {filename}NAME.md, or an address that begins with https://"

    assert problems({"in_reply_to": written}) == {
        "in_reply_to": f"In_reply_to '{written}' leads to no post — {remedy}"
    }
