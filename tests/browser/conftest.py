"""The blog, published to a folder and served on loopback, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium
from tests.pelican_site import ROOT, build
from tests.static_host import serve

BUILT = datetime(2026, 11, 25, 12, tzinfo=UTC)  # the day of the lessons' site, a Wednesday
DEADLINES = {
    "today": "today",
    "tomorrow": "tomorrow",
    "monday": "Monday",
    "tuesday": "Tuesday",
    "wednesday": "Wednesday",
    "thursday": "Thursday",
    "friday": "Friday",
    "saturday": "Saturday",
    "sunday": "Sunday",
    "week": "this week",
    "week-end": "the end of this week",
    "month": "this month",
    "month-end": "the end of this month",
    "dated": "2027-01-02",
    "never": "",
}
LONG = "静かな人にも、今日は一通だけ手紙を書いてみよう。" * 8  # a title for which no mail has room
EXTRA = {
    "hostile": """!!! lesson "<img src=x onerror=alert(1)> $& \\ , ; שלום 🦋 &amp;"
    Text.

    Do: write to <b>one</b> person, $& \\\\ and all
    Say: "><img src=x onerror=alert(1)> $& \\, 🦋?
""",
    "long": f"""!!! lesson "{LONG}"
    Text.

    Do: write to one person
""",
    "headed": """!!! lesson "A lesson with a heading in it."
    ## Why

    Because.

    Do: write to one person
    By: tomorrow
""",
    "deutsch": """!!! lesson "Eine Lektion."
    Ein Grund.

    Do: schreib einem Menschen
    By: this week
""",
    "silent": """!!! lesson "Only a sentence."
    Nothing is to be done.
""",
}


@pytest.fixture(scope="session")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of this blog as it is published."""
    folder = tmp_path_factory.mktemp("blog")
    build(ROOT / "publishconf.py", folder)
    yield from serve(folder)


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the small site, which lies below a path and holds hostile fields."""
    folder = tmp_path_factory.mktemp("small")
    build(ROOT / "tests" / "site" / "siteconf.py", folder / "blog")
    for origin in serve(folder):
        yield f"{origin}/blog"


@pytest.fixture(scope="session")
def lesson_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of a site with a rant for each kind of deadline, built on a day that is set."""
    folder = tmp_path_factory.mktemp("lessons")
    lessons = {name: _lesson(name, by) for name, by in DEADLINES.items()}
    write_site(folder, lessons | EXTRA)
    epoch = str(int(BUILT.timestamp()))
    build(folder / "siteconf.py", folder / "output", SOURCE_DATE_EPOCH=epoch)
    yield from serve(folder / "output")


@pytest.fixture(scope="session")
def planless_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of a site whose settings leave out the plan and the warm-up."""
    folder = tmp_path_factory.mktemp("planless")
    write_site(folder, {"headed": EXTRA["headed"]}, LESSON_PLAN="", LESSON_WARM_UP="")
    epoch = str(int(BUILT.timestamp()))
    build(folder / "siteconf.py", folder / "output", SOURCE_DATE_EPOCH=epoch)
    yield from serve(folder / "output")


def write_site(folder: Path, lessons: dict[str, str], **settings: str) -> None:
    """Write the sources of a site: a rant for each lesson, one a day, and its settings."""
    rants = folder / "content" / "rants"
    rants.mkdir(parents=True)
    for number, (name, lesson) in enumerate(lessons.items()):
        day = date(2020, 1, 1) + timedelta(number)
        lang = "Lang: de\n" if name == "deutsch" else ""
        text = f"Title: About {name}\nDate: {day}\n{lang}\n{lesson}"
        (rants / f"{day}-{name}.md").write_text(text, encoding="utf-8")
    lines = ["from publishconf import *", f"PATH = {str(folder / 'content')!r}"]
    plugins = ["translation", "lesson", "conversation", "neighbours", "syndication", "addresses"]
    lines += [f"PLUGINS = {plugins!r}"]
    lines += [f"{name} = {value!r}" for name, value in settings.items()]
    (folder / "siteconf.py").write_text("\n".join(lines), encoding="utf-8")


def _lesson(name: str, by: str) -> str:
    lines = [
        f'!!! lesson "The lesson of {name}."',
        "    One reason.",
        "",
        "    Do: write to one person",
        *([f"    By: {by}"] if by else []),
        "    Say: What are you stuck on?",
        "    Say: Shall I bring the “glue”, then?",
    ]
    return "\n".join([*lines, ""])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each opens a context of its own."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium.ensure(), args=list(chromium.FLAGS)
        )
        yield running
        running.close()
