"""The search page in a real browser: typed, found, opened, and gone back to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visit import Visit, visit
from tests.pelican_site import ROOT, build
from tests.static_host import serve

LISTEN = """window.forbidden = []
document.addEventListener("securitypolicyviolation",
    (event) => forbidden.push([event.effectiveDirective, event.blockedURI]))"""
EVIL = "<img src=x onerror=alert(1)> &amp; <b>zebra"
POSTS = {
    "evil": (EVIL, "", f'Hostile: `{EVIL}` okapi.\n\n!!! lesson "{EVIL}"\n    Text.\n'),
    "deutsch": ("Die Größe", "de", "Über Größe spricht niemand gern, und über Straßen auch nicht."),
    "francais": ("L’été", "fr", "Un été à la plage, et l’âme légère."),
    "arabic": ("رسالة إلى صديق", "ar", "اكتب رسالة إلى صديق قديم هذا الأسبوع."),
    "nihongo": ("手紙を書く", "ja", "静かな人にも、今日は一通だけ手紙を書いてみよう。"),
    **{f"many-{number}": (f"Many {number}", "", "Platypus again.") for number in range(12)},
}


@pytest.fixture(scope="module")
def found_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site below a path, with posts in many languages, and a hostile one."""
    folder = tmp_path_factory.mktemp("search")
    for number, (name, (title, lang, body)) in enumerate(POSTS.items()):
        text = f"Title: {title}\nDate: 2020-01-{number + 1:02}\n"
        text += f"Lang: {lang}\n" if lang else ""
        path = folder / f"content/rants/2020-01-{number + 1:02}-{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n{body}\n", encoding="utf-8")
    plugins = ["translation", "lesson", "inline", "search"]
    (folder / "siteconf.py").write_text(
        f"from publishconf import *\nPATH = {str(folder / 'content')!r}\nPLUGINS = {plugins!r}\n"
        f"CACHE_PATH = {str(folder / 'cache')!r}\nSITEURL = 'https://site.example/blog'\n"
        "PELICAN_CLASS = 'pelican.Pelican'\nMENUITEMS = ()\nDIRECT_TEMPLATES = ['archives']\n"
    )
    build(folder / "siteconf.py", folder / "output/blog", PYTHONPATH=str(ROOT))
    for origin in serve(folder / "output"):
        yield f"{origin}/blog"


def settled(page: Page, said: str) -> None:
    """Wait until the page says that."""
    expect(page.get_by_role("status")).to_have_text(said)


def ask(page: Page, words: str, said: str) -> list[str]:
    """Type words into the field; the titles of what is found."""
    page.get_by_role("searchbox").fill(words)
    settled(page, said)
    return page.locator("#search h2").all_inner_texts()


def allowed(visited: Visit, origin: str) -> bool:
    """Whether the page did nothing that it forbids, and asked for nothing from elsewhere."""
    assert visited.page.evaluate("window.forbidden") == []
    assert [url for url in visited.asked if not url.startswith(origin)] == []
    assert visited.complaints == []
    return True


def test_words_are_typed_and_a_post_is_opened(browser: Browser, blog: str) -> None:
    """All by the keyboard: the field has the focus, Enter leads to the first, Enter opens it."""
    with visit(browser, f"{blog}/search/", init=LISTEN) as visited:
        page = visited.page
        expect(page.get_by_role("searchbox")).to_be_focused()
        page.keyboard.type("followers")
        settled(page, "Results: 6")
        assert page.url == f"{blog}/search/?q=followers"
        assert page.title() == "followers · Search · End Rant"
        assert page.locator("mark").first.inner_text() == "len(followers)"
        page.keyboard.press("Enter")
        link = page.locator("#search h2 a").first
        expect(link).to_be_focused()
        page.keyboard.press("ArrowDown")
        expect(page.locator("#search h2 a").nth(1)).to_be_focused()
        page.keyboard.press("ArrowUp")
        expect(link).to_be_focused()
        assert allowed(visited, blog)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url == f"{blog}/rants/forget-how-many-followers-you-have/"

        page.go_back()
        settled(page, "Results: 6")
        page.get_by_role("searchbox").focus()
        page.keyboard.press("Escape")
        settled(page, "")
        assert page.url == f"{blog}/search/"
        assert page.locator("#search li").count() == 0
        page.go_back()
        settled(page, "Results: 6")
        expect(page.get_by_role("searchbox")).to_have_value("followers")


