"""The page “People I wrote to”: names that are in the reader's browser and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page

from tests.browser.visit import NO_STORAGE, Visit, visit

LIST = "/lessons/people/"
NOBODY = "Nobody yet. Below each lesson is a button, “I wrote to them”, that keeps a name here."
REFUSED = "Your browser keeps nothing for this page, so there is no name to show."
OFF = "Your browser runs no scripts here, so no name was kept, and none can be shown."
HOSTILE = ("<img src=x onerror=alert(1)>", "$& \\ , 🦋", "שלום", "Zoë O’Neill-Ünal")


def keep(visited: Visit, kind: str, name: str) -> None:
    """Keep a name below a lesson, as a reader does."""
    page = visited.page
    here = page.url.partition("/rants/")[0].partition("/lessons/")[0]
    page.goto(f"{here}/rants/{kind}/")
    page.get_by_label("First name").fill(name)
    page.get_by_role("button", name="I wrote to them").click()
    page.wait_for_function("document.querySelector('.lesson [role=status]').textContent !== ''")


def entries(page: Page) -> list[str]:
    """The list as it stands, one text for each person."""
    texts = page.locator("#wrote .entries > li:visible").all_inner_texts()
    return [re.sub(r"\s*\n\s*", " | ", text) for text in texts]


def said(page: Page) -> list[str]:
    """Which of the page's remarks are visible."""
    return page.locator("#wrote > p[data-say]:visible").all_inner_texts()


def exported(page: Page) -> str:
    """The file that the page gives, as text."""
    with page.expect_download() as started:
        page.get_by_role("button", name="Save as text").click()
    assert started.value.suggested_filename == "people-i-wrote-to.txt"
    return Path(started.value.path()).read_text(encoding="utf-8")


def stored(page: Page) -> list[str]:
    """The names that the browser keeps, in order, however it keeps them."""
    kept = page.evaluate("Object.values(localStorage)")
    return sorted(value.split("\n")[1] for value in kept if "\n" in value)


@pytest.fixture
def reader(browser: Browser, lesson_site: str) -> Iterator[Visit]:
    """A reader who has kept nobody's name yet."""
    with visit(browser, lesson_site + LIST) as visited:
        yield visited


def test_name_kept_before_can_be_forgotten(browser: Browser, planless_site: str) -> None:
    """Where the writer has taken the plan away, the names of before still stand on their page."""
    entry = "2026-11-25T09:00:00.000Z\nMira\n/rants/friday/\nBe kind."
    with visit(browser, planless_site + LIST) as visited:
        page = visited.page
        page.evaluate("entry => localStorage.setItem('lesson /rants/friday/ Mira', entry)", entry)
        page.reload()
        shown = page.locator("#wrote li b").all_inner_texts()
        page.get_by_role("button", name="Forget Mira").click()
        left = page.evaluate("localStorage.length")

    assert (shown, left, visited.complaints) == (["Mira"], 0, [])


@pytest.fixture
def friends(reader: Visit) -> Visit:
    """A reader who has kept three names in two days, and is looking at them on the third."""
    site = reader.page.url.removesuffix(LIST)
    keep(reader, "today", "Mira")
    reader.set_clock("2026-11-26T23:59", "Europe/London")
    keep(reader, "friday", "Jo")
    reader.set_clock("2026-11-27T00:00", "Europe/London")
    keep(reader, "friday", "Ravi")
    reader.page.goto(site + LIST)
    return reader


def test_names_stand_with_their_lessons(friends: Visit) -> None:
    """Each name stands with the day and the lesson it was for, the latest first."""
    links = friends.page.locator("#wrote .entries a").evaluate_all(
        "all => all.map(e => e.getAttribute('href'))"
    )

    found = entries(friends.page)

    assert found == [
        "Ravi, 27 November 2026 | for The lesson of friday. | Forget",
        "Jo, 26 November 2026 | for The lesson of friday. | Forget",
        "Mira, 25 November 2026 | for The lesson of today. | Forget",
    ]
    assert links == ["/rants/friday/#lesson", "/rants/friday/#lesson", "/rants/today/#lesson"]
    assert said(friends.page) == []
    assert friends.complaints == []


