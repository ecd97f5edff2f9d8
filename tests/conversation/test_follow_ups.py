"""What a post answers, and what answers it, on the pages and in the feeds of a whole site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import feedparser
import html5lib
import mf2py
import pytest

from tests.pelican_site import ROOT, build
from tests.small_site import Site

PLUGINS = ["proofread", "translation", "lesson", "conversation", "syndication"]
SITE = "https://rants.example/blog"
THEME = """{{ {
    "in_reply_to": article.in_reply_to and article.in_reply_to.url and
        [article.in_reply_to.title, article.in_reply_to.url],
    "follow_ups": article.follow_ups|map(attribute="url")|list,
}|tojson }}"""
LESSON = '\n!!! lesson "Look first."\n    Then leap.\n\n    Do: look\n'


@pytest.fixture
def posts(site: Site) -> Site:
    """A site that shows what its posts say of one another."""
    site.write("theme/templates/article.html", THEME)
    site.configure(PLUGINS=["conversation"], ARTICLE_LANG_SAVE_AS="{slug}-{lang}/index.html",
                   ARTICLE_LANG_URL="{slug}-{lang}/")  # fmt: skip
    return site


def test_posts_know_one_another(posts: Site) -> None:
    """Follow-ups are listed under what they answer, oldest first; hidden and drafts are not."""
    posts.post("a")
    posts.post("b", Date="2026-03-02", In_reply_to="{filename}a.md#lesson")
    posts.post("c", Date="2026-02-02", In_reply_to="/a/")
    posts.post("d", Date="2026-02-03", In_reply_to="https://site.example/c/")
    posts.post("e", Date="2026-02-04", In_reply_to="/a/", Status="hidden")
    posts.post("f", Date="2026-02-05", In_reply_to="/a/", Status="draft")
    posts.post("g", Date="2026-02-06", In_reply_to="https://social.example/@ada/1")
    posts.post("a-de", Slug="a", Lang="de", Title="A auf Deutsch")

    build = posts.build()

    assert (build.status, build.messages) == (0, ())
    found = {path: build.data(f"{path}/index.html") for path in (*"abcdeg", "drafts/f", "a-de")}
    assert {path: data["follow_ups"] for path, data in found.items() if data["follow_ups"]} == {
        "a": ["c/", "b/"],
        "a-de": ["c/", "b/"],
        "c": ["d/"],
    }
    assert {path: data["in_reply_to"] for path, data in found.items()} == {
        "a": None,
        "a-de": None,
        "b": ["a", "a/#lesson"],
        "c": ["a", "a/"],
        "d": ["c", "c/"],
        "e": ["a", "a/"],
        "drafts/f": ["a", "a/"],
        "g": ["social.example/@ada/1", "https://social.example/@ada/1"],
    }


def test_problems_are_told_at_once_and_nothing_is_written(posts: Site) -> None:
    """Without proofreading, too, each wrong line is told with its remedy; a draft is a warning."""
    posts.post("a", In_reply_to="{filename}b.md")
    posts.post("b", In_reply_to="{filename}a.md")
    posts.post("c", In_reply_to="c.md")
    posts.post("d", In_reply_to="/nope/")
    posts.post("e", In_reply_to="{filename}f.md")
    posts.post("f", In_reply_to="{filename}nope.md", Status="draft")
    posts.post("g", Toot="x", In_reply_to="{filename}g.md")

    build = posts.build()

    assert build.status == 1
    assert build.files == []
    no_post = "is no post of this site — write {filename} and its file's name"
    wrong = ", ".join(f"content/posts/{name}.md" for name in "acdeg")
    # The traceback is Pelican's: to show none is proofreading's.
    starts = ("content/", "conversation.settings.")
    assert sorted(line for line in build.messages if line.startswith(starts)) == [
        "content/posts/a.md:3: In_reply_to '{filename}b.md' comes back to this post, by posts/b.md "
        "— take the line out of one of them",
        "content/posts/c.md:3: In_reply_to 'c.md' leads to no post — write {filename}NAME.md, "
        "or an address that begins with https://",
        f"content/posts/d.md:3: In_reply_to '/nope/' {no_post}",
        "content/posts/e.md:3: In_reply_to '{filename}f.md' leads to a draft, posts/f.md — "
        "publish that, or take the line out",
        f"content/posts/f.md:3: In_reply_to '{{filename}}nope.md' {no_post}",
        "content/posts/g.md:3: Toot 'x' is no post of yours — write its own address, "
        "https://HOST/@you/115600000000000001",
        "content/posts/g.md:4: In_reply_to '{filename}g.md' is this post itself — "
        "take the line out",
        "conversation.settings.ConversationError: nothing was written: "
        f"mend the front matter of {wrong}",
    ]


def test_proofreading_tells_it_before_the_build(posts: Site) -> None:
    """With proofreading a fault is told once, by it."""
    posts.configure(PLUGINS=["proofread", "conversation"])
    posts.post("a", In_reply_to="{filename}nope.md")

    build = posts.build()

    assert build.status == 1
    assert build.messages == (
        "content/posts/a.md:3: In_reply_to '{filename}nope.md' leads to no file — "
        "put posts/nope.md into content/, or mend it",
        "ProofreadError: nothing was written: mend the errors above",
    )


# The pages of the blog's own theme


def blog(folder: Path, answers: str, plugins: tuple[str, ...] = (), **settings: object) -> Path:
    """The blog's theme with three posts, of which the later two say `answers`; its output."""
    rants = folder / "content/rants"
    rants.mkdir(parents=True)
    front = "Date: 2026-01-0{day} 09:00\nSummary: In short {day}.\nQuestion: Why?\n"
    toot = "Toot: https://social.example/@ada/1\n"
    for day, name, line in ((1, "first", toot), (2, "second", answers), (3, "third", answers)):
        text = f"Title: The <{name}> & more\n{front.format(day=day)}{line}\nText.\n{LESSON}"
        (rants / f"2026-01-0{day}-{name}.md").write_text(text, encoding="utf-8")
    named = f"PLUGINS = {list(plugins)!r}\n" if plugins else ""
    more = "".join(f"{key} = {value!r}\n" for key, value in settings.items())
    (folder / "conf.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom publishconf import *\n"
        f"PATH = {str(folder / 'content')!r}\nSITEURL = {SITE!r}\nDIRECT_TEMPLATES = []\n"
        "PROOFREAD_AUDIT = False\nPLUGINS = [name for name in PLUGINS if name != 'proofread']\n"
        f"{named}{more}",
        encoding="utf-8",
    )
    build(folder / "conf.py", folder / "out")
    return folder / "out"


