"""`make serve` in a real browser: what the writer sees of a save, of an error, of a draft."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk.serving.served import PATIENCE, Served, serving

LONG = "\n\n".join(f"Paragraph {number} of many, as long as a line." for number in range(80))


class Desk:
    """A writer's folder, what serves it, and a page of the browser that shows it."""

    def __init__(self, folder: Path, served: Served, page: Page) -> None:
        self.folder = folder
        self.served = served
        self.page = page

    def save(self, name: str, text: str) -> None:
        """Write a rant as an editor does: beside its place, and then there."""
        place = self.folder / "content/rants" / f"{name}.md"
        beside = place.with_suffix(".md~")
        beside.write_text(text, encoding="utf-8")
        beside.replace(place)

    def rant(self, body: str, **fields: str) -> str:
        """The source of a rant."""
        front = {"Title": "A rant", "Date": "2026-01-02 09:00", "Question": "Who?", **fields}
        return "".join(f"{key}: {value}\n" for key, value in front.items()) + f"\n{body}\n"


@pytest.fixture
def desk(tmp_path: Path, browser: Browser) -> Iterator[Desk]:
    """The blog's own theme and plugins, but the pictures, with one long rant; served and shown."""
    (tmp_path / "content/rants").mkdir(parents=True)
    (tmp_path / "content/pages").mkdir()
    (tmp_path / "content/images").mkdir()
    lines = [
        f"import sys\nsys.path.insert(0, {str(Path(__file__).parents[2])!r})",
        "from pelicanconf import *",
        f"PATH = {str(tmp_path / 'content')!r}",
        f"CACHE_PATH = {str(tmp_path / '.build/cache')!r}",
        f"THEME = {str(Path(__file__).parents[2] / 'theme')!r}",
        'PLUGINS = [name for name in PLUGINS if name not in ("card", "search")]',
    ]
    (tmp_path / "deskconf.py").write_text("\n".join([*lines, ""]), encoding="utf-8")
    context = browser.new_context(viewport={"width": 900, "height": 500})
    context.set_default_timeout(PATIENCE * 1000)
    expect.set_options(timeout=PATIENCE * 1000)
    try:
        with serving(tmp_path / "deskconf.py") as served:
            yield Desk(tmp_path, served, context.new_page())
    finally:
        context.close()


def test_save_is_seen_where_the_reader_was(desk: Desk) -> None:
    """A saved word appears by itself, at the same place of the page, and nothing is refused."""
    told: list[str] = []
    desk.page.on("console", lambda message: told.append(message.text))
    desk.page.on("pageerror", lambda error: told.append(str(error)))
    desk.save("2026-01-02-long", desk.rant(f"{LONG}\n\nThe end."))
    desk.served.wait_for("/rants/long/", "The end.")
    desk.page.goto(f"{desk.served.origin}/rants/long/")
    desk.page.evaluate("scrollTo(0, 900)")

    desk.save("2026-01-02-long", desk.rant(f"{LONG}\n\nThe end, and more."))

    expect(desk.page.get_by_text("The end, and more.")).to_be_visible()
    desk.page.wait_for_load_state()
    assert desk.page.evaluate("[scrollX, scrollY]") == [0, 900]
    assert told == []


def test_error_appears_and_goes(desk: Desk) -> None:
    """What is wrong takes the place of the page; mended, the page is back where it was."""
    desk.save("2026-01-02-long", desk.rant(LONG))
    desk.served.wait_for("/rants/long/", "Paragraph 79")
    desk.page.goto(f"{desk.served.origin}/rants/long/")
    desk.page.evaluate("scrollTo(0, 700)")

    desk.save("2026-01-02-long", desk.rant(LONG, Stauts="<i>draft</i>"))
    expect(desk.page.locator("[data-desk] li")).to_have_text(
        "content/rants/2026-01-02-long.md:4Stauts '<i>draft</i>' is no key — write Status"
    )
    desk.save("2026-01-02-long", desk.rant(f"{LONG}\n\nMended."))

    expect(desk.page.get_by_text("Mended.")).to_be_visible()
    desk.page.wait_for_load_state()
    assert desk.page.evaluate("scrollY") == 700


def test_draft_and_scheduled_have_a_banner(desk: Desk) -> None:
    """Both are shown, say that they wait and until when, and are listed; what is live is not."""
    desk.save("2026-01-02-live", desk.rant("Live."))
    desk.save("2026-01-03-draft", desk.rant("Draft.", Title="Unfinished", Status="draft"))
    desk.save("2026-12-24-gift", desk.rant("Gift.", Title="A gift", Date="2026-12-24 18:00"))
    desk.served.wait_for("/drafts/gift/", "Gift.")
    banner = desk.page.get_by_role("note")
    shown = {}
    for path in ("drafts/gift", "drafts/draft", "rants/live"):
        desk.page.goto(f"{desk.served.origin}/{path}/")
        shown[path] = banner.inner_text() if banner.count() else ""
    desk.page.goto(f"{desk.served.origin}/drafts/gift/")
    desk.page.get_by_role("link", name="All that waits").click()

    assert shown == {
        "drafts/gift": "To be published on 24 December 2026, 18:00; until then only you see it."
        " All that waits",
        "drafts/draft": "A draft: only you see it. All that waits",
        "rants/live": "",
    }
    expect(desk.page.get_by_role("main").get_by_role("listitem")).to_have_text(
        ["A gift 24 December 2026, 18:00", "Unfinished"]
    )


def test_page_that_is_not_there_comes(desk: Desk) -> None:
    """Who looks at an address before the rant is written sees it as soon as it is."""
    desk.save("2026-01-02-live", desk.rant("Live."))
    desk.served.wait_for("/rants/live/", "Live.")
    desk.served.wait_for("/rants/later/", "There is nothing here", 404)
    desk.page.goto(f"{desk.served.origin}/rants/later/")
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("There is nothing here")

    desk.save("2026-01-03-later", desk.rant("Later.", Title="Here it is"))

    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Here it is")
