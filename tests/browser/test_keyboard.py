"""Every kind of page, without a mouse, and with an unsteady finger."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.kinds import ALL, POST, SCHEMES, address, opened


@pytest.mark.parametrize("kind", ALL)
def test_keyboard_reaches_everything_in_order(
    browser: Browser, blog: str, small_site: str, kind: str
) -> None:
    """Tab begins with the skip link, follows the page, shows where it is, and gets out again."""
    with opened(browser, address(kind, blog, small_site)) as page:
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
                        // A date has several stops in one field; the browser shows the last.
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


@pytest.mark.parametrize("scheme", SCHEMES)
def test_focus_stands_out(browser: Browser, blog: str, scheme: str) -> None:
    """The line around what has the focus is 3 to 1 to the page, by day and by night (1.4.11)."""
    with opened(browser, blog) as page:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.keyboard.press("Tab")
        line, ground = page.evaluate(
            """() => [getComputedStyle(document.activeElement).outlineColor,
                getComputedStyle(document.documentElement).backgroundColor]
                .map(color => color.match(/\\d+/g).slice(0, 3).map(each => each / 255)
                    .map(each => each <= .04045 ? each / 12.92 : ((each + .055) / 1.055) ** 2.4)
                    .reduce((sum, each, i) => sum + each * [.2126, .7152, .0722][i], 0))"""
        )

    low, high = sorted((line, ground))
    assert (high + 0.05) / (low + 0.05) >= 3


def test_skip_link_leads_to_the_text(browser: Browser, blog: str) -> None:
    """Enter on the skip link goes past the navigation: the next Tab lands in the page's main."""
    with opened(browser, blog + POST) as page:
        page.keyboard.press("Tab")

        page.keyboard.press("Enter")
        page.keyboard.press("Tab")

        assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("kind", ALL)
def test_targets_can_be_hit(browser: Browser, blog: str, small_site: str, kind: str) -> None:
    """What stands by itself to be pressed is at least 24 pixels each way (WCAG 2.2, 2.5.8)."""
    with opened(browser, address(kind, blog, small_site), width=360) as page:
        small = page.evaluate(
            """() => [...document.querySelectorAll('nav a, button, form a, li > a:only-child')]
                .filter(e => e.checkVisibility() && !e.closest('.skip') && !e.closest('p'))
                .filter(e => e.getBoundingClientRect().height < 24)
                .map(e => [e.textContent, e.getBoundingClientRect().height])"""
        )

    assert small == []
