"""The lessons of a category: a list on screen, a booklet with room to write on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

BOOKLET = "/category/software/lessons/"
A5 = {"width": 559, "height": 794}  # in the pixels of CSS


@pytest.fixture
def booklet(browser: Browser, blog: str) -> Iterator[Page]:
    """The booklet on screen, in a window as wide as a sheet of A5, for a reader in the dark."""
    context = browser.new_context(viewport=A5, color_scheme="dark")
    page = context.new_page()
    page.goto(blog + BOOKLET)
    yield page
    context.close()


def test_screen_has_a_list_without_blanks(booklet: Page) -> None:
    """On screen there are no lines to write on, and a sentence says that paper has them."""
    lessons = booklet.locator(".booklet > li")

    assert lessons.count() == 3
    assert booklet.locator(".on-screen").is_visible()
    assert booklet.locator(".on-paper:visible").count() == 0


def test_paper_has_no_navigation(booklet: Page) -> None:
    """On paper nothing is left that leads somewhere, and the sentence about printing is gone."""
    booklet.emulate_media(media="print")

    assert booklet.locator(":is(nav, footer, button, .on-screen):visible").count() == 0


def test_cover_says_whose_lessons_these_are(booklet: Page, blog: str) -> None:
    """The booklet begins with the site, the category and the address it was printed from."""
    booklet.emulate_media(media="print")

    words = booklet.locator(":is(.name, .kicker, h1, .title .on-paper):visible").all_inner_texts()

    assert words == ["End Rant", "SOFTWARE", "The lessons", f"https://endrant.example{BOOKLET}"]


def test_every_lesson_on_paper_has_all_its_words_and_room(booklet: Page) -> None:
    """Each lesson has its text, what to do, how to begin, where it is from, and four blanks."""
    booklet.emulate_media(media="print")

    first = booklet.locator(".booklet > li").first
    blanks = [
        lesson.locator(".blank:visible").count()
        for lesson in booklet.locator(".booklet > li").all()
    ]

    words = first.inner_text()
    for part in (
        "Write down why, while it is still obvious.",
        "in the commit, on the label, at the top of the handover note.",
        "Do this: give the next thing you hand on one sentence",
        "What did you know that day that isn’t written in it?",
        "I write to",
        "https://endrant.example/rants/why-is-it-37/",
    ):
        assert part in words
    assert blanks == [4, 4, 4]


def test_blank_is_a_line_in_ink(booklet: Page) -> None:
    """A blank is wide enough for a word by hand; its line is black, in the dark too."""
    booklet.emulate_media(media="print")

    name = booklet.locator(".blank-name").first.evaluate(
        """e => ({width: e.getBoundingClientRect().width, line: getComputedStyle(e).borderBottom,
                  words: getComputedStyle(e).color})"""
    )

    assert name["width"] > 100
    assert name["line"] == "1px solid rgb(0, 0, 0)"
    assert name["words"] == "rgba(0, 0, 0, 0)"


def test_question_has_lines_of_its_own(booklet: Page) -> None:
    """For the question there are two lines across the sheet, apart enough for handwriting."""
    booklet.emulate_media(media="print")
    across = booklet.locator(".booklet").bounding_box()

    box = booklet.locator(".blank-question").first.bounding_box()

    assert across
    assert box
    assert box["width"] == pytest.approx(across["width"], abs=1)
    assert box["height"] > 50


def test_no_lesson_is_parted_between_two_sheets(booklet: Page) -> None:
    """Each lesson keeps to one sheet."""
    booklet.emulate_media(media="print")

    breaks = booklet.locator(".booklet > li").evaluate_all(
        "all => all.map(e => getComputedStyle(e).breakInside)"
    )

    assert breaks == ["avoid", "avoid", "avoid"]
