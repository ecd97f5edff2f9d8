"""Whoever reads, with whatever eyes, hands and settings: nothing is cut, hidden or out of reach."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pygments.token import STANDARD_TYPES

from tests.browser.kinds import ALL, SCHEMES, WIDTHS, address, opened, resize

# What scrolls by itself (code, wide tables) is not cut, nor what a screen reader alone is told.
CUT = """() => [...document.querySelectorAll('body *')]
    .filter(e => e.checkVisibility() && e.clientWidth && !['INPUT', 'TEXTAREA'].includes(e.tagName))
    .filter(e => getComputedStyle(e).overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1)
    .filter(e => e.tabIndex !== 0).map(e => e.outerHTML.slice(0, 80))"""
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"
# A colour as the screen has it, whatever the notation: red, green, blue and how opaque.
PAINT = """window.paint = color => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 })
    const context = canvas.getContext('2d')
    context.fillStyle = color
    context.fillRect(0, 0, 1, 1)
    return [...context.getImageData(0, 0, 1, 1).data]
}"""


def violations(page: Page) -> list[tuple[str, Any]]:
    """What axe-core finds, with WCAG 2.2 AA and best practices, and where."""
    found = Axe().run(page).response["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]


@pytest.mark.parametrize("kind", ALL)
def test_page_holds_at_every_width_and_in_both_schemes(
    browser: Browser, blog: str, small_site: str, kind: str
) -> None:
    """From a small telephone to a desk, by day and by night: axe finds nothing, nothing is cut."""
    found = []

    with opened(browser, address(kind, blog, small_site)) as page:
        for scheme, width in product(SCHEMES, WIDTHS):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            resize(page, width)
            found += [(scheme, width, *each) for each in violations(page)]
            if scheme == "light" and (page.evaluate(SIDEWAYS) or page.evaluate(CUT)):
                found.append((scheme, width, "cut", page.evaluate(CUT)))

    assert found == []


@pytest.mark.parametrize("kind", ALL)
def test_text_may_be_twice_as_large(
    browser: Browser, blog: str, small_site: str, kind: str
) -> None:
    """A reader's own size counts: where it is twice the usual, the text follows, nothing is cut.

    All but the small part of it that follows the window is twice as large.
    """
    size = "parseFloat(getComputedStyle(document.body).fontSize)"

    with opened(browser, address(kind, blog, small_site)) as page:
        usual = page.evaluate(size)
        sizes = {"standard": 32, "fixed": 26}
        page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": sizes})
        wide = page.evaluate(size), page.evaluate(SIDEWAYS), page.evaluate(CUT)
        resize(page, 360)
        narrow = page.evaluate(SIDEWAYS), page.evaluate(CUT)

    assert wide[0] >= usual * 1.8
    assert (*wide[1:], *narrow) == (False, [], False, [])


@pytest.mark.parametrize("kind", ["home", "rant", "people written to", "every mark", "wide code"])
def test_forced_colours_leave_everything(
    browser: Browser, blog: str, small_site: str, kind: str
) -> None:
    """In a reader's own few colours boxes and buttons have edges, and where Tab is shows."""
    edges = """() => [...document.querySelectorAll(
        '.lesson, button, .lesson-button, .ways a, input, textarea, pre')]
        .filter(e => e.checkVisibility())
        .map(e => [e, getComputedStyle(e)])
        .filter(([e, s]) => !['left', 'right', 'top', 'bottom'].some(side =>
            parseFloat(s[`border-${side}-width`]) >= 1 && s[`border-${side}-style`] !== 'none'
            && paint(s[`border-${side}-color`])[3] === 255))
        .map(([e]) => e.outerHTML.slice(0, 80))"""
    box = """() => [...document.querySelectorAll('.lesson')].filter(e =>
        parseFloat(getComputedStyle(e).borderTopWidth) < 1).length"""

    with opened(browser, address(kind, blog, small_site)) as page:
        page.emulate_media(forced_colors="active")
        page.evaluate(PAINT)
        edgeless, boxless = page.evaluate(edges), page.evaluate(box)
        # axe takes the colour of letters from a property that forced colours leave as it was.
        found = [each for each in violations(page) if each[0] != "color-contrast"]
        page.keyboard.press("Tab")
        shown = page.evaluate(
            """() => { const s = getComputedStyle(document.activeElement)
            return s.outlineStyle !== 'none' && paint(s.outlineColor)[3] > 127 }"""
        )

    assert (found, edgeless, boxless, shown) == ([], [], 0, True)


