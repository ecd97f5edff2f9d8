"""A sheet that was made small says to a browser just what it said before."""

from __future__ import annotations

from typing import Any

import pytest
from markupsafe import Markup
from playwright.sync_api import Browser

from inline import shrink_sheet
from tests.browser.kinds import POST
from tests.browser.visit import visit
from tests.pelican_site import ROOT

SHEETS = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("theme", "plugins", "own")
    for path in (ROOT / folder).rglob("*.css")
)
# Each rule that a sheet has, below the conditions it stands under: the selector as the browser
# writes it, and each property with its value, as the browser writes them.
READ = """text => {
    const same = { "rgba(0,0,0,0)": "transparent", "background: 0px 0px": "background: none" }
    const plain = (said) => said
        .replace(/\\s*([*,()/])\\s*/g, "$1")
        .replace(/rgba\\(0,0,0,0\\)|^background: 0px 0px$/, (found) => same[found])
    const read = (rules, above) => [...rules].flatMap(rule => {
        const own = rule.selectorText ?? rule.cssText.split("{")[0].trim()
        const said = rule.style
            ? [[above, own, rule.style.cssText.split(/;\\s*/).filter(Boolean).map(plain).sort()]]
            : []
        return [...said, ...read(rule.cssRules ?? [], above + " / " + own)]
    })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    return read(sheet.cssRules, "")
}"""


@pytest.fixture(scope="module")
def told(browser: Browser, blog: str) -> dict[str, tuple[list[Any], list[Any]]]:
    """What each sheet says as it is written, and as it is sent."""
    with visit(browser, blog + POST) as visited:
        return {
            name: (
                visited.page.evaluate(READ, text),
                visited.page.evaluate(READ, str(shrink_sheet(Markup(text)))),  # noqa: S704  -- our own
            )
            for name in SHEETS
            for text in [(ROOT / name).read_text(encoding="utf-8")]
        }


@pytest.mark.parametrize("name", SHEETS)
def test_sheet_means_the_same(told: dict[str, tuple[list[Any], list[Any]]], name: str) -> None:
    """Rule by rule, in the same order, under the same conditions."""
    before, after = told[name]

    assert after == before
    assert before or name == "own/own.css"
