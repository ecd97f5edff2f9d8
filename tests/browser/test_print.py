"""Every kind of page on paper: the words and the lesson, and nothing that can only be pressed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.kinds import ALL, POST, address, opened

PRESSED = "nav, form, button, input, textarea, .ways, .lesson-ways, .foot"


@pytest.mark.parametrize("kind", ALL)
def test_paper_has_ink_on_white_and_nothing_to_press(
    browser: Browser, blog: str, small_site: str, kind: str
) -> None:
    """Whatever the colours of the screen, text is black, the ground white, and no menu is there."""
    with opened(browser, address(kind, blog, small_site), width=680) as page:
        page.emulate_media(media="print", color_scheme="dark")
        shown, cut, colours = page.evaluate(
            """pressed => [
                [...document.querySelectorAll(pressed)].filter(e => e.checkVisibility())
                    .map(e => e.outerHTML.slice(0, 80)),
                // What lies beyond the edge is lost on paper, be it in a box or beside the page.
                [document.documentElement, ...document.querySelectorAll('main *')]
                    .filter(e => e.clientWidth && e.scrollWidth > e.clientWidth + 1
                        && (e.tabIndex === 0 || e === document.documentElement)).length,
                [getComputedStyle(document.documentElement).backgroundColor,
                    getComputedStyle(document.body).color,
                    getComputedStyle(document.querySelector('.small')).color],
            ]""",
            PRESSED,
        )

    assert (shown, cut) == ([], 0)
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)", "rgb(0, 0, 0)"]


def test_lesson_is_whole_on_one_page(browser: Browser, blog: str) -> None:
    """The box with its plan is in one piece, and fits a sheet of A4 with margins of 16 mm."""
    with opened(browser, blog + POST, width=680) as page:
        page.emulate_media(media="print")
        box = page.locator(".lesson")

        whole = box.evaluate("e => getComputedStyle(e).breakInside")
        size = box.bounding_box()

    assert whole == "avoid"
    assert size
    assert size["height"] < 1001


def test_address_stands_behind_a_link(browser: Browser, small_site: str) -> None:
    """A link of the text that leads out of the site is followed by where; others are not."""
    with opened(browser, address("every mark", "", small_site)) as page:
        behind = """() => [...document.querySelectorAll('main a')].map(a => [
            a.getAttribute('href'), getComputedStyle(a, '::after').content])"""
        on_screen = dict(page.evaluate(behind))
        page.emulate_media(media="print")
        on_paper = dict(page.evaluate(behind))

    outside = "https://elsewhere.example/elsewhere"
    assert set(on_screen.values()) == {"none"}
    assert on_paper[outside] == f'" <" "{outside}" ">"' or outside in on_paper[outside]
    assert on_paper["#lists"] == on_paper["/blog/rants/plain/"] == "none"