def test_nobody_is_counted(friends: Visit) -> None:
    """No number of people stands anywhere: only dates, and the days that a name is kept."""
    page = friends.page

    text = page.evaluate("document.title + '\\n' + document.querySelector('main').innerText")
    markers = page.locator("#wrote .entries > li").evaluate_all(
        "all => all.map(e => getComputedStyle(e).listStyleType)"
    )

    assert re.findall(r"\d+", re.sub(r"\d+ November 2026|After 90 days", "", text)) == []
    assert not re.search(r"\b(one|two|three|total|streak)\b|%", text, re.IGNORECASE)
    assert markers == ['""'] * 3  # an empty marker


def test_names_are_saved_as_text(friends: Visit) -> None:
    """The file has all that the page shows, whole, with the addresses of the lessons."""
    site = friends.page.url.removesuffix(LIST)

    text = exported(friends.page)

    assert text == (
        f"Ravi, 27 November 2026\nThe lesson of friday.\n{site}/rants/friday/#lesson\n\n"
        f"Jo, 26 November 2026\nThe lesson of friday.\n{site}/rants/friday/#lesson\n\n"
        f"Mira, 25 November 2026\nThe lesson of today.\n{site}/rants/today/#lesson\n"
    )


@pytest.mark.parametrize(
    ("zone", "locale", "day"),
    [
        ("Pacific/Auckland", "en-GB", "31 December 2026"),
        ("America/New_York", "en-US", "December 31, 2026"),
        ("Europe/London", "de-DE", "December 31, 2026"),
    ],
)
def test_day_is_the_readers_own(
    browser: Browser, lesson_site: str, zone: str, locale: str, day: str
) -> None:
    """The day stands as it was where the reader is, in the page's language."""
    for local in ("2026-12-31T00:00:01", "2026-12-31T23:59:59"):
        with visit(browser, lesson_site + LIST, zone=zone, locale=locale, at=local) as visited:
            keep(visited, "today", "Mira")
            visited.page.goto(lesson_site + LIST)
            found = entries(visited.page)

        assert found == [f"Mira, {day} | for The lesson of today. | Forget"]


def test_day_is_the_one_on_which_the_button_was_pressed(reader: Visit) -> None:
    """Who opens a lesson in the evening and writes in the morning has written in the morning."""
    page, url = reader.page, reader.page.url
    page.goto(url.replace(LIST, "/rants/today/"))
    page.get_by_label("First name").fill("Mira")
    reader.set_clock("2026-11-26T08:00", "Europe/London")
    page.get_by_role("button", name="I wrote to them").click()
    page.wait_for_function("localStorage.length === 1")

    page.goto(url)

    assert entries(page) == ["Mira, 26 November 2026 | for The lesson of today. | Forget"]


@pytest.mark.parametrize("name", HOSTILE)
def test_name_is_text(reader: Visit, name: str) -> None:
    """What was written as a name is text on the page and in the file, and nothing else."""
    url = reader.page.url
    keep(reader, "hostile", name)

    reader.page.goto(url)

    title = "<img src=x onerror=alert(1)> $& \\ , ; שלום 🦋 &amp;"
    assert entries(reader.page) == [f"{name}, 25 November 2026 | for {title} | Forget"]
    assert reader.page.locator("#wrote :is(img, script)").count() == 0
    assert exported(reader.page).startswith(f"{name}, 25 November 2026\n{title}\n")
    assert reader.complaints == []


def test_person_written_to_twice_stands_once_for_a_lesson(reader: Visit) -> None:
    """The same name for the same lesson is one entry, of the last day; for another it is two."""
    url = reader.page.url
    keep(reader, "today", "Mira")
    keep(reader, "friday", "Mira")
    reader.set_clock("2026-11-26T10:00", "Europe/London")
    keep(reader, "today", "Mira")

    reader.page.goto(url)

    assert entries(reader.page) == [
        "Mira, 26 November 2026 | for The lesson of today. | Forget",
        "Mira, 25 November 2026 | for The lesson of friday. | Forget",
    ]


