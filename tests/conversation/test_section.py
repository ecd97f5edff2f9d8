"""The conversation's section on a page and in a feed, as a browser reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import html5lib
import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

import conversation
from conversation import PERSON, ROOM, Author, Conversation, Message
from conversation.language import say
from conversation.message import plain
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
AUTHOR = Author(
    "ada+rants@rants.example",
    "https://social.example/@ada/1",
    "https://bsky.app/profile/ada.example/post/3l",
)
HOSTILE = "</textarea></form><script>alert(1)</script><b onclick='x'>\"'&amp; &lt;?"
PEOPLE, HALLS = tuple(PERSON), tuple(ROOM)


def opened(question: str, title: str = "A & B", room: tuple[str, ...] = HALLS) -> Conversation:
    """A conversation with every door."""
    return Conversation(
        Message(question, title, URL, "Ask."), AUTHOR, to_person=PEOPLE, to_room=room
    )


def shown(template: str, subject: Conversation) -> Any:
    """The section as a tree of elements."""
    html = ENVIRONMENT.get_template(template).render(conversation=subject)
    return html5lib.parseFragment(html, namespaceHTMLElements=False)


def text(element: Any) -> str:
    """The words in an element."""
    return "".join(element.itertext())


@given(st.text(min_size=1).filter(lambda words: plain(words) != ""), st.text())
def test_every_door_is_on_the_page_as_it_is(question: str, title: str) -> None:
    """Each link's address is the door's own, escaped once, in the order of the circles."""
    subject = opened(question, title)

    section = shown("conversation/section.html", subject)

    doors = [door.url for door in (*subject.answer, *subject.person) if door.url]
    doors += [door.url for door in subject.room if not door.form]
    assert [a.get("href") for a in section.iter("a")] == [*doors, "/blog/a/?a=1&b=2"]
    buttons = [b.get("formaction") for b in section.iter("button") if b.get("formaction")]
    assert buttons == [door.form for door in subject.room if door.form]


@given(st.text(min_size=1).filter(lambda words: plain(words) != ""), st.text())
def test_form_holds_the_words_whole(question: str, title: str) -> None:
    """One field named `text`, sent by GET, holds the text that asks the question."""
    subject = opened(question, title)

    section = shown("conversation/section.html", subject)

    (form,) = section.iter("form")
    (field,) = form.iter("textarea")
    assert form.get("method") == "get"
    assert form.get("action") == subject.room[0].form
    assert (field.get("name"), field.text) == ("text", subject.text)


@pytest.mark.parametrize("template", ["conversation/section.html", "conversation/feed.html"])
def test_question_and_title_cannot_run(template: str) -> None:
    """A question that is HTML is shown as it was written, and adds no element."""
    plainly, badly = (shown(template, opened(words)) for words in ("Who?", HOSTILE))

    assert [e.tag for e in badly.iter()] == [e.tag for e in plainly.iter()]
    assert [text(h) for h in badly.iter("h2")] == [HOSTILE]
    if template.endswith("feed.html"):
        assert (
            running(ENVIRONMENT.get_template(template).render(conversation=opened(HOSTILE))) == []
        )


@pytest.mark.parametrize("template", ["conversation/section.html", "conversation/feed.html"])
def test_circles_go_from_the_inside_out(template: str) -> None:
    """Answer me, ask one person, ask the room: in this order."""
    words = text(shown(template, opened("Who?")))

    circles = ["Answer me", "Ask one person", "Ask the room"]
    assert sorted(circles, key=words.index) == circles


def test_nothing_is_loaded_and_nobody_is_told() -> None:
    """No picture, frame, script or style; links away tell neither the page nor the reader."""
    section = shown("conversation/section.html", opened("Who?"))

    tags = {element.tag for element in section.iter()}
    assert tags & {"img", "iframe", "script", "style", "link", "object", "video"} == set()
    away = [a for a in section.iter("a") if str(a.get("href")).startswith("http")]
    assert len(away) == 8
    for a in away:
        assert set(a.get("rel").split()) >= {"noopener", "noreferrer", "nofollow"}
        assert a.get("referrerpolicy") == "no-referrer"
        assert a.get("target") is None


def test_post_elsewhere_is_a_syndication() -> None:
    """The post's own copies have the IndieWeb's class, other links do not."""
    section = shown("conversation/section.html", opened("Who?"))

    marked = [a.get("href") for a in section.iter("a") if "u-syndication" in a.get("class", "")]
    assert marked == [AUTHOR.toot, AUTHOR.bluesky]


def test_section_is_named_by_its_question() -> None:
    """The section's heading is the question, and every control says what it does."""
    section = shown("conversation/section.html", opened("Who?"))

    (whole,) = section.iter("section")
    (heading,) = section.iter("h2")
    assert (whole.get("aria-labelledby"), heading.get("id")) == ("question", "question")
    assert [control for tag in ("a", "button") for control in section.iter(tag)
            if not text(control).strip()] == []  # fmt: skip
    (label,) = section.iter("label")
    assert [field.get("name") for field in label.iter("textarea")] == ["text"]
    assert [e.get("aria-live") or e.get("role") for e in section.iter("p") if e.get("role")] == [
        "status"
    ]


@pytest.mark.parametrize("template", ["conversation/section.html", "conversation/feed.html"])
def test_address_is_escaped(template: str) -> None:
    """An address that holds a quote or an entity leads where it says, and adds no attribute."""
    toot = 'https://social.example/@a"onclick="x&copy;&amp;/1'
    subject = Conversation(
        Message("Who?", "T", URL), Author(toot=toot), to_person=(), to_room=("linkedin",)
    )

    link = next(shown(template, subject).iter("a"))

    assert link.get("href") == toot
    assert link.get("onclick") is None


def test_doors_of_a_script_wait_hidden() -> None:
    """Copy and share need a script, so that without one they are not shown."""
    section = shown("conversation/section.html", opened("Who?"))

    waiting = [item for item in section.iter("li") if item.get("hidden") is not None]
    assert [button.get("data-way") for item in waiting for button in item.iter("button")] == [
        "copy",
        "share",
    ]


def test_no_room_needs_no_form() -> None:
    """Without a network that reads `text` there is no form, but the words can still be copied."""
    section = shown("conversation/section.html", opened("Who?", room=("linkedin", "reddit")))

    assert list(section.iter("form")) == []
    assert [field.text for field in section.iter("textarea")] == [
        opened("Who?", room=("linkedin", "reddit")).text
    ]


def test_author_without_an_address_has_no_circle() -> None:
    """Where nobody can be answered, nothing says so."""
    lonely = Conversation(Message("Who?", "T", URL), Author(), to_person=("sms",), to_room=())

    for template in ("conversation/section.html", "conversation/feed.html"):
        words = text(shown(template, lonely))
        assert "Answer me" not in words
        assert "Ask the room" not in words
        assert "Ask one person" in words


def test_feed_has_links_alone() -> None:
    """In a feed the doors are plain links, each the door's own, those of a script left out."""
    subject = opened("Who?")

    entry = shown("conversation/feed.html", subject)

    assert [a.get("href") for a in entry.iter("a")] == [
        door.url for door in (*subject.answer, *subject.person, *subject.room) if door.url
    ]
