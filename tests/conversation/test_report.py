"""Tell me how it went: the doors to the author once more, with what to tell."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import html5lib
import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

import conversation
from conversation import Author, Conversation, Message
from conversation.language import say
from tests.conversation.test_links import LONG
from tests.parsed import running

TEMPLATES = Path(str(conversation.__file__)).parent / "templates"
ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(TEMPLATES),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)
ENVIRONMENT.globals["_"] = say
URL = "https://rants.example/blog/a/?a=1&b=2"
EMAIL = "ada+rants@rants.example"
TOOT = "https://social.example/@ada/1"
POST = "https://bsky.app/profile/ada.example/post/3l"
PROMPTS = ("Whom did you choose, and why?", "What did you ask?", "What surprised you?")
BODY = "".join(f"{prompt}\r\n\r\n\r\n\r\n" for prompt in PROMPTS) + f"--\r\n{URL}"


def opened(author: Author, title: str = "C# & R+D", url: str = URL) -> Conversation:
    """A conversation whose author can be reached as `author` says."""
    return Conversation(Message("Who?", title, url, "Ask."), author, to_person=(), to_room=())


def mail(link: str) -> tuple[str, str]:
    """The subject and the body of a mail's link."""
    found = re.fullmatch(r"mailto:[^?]+\?subject=([^&]*)&body=([^&]*)", link)
    assert found
    return unquote(found.group(1), errors="strict"), unquote(found.group(2), errors="strict")


def shown(template: str, subject: Conversation) -> Any:
    """A template as a tree of elements."""
    html = ENVIRONMENT.get_template(template).render(conversation=subject)
    return html5lib.parseFragment(html, namespaceHTMLElements=False)


def text(element: Any) -> str:
    """The words in an element."""
    return "".join(element.itertext())


def test_mail_asks_three_things() -> None:
    """The mail's link is RFC 6068's: the prompts with room below each, the permalink last."""
    (door,) = opened(Author(EMAIL)).report

    assert door.url.startswith("mailto:ada+rants@rants.example?subject=How%20it%20went%3A%20C%23")
    assert mail(door.url) == ("How it went: C# & R+D", BODY)
    assert set(re.findall(r"%0.", door.url)) == {"%0D", "%0A"}
    assert opened(Author(EMAIL)).prompts == PROMPTS


@pytest.mark.parametrize("url", [URL, f"https://rants.example/{'ελλάδα' * 40}/"])
@pytest.mark.parametrize("title", LONG.values(), ids=LONG)
def test_mail_is_short_and_whole(title: str, url: str) -> None:
    """The link keeps to 1,800 characters: a long title is cut, the address and prompts never."""
    (door,) = opened(Author(EMAIL), title, url).report

    subject, body = mail(door.url)
    assert len(door.url) <= 1800
    assert body.split("\r\n")[-1] == url
    assert [prompt for prompt in PROMPTS if prompt not in body] == []
    assert subject.startswith("How it went: ")


def test_title_uses_the_room_there_is() -> None:
    """A title is cut only where it does not fit, at a word."""
    (door,) = opened(Author(EMAIL), "wordy " * 200).report

    subject, _ = mail(door.url)

    words = subject.removeprefix("How it went: ")
    assert words.endswith("wordy…")
    assert 600 - 20 < len(words.replace(" ", "%20").replace("…", "%E2%80%A6")) <= 600


@given(st.text(max_size=200), st.text(max_size=50))
def test_link_is_one_address(title: str, email: str) -> None:
    """Whatever the title holds, the link is ASCII and has a subject and a body, nothing else."""
    (door,) = opened(Author(f"a{email}"), title).report

    assert door.url.isascii()
    assert set(" <>\"'\\^`{|}\n\r\t") & set(door.url) == set()
    assert re.findall(r"[?&](\w+)=", door.url) == ["subject", "body"]


def test_copies_of_the_post_are_doors() -> None:
    """The toot and the Bluesky post are as they are, and marked as copies only once a page."""
    subject = opened(Author(EMAIL, TOOT, POST))

    assert [(door.name, door.label, door.url) for door in subject.report[1:]] == [
        ("mastodon", "on Mastodon", TOOT),
        ("bluesky", "on Bluesky", POST),
    ]
    assert [door.syndication for door in subject.report] == [False, False, False]


def test_author_without_an_address_is_told_nothing() -> None:
    """Where nobody can be told, there is no door."""
    assert opened(Author()).report == ()


@pytest.mark.parametrize("template", ["conversation/report.html", "conversation/feed_report.html"])
def test_words_need_no_script(template: str) -> None:
    """The sentence, the prompts in order and each door's address are in the HTML itself."""
    subject = opened(Author(EMAIL, TOOT, POST))

    part = shown(template, subject)

    assert "Tell me how it went, even if nobody answered" in text(part)
    assert [text(item) for item in part.iter("li") if not list(item)] == list(PROMPTS)
    assert [a.get("href") for a in part.iter("a")] == [door.url for door in subject.report]
    assert [e.tag for e in part.iter() if e.get("hidden") is not None] == []


def test_names_differ_from_those_of_the_answer() -> None:
    """Heard alone, each link says what it is for, and none is named as one of the section is."""
    subject = opened(Author(EMAIL, TOOT, POST))

    parts = [shown(f"conversation/{name}.html", subject) for name in ("report", "section")]
    report, section = ([a.get("aria-label") or text(a) for a in part.iter("a")] for part in parts)

    assert report == [
        "Tell me how it went by email",
        "Tell me how it went on Mastodon",
        "Tell me how it went on Bluesky",
    ]
    assert set(report) & set(section) == set()
    ids = [e.get("id") for part in parts for e in part.iter() if e.get("id")]
    assert len(ids) == len(set(ids))


def test_links_away_tell_nobody() -> None:
    """A link to another site tells it neither the page nor the reader."""
    part = shown("conversation/report.html", opened(Author(EMAIL, TOOT, POST)))

    away = [a for a in part.iter("a") if str(a.get("href")).startswith("http")]
    assert [a.get("href") for a in away] == [TOOT, POST]
    for a in away:
        assert set(a.get("rel").split()) >= {"noopener", "noreferrer", "nofollow"}
        assert a.get("referrerpolicy") == "no-referrer"


@pytest.mark.parametrize("template", ["conversation/report.html", "conversation/feed_report.html"])
def test_nothing_runs(template: str) -> None:
    """A title or an address that is HTML adds no element and no attribute."""
    hostile = "</ul><script>alert(1)</script><b onclick='x'>\"&amp; &lt;"
    plainly = shown(template, opened(Author(EMAIL, TOOT)))
    badly = opened(Author(f"{EMAIL}{hostile}", 'https://s.example/@a"onclick="x&copy;/1'), hostile)

    assert running(ENVIRONMENT.get_template(template).render(conversation=badly)) == []
    assert [e.tag for e in shown(template, badly).iter()] == [e.tag for e in plainly.iter()]
    assert [a.get("href") for a in shown(template, badly).iter("a")] == [
        door.url for door in badly.report
    ]