def test_one_is_forgotten(friends: Visit) -> None:
    """“Forget” beside a name drops this one from the page and from the browser."""
    page = friends.page

    page.get_by_role("button", name="Forget Jo", exact=True).click()

    assert [entry.partition(",")[0] for entry in entries(page)] == ["Ravi", "Mira"]
    assert stored(page) == ["Mira", "Ravi"]
    page.reload()
    assert [entry.partition(",")[0] for entry in entries(page)] == ["Ravi", "Mira"]


def test_last_one_that_is_forgotten_leaves_the_invitation(reader: Visit) -> None:
    """When nobody is left the page says how a name comes here, and has no dead button."""
    url = reader.page.url
    keep(reader, "today", "Mira")
    reader.page.goto(url)

    reader.page.get_by_role("button", name="Forget Mira").click()

    assert said(reader.page) == [NOBODY]
    assert reader.page.locator("#wrote button:visible").count() == 0


def test_keyboard_goes_on_where_one_was_forgotten(friends: Visit) -> None:
    """After “Forget” by a key, Tab goes on in the list and does not begin at the top."""
    page = friends.page
    page.get_by_role("button", name="Forget Jo", exact=True).focus()

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('#wrote') !== null")


@pytest.mark.parametrize("accepted", [True, False])
def test_everything_is_forgotten_when_the_reader_means_it(friends: Visit, accepted: bool) -> None:
    """“Forget everything” asks first; then all names are gone, and what is not ours stays."""
    page = friends.page
    page.evaluate("localStorage.setItem('theme', 'dark')")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(f"{dialog.type}: {dialog.message}")
        if accepted:
            dialog.accept()
        else:
            dialog.dismiss()

    page.on("dialog", answer)
    page.get_by_role("button", name="Forget everything").click()

    assert asked == ["confirm: Forget all of these names? Nobody can bring them back."]
    assert stored(page) == ([] if accepted else ["Jo", "Mira", "Ravi"])
    assert len(entries(page)) == (0 if accepted else 3)
    assert said(page) == ([NOBODY] if accepted else [])
    assert page.evaluate("localStorage.getItem('theme')") == "dark"
    assert page.evaluate("localStorage.length") == (1 if accepted else 4)


@pytest.mark.parametrize(("days", "left"), [(89, ["Mira"]), (91, [])])
@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York"])
def test_name_is_gone_after_ninety_days(
    browser: Browser, lesson_site: str, zone: str, days: int, left: list[str]
) -> None:
    """A name of 89 days ago stays, one of 91 goes from the page and from the browser."""
    later = date(2026, 11, 25) + timedelta(days)

    with visit(browser, lesson_site + LIST, zone=zone) as visited:
        keep(visited, "today", "Mira")
        visited.page.evaluate("localStorage.setItem('theme', 'dark')")
        visited.set_clock(f"{later}T10:00", zone)
        visited.page.goto(lesson_site + LIST)
        found = [entry.partition(",")[0] for entry in entries(visited.page)]
        kept, theme = stored(visited.page), visited.page.evaluate("localStorage.theme")

    assert (found, kept, theme) == (left, left, "dark")


def test_other_tab_is_heard(friends: Visit) -> None:
    """What is kept or forgotten in another tab shows here without loading the page again."""
    page = friends.page
    other = friends.context.new_page()
    other.goto(page.url)

    other.get_by_role("button", name="Forget Jo", exact=True).click()
    page.wait_for_function("document.querySelectorAll('#wrote .entries > li').length === 2")

    assert [entry.partition(",")[0] for entry in entries(page)] == ["Ravi", "Mira"]


@pytest.mark.parametrize(
    "foreign", [("lesson plan", "of my other page"), ("other", "2026-11-25\na\nb\nc")]
)
def test_what_another_page_keeps_is_left_alone(reader: Visit, foreign: tuple[str, str]) -> None:
    """On a host that several sites share, what others keep is neither shown nor dropped."""
    page = reader.page
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", list(foreign))

    page.reload()

    assert page.evaluate("Object.entries(localStorage)") == [list(foreign)]
    assert said(page) == [NOBODY]
    assert reader.complaints == []


