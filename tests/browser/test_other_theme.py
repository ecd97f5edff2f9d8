"""The plugins in themes that know nothing of them, by the lines of the README."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.visit import visit
from tests.parsed import running
from tests.pelican_site import ROOT
from tests.small_site import Build, Site
from tests.static_host import serve

README = (ROOT / "README.md").read_text(encoding="utf-8")
(LINES,) = re.findall(r"^```jinja\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
# The blocks of Flex: the head has `meta` and `title`, the rest `content` and `additional_js`.
FLEX = {
    "base.html": """<!DOCTYPE html>
<html lang="{{ DEFAULT_LANG }}"><head><meta charset="utf-8" />
{% block meta %}<meta name="author" content="{{ AUTHOR }}" />{% endblock %}
<title>{{ SITENAME }}{% block title %}{% endblock %}</title></head>
<body><main>{% block content %}{% endblock %}</main>
{% block additional_js %}{% endblock %}</body></html>""",
    "article.html": """{% extends "base.html" %}
{% block meta %}<meta name="author" content="{{ article.author.name }}" />{% endblock %}
{% block title %} &ndash; {{ article.title|striptags }}{% endblock %}
{% block content %}<article><h1>{{ article.title|striptags }}</h1>
<div>{{ article.content }}</div></article>{% endblock %}""",
}
EVIL = "<img src=x onerror=alert(1)>"
LESSON = f"""Text.

!!! lesson "Write to {EVIL} & friends."
    Because *it* helps.

    Do: write to one person
    By: tomorrow
    Say: What {EVIL} are you stuck on?
"""


def build(folder: Path, theme: str) -> Build:
    """A site with that theme and the README's lines, in which fields are hostile."""
    site = Site(folder)
    site.configure(
        PLUGINS=["lesson", "conversation", "neighbours", "inline"],
        THEME_TEMPLATES_OVERRIDES=["overrides"],
        THEME="simple",
        SITEURL="",
        CONVERSATION_EMAIL="writer@site.example",
    )
    site.settings.pop("JINJA_ENVIRONMENT")  # these themes escape nothing
    lines = LINES
    if theme == "flex":
        site.configure(THEME="theme")
        lines = lines.replace("block head", "block meta")
        for name, text in FLEX.items():
            site.write(f"theme/templates/{name}", text)
    site.write("overrides/article.html", lines)
    site.post("a", LESSON, Question=f"Who {EVIL} is it?")
    site.post("b", In_reply_to="/a/", Title="After <i>it</i>")
    site.post("c", Conversation="off")
    return site.build()


@pytest.fixture(scope="module", params=["simple", "flex"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The site in each of the themes."""
    made = build(tmp_path_factory.mktemp(request.param), request.param)
    assert made.status == 0, made.messages
    (made.output / "favicon.ico").write_bytes(b"")  # which a browser asks for by itself
    return made


@pytest.fixture
def origin(built: Build) -> Iterator[str]:
    """The same, served on loopback."""
    yield from serve(built.output)


def test_lesson_and_conversation_stand_below_the_text(browser: Browser, origin: str) -> None:
    """Both are in the page's main part, styled, and their scripts have filled them."""
    with visit(browser, f"{origin}/a/", width=800) as reader:
        page = reader.page
        found: dict[str, Any] = page.evaluate(
            """() => ({
                lesson: document.querySelector("main .lesson-title").textContent,
                question: document.querySelector("main .question").textContent,
                happened: document.querySelector("main .happened a").textContent,
                bar: getComputedStyle(document.querySelector(".lesson")).borderInlineStartStyle,
                fields: document.querySelector(".lesson-fields").checkVisibility(),
                due: document.querySelector("[data-slot=due]").textContent,
                wide: document.documentElement.scrollWidth > innerWidth,
                copy: document.querySelector("[data-way=copy]").checkVisibility(),
            })"""
        )

        assert found == {
            "lesson": f"Write to {EVIL} & friends.",
            "question": f"Who {EVIL} is it?",
            "happened": "After <i>it</i>",
            "bar": "solid",
            "fields": True,
            "due": "Thursday, 26 November",
            "wide": False,
            "copy": True,
        }
        assert reader.complaints == []
        assert page.locator("[onerror]").count() == 0


def test_nothing_runs_from_a_field_where_the_theme_escapes_nothing(built: Build) -> None:
    """What the plugins' templates show is escaped by themselves."""
    for path in ("a/index.html", "after-it/index.html"):
        html = built.bytes(path).decode()
        assert [each for each in running(html) if "onerror" in each or "<img" in each] == []


def test_post_without_them_has_none(built: Build) -> None:
    """No box, no question, no script."""
    html = built.bytes("c/index.html").decode()

    assert [word for word in ("<section", "<script", "<form") if word in html] == []
