"""A reader's visit: a page at a moment, in a zone and a language, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, BrowserContext, Page

NO_STORAGE = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("no", "SecurityError") } })"""


@dataclass
class Visit:
    """An open page, what it asked the network for and was given, and its complaints."""

    page: Page
    asked: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def context(self) -> BrowserContext:
        """The reader's browser; what it keeps is kept here."""
        return self.page.context

    def wait_for_answer(self, ending: str) -> None:
        """Wait until the page was given what lies at an address with this ending."""
        for _ in range(500):
            if any(url.endswith(ending) for url in self.answered):
                return
            self.page.wait_for_timeout(10)
        raise AssertionError(f"nothing came from {ending}: {self.asked}")

    def set_clock(self, local: str, zone: str) -> None:
        """Let it be a moment, as a clock in `zone` shows it."""
        self.page.clock.set_fixed_time(moment(local, zone))


def moment(local: str, zone: str) -> datetime:
    """The moment at which a clock in `zone` shows `local`, the first one where there are two."""
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))


@contextmanager
def visit(
    browser: Browser,
    url: str,
    *,
    at: str = "2026-11-25T10:00",
    zone: str = "Europe/London",
    locale: str = "en-GB",
    scripts: bool = True,
    permissions: tuple[str, ...] = (),
    init: str = "",
    width: int = 1280,
    heeds_policy: bool = True,
) -> Iterator[Visit]:
    """Open `url` in a browser of its own, whose clock stands still."""
    context = browser.new_context(
        locale=locale,
        timezone_id=zone,
        java_script_enabled=scripts,
        bypass_csp=not heeds_policy,
        permissions=list(permissions),
        viewport={"width": width, "height": 900},
    )
    if init:
        context.add_init_script(init)
    context.set_default_timeout(10_000)
    visited = Visit(context.new_page())
    page = visited.page
    page.on("request", lambda request: visited.asked.append(request.url))
    page.on("requestfinished", lambda request: visited.answered.append(request.url))
    page.on("console", lambda message: visited.complaints.append(message.text))
    page.on("pageerror", lambda error: visited.complaints.append(str(error)))
    if scripts:
        visited.set_clock(at, zone)
    page.goto(url)
    yield visited
    context.close()
