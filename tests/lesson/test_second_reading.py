"""What a second reader found: posts and settings that no other test of the lessons thought of."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from lesson import Lesson, mail_to_self
from tests.lesson.test_lessons_in_pelican import INDEX, NOON, catalogue, index, lesson
from tests.small_site import Site


@pytest.fixture
def shelves(site: Site) -> Site:
    """A site whose index tells of the shelves."""
    site.configure(PLUGINS=["lesson"], DIRECT_TEMPLATES=["index"])
    site.write("theme/templates/index.html", INDEX)
    return site


def test_post_without_a_category_is_on_its_year_s_shelf_alone(shelves: Site) -> None:
    """Where Pelican gives a post no category the site is built, and the catalogue says null."""
    shelves.configure(CATEGORY_SAVE_AS="")
    shelves.post("a", lesson())
    shelves.post("b", lesson(), Date="2026-01-03", Category="Home")

    build = shelves.build(SOURCE_DATE_EPOCH=NOON)

    whole = index(build)
    assert whole["years"] == [["2026", "lessons/2026/", ["b", "a"]]]
    assert whole["categories"] == [["Home", "category/home/lessons/", ["b"]]]
    assert [entry["category"] for entry in catalogue(build)["lessons"]] == ["Home", None]


def test_category_in_two_spellings_is_one_shelf(shelves: Site) -> None:
    """What Pelican takes for one category has all its lessons on one shelf, none is lost."""
    shelves.post("a", lesson(), Date="2026-01-01", Category="Social media")
    shelves.post("b", lesson(), Date="2026-01-02", Category="social Media")

    build = shelves.build(SOURCE_DATE_EPOCH=NOON)

    ((_, url, titles),) = index(build)["categories"]
    assert (url, titles) == ("category/social-media/lessons/", ["b", "a"])


def test_year_of_a_lesson_is_that_of_the_date_on_its_page(shelves: Site) -> None:
    """A date with an offset of its own stands in the year that is written, as all its pages say."""
    shelves.post("a", lesson(), Date="2026-01-01T00:30+13:00")
    shelves.post("b", lesson(), Date="2025-12-31T12:30")
    shelves.post("c", lesson(), Date="2025-12-31T20:00-11:00")
    shelves.post("d", lesson(), Date="2025-01-10")

    build = shelves.build(SOURCE_DATE_EPOCH=NOON)

    assert index(build)["years"] == [
        ["2026", "lessons/2026/", ["a"]],
        ["2025", "lessons/2025/", ["c", "b", "d"]],
    ]


def test_lesson_as_long_as_a_book_is_cut_like_another() -> None:
    """Of a book in place of a sentence as much is mailed as of its first page."""
    book = "naïve words " * 50_000
    url = "https://rants.example/a/#lesson"

    links = [
        mail_to_self(Lesson(title), url=url, warm_up="", plan=())
        for title in (book, book[:2400].strip())
    ]

    assert links[0] == links[1]
    assert len(links[0]) <= 1800
    assert unquote(links[0]).endswith(url)
