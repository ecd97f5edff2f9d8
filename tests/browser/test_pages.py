"""Every kind of page, as a reader's browser shows it."""

from __future__ import annotations

from itertools import product
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.kinds import KINDS, POST

SCHEMES = ("light", "dark")
WIDTHS = (320, 360, 768, 1280)


def opened(browser: Browser, url: str, *, width: int = 1280, scheme: str = "light") -> Page:
    """The page at `url`; what it asks for and complains of is kept on it."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.asked = []  # type: ignore[attr-defined]  # a note for the tests
    page.complaints = []  # type: ignore[attr-defined]  # a note for the tests
    page.on("request", lambda request: page.asked.append(request.url))  # type: ignore[attr-defined]
    page.on("console", lambda message: page.complaints.append(message.text))  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
    page.on("dialog", lambda dialog: (page.complaints.append(dialog.message), dialog.dismiss()))  # type: ignore[attr-defined]
    page.goto(url)
    return page


@pytest.mark.parametrize(("kind", "scheme"), list(product(KINDS, SCHEMES)))
def test_page_has_no_accessibility_violation(
    browser: Browser, blog: str, kind: str, scheme: str
) -> None:
    """axe-core, with WCAG 2.2 AA and best practices, finds nothing at phone and desk width."""
    found = []

    for width in (360, 1280):
        page = opened(browser, blog + KINDS[kind], width=width, scheme=scheme)
        violations = Axe().run(page).response["violations"]
        found += [(width, v["id"], [node["target"] for node in v["nodes"]]) for v in violations]
        page.context.close()

    assert found == []


@pytest.mark.parametrize("kind", KINDS)
def test_page_fits_every_width(browser: Browser, blog: str, kind: str) -> None:
    """No page scrolls sideways, from 320 pixels to a desk's width."""
    too_wide = []

    for width in WIDTHS:
        page = opened(browser, blog + KINDS[kind], width=width)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            too_wide.append(width)
        page.context.close()

    assert too_wide == []


@pytest.mark.parametrize("kind", KINDS)
def test_page_asks_nobody_else(browser: Browser, blog: str, kind: str) -> None:
    """A page loads nothing from another host, complains of nothing and stores nothing."""
    page = opened(browser, blog + KINDS[kind])
    page.wait_for_load_state("networkidle")

    stored = page.evaluate(
        "[document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage)]"
    )

    assert [url for url in page.asked if not url.startswith(f"{blog}/")] == []  # type: ignore[attr-defined]
    expected = ["404"] if kind == "nowhere" else []
    assert len(page.complaints) == len(expected), page.complaints  # type: ignore[attr-defined]
    assert stored == ["", "{}", "{}"]
    page.context.close()


def test_rant_is_readable_after_one_request(browser: Browser, blog: str) -> None:
    """A rant and its style are one request; the icon, its script and its pictures follow."""
    page = opened(browser, blog + POST)
    page.wait_for_load_state("networkidle")

    asked = [url.removeprefix(blog) for url in page.asked]  # type: ignore[attr-defined]

    assert asked[0] == POST
    others = [url for url in asked[1:] if not url.startswith("/images/")]
    script = page.locator("script[src]").get_attribute("src")
    assert sorted(others) == sorted(["/assets/icon.svg", script])
    assert len(page.request.get(f"{blog}{script}").body()) <= 4096
    page.context.close()


@pytest.mark.parametrize(("kind", "scheme"), list(product(KINDS, SCHEMES)))
def test_keyboard_reaches_everything_in_order(
    browser: Browser, blog: str, kind: str, scheme: str
) -> None:
    """Tab begins with the skip link, follows the page, shows where it is, and gets out again."""
    page = opened(browser, blog + KINDS[kind], scheme=scheme)
    reachable = page.evaluate(
        """() => [...document.querySelectorAll(
            'a[href], button, input, select, textarea, summary, [tabindex="0"]')]
            .filter(e => e.checkVisibility() && !e.disabled).length"""
    )

    steps: list[dict[str, object]] = []
    while len(steps) < 5 * reachable:
        page.keyboard.press("Tab")
        step = page.evaluate(
            """() => {
                const e = document.activeElement, s = getComputedStyle(e);
                const before = window.before;
                window.before = e;
                return e === document.body ? null : {
                    text: e.textContent.trim(),
                    href: e.getAttribute('href'),
                    // A date has several stops in one field, of which the browser shows the last.
                    again: before === e,
                    shown: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1,
                    follows: !before || before === e || Boolean(
                        before.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING),
                };
            }"""
        )
        if step is None:
            break
        steps.append(step)

    assert str(steps[0]["href"]).startswith("#")
    assert [step for step in steps if not step["shown"] and not step["again"]] == []
    assert [step for step in steps if not step["follows"]] == []
    assert len([step for step in steps if not step["again"]]) == reachable
    page.context.close()


def test_skip_link_leads_to_the_text(browser: Browser, blog: str) -> None:
    """Enter on the skip link goes past the navigation: the next Tab lands in the page's main."""
    page = opened(browser, blog + POST)
    page.keyboard.press("Tab")

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_targets_can_be_hit(browser: Browser, blog: str, kind: str) -> None:
    """What stands by itself to be pressed is at least 24 pixels each way (WCAG 2.2, 2.5.8)."""
    page = opened(browser, blog + KINDS[kind], width=360)

    small = page.evaluate(
        """() => [...document.querySelectorAll('nav a, button, form a, li > a:only-child')]
            .filter(e => e.checkVisibility() && !e.closest('.skip') && !e.closest('p'))
            .filter(e => e.getBoundingClientRect().height < 24)
            .map(e => [e.textContent, e.getBoundingClientRect().height])"""
    )

    assert small == []
    page.context.close()


def test_print_shows_the_lesson_and_no_navigation(browser: Browser, blog: str) -> None:
    """On paper the rant and its lesson stand, in ink on white; what cannot be pressed is gone."""
    page = opened(browser, blog + POST, scheme="dark")

    page.emulate_media(media="print")

    assert page.locator(".lesson").is_visible()
    assert page.locator("h1").is_visible()
    assert not page.locator("nav").first.is_visible()
    assert not page.locator("form").is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") in (
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    )
    page.context.close()


@pytest.mark.parametrize(
    "path", ["/", "/rants/hostile/", "/lessons/", "/tags/", "/categories/", "/rants/"]
)
def test_nothing_runs_from_a_field(browser: Browser, small_site: str, path: str) -> None:
    """A script in a title, tag, category, summary, question or lesson is shown and not run."""
    page = opened(browser, small_site + path)
    page.wait_for_load_state("networkidle")

    assert page.complaints == []  # type: ignore[attr-defined]
    assert page.locator("[onclick], [onerror], a[href^='javascript:']").count() == 0
    page.context.close()


def test_site_below_a_path_leads_to_itself(browser: Browser, small_site: str) -> None:
    """Below a path, the links of a page lead to pages that are there."""
    page = opened(browser, f"{small_site}/")
    links = page.evaluate(
        """() => [...document.querySelectorAll('a[href^="/"], link[rel=icon], link[rel=alternate]')]
            .map(e => e.getAttribute('href'))"""
    )

    answers = {link: page.request.get(urljoin(small_site, link)).status for link in set(links)}

    assert links
    assert [link for link, status in answers.items() if status != 200] == []
    page.context.close()
