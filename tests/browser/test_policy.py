"""A page's policy, as a real browser keeps it: what is the page's runs, and nothing else does."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.kinds import KINDS, POST
from tests.browser.visit import visit

LISTEN = """window.forbidden = []
document.addEventListener("securitypolicyviolation",
    (event) => forbidden.push([event.effectiveDirective, event.blockedURI]))"""


def forbidden(page: Page) -> list[list[str]]:
    """What the page tried that its policy forbids: the directive, and what it was about."""
    page.wait_for_timeout(50)
    return page.evaluate("window.forbidden")  # type: ignore[no-any-return]  # as the page has it


@pytest.mark.parametrize("kind", KINDS)
def test_page_does_nothing_that_it_forbids(browser: Browser, blog: str, kind: str) -> None:
    """Its style, its scripts and its pictures are allowed; the day's lesson is asked for."""
    with visit(browser, blog + KINDS[kind], init=LISTEN) as visited:
        visited.page.wait_for_load_state("networkidle")

        assert forbidden(visited.page) == []
        assert visited.page.evaluate("getComputedStyle(document.body).paddingInlineStart") != "0px"


@pytest.mark.parametrize(
    ("html", "directive"),
    [
        ("<img src=x onerror='document.title = 1'>", "script-src-attr"),
        ("<p style='color: red'>", "style-src-attr"),
        ("<img src='https://elsewhere.example/x.png'>", "img-src"),
        ("<iframe src='https://elsewhere.example/'></iframe>", "frame-src"),
        ("<object data='/images/x.svg'></object>", "object-src"),
        ("<link rel=stylesheet href='/x.css'>", "style-src-elem"),
        ("<video src='https://elsewhere.example/x.mp4'></video>", "media-src"),
    ],
)
def test_what_a_stranger_could_bring_is_forbidden(
    browser: Browser, blog: str, html: str, directive: str
) -> None:
    """Had sanitising failed, the browser still would not run, load or show it."""
    with visit(browser, blog + POST, init=LISTEN) as visited:
        visited.page.evaluate(
            "html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", html
        )

        assert [name for name, _ in forbidden(visited.page)] == [directive]


@pytest.mark.parametrize(
    ("script", "directive"),
    [
        (
            "document.body.append(Object.assign(document.createElement('script'),"
            " {textContent: 'document.title = 1'}))",
            "script-src-elem",
        ),
        ("fetch('https://elsewhere.example/').catch(() => {})", "connect-src"),
        (
            "document.body.append(Object.assign(document.createElement('base'), {href: '/x/'}))",
            "base-uri",
        ),
        (
            "(form => { form.action = 'https://elsewhere.example/'; form.submit() })"
            "(document.querySelector('form'))",
            "form-action",
        ),
    ],
)
def test_no_script_gets_further(browser: Browser, blog: str, script: str, directive: str) -> None:
    """Nothing is fetched from elsewhere, no form is turned, no address is bent."""
    with visit(browser, blog + POST, init=LISTEN) as visited:
        visited.page.evaluate(script)

        assert [name for name, _ in forbidden(visited.page)] == [directive]
        assert visited.page.url == blog + POST


@pytest.mark.parametrize("door", range(4))
def test_doors_that_are_offered_lead_there(browser: Browser, blog: str, door: int) -> None:
    """Each button of the form gets out; what answers there is not asked in a test."""
    with visit(browser, blog + POST, init=LISTEN) as visited:
        asked: list[str] = []
        visited.context.route(
            lambda url: not url.startswith(blog),
            lambda route: (asked.append(route.request.url), route.fulfill(body="there")),
        )
        button = visited.page.locator("form button").nth(door)
        action = button.get_attribute("formaction")
        with visited.page.expect_navigation():
            button.click()

        assert action is not None
        assert [url.partition("?")[0] for url in asked] == [action]
