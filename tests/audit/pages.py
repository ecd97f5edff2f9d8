"""What a real browser says of a page: axe's findings, and what it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.audit.finding import Finding

JUDGE = "axe"
WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")


def judge(browser: Browser, page: str, url: str) -> tuple[int, list[Finding]]:
    """Open the page at `url` at each width and in each scheme.

    Gives how many requests it took, and what axe finds by its own rules: WCAG 2.2 AA and best
    practices.
    """
    findings: list[Finding] = []
    requests = 0
    for width, scheme in product(WIDTHS, SCHEMES):
        asked: list[str] = []
        opened = _open(browser, width, scheme, asked)
        opened.goto(url)
        opened.wait_for_load_state("networkidle")
        requests = max(requests, len(asked))
        response = Axe().run(opened).response
        findings += read(response, page, f"{width} pixels, {scheme}")
        opened.context.close()
    return requests, findings


def read(response: Mapping[str, Any], page: str, circumstance: str) -> Iterator[Finding]:
    """Read axe's results: each element that breaks a rule is a finding."""
    for rule in response["violations"]:
        for node in rule["nodes"]:
            selector = " ".join(str(part) for part in node["target"])
            message = f"{rule['id']}: {rule['help']} ({circumstance})"
            yield Finding(page, JUDGE, selector, message)


def _open(browser: Browser, width: int, scheme: str, asked: list[str]) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    return page