def entry(output: Path, name: str) -> dict[str, Any]:
    """The properties of the one h-entry at the top of a post's page."""
    url = f"{SITE}/rants/{name}/"
    text = (output / f"rants/{name}/index.html").read_text(encoding="utf-8")
    (found,) = [
        item for item in mf2py.parse(doc=text, url=url)["items"] if "h-entry" in item["type"]
    ]
    assert found.get("children") is None
    properties: dict[str, Any] = found["properties"]
    return properties


def page(output: Path, name: str) -> Any:
    """A post's page as a browser builds it."""
    text = (output / f"rants/{name}/index.html").read_text(encoding="utf-8")
    return html5lib.parse(text, namespaceHTMLElements=False)


def words(element: Any) -> str:
    """The words in an element, as they are seen."""
    return " ".join("".join(element.itertext()).split())


ANSWER = "In_reply_to: {filename}2026-01-01-first.md\n"


def test_follow_up_says_what_it_answers(tmp_path: Path) -> None:
    """A reader of microformats finds in-reply-to with its context, and the entry's own name."""
    output = blog(tmp_path, ANSWER)

    second = entry(output, "second")

    first = f"{SITE}/rants/first/"
    (answered,) = second["in-reply-to"]
    assert (answered["type"], answered["value"]) == (["h-cite"], first)
    assert answered["properties"] == {"name": ["The <first> & more"], "url": [first]}
    assert second["name"] == ["The <second> & more"]
    assert second["url"] == [f"{SITE}/rants/second/"]
    assert second["published"] == ["2026-01-02T09:00:00+0000"]
    assert second["summary"] == ["In short 2."]
    title = next(e for e in page(output, "second").iter("header") if e.get("class") == "title")
    lines = [words(child) for child in title if child.tag in ("h1", "p")]
    assert lines[1:3] == ["The <second> & more", "In answer to The <first> & more"]


def test_page_elsewhere_is_named_by_its_address(tmp_path: Path) -> None:
    """What is answered elsewhere is linked as it was written."""
    output = blog(tmp_path, "In_reply_to: https://social.example/@ada/1?a=1&b=2\n")

    (answered,) = entry(output, "second")["in-reply-to"]

    address = "https://social.example/@ada/1?a=1&b=2"
    assert answered["value"] == address
    assert answered["properties"] == {"name": ["social.example/@ada/1"], "url": [address]}


def test_answered_post_lists_what_happened(tmp_path: Path) -> None:
    """Title, day and first words of each follow-up stand between the lesson and the question."""
    output = blog(tmp_path, ANSWER)

    first, document = entry(output, "first"), page(output, "first")

    assert [(each["type"], each["properties"]) for each in first["comment"]] == [
        (
            ["h-cite"],
            {
                "name": [f"The <{name}> & more"],
                "url": [f"{SITE}/rants/{name}/"],
                "published": [f"2026-01-0{day}T09:00:00+0000"],
                "summary": [f"In short {day}."],
            },
        )
        for day, name in ((2, "second"), (3, "third"))
    ]
    assert (first["name"], first["summary"]) == (["The <first> & more"], ["In short 1."])
    assert "in-reply-to" not in first
    headings = [words(e) for e in document.iter("h2")]
    assert headings == ["Look first.", "What happened", "Why?"]
    (section,) = [e for e in document.iter("section") if e.get("aria-labelledby") == "happened"]
    assert [words(item) for item in section.iter("li")] == [
        "The <second> & more 2 January 2026 In short 2.",
        "The <third> & more 3 January 2026 In short 3.",
    ]


