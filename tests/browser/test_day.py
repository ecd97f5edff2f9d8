"""The day's lesson on the home page, which follows the reader's own date."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Route

from tests.browser.conftest import EXTRA, write_site
from tests.browser.visit import Visit, visit
from tests.parsed import Tree, tree
from tests.pelican_site import build
from tests.static_host import serve

BUILT = date(2026, 11, 25)
ZONES = ("Pacific/Auckland", "America/New_York", "Europe/London")


def read(url: str) -> str:
    """What the server has at an address, as text."""
    with urlopen(url) as answer:  # noqa: S310  -- a site on loopback
        return str(answer.read().decode())


def card(site: str, day: date) -> Tree:
    """The card that the site has for a day."""
    found: Any = json.loads(read(f"{site}/lessons/days.json"))
    return tree(found["cards"][found["days"][day.isoformat()]])


def shown(visited: Visit) -> Tree:
    """The card on the page."""
    boxes = visited.page.locator("#lesson").evaluate_all("all => all.map(e => e.outerHTML)")
    assert len(boxes) == 1
    return tree(boxes[0])


def settle(visited: Visit, *, day: bool = True) -> None:
    """Wait until the page has done what it does after it was opened or came to the front."""
    if day:
        visited.wait_for_answer("/lessons/days.json")
    visited.page.evaluate("new Promise(done => setTimeout(done, 50))")


def show_again(visited: Visit) -> None:
    """Bring the page to the front, as when the reader comes back to it."""
    visited.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def asked_for_days(visited: Visit) -> list[str]:
    """What the page asked for beside itself and the icon."""
    return [url for url in visited.asked[1:] if not url.endswith("/assets/icon.svg")]


@pytest.mark.parametrize("local", ["2026-11-25T00:00", "2026-11-25T23:59:59"])
@pytest.mark.parametrize("zone", ZONES)
def test_day_of_the_build_asks_for_nothing(
    browser: Browser, lesson_site: str, zone: str, local: str
) -> None:
    """On the day of the build, the reader's, the page has its lesson and asks for nothing more."""
    with visit(browser, f"{lesson_site}/", zone=zone, at=local) as visited:
        settle(visited, day=False)
        found = shown(visited)

    assert found == card(lesson_site, BUILT)
    assert asked_for_days(visited) == []
    assert visited.complaints == []


@pytest.mark.parametrize("local", ["2026-11-28T00:00", "2026-11-28T23:59:59"])
@pytest.mark.parametrize("zone", ZONES)
def test_later_day_has_its_own_lesson(
    browser: Browser, lesson_site: str, zone: str, local: str
) -> None:
    """Three days after the build the lesson is that day's, up to the reader's own midnight."""
    with visit(browser, f"{lesson_site}/", zone=zone, at=local) as visited:
        settle(visited)
        found = shown(visited)

    assert found == card(lesson_site, date(2026, 11, 28)) != card(lesson_site, BUILT)
    assert asked_for_days(visited) == [f"{lesson_site}/lessons/days.json"]
    assert visited.complaints == []


@pytest.mark.parametrize(("after", "expected"), [(59, 59), (60, 0), (1000, 0), (-1, -1), (-2, 0)])
def test_page_stays_beyond_the_days_that_are_known(
    browser: Browser, lesson_site: str, after: int, expected: int
) -> None:
    """Yesterday and the sixtieth day have their lessons; beyond them the page stays as built."""
    at = f"{BUILT + timedelta(after)}T12:00"

    with visit(browser, f"{lesson_site}/", at=at) as visited:
        settle(visited)
        found = shown(visited)

    assert found == card(lesson_site, BUILT + timedelta(expected))
    assert visited.complaints == []


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 404, "content_type": "text/html", "body": "<title>nowhere</title>"},
        {"status": 200, "body": "garbage"},
        {"status": 200, "body": "{}"},
        {"status": 200, "body": '{"days": {"2026-11-28": 7}, "cards": []}'},
        {"status": 200, "body": '{"days": {"2026-11-28": 0}, "cards": [""]}'},
        {"status": 200, "body": "null"},
        None,
    ],
    ids=["404", "garbage", "empty", "beyond", "blank", "null", "offline"],
)
def test_page_stays_when_the_days_are_not_to_be_had(
    browser: Browser, lesson_site: str, answer: dict[str, Any] | None
) -> None:
    """Where the file is missing or makes no sense, the lesson of the build stays, in silence."""

    def respond(route: Route) -> None:
        if answer is None:
            route.abort()
        else:
            route.fulfill(**answer)

    with visit(browser, f"{lesson_site}/2/", at="2026-11-28T12:00") as visited:
        visited.context.route("**/lessons/days.json", respond)
        visited.complaints.clear()
        with visited.page.expect_request("**/lessons/days.json"):
            visited.page.goto(f"{lesson_site}/")
        settle(visited, day=False)
        found = shown(visited)
        # That a request failed is the browser's own remark.
        said = [each for each in visited.complaints if "Failed to load resource" not in each]

    assert found == card(lesson_site, BUILT)
    assert said == []


