"""What an article says that it answers: each fault is told at its line, with the remedy."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation import Post, read_replies
from conversation.metadata import problems
from tests.proofread.blog import Content

PLACE = "content/rants/2026-02-02-b.md:4"
NO_POST = "is no post of this site — write {filename} and its file's name"


def _answer(content: Content, written: str, *front: str, date: str = "2026-02-02") -> None:
    content.post("2026-02-02-b", "Text.", f"In_reply_to: {written}", *front, date=date)


@pytest.mark.parametrize(
    "written",
    [
        "{filename}2026-01-01-a.md",
        "{filename}/rants/2026-01-01-a.md",
        "|filename|2026-01-01-a.md",
        "{filename}2026-01-01-a.md#lesson",
        "/rants/a/",
        "/rants/a",
        "/rants/a/index.html",
        "/rants/a/#lesson",
        "/rants/%61/",
        "https://endrant.example/rants/a/",
        "https://Endrant.example/rants/a/?b=c#lesson",
        "https://elsewhere.example/rants/nope/",
        "https://elsewhere.example",
    ],
)
def test_what_can_be_answered(content: Content, written: str) -> None:
    """A post by its file, its path or its address, and any page elsewhere, are taken."""
    content.post("2026-01-01-a")
    _answer(content, written)

    assert content.told() == []


def test_name_with_a_space(content: Content) -> None:
    """A file's name is read as it is in links, with spaces or with what stands for them."""
    content.post("2026-01-01-my post", "Text.", "Slug: my")
    content.post("2026-02-02-b", "Text.", "In_reply_to: {filename}2026-01-01-my post.md")
    content.post("2026-02-03-c", "Text.", "In_reply_to: {filename}2026-01-01-my%20post.md")

    assert content.told() == []


def test_post_below_a_path(content: Content) -> None:
    """Where the site lies below a path, that may stand before the post's own, and need not."""
    content.post("2026-01-01-a")
    content.post("2026-02-02-b", "Text.", "In_reply_to: /blog/rants/a/")
    content.post("2026-02-03-c", "Text.", "In_reply_to: /rants/a/")
    content.post("2026-02-04-d", "Text.", "In_reply_to: https://x.example/blog/rants/a/")
    content.post("2026-02-05-e", "Text.", "In_reply_to: https://x.example/other/")
    content.post("2026-02-06-f", "Text.", "In_reply_to: /rants/something/")

    told = content.told(SITEURL="https://x.example/blog")

    assert told == [
        "content/rants/2026-02-06-f.md:4: In_reply_to '/rants/something/' leads to no page of this "
        "site — mend it, or take it out"
    ]


@pytest.mark.parametrize(
    ("written", "fault"),
    {
        "{filename}2026-01-01-b.md": "leads to no file — write {filename}/rants/2026-01-01-a.md",
        "/rants/aa/": "leads to no page of this site — write /rants/a/",
        "https://endrant.example/rants/something/": "leads to no page of this site — mend it, "
        "or take it out",
        "{filename}../pages/about.md": NO_POST,
        "/about/": NO_POST,
        "/category/rants/": NO_POST,
        "/": NO_POST,
        "/images/green.svg": NO_POST,
        "{filename}/images/green.svg": NO_POST,
        "/rants/old/": "is no post of this site — write {filename}/rants/2026-01-01-a.md",
        "https://localhost/rants/a/": "leads to your own machine — write the address that readers "
        "have",
        "https://[x/": "is no address — write one that begins with https:// or /",
        "{filename}2026-02-02-b.md": "is this post itself — take the line out",
        "/rants/b/": "is this post itself — take the line out",
        "{filename}2026-02-02-b-de.md": "is this post itself — take the line out",
    }.items(),
)
def test_what_cannot_be_answered(content: Content, written: str, fault: str) -> None:
    """What is no post, and the post itself in any language, are told at the line."""
    content.post("2026-01-01-a", "Text.", "Aliases: /rants/old/")
    content.post("2026-02-02-b-de", "Text.", "Slug: b", "Lang: de")
    content.page("about")
    content.write("images/green.svg", "<svg/>")
    _answer(content, written)

    assert content.told() == [f"{PLACE}: In_reply_to '{written}' {fault}"]


@pytest.mark.parametrize(
    ("line", "date", "kind"),
    [
        ("Status: draft", "2026-01-01", "a draft"),
        ("Status: hidden", "2026-01-01", "a hidden post"),
        ("Status: skip", "2026-01-01", "a post that is skipped"),
        ("Status: published", "2026-12-24", "a post dated ahead"),
    ],
)
@pytest.mark.parametrize("written", ["{filename}2026-01-01-a.md", "/rants/a/"])
def test_answer_to_what_no_reader_sees(
    content: Content, line: str, date: str, kind: str, written: str
) -> None:
    """What is withheld cannot be answered by what is published."""
    content.post("2026-01-01-a", "Text.", line, date=date)
    _answer(content, written)

    errors = [str(problem) for problem in content.check().errors]

    fault = f"leads to {kind}, content/rants/2026-01-01-a.md"
    remedy = "publish that, or take the line out"
    assert errors == [f"{PLACE}: In_reply_to '{written}' {fault} — {remedy}"]