def test_sentence_runs_in_its_own_direction(tmp_path: Path) -> None:
    """In a post that runs from right to left the words and the day are not torn apart."""
    output = blog(tmp_path, f"{ANSWER}Lang: ar\n")

    header = next(e for e in page(output, "second/ar").iter("header") if e.get("class") == "title")
    happened = [
        e for e in page(output, "first").iter("section") if e.get("aria-labelledby") == "happened"
    ]

    assert "In answer to The <first> & more" in [words(e) for e in header.iter("bdi")]
    assert [words(e) for each in happened for e in each.iter("bdi")] == [
        "2 January 2026",
        "3 January 2026",
    ]


def test_report_stands_in_the_box_where_there_is_a_door(tmp_path: Path) -> None:
    """After the plan the reader is asked how it went; without a door nothing is asked."""
    output = blog(tmp_path, "", CONVERSATION_EMAIL="")

    boxes = {
        name: next(e for e in page(output, name).iter("section") if e.get("id") == "lesson")
        for name in ("first", "second")
    }

    (group,) = [e for e in boxes["first"].iter() if e.get("class") == "report"]
    assert [a.get("href") for a in group.iter("a")] == ["https://social.example/@ada/1"]
    assert list(boxes["first"])[-1] is group
    assert [e for e in boxes["second"].iter() if e.get("class") == "report"] == []
    assert entry(output, "first")["syndication"] == ["https://social.example/@ada/1"]


@pytest.mark.parametrize(
    "plugins", [("translation", "lesson"), ("translation", "lesson", "syndication")]
)
def test_removed_plugin_leaves_no_trace(tmp_path: Path, plugins: tuple[str, ...]) -> None:
    """Without the plugin the site is, byte by byte, the one whose posts answer nothing."""
    answering = blog(tmp_path / "answering", ANSWER, plugins)
    silent = blog(tmp_path / "silent", "", plugins)

    pages = sorted(path.relative_to(silent) for path in silent.rglob("*") if path.is_file())

    assert [str(path) for path in pages if "second" in str(path)] == ["rants/second/index.html"]
    assert [
        str(path)
        for path in pages
        if (answering / path).read_bytes() != (silent / path).read_bytes()
    ] == []


def test_old_entry_stays_as_it_was(tmp_path: Path) -> None:
    """A follow-up is an entry of its own, which says what it answers; no other entry changes."""
    alone = blog(tmp_path / "alone", "")
    answered = blog(tmp_path / "answered", ANSWER)

    for path in ("atom.xml", "rss.xml", "lessons/atom.xml"):
        before, after = (
            {
                item.id: (item.title, dict.get(item, "updated", ""), item.content[0].value)
                for item in feedparser.parse((output / path).read_bytes()).entries
            }
            for output in (alone, answered)
        )
        assert list(before) == list(after)
        changed = [key.partition("#")[0][-6:] for key in before if before[key] != after[key]]
        assert changed == ([] if path.startswith("lessons") else ["-third", "second"])
        assert [key for key in before if before[key][:2] != after[key][:2]] == []

    (second,) = [
        item
        for item in feedparser.parse((answered / "atom.xml").read_bytes()).entries
        if item.link.endswith("/second/")
    ]
    link = f'<a class="u-in-reply-to h-cite" href="{SITE}/rants/first/">'
    assert second.content[0].value.startswith(f"<p>In answer to {link}")


@pytest.mark.parametrize("feed", ["atom.xml", "lessons/atom.xml"])
def test_feed_asks_how_it_went_after_the_lesson(tmp_path: Path, feed: str) -> None:
    """The same words stand in a feed, below the lesson and above the question."""
    output = blog(tmp_path, "")

    items = feedparser.parse((output / feed).read_bytes(), sanitize_html=False).entries

    (first,) = [item for item in items if "/first/" in item.link]
    text = words(html5lib.parseFragment(first.content[0].value, namespaceHTMLElements=False))
    parts = [
        "Do this: look.",
        "Tell me how it went, even if nobody answered: by email or on Mastodon.",
        "Whom did you choose, and why?",
        "What did you ask?",
        "What surprised you?",
        "Answer me",
    ]
    assert [part for part in parts if part not in text] == []
    assert sorted(parts, key=text.index) == parts