def test_address_is_a_search(browser: Browser, blog: str) -> None:
    """`?q=` is looked for at once, by a date in words, too; the whole text of a search is kept."""
    with visit(browser, f"{blog}/search/?q=23+november+2026", init=LISTEN) as visited:
        expect(visited.page.locator("#search h2").first).to_be_visible()

        titles = visited.page.locator("#search h2").all_inner_texts()
        assert "Forget how many followers you have" in titles
        assert allowed(visited, blog)


def test_hostile_words_stay_text(browser: Browser, found_site: str) -> None:
    """Of a title, a text, a lesson and of what is asked nothing becomes an element."""
    with visit(browser, f"{found_site}/search/", init=LISTEN) as visited:
        page = visited.page
        titles = ask(page, "okapi", "Results: 1")

        assert titles == [EVIL]
        assert "<img src=x onerror=alert(1)>" in page.locator("#search li").inner_text()
        assert page.locator("#search li :is(img, h2 b)").count() == 0
        none = "Nothing here says “{}”. Fewer words, or the beginning of one, may find it."
        assert ask(page, "<i>qqq $& {}", none.format("<i>qqq $& {}")) == []
        assert allowed(visited, found_site)


@pytest.mark.parametrize(
    ("words", "title", "lang"),
    [
        ("größe", "Die Größe", "de"),
        ("grosse", "L’été", None),
        ("straßen", "Die Größe", "de"),
        ("ete plage", "L’été", "fr"),
        ("légère", "L’été", "fr"),
        ("رسالة", "رسالة إلى صديق", "ar"),
        ("手紙", "手紙を書く", "ja"),
        ("一通だけ", "手紙を書く", "ja"),
    ],
)
def test_words_of_other_languages(
    browser: Browser, found_site: str, words: str, title: str, lang: str | None
) -> None:
    """One index finds them all, with accents or without; each is marked as its language."""
    with visit(browser, f"{found_site}/search/?q={words}", init=LISTEN) as visited:
        page = visited.page
        expect(page.get_by_role("status")).not_to_have_text("")
        if lang is None:
            assert page.locator("#search li").count() == 0
            return
        first = page.locator("#search li").first
        assert first.locator("h2").inner_text() == title
        assert first.get_attribute("lang") == lang
        assert first.evaluate("e => getComputedStyle(e).direction") == (
            "rtl" if lang == "ar" else "ltr"
        )


def test_more_are_shown_when_asked(browser: Browser, found_site: str) -> None:
    """Ten at a time; the focus goes on to the first new one, and a link leads below the path."""
    with visit(browser, f"{found_site}/search/?q=platypus", init=LISTEN) as visited:
        page = visited.page
        settled(page, "Results: 12")
        more = page.get_by_role("button", name="More results")
        assert page.locator("#search li").count() == 10
        more.click()
        expect(page.locator("#search li")).to_have_count(12)
        expect(page.locator("#search h2 a").nth(10)).to_be_focused()
        expect(more).to_be_hidden()
        address = page.locator("#search h2 a").nth(10).evaluate("link => link.href")
        assert address.startswith(f"{found_site}/rants/many-")


def test_index_that_does_not_come_is_told(browser: Browser, blog: str) -> None:
    """Without it the page says so in words, and the way on is there."""
    with visit(browser, f"{blog}/rants/", init=LISTEN) as visited:
        page = visited.page
        page.route("**/*.pf_meta", lambda route: route.abort())
        page.goto(f"{blog}/search/?q=people")

        settled(
            page,
            "The search could not be loaded. Load the page again, "
            "or look through the list of rants.",
        )


def test_without_scripts_the_page_says_so(browser: Browser, blog: str) -> None:
    """No field that does nothing, and the list of all rants in its place."""
    with visit(browser, f"{blog}/search/", scripts=False) as visited:
        page = visited.page
        expect(page.get_by_role("searchbox", include_hidden=True)).to_be_hidden()
        expect(page.get_by_text("Your browser runs no scripts here")).to_be_visible()
        link = page.locator("#search").get_by_role("link", name="All the rants")
        assert link.get_attribute("href") == "/rants/"


def test_no_other_page_loads_any_of_it(browser: Browser, blog: str) -> None:
    """The home page asks for nothing of the search, and may run no WebAssembly."""
    with visit(browser, f"{blog}/", init=LISTEN) as visited:
        page = visited.page
        page.wait_for_load_state("networkidle")

        assert [url for url in visited.asked if "pagefind" in url] == []
        policy = page.locator("meta[http-equiv]").get_attribute("content")
        assert policy is not None
        assert "wasm" not in policy