@pytest.mark.parametrize(
    ("answered", "answer", "date"),
    [
        ("Status: draft", "Status: draft", "2026-02-02"),
        ("Status: hidden", "Status: hidden", "2026-02-02"),
        ("Status: hidden", "Status: draft", "2026-02-02"),
        ("Status: published", "Status: hidden", "2026-02-02"),
        ("Status: published", "Status: published", "2026-12-24"),
    ],
)
def test_answer_that_fewer_readers_see(
    content: Content, answered: str, answer: str, date: str
) -> None:
    """Who sees the answer sees what it answers, so nothing is told."""
    content.post("2026-01-01-a", "Text.", answered)
    _answer(content, "{filename}2026-01-01-a.md", answer, date=date)

    assert [told for told in content.told() if "In_reply_to" in told] == []


def test_answer_in_a_draft_stops_nothing(content: Content) -> None:
    """In a draft a fault is advice."""
    _answer(content, "/rants/nope/", "Status: draft")

    checked = content.check()

    assert checked.errors == ()
    assert [problem.line for problem in checked.advice if "In_reply_to" in str(problem)] == [4]


def test_chain_is_no_circle(content: Content) -> None:
    """A follow-up of a follow-up is a post like any other, in whatever order the files stand."""
    for number, after in ((1, 2), (2, 5), (5, 3), (3, 4)):
        content.post(f"2026-01-0{number}-p", "Text.", f"In_reply_to: /rants/p{after}/")
        text = (content.folder / f"rants/2026-01-0{number}-p.md").read_text()
        content.write(f"rants/2026-01-0{number}-p.md", f"Slug: p{number}\n{text}")
    content.post("2026-01-04-p", "Text.", "Slug: p4")

    assert content.told() == []


def test_circle_is_told_once(content: Content) -> None:
    """Posts that answer one another are told at the first by name; who answers them is not."""
    content.post("2026-01-02-a", "Text.", "In_reply_to: {filename}2026-01-04-c.md")
    content.post("2026-01-03-b", "Text.", "In_reply_to: /rants/a/")
    content.post("2026-01-04-c", "Text.", "In_reply_to: {filename}2026-01-03-b.md")
    content.post("2026-01-01-d", "Text.", "In_reply_to: {filename}2026-01-02-a.md")
    content.post("2026-01-05-e", "Text.", "In_reply_to: {filename}2026-01-02-a.md")

    assert content.told() == [
        "content/rants/2026-01-02-a.md:4: In_reply_to '{filename}2026-01-04-c.md' comes back to "
        "this post, by content/rants/2026-01-04-c.md — take the line out of one of them"
    ]


@pytest.mark.parametrize(
    "written",
    ["a.md", "http://x.example/", "//x.example/", "javascript:x", "{filename}", "{filename} #a"],
)
def test_form_is_told_by_who_reads_it(content: Content, written: str) -> None:
    """What has the form of no address is told once, by the conversation."""
    _answer(content, written)

    remedy = "write {filename}NAME.md, or an address that begins with https://"
    assert content.told() == [f"{PLACE}: In_reply_to '{written}' leads to no post — {remedy}"]


def test_page_answers_nothing(content: Content) -> None:
    """Only an article's line is read."""
    content.page("about", "In_reply_to: /rants/nope/")

    assert content.told() == []


def test_source_that_is_not_read_here(content: Content) -> None:
    """A post in another language than Markdown can be answered by its name."""
    content.write("rants/2026-01-01-a.rst", "T\n#\n\n:date: 2026-01-01\n\nText.\n")
    _answer(content, "{filename}2026-01-01-a.rst")

    assert [told for told in content.told() if "In_reply_to" in told] == []


_PLACES = ["a", "b", "rants/a", "rants/b", "rants/b/", "blog/rants/a/", "/rants/a", "A", "%61", ""]
_WRITTEN = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["{filename}", "/", "/rants/", "https://endrant.example/", "https://x.y/"]),
        st.sampled_from(_PLACES),
        st.sampled_from(["", ".md", "/", "/index.html", "#lesson", "?a=b", "/../a/", " "]),
    ),
)


@given(written=_WRITTEN)
def test_check_and_build_agree(tmp_path_factory: pytest.TempPathFactory, written: str) -> None:
    """What proofreading lets pass the build takes, and what the build refuses is told before."""
    content = Content(tmp_path_factory.mktemp("content"))
    content.post("a")
    content.post("b", "Text.", f"In_reply_to: {written}")
    written = " ".join(written.split())
    posts = [
        Post(f"rants/{name}.md", f"rants/{name}.md", f"rants/{name}/", "T", "published", "en",
             datetime(2026, 1, 2, tzinfo=UTC), said)
        for name, said in (("a", ""), ("b", written))
    ]  # fmt: skip

    told = content.told()

    refused = (
        problems({"in_reply_to": written}) or read_replies(posts, "https://endrant.example").faults
    )
    assert bool(told) == bool(refused), (written, told, refused)