def test_page_without_names_says_how_they_come(reader: Visit) -> None:
    """Where nobody was written to yet, the page says so and has no dead button."""
    page = reader.page

    assert said(page) == [NOBODY]
    assert page.locator("#wrote button:visible").count() == 0
    assert page.evaluate("localStorage.length") == 0


def test_page_says_where_storage_is_refused(browser: Browser, lesson_site: str) -> None:
    """Where the browser keeps nothing, the page says so, without an error or a dead button."""
    with visit(browser, lesson_site + LIST, init=NO_STORAGE) as visited:
        found = said(visited.page)
        buttons = visited.page.locator("#wrote button:visible").count()

    assert (found, buttons, visited.complaints) == ([REFUSED], 0, [])


def test_page_says_why_it_is_empty_without_scripts(browser: Browser, lesson_site: str) -> None:
    """Without scripts the page says why there are no names, and has no dead button."""
    with visit(browser, lesson_site + LIST, scripts=False) as visited:
        found = said(visited.page)
        buttons = visited.page.locator("#wrote :is(button, ul):visible").count()
        text = visited.page.locator("#wrote").inner_text()

    assert (found, buttons) == ([OFF], 0)
    assert "nobody sees them but you, and whoever else uses this browser" in text


def test_names_leave_the_browser_nowhere(friends: Visit) -> None:
    """Looking, saving and forgetting ask the network for nothing, and change no address."""
    page = friends.page
    page.wait_for_load_state("networkidle")
    url, before = page.url, len(friends.asked)
    site = url.removesuffix(LIST)
    page.on("dialog", lambda dialog: dialog.accept())

    exported(page)
    page.get_by_role("button", name="Forget Jo", exact=True).click()
    page.get_by_role("button", name="Forget everything").click()
    page.wait_for_load_state("networkidle")

    made = ("blob:", f"{site}/assets/icon.svg")  # the text's file; the browser's own time
    assert [each for each in friends.asked[before:] if not each.startswith(made)] == []
    assert [each for each in friends.asked if not each.startswith((f"{site}/", "blob:"))] == []
    assert [each for each in friends.asked if re.search("Mira|Jo|Ravi", each)] == []
    assert page.url == url


def test_list_works_below_a_path(browser: Browser, small_site: str) -> None:
    """Below a path the names are kept with an address that leads to their lesson."""
    with visit(browser, f"{small_site}/rants/everything/") as visited:
        page = visited.page
        page.get_by_label("First name").fill("Mira")
        page.get_by_role("button", name="I wrote to them").click()
        page.wait_for_function("localStorage.length === 1")
        page.get_by_role("link", name="people you wrote to").click()
        page.wait_for_url(small_site + LIST)
        href = page.locator("#wrote .entries a").get_attribute("href")
        answer = page.request.get(page.locator("#wrote .entries a").evaluate("e => e.href"))

    assert (href, answer.status) == ("/blog/rants/everything/#lesson", 200)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("who", ["friends", "reader"])
def test_list_has_no_accessibility_violation(
    request: pytest.FixtureRequest, who: str, scheme: str, width: int
) -> None:
    """axe-core finds nothing in the page with names and in the page without."""
    page = request.getfixturevalue(who).page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})

    violations = Axe().run(page).response["violations"]

    assert [(found["id"], found["nodes"]) for found in violations] == []


def test_targets_in_the_list_can_be_hit(friends: Visit) -> None:
    """Each button is at least 24 pixels each way on a telephone, and nothing scrolls sideways."""
    page = friends.page
    page.set_viewport_size({"width": 360, "height": 900})

    sizes = page.locator("#wrote button:visible").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(r => [r.width, r.height])"
    )

    assert len(sizes) == 5
    assert [size for size in sizes if min(size) < 24] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_name_without_a_break_fits_the_page(reader: Visit) -> None:
    """A name of sixty characters without a space is wrapped on a telephone, not cut off."""
    url = reader.page.url
    reader.page.set_viewport_size({"width": 320, "height": 900})
    keep(reader, "today", "W" * 60)
    in_box = reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    reader.page.goto(url)

    in_list = reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (in_box, in_list) == (True, True)
