"""A calendar program takes the calendar of lessons, and shows each day its own."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import html5lib
import pytest

from lesson import Event
from lesson.calendar import write_calendar
from tests.lesson.khal import Khal
from tests.lesson.test_calendar import FIRST, HOSTILE, SITE, one_line
from tests.pelican_site import ROOT, build

MORNING = "1795597200"  # 25 November 2026, 9:00 in London
ZONES = ("Pacific/Auckland", "America/New_York", "Europe/London")


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this blog as it is published on 25 November 2026."""
    folder = tmp_path_factory.mktemp("blog")
    build(ROOT / "publishconf.py", folder, SOURCE_DATE_EPOCH=MORNING)
    return folder


def titles(blog: Path) -> dict[str, str]:
    """The title of each coming day's lesson, as the home page's script would show it."""
    whole = json.loads((blog / "lessons/days.json").read_text(encoding="utf-8"))
    found = {}
    for day, number in sorted(whole["days"].items())[1:]:  # the first is yesterday's
        card = html5lib.parseFragment(whole["cards"][number], namespaceHTMLElements=False)
        (heading,) = card.iter("h2")
        found[day] = "".join(heading.itertext())
    return found


@pytest.mark.parametrize("zone", ZONES)
def test_each_day_has_its_lesson(blog: Path, tmp_path: Path, zone: str) -> None:
    """Wherever the reader lives, a day's lesson stands on that day, all day, and on no other."""
    khal = Khal(tmp_path, zone)

    khal.take((blog / "lessons.ics").read_bytes())

    shown = khal.days("2026-11-01", 120, "{all-day} {start-date} {end-date} {title}")
    assert shown == {day: [f"True {day} {day} {title}"] for day, title in titles(blog).items()}
    assert list(shown) == [(date(2026, 11, 25) + timedelta(n)).isoformat() for n in range(60)]


def test_calendar_of_another_day_brings_nothing_twice(blog: Path, tmp_path: Path) -> None:
    """Who takes the calendar of two days later, too, has one lesson a day."""
    later = tmp_path / "later"
    build(ROOT / "publishconf.py", later, SOURCE_DATE_EPOCH=str(int(MORNING) + 2 * 86400))
    khal = Khal(tmp_path / "khal", "Europe/London")

    for folder in (blog, later):
        khal.take((folder / "lessons.ics").read_bytes())

    expected = {day: [title] for day, title in {**titles(blog), **titles(later)}.items()}
    assert khal.days("2026-11-01", 120) == expected
    assert len(expected) == 62


def test_hostile_words_are_shown_as_words(tmp_path: Path) -> None:
    """Whatever a lesson says, a day has one event, and its title is the lesson's words."""
    khal = Khal(tmp_path, "UTC")
    words = {
        name: text for name, text in HOSTILE.items() if "backslash" not in name
    }  # its own fault
    days = [(date(2026, 12, 1) + timedelta(number)) for number in range(len(words))]
    events = [
        Event(day, text, text, f"{SITE}/a/#lesson", FIRST.changed)
        for day, text in zip(days, words.values(), strict=True)
    ]

    khal.take(write_calendar(events, name="Site", site=SITE))

    shown = khal.days("2026-12-01", 60)
    assert shown == {
        day.isoformat(): [one_line(text)] for day, text in zip(days, words.values(), strict=True)
    }
