"""Every kind of page, as a reader's browser shows it."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.kinds import KINDS, POST


def opened(browser: Browser, url: str) -> Page:
    """The page at `url`; what it asks for and complains of is kept on it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.asked = []  # type: ignore[attr-defined]  # a note for the tests
    page.complaints = []  # type: ignore[attr-defined]  # a note for the tests
    page.on("request", lambda request: page.asked.append(request.url))  # type: ignore[attr-defined]
    page.on("console", lambda message: page.complaints.append(message.text))  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
    page.on("dialog", lambda dialog: (page.complaints.append(dialog.message), dialog.dismiss()))  # type: ignore[attr-defined]
    page.goto(url)
    return page


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
