"""A lesson at home: what its page shows of it, and what others do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from lesson import Deadline, Lesson, LessonAtHome, mail_to_self, read_plan
from lesson.links import resolved, without_ids
from lesson.syntax import ATTRIBUTES, TAGS

PLAN = "If it is {day} at {time}, I write to {name} and ask: {question}"
WRITTEN = Lesson(
    title="Be kind.",
    body=Markup('<p id="why">See <a href="../b/">b</a> and <a href="#why">why</a>.</p>'),
    action=Markup('call <em id="one">one</em> friend, <a href="?x=1">so</a>!'),
    deadline=Deadline("Friday"),
    openers=("How are you?",),
)
HOME = LessonAtHome(WRITTEN, "rants/a/", "https://rants.example/blog", "Breathe.", PLAN)


def test_lesson_at_home_is_this() -> None:
    """Every address leads there from any page, and what is text stays as it was written."""
    body = (
        '<p id="why">See <a href="/blog/rants/b/">b</a> and '
        '<a href="/blog/rants/a/#why">why</a>.</p>'
    )
    action = 'call <em id="one">one</em> friend, <a href="/blog/rants/a/?x=1">so</a>!'

    shown = (HOME.title, HOME.body, HOME.action, HOME.deadline, HOME.openers, HOME.is_open)

    assert shown == ("Be kind.", body, action, Deadline("Friday"), ("How are you?",), False)
    assert HOME.here == replace(WRITTEN, body=HOME.body, action=HOME.action)


def test_lesson_away_is_the_same_without_ids() -> None:
    """It can stand beside others, on any page."""
    body, action = HOME.body.replace(' id="why"', ""), HOME.action.replace(' id="one"', "")

    assert (HOME.away.body, HOME.away.action) == (body, action)
    assert HOME.away == replace(WRITTEN, body=HOME.away.body, action=HOME.away.action)


def test_mail_of_a_lesson_at_home() -> None:
    """It is made of what was written, the settings and the box's own address."""
    assert HOME.mail == mail_to_self(
        WRITTEN,
        url="https://rants.example/blog/rants/a/#lesson",
        warm_up="Breathe.",
        plan=read_plan(PLAN),
    )


def test_all_of_a_lesson_follows_from_its_fields() -> None:
    """What is made when it is asked for changes no lesson: the fields alone tell two apart."""
    other = replace(HOME)
    assert (other.mail, other.away, other.here) == (HOME.mail, HOME.away, HOME.here)

    assert other == replace(HOME)
    assert hash(other) == hash(replace(HOME))
    names = ["written", "url", "site", "warm_up", "plan", "do_this", "quoted"]
    assert [field.name for field in fields(HOME)] == names


PIECES = st.sampled_from(
    (
        *("<p>", "</p>", "\n", "a b", "é", "&amp;", "&", ">", "\r", "\x00", "\x0c", "\xa0"),
        *("<em>x</em>", "<em>", "</em>", "<strong>y\n</strong>", "<code></code>", "<p>z</p>\n"),
    )
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="<"))


@pytest.mark.parametrize("clean", [lambda html: resolved(html, "/a/"), without_ids])
@given(
    st.lists(PIECES, max_size=9).map("".join)
    | st.text(st.characters(codec="utf-8", exclude_characters="<"))
)
def test_html_is_sanitised_whatever_it_is(clean: Callable[[Markup], Markup], html: str) -> None:
    """Words that are left as they are would be the same, had they been sanitised."""
    found = clean(Markup(html))  # noqa: S704  -- meant

    assert found == nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, link_rel=None)
