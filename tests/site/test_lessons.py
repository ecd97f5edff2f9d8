"""The pages of the lessons: by year, by category, and the ways out of the site."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tests.pelican_site import build

SETTINGS = """
from tests.site.siteconf import *
PATH = {content!r}
PLUGINS = [name for name in PLUGINS if name not in {without!r}]
"""
POST = """Title: {name}
Date: {date} 09:00
Category: {category}
{more}
Text.

End rant.
"""
LESSON = """
!!! lesson "The lesson of {name}."
    A text.

    Do: call somebody
"""


def parsed(page: Path) -> Element:
    """The page as a browser builds it."""
    return html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False)


def lessons(page: Path) -> list[str]:
    """The titles of the lessons that a page lists, in their order."""
    return [
        "".join(e.itertext())
        for e in parsed(page).iter("a")
        if e.get("class") == "p-name u-url" and e.get("href", "").endswith("#lesson")
    ]


def links(page: Path) -> list[str]:
    """Where the links in the text of a page lead."""
    (main,) = parsed(page).iter("main")
    return [e.get("href", "") for e in main.iter("a")]


class Blog:
    """A blog of a few posts, shown by the blog's own theme below the path /blog."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "output"

    def post(self, name: str, date: str, category: str, more: str = "", end: str = LESSON) -> None:
        """Write a post; it ends in a lesson unless `end` is another."""
        file = self.folder / "content" / "rants" / f"{date}-{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        text = POST.format(name=name, date=date, category=category, more=more)
        file.write_text(text + end.format(name=name), encoding="utf-8")

    def build(self, *, without: tuple[str, ...] = ()) -> None:
        """Build it, without some of its plugins."""
        settings = self.folder / "settings.py"
        content = str(self.folder / "content")
        settings.write_text(SETTINGS.format(content=content, without=without), encoding="utf-8")
        build(settings, self.output, SOURCE_DATE_EPOCH="1795600000")


@pytest.fixture
def own(tmp_path: Path) -> Blog:
    """A blog with no post yet."""
    return Blog(tmp_path)


def test_year_has_its_lessons_and_no_others(own: Blog) -> None:
    """A year's page lists that year, the newest first; the index shows the newest year."""
    own.post("old", "2025-12-31", "Craft")
    own.post("first", "2026-01-01", "Craft")
    own.post("second", "2026-01-02", "Home")
    own.post("third", "2026-03-01", "Craft")

    own.build()

    newest = ["The lesson of third.", "The lesson of second.", "The lesson of first."]
    assert lessons(own.output / "lessons/index.html") == newest
    assert lessons(own.output / "lessons/2026/index.html") == newest
    assert lessons(own.output / "lessons/2025/index.html") == ["The lesson of old."]


def test_booklet_has_its_category_from_the_oldest_on(own: Blog) -> None:
    """A booklet lists the lessons of its category, of all years, the oldest first."""
    own.post("old", "2025-12-31", "Craft")
    own.post("other", "2026-01-01", "Home")
    own.post("new", "2026-01-02", "Craft")

    own.build()

    assert lessons(own.output / "category/craft/lessons/index.html") == [
        "The lesson of old.",
        "The lesson of new.",
    ]


def test_every_page_of_lessons_leads_to_the_others(own: Blog) -> None:
    """From the index, a year and a booklet there is a way to each year and each booklet."""
    own.post("old", "2025-12-31", "Craft")
    own.post("new", "2026-01-02", "Home")
    ways = {
        "/blog/lessons/2025/",
        "/blog/lessons/2026/",
        "/blog/category/home/lessons/",
        "/blog/category/craft/lessons/",
        "/blog/lessons/#along",
    }

    own.build()

    for path in ("lessons", "lessons/2025", "lessons/2026", "category/craft/lessons"):
        assert ways <= set(links(own.output / path / "index.html")), path


def test_category_and_its_booklet_lead_to_each_other(own: Blog) -> None:
    """A category leads to its booklet where there is one, and the booklet leads back."""
    own.post("one", "2026-01-01", "Craft & life")
    own.post("two", "2026-01-02", "Home", end="")

    own.build()

    category = own.output / "category/craft-life"
    assert "/blog/category/craft-life/lessons/" in links(category / "index.html")
    assert "/blog/category/craft-life/" in links(category / "lessons/index.html")
    assert not any("lessons" in link for link in links(own.output / "category/home/index.html"))
    assert not (own.output / "category/home/lessons").exists()


