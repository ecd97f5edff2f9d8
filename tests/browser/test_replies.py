"""What people said, in a real browser: harmless, legible, and as wide as the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.visit import visit
from tests.conversation.hostile_replies import HOSTILE
from tests.conversation.replied_blog import build_blog
from tests.static_host import serve

ANSWERED = ("kind", "hostile", "hostile-too", "names", "long")
# What a hostile reply could do: each leaves a trace here.
WATCH = """
window.traces = []
for (const name of ["alert", "confirm", "prompt", "open", "fetch"])
    window[name] = (...said) => { traces.push(name + " " + said) }
"""
POKE = """() => {
    for (const element of document.querySelectorAll(".said *"))
        for (const name of ["mouseover", "pointerover", "focus", "click", "toggle", "error", "load",
                            "animationstart", "beforetoggle", "start"])
            if (!(name === "click" && element.closest("a")))
                element.dispatchEvent(new Event(name, { bubbles: true }))
}"""


@pytest.fixture(scope="module")
def replied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of the blog that was answered."""
    yield from serve(build_blog(tmp_path_factory.mktemp("replied")))


@pytest.mark.parametrize("name", ANSWERED)
def test_nothing_runs(browser: Browser, replied: str, name: str) -> None:
    """Whatever is poked at, nothing runs, nothing is asked of the network, nobody is sent away.

    The page's policy is not heeded, so that what sanitising lets through would show.
    """
    url = f"{replied}/rants/{name}/"

    with visit(browser, url, init=WATCH, heeds_policy=False) as reader:
        page = reader.page
        page.on("dialog", lambda dialog: reader.complaints.append(dialog.message))
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.evaluate(POKE)
        page.wait_for_timeout(200)
        links = page.eval_on_selector_all(".said a", "all => all.map(a => a.protocol)")

        assert (page.url, page.evaluate("traces"), reader.complaints) == (url, [], [])
        assert [each for each in reader.asked if not each.startswith(f"{replied}/assets/")] == [url]
        assert set(links) == {"https:"}
        assert (
            page.locator(".said :is(script, style, iframe, object, embed, svg, img)").count() == 0
        )


@pytest.mark.parametrize("case", ["error of a picture", "script", "handler on a paragraph"])
def test_watch_would_see_it(browser: Browser, replied: str, case: str) -> None:
    """The same reply, not sanitised, leaves a trace: the watch is awake."""
    with visit(browser, f"{replied}/rants/kind/", init=WATCH, heeds_policy=False) as reader:
        reader.page.evaluate(
            """html => document.querySelector(".said .e-content")
                .replaceChildren(document.createRange().createContextualFragment(html))""",
            HOSTILE[case],
        )
        reader.page.evaluate(POKE)
        reader.page.wait_for_timeout(200)

        assert reader.page.evaluate("traces.includes('alert 1')")


@pytest.mark.parametrize("name", [*ANSWERED, "quiet"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_has_no_accessibility_violation(
    browser: Browser, replied: str, name: str, scheme: str
) -> None:
    """axe-core, with WCAG 2.2 AA and best practices, finds nothing at phone and desk width."""
    found = []

    for width in (360, 1280):
        with visit(browser, f"{replied}/rants/{name}/", width=width) as reader:
            reader.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            violations = Axe().run(reader.page).response["violations"]
            found += [(width, v["id"], [n["target"] for n in v["nodes"]]) for v in violations]

    assert found == []


@pytest.mark.parametrize("name", ANSWERED)
@pytest.mark.parametrize("width", [320, 768])
def test_page_fits_every_width(browser: Browser, replied: str, name: str, width: int) -> None:
    """However long a word or deep a thread, nothing scrolls sideways or is cut off."""
    with visit(browser, f"{replied}/rants/{name}/", width=width) as reader:
        reader.page.evaluate(
            "document.querySelectorAll('details').forEach(each => each.open = true)"
        )
        wide = reader.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        narrow = reader.page.eval_on_selector_all(
            ".said .e-content", "all => Math.min(...all.map(each => each.clientWidth))"
        )

    assert not wide
    assert narrow >= 200


def test_words_behind_a_warning_wait(browser: Browser, replied: str) -> None:
    """Without scripts, too, the warning is what is seen, and the words when it is opened."""
    with visit(browser, f"{replied}/rants/kind/", scripts=False) as reader:
        words = reader.page.get_by_text("كتبت لها")
        assert not words.is_visible()

        reader.page.get_by_text("a sad story").click()

        assert words.is_visible()
        assert words.evaluate("each => getComputedStyle(each).direction") == "rtl"


def test_initials_are_not_heard(browser: Browser, replied: str) -> None:
    """A screen reader is told the name alone."""
    with visit(browser, f"{replied}/rants/kind/") as reader:
        item = reader.page.locator(".said > li").first
        heard = item.locator("p").first.aria_snapshot()

    assert "MIRA" in heard
    assert '"M"' not in heard
    assert "text: M\n" not in heard