@pytest.mark.parametrize("kind", ["home", "rant", "every mark"])
def test_more_contrast_makes_soft_things_ink(
    browser: Browser, blog: str, small_site: str, kind: str
) -> None:
    """Who asks for more contrast has small text and lines in ink, by day and by night."""
    seen = """() => {
        const ink = getComputedStyle(document.documentElement).color
        const style = name => getComputedStyle(document.querySelector(name))
        return [style('.small').color, style('.masthead').borderBottomColor,
            style('.foot').borderTopColor].map(color => color === ink) }"""

    with opened(browser, address(kind, blog, small_site)) as page:
        usual = page.evaluate(seen)
        more = []
        for scheme in SCHEMES:
            page.emulate_media(
                contrast="more", color_scheme="dark" if scheme == "dark" else "light"
            )
            more.append(page.evaluate(seen))

    assert usual == [False] * 3
    assert more == [[True] * 3] * 2


@pytest.mark.parametrize("kind", ["home", "rant", "people written to", "every mark"])
def test_nothing_moves(browser: Browser, blog: str, small_site: str, kind: str) -> None:
    """No page moves anything, so who asks for less motion has none."""
    moving = """() => [document.documentElement, ...document.querySelectorAll('*')]
        .map(e => getComputedStyle(e))
        .filter(s => s.transitionDuration !== '0s' || s.animationName !== 'none'
            || s.scrollBehavior !== 'auto').length"""

    with opened(browser, address(kind, blog, small_site)) as page:
        page.emulate_media(reduced_motion="reduce")

        assert page.evaluate(moving) == 0


@pytest.mark.parametrize("kind", ["wide tables", "wide code", "every mark", "right to left"])
def test_what_scrolls_is_reached_and_named(browser: Browser, small_site: str, kind: str) -> None:
    """What is wider than its place takes the focus, has a name and a role, and moves by arrows."""
    scrolling = """() => [...document.querySelectorAll('main *')]
        .filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'auto'
            && e.tagName !== 'TEXTAREA')
        .map((e, i) => { if (!i) e.focus(); return e })
        .map(e => [e.tabIndex, e.getAttribute('role'), e.getAttribute('aria-label')])"""

    with opened(browser, address(kind, "", small_site), width=360) as page:
        found = page.evaluate(scrolling)
        if found:
            page.keyboard.press("ArrowRight")
            for _ in range(100):
                if page.evaluate("document.activeElement.scrollLeft"):
                    break
                page.wait_for_timeout(20)
            assert page.evaluate("document.activeElement.scrollLeft") > 0

    assert {(index, role) for index, role, _ in found} <= {(0, "group")}
    assert {name for *_, name in found} == {
        "wide tables": {"Table"},
        "wide code": {"Code"},
        "every mark": set(),
        "right to left": {"Code"},
    }[kind]


def test_code_is_not_wrapped_on_the_screen(browser: Browser, small_site: str) -> None:
    """A line of code is one line, however long; on paper, which does not scroll, it wraps."""
    lines = """() => [...document.querySelectorAll('pre[tabindex]')].map(e => Math.round(
        e.querySelector('code').getBoundingClientRect().height
        / parseFloat(getComputedStyle(e).lineHeight))
        <= e.textContent.trimEnd().split('\\n').length)"""

    with opened(browser, address("wide code", "", small_site), width=360) as page:
        on_screen = page.evaluate(lines)
        page.emulate_media(media="print")
        on_paper = page.evaluate(lines)

    assert set(on_screen) == {True}
    assert False in on_paper