@pytest.mark.parametrize("zone", ZONES)
def test_page_left_open_turns_at_midnight(browser: Browser, lesson_site: str, zone: str) -> None:
    """A page that was open overnight has the new day's lesson when the reader comes back."""
    found = []

    with visit(browser, f"{lesson_site}/", zone=zone, at="2026-11-25T23:59:59") as visited:
        for day in (26, 27):
            visited.answered.clear()
            visited.set_clock(f"2026-11-{day}T00:00", zone)
            show_again(visited)
            settle(visited)
            found.append(shown(visited))

    assert found == [card(lesson_site, date(2026, 11, day)) for day in (26, 27)]
    assert visited.complaints == []


def test_coming_back_on_the_same_day_asks_for_nothing(browser: Browser, lesson_site: str) -> None:
    """The file is asked for once a day, however often the reader comes back."""
    with visit(browser, f"{lesson_site}/", at="2026-11-28T08:00") as visited:
        settle(visited)
        for hour in ("12:00", "23:59"):
            visited.set_clock(f"2026-11-28T{hour}", "Europe/London")
            show_again(visited)
        settle(visited)

    assert asked_for_days(visited) == [f"{lesson_site}/lessons/days.json"]


def test_focus_in_the_lesson_is_kept(browser: Browser, lesson_site: str) -> None:
    """While the reader is in the lesson, it stays; it turns when the reader has gone on."""
    with visit(browser, f"{lesson_site}/", at="2026-11-25T23:59") as visited:
        link = visited.page.locator("#lesson a").first
        link.focus()
        visited.set_clock("2026-11-26T00:01", "Europe/London")
        show_again(visited)
        settle(visited, day=False)
        kept, focused = shown(visited), link.evaluate("e => e === document.activeElement")
        link.blur()
        show_again(visited)
        settle(visited)
        turned = shown(visited)

    assert (kept, focused) == (card(lesson_site, BUILT), True)
    assert turned == card(lesson_site, date(2026, 11, 26))


def test_focus_that_comes_while_the_days_are_fetched_is_kept(
    browser: Browser, lesson_site: str
) -> None:
    """On a slow line the reader may be in the lesson before the file comes: it stays, too."""
    waiting: list[Route] = []

    with visit(browser, f"{lesson_site}/", at="2026-11-25T23:59") as visited:
        visited.context.route("**/lessons/days.json", lambda route: waiting.append(route))
        visited.set_clock("2026-11-26T00:01", "Europe/London")
        with visited.page.expect_request("**/lessons/days.json"):
            show_again(visited)
        visited.page.locator("#lesson a").first.focus()
        waiting[0].continue_()
        settle(visited)
        focused = visited.page.evaluate("document.activeElement.closest('#lesson') !== null")

    assert focused


def test_only_the_home_page_follows_the_day(browser: Browser, lesson_site: str) -> None:
    """The second page of the rants has no lesson of the day, and asks for none."""
    with visit(browser, f"{lesson_site}/2/", at="2026-11-28T12:00") as visited:
        settle(visited, day=False)
        boxes = visited.page.locator("#lesson").count()

    assert (boxes, asked_for_days(visited)) == (0, [])


def test_lesson_turns_below_a_path(browser: Browser, small_site: str) -> None:
    """Where the site lies below a path, its own file is asked for, and its links lead home."""
    with visit(browser, f"{small_site}/", scripts=False) as visited:
        built = visited.page.locator("#lesson").get_attribute("data-day")
    assert built
    later = date.fromisoformat(built) + timedelta(1)

    with visit(browser, f"{small_site}/", at=f"{later}T12:00") as visited:
        settle(visited)
        found = shown(visited)
        links = visited.page.locator("#lesson a").evaluate_all("all => all.map(e => e.href)")
        statuses = {visited.page.request.get(link).status for link in links}

    assert found == card(small_site, later) != card(small_site, date.fromisoformat(built))
    assert asked_for_days(visited) == [f"{small_site}/lessons/days.json"]
    assert [link for link in links if not link.startswith(f"{small_site}/")] == []
    assert statuses == {200}
    assert visited.complaints == []


