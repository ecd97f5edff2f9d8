"""The style of a page: what the owner wrote is in it, and next to nothing that is of no use."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.kinds import ALL, address, opened
from tests.pelican_site import ROOT, build
from tests.static_host import serve

MOST = 300  # bytes of rules, as they are sent, that a page may have for nothing
_RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")
_STATE = re.compile(r":(?:hover|focus-visible|focus)\b|::?(?:before|after)\b")
_NOTHING = re.compile(r"(^|[,\s(>+])(?=$|[,)])")

# What a template holds comes onto the page when a script has something to put there.
USED = """selectors => {
    for (const e of document.querySelectorAll('template')) {
        const list = document.querySelector('.entries') ?? document.body
        list.append(e.content.cloneNode(true))
    }
    const matches = selector => {
        try { return document.querySelector(selector) !== null } catch { return false }
    }
    return selectors.map(forms => forms.some(matches))
}"""


@pytest.mark.parametrize("kind", ALL)
def test_page_has_next_to_no_rule_for_nothing(
    browser: Browser, blog: str, small_site: str, kind: str
) -> None:
    """All rules that match nothing on a page are together at most 300 bytes.

    A rule counts as used where an element, shown or hidden, could match it in some state, on the
    screen or on paper: a browser's own coverage would call all but the present state unused. So
    `:hover`, `:focus` and what stands before or behind an element are left out of the selector, and
    it does not matter in which `@media` the rule stands.
    """
    with opened(browser, address(kind, blog, small_site)) as page:
        style = page.locator("style").evaluate("e => e.textContent")
        rules = [rule for rule in _RULE.findall(style) if not rule[0].startswith("@")]
        forms = [[rule, _NOTHING.sub(r"\1*", _STATE.sub("", rule))] for rule, _ in rules]
        used = page.evaluate(USED, forms)

    unused = [
        f"{rule}{{{body}}}"
        for (rule, body), is_used in zip(rules, used, strict=True)
        if not is_used
    ]
    assert len(rules) > 20
    assert sum(len(rule.encode()) for rule in unused) <= MOST, unused


@pytest.fixture
def own_site(tmp_path: Path) -> Path:
    """The settings of a site whose owner has a folder of their own."""
    content = tmp_path / "content"
    shutil.copytree(ROOT / "tests/site/content", content)
    (tmp_path / "own").mkdir()
    settings = tmp_path / "settings.py"
    settings.write_text(
        f"from tests.site.siteconf import *\nPATH = {str(content)!r}\n"
        f"THEME_TEMPLATES_OVERRIDES = [{str(tmp_path / 'own')!r}]\n"
        f"CACHE_PATH = {str(tmp_path / 'cache')!r}\n"
    )
    return settings


def test_owners_colours_and_faces_reach_every_page(browser: Browser, own_site: Path) -> None:
    """A token in `own/own.css` wins over the theme's, in both schemes; so does any rule."""
    folder = own_site.parent
    (folder / "own/own.css").write_text(
        "/* mine */ :root { --rant: light-dark(#123456, #abcdef); --voice: Serifa, serif }\n"
        ".masthead { padding-block: 77px }\n"
    )
    build(own_site, folder / "output/blog")

    for origin in serve(folder / "output"):
        with opened(browser, f"{origin}/blog/rants/plain/") as page:
            seen = """() => [getComputedStyle(document.querySelector('.kicker a')).color,
                getComputedStyle(document.querySelector('h1')).fontFamily,
                getComputedStyle(document.querySelector('.masthead')).paddingTop]"""
            by_day = page.evaluate(seen)
            page.emulate_media(color_scheme="dark")
            by_night = page.evaluate(seen)
            style = page.locator("style").evaluate("e => e.textContent")

    assert by_day == ["rgb(18, 52, 86)", "Serifa, serif", "77px"]
    assert by_night == ["rgb(171, 205, 239)", "Serifa, serif", "77px"]
    assert "mine" not in style


def test_misspelt_sheet_is_told(own_site: Path) -> None:
    """A file of another name is not passed over: the build names it, and what it may mean."""
    folder = own_site.parent
    (folder / "own/owm.css").write_text(":root { --rant: red }")

    with pytest.raises(
        AssertionError,
        match=r"own/owm\.css: is sent with no page — rename it to 'own\.css', or take it out",
    ):
        build(own_site, folder / "output")

    assert not list((folder / "output").rglob("*.html"))


def test_owner_may_have_no_sheet_or_one_of_the_themes(own_site: Path) -> None:
    """`own.css` can be taken out, and a sheet of the theme's be replaced by one of its name."""
    folder = own_site.parent
    (folder / "own/css").mkdir()
    (folder / "own/css/statement.css").write_text(".statement { color: red }")

    build(own_site, folder / "output")

    assert ".statement{color:red}" in (folder / "output/index.html").read_text(encoding="utf-8")
