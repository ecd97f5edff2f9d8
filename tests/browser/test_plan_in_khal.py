"""A calendar program takes the event that the lesson's box makes, at the hour that was chosen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.visit import visit
from tests.lesson.khal import Khal

ZONES = ("Pacific/Auckland", "America/New_York", "Europe/London")
HOURS = {  # by zone: an ordinary day, and those on which daylight saving begins and ends
    "Pacific/Auckland": ("2026-11-26 18:30", "2027-09-26 08:15", "2027-04-04 08:15"),
    "America/New_York": ("2026-11-26 18:30", "2027-03-14 08:15", "2027-11-07 01:30"),
    "Europe/London": ("2026-12-31 23:30", "2027-03-28 08:15", "2027-10-31 01:30"),
}


def event(browser: Browser, url: str, *, zone: str, hour: str, name: str) -> bytes:
    """The file that the box gives a reader who lives in a zone and chooses an hour."""
    day, _, time = hour.partition(" ")
    with visit(browser, url, zone=zone) as visited:
        page = visited.page
        page.get_by_label("Day", exact=True).fill(day)
        page.get_by_label("Time", exact=True).fill(time)
        page.get_by_label("First name", exact=True).fill(name)
        with page.expect_download() as started:
            page.get_by_role("button", name="Put it in my calendar").click()
        return started.value.path().read_bytes()


@pytest.mark.parametrize("zone", ZONES)
def test_hour_is_the_one_that_was_chosen(
    browser: Browser, lesson_site: str, tmp_path: Path, zone: str
) -> None:
    """On any day the program shows the chosen hour, at home and wherever the reader travels."""
    url = f"{lesson_site}/rants/friday/"
    files = [event(browser, url, zone=zone, hour=hour, name="Ada") for hour in HOURS[zone]]
    readers = {there: Khal(tmp_path / there.replace("/", "-"), there) for there in ZONES}

    for khal in readers.values():
        for file in files:
            khal.take(file)

    expected = {hour[:10]: [f"{hour} Write to Ada"] for hour in sorted(HOURS[zone])}
    for there, khal in readers.items():
        assert khal.days("2026-11-01", 420, "{start} {title}") == expected, there


def test_hostile_name_is_shown_as_it_was_written(
    browser: Browser, lesson_site: str, tmp_path: Path
) -> None:
    """What a reader writes as a name stands in the title of one event, and nothing else does."""
    name = "Zoë, “Z”; 🦋 שלום <b> $& END:VEVENT"
    khal = Khal(tmp_path, "Europe/London")

    khal.take(
        event(
            browser,
            f"{lesson_site}/rants/friday/",
            zone="Europe/London",
            hour="2026-11-27 09:00",
            name=name,
        )
    )

    assert khal.days("2026-11-01", 60) == {"2026-11-27": [f"Write to {name}"]}