@pytest.mark.parametrize("scheme", SCHEMES)
def test_colours_of_code_have_contrast(browser: Browser, small_site: str, scheme: str) -> None:
    """Whatever Pygments finds, its colour is at least 4.5 to 1 on the code's ground (1.4.3)."""
    weak = """classes => {
        const light = color => paint(color).slice(0, 3).map(each => each / 255)
            .map(each => each <= .04045 ? each / 12.92 : ((each + .055) / 1.055) ** 2.4)
            .reduce((sum, each, i) => sum + each * [.2126, .7152, .0722][i], 0)
        const code = document.querySelector('.highlight code')
        const ground = light(getComputedStyle(code.closest('pre')).backgroundColor)
        return classes.map(name => {
            const span = Object.assign(document.createElement('span'), { className: name })
            code.append(span)
            const [low, high] = [ground, light(getComputedStyle(span).color)].sort((a, b) => a - b)
            return [name, (high + .05) / (low + .05)]
        }).filter(([, contrast]) => contrast < 4.5) }"""

    with opened(browser, address("wide code", "", small_site)) as page:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.evaluate(PAINT)

        assert page.evaluate(weak, sorted(filter(None, STANDARD_TYPES.values()))) == []


def test_right_to_left_is_mirrored(browser: Browser, small_site: str) -> None:
    """In Arabic the bars, the lists, the notes and the tables begin on the right; code does not."""
    sides = """() => Object.fromEntries(
        ['.lesson', '.prose > blockquote', '.prose > ul', '.prose > dl dd', 'pre'].map(name => {
            const s = getComputedStyle(document.querySelector(name))
            const start = [s.borderRightWidth, s.paddingRight, s.marginRight].map(parseFloat)
            const end = [s.borderLeftWidth, s.paddingLeft, s.marginLeft].map(parseFloat)
            return [name, start.some((each, i) => each > end[i] + 2) ? 'right'
                : end.some((each, i) => each > start[i] + 2) ? 'left' : '']
        }))"""
    first_cell = """() => { const [one, other] = document.querySelectorAll('th')
        return one.getBoundingClientRect().left > other.getBoundingClientRect().left }"""

    with opened(browser, address("right to left", "", small_site)) as page:
        found = page.evaluate(sides)
        mirrored = page.evaluate(first_cell)
        title = page.locator("h1").evaluate("e => getComputedStyle(e).direction")

    assert found == {
        ".lesson": "right",
        ".prose > blockquote": "right",
        ".prose > ul": "right",
        ".prose > dl dd": "right",
        "pre": "left",
    }
    assert (mirrored, title) == (True, "rtl")


@pytest.mark.parametrize("width", [768, 1280])
@pytest.mark.parametrize("kind", ["rant"])
def test_lines_are_as_long_as_one_reads_well(
    browser: Browser, blog: str, kind: str, width: int
) -> None:
    """A full line of the text has 60 to 75 letters, whichever face the machine has."""
    letters = """() => [...document.querySelectorAll('.prose > p')].map(p => {
        const range = document.createRange(), lines = new Map()
        for (let i = 0; !p.children.length && i < p.firstChild.length; i++) {
            range.setStart(p.firstChild, i)
            range.setEnd(p.firstChild, i + 1)
            const top = Math.round(range.getBoundingClientRect().top / 8)
            lines.set(top, (lines.get(top) ?? 0) + 1)
        }
        return [...lines.values()].slice(0, -1)
    }).flat()"""

    with opened(browser, address(kind, blog, ""), width=width) as page:
        lengths = page.evaluate(letters)

    assert len(lengths) > 3
    assert 60 <= sum(lengths) / len(lengths) <= 75