def test_what_is_not_published_is_on_no_page_of_lessons(own: Blog) -> None:
    """The lesson of a draft, of a hidden post and of one dated ahead stays off every list."""
    own.post("seen", "2026-01-01", "Craft")
    own.post("draft", "2026-01-02", "Craft", "Status: draft\n")
    own.post("hidden", "2026-01-03", "Craft", "Status: hidden\n")
    own.post("ahead", "2099-01-01", "Craft")

    own.build()

    pages = [p for p in own.output.rglob("index.html") if "lessons" in p.parts]
    assert {page.relative_to(own.output).as_posix(): lessons(page) for page in pages} == {
        "lessons/index.html": ["The lesson of seen."],
        "lessons/2026/index.html": ["The lesson of seen."],
        "category/craft/lessons/index.html": ["The lesson of seen."],
    } | {page.relative_to(own.output).as_posix(): [] for page in pages if "people" in page.parts}


def test_lesson_in_another_language_says_so(own: Blog) -> None:
    """A lesson in Arabic is marked as such on each list, and runs from right to left."""
    own.post("word", "2026-01-01", "Craft", "Lang: ar\n")

    own.build()

    for path in ("lessons", "lessons/2026", "category/craft/lessons"):
        entries = [
            e
            for e in parsed(own.output / path / "index.html").iter("li")
            if "h-entry" in (e.get("class") or "")
        ]
        assert [(e.get("lang"), e.get("dir")) for e in entries] == [("ar", "rtl")], path


def test_note_in_a_lesson_leads_to_its_rant(own: Blog) -> None:
    """On a list the notes and places of a lesson lead to its rant, and no id stands there twice."""
    end = LESSON.replace("A text.", "A text[^1] and [a place](#here).\n\n    # Here {{ #here }}")
    for name, date in (("one", "2026-01-01"), ("two", "2026-01-02")):
        own.post(
            name, date, "Craft", end=end.replace("somebody", "somebody[^1]") + "\n[^1]: A note.\n"
        )

    own.build()

    for path in ("index.html", "lessons/index.html", "category/craft/lessons/index.html"):
        page = own.output / path
        own_ids = [e.get("id") for e in parsed(page).iter() if e.get("id")]
        places = [link for link in links(page) if "#fn:" in link or "#here" in link]
        assert places, path
        assert [link for link in places if not link.startswith("/blog/rants/")] == []
        assert len(own_ids) == len(set(own_ids)), own_ids
    rant = (own.output / "rants/one/index.html").read_text(encoding="utf-8")
    assert 'id="fn:1"' in rant
    assert 'id="here"' in rant


def test_calendar_can_be_subscribed_to(own: Blog) -> None:
    """Each list announces the calendar; on the index a link gives a program its whole address."""
    own.post("one", "2026-01-01", "Craft")

    own.build()

    for path in ("lessons", "lessons/2026", "category/craft/lessons"):
        announced = [
            e.get("href")
            for e in parsed(own.output / path / "index.html").iter("link")
            if (e.get("rel"), e.get("type")) == ("alternate", "text/calendar")
        ]
        assert announced == ["/blog/lessons.ics"], path
    assert "webcal://rants.example/blog/lessons.ics" in links(own.output / "lessons/index.html")
    assert (own.output / "lessons.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_index_tells_of_feeds_and_data_that_are_there(own: Blog) -> None:
    """The index leads to the lessons' own feeds and to all lessons as data."""
    own.post("one", "2026-01-01", "Craft")

    own.build()

    found = links(own.output / "lessons/index.html")
    for path in ("lessons/rss.xml", "lessons/atom.xml", "lessons.json"):
        assert f"/blog/{path}" in found
        assert (own.output / path).is_file()


@pytest.mark.parametrize("without", [(), ("lesson",), ("lesson", "syndication")])
def test_blog_without_a_lesson_says_so(own: Blog, without: tuple[str, ...]) -> None:
    """Without a lesson, or without the plugin, the index says so and leads nowhere."""
    own.post("one", "2026-01-01", "Craft", end="")

    own.build(without=without)

    (main,) = parsed(own.output / "lessons/index.html").iter("main")
    assert "No lesson learnt yet." in "".join(main.itertext())
    assert links(own.output / "lessons/index.html") == []
    assert b"text/calendar" not in (own.output / "lessons/index.html").read_bytes()
    assert not (own.output / "category/craft/lessons").exists()


def test_sitemap_has_every_list_of_lessons(own: Blog) -> None:
    """Years and booklets are in the sitemap with the day of their newest lesson."""
    own.post("old", "2025-12-31", "Craft")
    own.post("new", "2026-01-02", "Craft")

    own.build()

    sitemap = html5lib.parse((own.output / "sitemap.xml").read_text(encoding="utf-8"))
    listed = ["".join(e.itertext()) for e in sitemap.iter() if str(e.tag).endswith("url")]
    root = "https://rants.example/blog"
    assert f"{root}/lessons/2025/2025-12-31" in listed
    assert f"{root}/lessons/2026/2026-01-02" in listed
    assert f"{root}/category/craft/lessons/2026-01-02" in listed
    assert not any("people" in each for each in listed)
