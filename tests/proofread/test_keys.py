"""The keys of a front matter. What is wrong with their values stands in `corpus/`."""

from __future__ import annotations

import pytest

from proofread.metadata import KEYS
from tests.proofread.blog import Content


@pytest.mark.parametrize(
    ("line", "remedy"),
    {
        "Stauts: draft": "Status",
        "Categroy: x": "Category",
        "Tag: x": "Tags",
        "Bluesk: x": "Bluesky",
        "Draft: true": "Status: draft",
        "draft: no": "Status: published",
        "Draft:": "Status: draft",
        "Published: false": "Status: draft",
        "Publish: true": "Status: published",
        "Published: 2026-01-02": "Date",
        "Description: x": "Summary",
        "Subtitle: x": "Summary",
        "Keywords: x": "Tags",
        "Updated: 2026-01-02": "Modified",
        "Permalink: /x/": "Slug",
        "redirect_from: /x/": "Aliases",
    }.items(),
)
def test_key_that_is_known_by_another_name(content: Content, line: str, remedy: str) -> None:
    """A key that Pelican would pass over is told with the one that is meant."""
    content.post("a", "Text.", line)
    name, _, value = line.partition(":")
    quoted = f"{name} '{value.strip()}'" if value else name

    told = content.told()

    assert told == [f"content/rants/a.md:4: {quoted} is no key — write {remedy}"]


def test_key_that_is_known_to_nobody(content: Content) -> None:
    """A key that is like none is told, until the settings name it."""
    content.post("a", "Text.", "Zoom: 11")

    told = content.told()

    assert told == [
        "content/rants/a.md:4: Zoom '11' is no key — "
        "take the line out, or name the key in PROOFREAD_KEYS"
    ]
    assert content.told(PROOFREAD_KEYS=("zoom",)) == []


@pytest.mark.parametrize("name", ["fancy", "../templates/index", "/etc/passwd", "."])
def test_template_that_is_not_there(content: Content, name: str) -> None:
    """A template that the theme does not have would stop the build in the middle of writing."""
    content.post("a", "Text.", f"Template: {name}")

    told = content.told()

    fault = "is no template of the theme — write another, or take the line out"
    assert told == [f"content/rants/a.md:4: Template '{name}' {fault}"]


@pytest.mark.parametrize("name", ["article", "page", "index", "partials/head"])
def test_template_that_is_there(content: Content, name: str) -> None:
    """Any template of the theme may be named, and those that Pelican has itself."""
    content.post("a", "Text.", f"Template: {name}")

    assert content.told() == []


def test_all_keys_together(content: Content) -> None:
    """Every key that is known may stand in one post, in any case."""
    values = {
        "Modified": "2026-01-03",
        "Slug": "x",
        "Lang": "de",
        "Status": "hidden",
        "Template": "article",
        "Save_as": "x/index.html",
        "Url": "x/",
        "Toot": "https://social.example/@ada/1",
        "Bluesky": "https://bsky.app/profile/ada.example/post/1",
        "Conversation": "off",
        "Aliases": "/old/",
        "In_reply_to": "https://elsewhere.example/",
        "Translation": "true",
    }
    front = [f"{key.upper()}: {values.get(key, 'x')}" for key in KEYS if key not in _WRITTEN]
    content.post("a", "Text.", *front)

    assert content.told() == []


_WRITTEN = {"Title", "Date", "Question"}