def test_without_scripts_the_lesson_of_the_build_stands(browser: Browser, lesson_site: str) -> None:
    """Without a script the page has the build's lesson, whole, and no button."""
    with visit(browser, f"{lesson_site}/", scripts=False) as visited:
        found = shown(visited)
        dead = visited.page.locator("#lesson button").count()

    assert (found, dead) == (card(lesson_site, BUILT), 0)


def test_lesson_leads_to_its_box(browser: Browser, lesson_site: str) -> None:
    """From the day's lesson, after it has turned, the button leads to the plan of its own rant."""
    with visit(browser, f"{lesson_site}/", at="2026-11-28T12:00") as visited:
        settle(visited)
        page = visited.page
        title = page.locator("#lesson-title").inner_text()
        href = page.get_by_role("link", name="Make it a plan").get_attribute("href")
        page.goto(urljoin(f"{lesson_site}/", href))
        there = page.locator("#lesson-title").inner_text()

    assert href
    assert href.endswith("/#lesson")
    assert there == title


def test_lesson_that_turned_keeps_nothing(browser: Browser, lesson_site: str) -> None:
    """Turning keeps nothing in the browser and puts nothing into the address."""
    with visit(browser, f"{lesson_site}/", at="2026-11-28T12:00") as visited:
        settle(visited)
        kept = visited.page.evaluate(
            "[document.cookie, localStorage.length, sessionStorage.length, location.href]"
        )

    assert kept == ["", 0, 0, f"{lesson_site}/"]


def test_script_of_the_home_page_is_a_few_hundred_bytes(browser: Browser, lesson_site: str) -> None:
    """The home page's only script is short and stands in the page."""
    with visit(browser, f"{lesson_site}/", scripts=False) as visited:
        html = visited.page.content()

    found = html.split('<script type="module">')[1:]
    assert html.count("<script") == len(found) == 1
    assert 0 < len(found[0].partition("</script>")[0].encode()) < 700


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_lesson_that_turned_has_no_accessibility_violation(
    browser: Browser, lesson_site: str, width: int, scheme: str
) -> None:
    """axe-core finds nothing in a home page whose lesson has turned."""
    with visit(browser, f"{lesson_site}/", at="2026-11-28T12:00", width=width) as visited:
        visited.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        settle(visited)
        violations = Axe().run(visited.page).response["violations"]

    assert [(found["id"], found["nodes"]) for found in violations] == []


@pytest.fixture(scope="module")
def quiet_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, date]]:
    """The origin of a site that was built on a day whose lesson asks for nothing, and that day."""
    folder = tmp_path_factory.mktemp("quiet")
    busy = '!!! lesson "A lesson to do."\n    Type `make`.\n\n    Do: write to one person\n'
    write_site(folder, {"silent": EXTRA["silent"], "busy": busy})
    for day in (BUILT, BUILT + timedelta(days=1)):
        output = folder / day.isoformat()
        noon = datetime.combine(day, time(12), UTC)
        build(folder / "siteconf.py", output, SOURCE_DATE_EPOCH=str(int(noon.timestamp())))
        if 'class="lesson-do"' not in (output / "index.html").read_text(encoding="utf-8"):
            for origin in serve(output):
                yield origin, day
            return
    pytest.fail("each day has a lesson with something to do")


def test_card_of_another_day_has_its_style(browser: Browser, quiet_site: tuple[str, date]) -> None:
    """What only the next day's card holds, a button and code, looks as it does on that day."""
    site, day = quiet_site

    with visit(browser, f"{site}/", at=f"{day + timedelta(days=1)}T10:00") as visited:
        settle(visited)
        found = visited.page.evaluate(
            """() => [
                getComputedStyle(document.querySelector(".lesson-button")).borderTopStyle,
                getComputedStyle(document.querySelector("#lesson code")).fontFamily.split(",")[0],
            ]"""
        )

    assert found == ["solid", "ui-monospace"]
