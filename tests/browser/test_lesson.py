"""The lesson's box, as readers in several zones and languages use it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from icalendar import Calendar
from playwright.sync_api import Browser, Page

from tests.browser.visit import NO_STORAGE, Visit, moment, visit

CLIPBOARD = ("clipboard-read", "clipboard-write")
SENTENCE = "If it is {day} at {time}, I write to {name} and ask: {question}"
WRITTEN = {
    "today": "Do this: write to one person, today.",
    "tomorrow": "Do this: write to one person, by tomorrow.",
    "monday": "Do this: write to one person, by Monday.",
    "tuesday": "Do this: write to one person, by Tuesday.",
    "wednesday": "Do this: write to one person, by Wednesday.",
    "thursday": "Do this: write to one person, by Thursday.",
    "friday": "Do this: write to one person, by Friday.",
    "saturday": "Do this: write to one person, by Saturday.",
    "sunday": "Do this: write to one person, by Sunday.",
    "week": "Do this: write to one person, this week.",
    "week-end": "Do this: write to one person, by the end of this week.",
    "month": "Do this: write to one person, this month.",
    "month-end": "Do this: write to one person, by the end of this month.",
    "dated": "Do this: write to one person, by 2 January 2027.",
    "never": "Do this: write to one person.",
}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LAST_DAYS = {"en-GB": 6, "de-DE": 6, "en-US": 5, "ar-EG": 4}  # of the week; Monday is 0
MOMENTS = (
    ("Pacific/Auckland", "en-GB", "2026-12-31T00:00:01"),
    ("America/New_York", "en-US", "2026-12-31T23:59:59"),
    ("Europe/London", "en-GB", "2027-01-01T00:00"),
    ("Pacific/Auckland", "en-US", "2027-01-02T12:00"),
    ("Europe/London", "de-DE", "2027-01-03T23:59:59"),
    ("America/New_York", "ar-EG", "2027-01-02T19:30"),
    ("Europe/London", "en-GB", "2028-02-28T23:59:59"),
    ("America/New_York", "de-DE", "2028-02-29T00:00:01"),
    ("Europe/London", "en-GB", "2026-03-29T00:30"),
    ("Europe/London", "en-US", "2026-10-25T01:30"),
    ("America/New_York", "en-US", "2026-03-07T23:30"),
    ("America/New_York", "en-GB", "2026-11-01T00:30"),
    ("Pacific/Auckland", "de-DE", "2026-09-27T03:00"),
    ("Pacific/Auckland", "en-US", "2026-04-04T23:30"),
)
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</b><script>alert(1)</script>",
    "$& $1 $$ $` $'",
    "👩‍👩‍👧‍👦 🦋 e\u0301",
    "\u202eשלום\u202c, עולם",
    "a,b;c\\d\\n\\,%0A&body=x#y",
    "\"'“”&amp;&lt;",
    "ß" * 60,
)


def due(kind: str, today: date, locale: str) -> date | None:
    """The last day on which what is to be done may be done; None where the page has said it."""
    if kind in ("never", "today"):
        return today if kind == "today" else None
    if kind == "tomorrow":
        return today + timedelta(1)
    if kind.startswith("month"):
        return today.replace(day=calendar.monthrange(today.year, today.month)[1])
    if kind == "dated" and today <= date(2027, 1, 2):
        return None
    last = WEEKDAYS.index(kind) if kind in WEEKDAYS else LAST_DAYS[locale]
    return today + timedelta((last - today.weekday()) % 7)


def words(day: date, locale: str) -> str:
    """A day as an English page says it to a reader: American but for the British."""
    month = f"{day:%B}"
    return f"{day:%A}, " + (f"{day.day} {month}" if locale == "en-GB" else f"{month} {day.day}")


def box(site: str, kind: str) -> str:
    """Where the lesson of a kind is."""
    return f"{site}/rants/{kind}/"


def read(page: Page) -> str:
    """The plan's sentence, as it stands to be read once more."""
    return page.locator(".lesson-read").inner_text()


def fill(page: Page, **values: str) -> None:
    """Fill in fields of the plan by their names."""
    for name, value in values.items():
        page.locator(f".lesson-fields [name={name}]").fill(value)


def press(page: Page, name: str) -> None:
    """Press the button below the plan that has this name."""
    page.locator(".lesson-ways").get_by_role("button", name=name, exact=True).click()


def mail(page: Page) -> dict[str, list[str]]:
    """The mail to oneself, as a mail program reads its link (RFC 6068)."""
    href = page.get_by_role("link", name="Send it to myself").get_attribute("href")
    assert href
    assert href.startswith("mailto:?")
    assert "+" not in href  # it means itself in a mailto, and parse_qs takes it for a space
    return parse_qs(urlsplit(href).query, strict_parsing=True)


def event_file(page: Page) -> bytes:
    """The file that the calendar's button gives."""
    with page.expect_download() as started:
        press(page, "Put it in my calendar")
    assert started.value.suggested_filename == "lesson.ics"
    return Path(started.value.path()).read_bytes()


def clipboard(page: Page) -> str:
    """What the reader's clipboard holds."""
    return str(page.evaluate("navigator.clipboard.readText()"))


def status(page: Page) -> str:
    """What the box tells a screen reader after a button was pressed."""
    page.wait_for_function("document.querySelector('.lesson [role=status]').textContent !== ''")
    return page.locator(".lesson [role=status]").inner_text()


@pytest.fixture
def plan(browser: Browser, lesson_site: str) -> Iterator[Visit]:
    """The box of a lesson that is due by the end of this week, on a Wednesday in London."""
    with visit(browser, box(lesson_site, "week-end"), permissions=CLIPBOARD) as visited:
        yield visited


# by when


@dataclass(frozen=True)
class Reading:
    """What boxes say at a moment: by when what is to be done, and when the plan begins."""

    zone: str
    locale: str
    local: str
    deadlines: dict[str, str]
    plans: dict[str, str]

    @property
    def today(self) -> date:
        """The reader's own day."""
        return date.fromisoformat(self.local[:10])


@pytest.fixture(scope="module", params=MOMENTS, ids="-".join)
def reading(request: pytest.FixtureRequest, browser: Browser, lesson_site: str) -> Reading:
    """The boxes as one reader sees them; all kinds of deadline at the first moments."""
    zone, locale, local = request.param
    today = date.fromisoformat(local[:10])
    near = [WEEKDAYS[(today.weekday() + days) % 7] for days in (-1, 0, 1)]
    some = ["today", "tomorrow", *near, "week", "month", "dated"]
    kinds = list(WRITTEN) if request.param in MOMENTS[:2] else some
    deadlines, plans = {}, {}
    with visit(browser, box(lesson_site, "never"), zone=zone, locale=locale, at=local) as visited:
        for kind in kinds:
            visited.page.goto(box(lesson_site, kind), wait_until="commit")
            visited.page.wait_for_selector(".lesson-fields")
            deadlines[kind], plans[kind] = visited.page.evaluate(
                """() => [document.querySelector(".lesson-do").innerText,
                    [...document.querySelectorAll("[type=date], [type=time]")]
                        .map(e => e.value).join("T")]"""
            )
        assert visited.complaints == []
    return Reading(zone, locale, local, deadlines, plans)


def test_deadline_is_the_readers_own_date(reading: Reading) -> None:
    """Each deadline stands as written and as the reader's date, in any zone, at any moment."""
    expected = {}

    for kind in reading.deadlines:
        day = due(kind, reading.today, reading.locale)
        gone = "That day has gone by: do it by" if kind == "dated" else "That is by"
        said = f" {gone} {words(day, reading.locale)}." if day else ""
        expected[kind] = WRITTEN[kind] + said

    assert reading.deadlines == expected


def test_first_plan_lies_ahead_and_soon(reading: Reading) -> None:
    """The plan begins tomorrow at noon, or in an hour where today is the last day."""
    now = moment(reading.local, reading.zone)
    hour = (now.astimezone(UTC) + timedelta(hours=1)).astimezone(now.tzinfo)

    expected = {
        kind: f"{hour:%Y-%m-%dT%H:%M}"
        if (due(kind, reading.today, reading.locale) or date(2027, 1, 2)) == reading.today
        and kind != "never"
        else f"{reading.today + timedelta(1)}T12:00"
        for kind in reading.plans
    }

    assert reading.plans == expected


@pytest.mark.parametrize(
    ("zone", "day", "time"),
    [
        ("Europe/London", "2026-03-29", "01:30"),
        ("Europe/London", "2026-10-25", "01:30"),
        ("America/New_York", "2026-03-08", "02:30"),
        ("America/New_York", "2026-11-01", "01:30"),
        ("Pacific/Auckland", "2026-09-27", "02:30"),
        ("Pacific/Auckland", "2026-04-05", "02:30"),
        ("Pacific/Auckland", "2027-01-01", "00:00"),
        ("America/New_York", "2028-02-29", "23:59"),
    ],
)
def test_plan_keeps_its_hour(
    browser: Browser, lesson_site: str, zone: str, day: str, time: str
) -> None:
    """The hour that the reader chose is said and kept, also where the clocks have none such."""
    with visit(browser, box(lesson_site, "never"), zone=zone, at=f"{day}T00:00") as visited:
        fill(visited.page, day=day, time=time, name="Mira")
        sentence = read(visited.page)
        (event,) = Calendar.from_ical(event_file(visited.page)).events

    assert sentence == SENTENCE.format(
        day=words(date.fromisoformat(day), "en-GB"),
        time=time,
        name="Mira",
        question="What are you stuck on?",
    )
    assert event.start == datetime.fromisoformat(f"{day}T{time}")
    assert event.start.tzinfo is None


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("de-DE", "Do this: schreib einem Menschen, this week. That is by Sonntag, 29. November."),
        ("en-US", "Do this: schreib einem Menschen, this week. That is by Samstag, 28. November."),
    ],
)
def test_words_are_of_the_rants_language(
    browser: Browser, lesson_site: str, locale: str, said: str
) -> None:
    """In a German rant a date is German, whoever reads it; the week is the reader's."""
    with visit(browser, f"{lesson_site}/rants/deutsch/de/", locale=locale) as visited:
        found = visited.page.locator(".lesson-do").inner_text()

    assert found == said


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        ("en-GB", "If it is Friday, 27 November at 15:30, I write to … and ask: Why?"),
        ("en-US", "If it is Friday, November 27 at 3:30 PM, I write to … and ask: Why?"),
        ("de-DE", "If it is Friday, November 27 at 3:30 PM, I write to … and ask: Why?"),
    ],
)
def test_time_is_said_as_readers_say_it(
    browser: Browser, lesson_site: str, locale: str, sentence: str
) -> None:
    """An English page says the day and the hour in English, as its reader is used to."""
    with visit(browser, box(lesson_site, "never"), locale=locale) as visited:
        fill(visited.page, day="2026-11-27", time="15:30", question="Why?")
        found = read(visited.page)

    assert (
        found.replace("\u202f", " ") == sentence
    )  # which space it is depends on the browser's data


def test_heading_in_the_lesson_breaks_nothing(browser: Browser, lesson_site: str) -> None:
    """A lesson may have a heading in its text: its box plans, copies and keeps as any other."""
    url = box(lesson_site, "headed")

    with visit(browser, url, permissions=CLIPBOARD) as visited:
        said = visited.page.locator(".lesson-do").inner_text()
        shown = visited.page.locator(".lesson-ways button:visible").all_inner_texts()

    assert visited.complaints == []
    assert said == "Do this: write to one person, by tomorrow. That is by Thursday, 26 November."
    assert shown == ["Put it in my calendar", "Copy the plan", "Print", "I wrote to them"]


def test_box_without_a_plan_is_words_and_a_mail(browser: Browser, planless_site: str) -> None:
    """Where the site's settings leave out the plan, no script and nothing dead is on the page."""
    with visit(browser, box(planless_site, "headed")) as visited:
        controls = visited.page.locator("#lesson :is(input, button, a.lesson-button)")
        shown = controls.all_inner_texts()
        said = visited.page.locator(".lesson-do").inner_text()
        scripts = [url for url in visited.asked if url.endswith(".js")]

    assert (shown, scripts, visited.complaints) == (["Send it to myself"], [], [])
    assert said == "Do this: write to one person, by tomorrow."


# the sentence


def test_sentence_follows_the_fields(plan: Visit) -> None:
    """What is written in a field stands in the sentence, and a blank where a field is emptied."""
    page = plan.page

    before = read(page)
    fill(page, day="2026-11-28", time="09:05", name="Mira", question="What next?")
    filled = read(page)
    fill(page, day="", time="", name="", question="")
    emptied = read(page)

    assert before == (
        "If it is Thursday, 26 November at 12:00, I write to … and ask: What are you stuck on?"
    )
    assert filled == "If it is Saturday, 28 November at 09:05, I write to Mira and ask: What next?"
    assert emptied == "If it is … at …, I write to … and ask: …"
    assert plan.complaints == []


@pytest.mark.parametrize("text", HOSTILE)
def test_field_is_text_everywhere(browser: Browser, lesson_site: str, text: str) -> None:
    """What a field holds is text, whole, in the sentence, the mail, the copy and the calendar."""
    with visit(browser, box(lesson_site, "hostile"), permissions=CLIPBOARD) as visited:
        page = visited.page
        blank = mail(page)["body"][0].replace("\r\n", "\n")
        blank = blank.replace(read(page), "{SENTENCE}")
        before = page.locator("*").count()
        fill(page, day="2026-11-28", time="09:05", name=text, question=f"{text}?")
        sentence = read(page)
        mailed = mail(page)["body"][0]
        file = event_file(page)
        press(page, "Copy the plan")
        status(page)
        copied = clipboard(page)
        after = page.locator("*").count()

    (event,) = Calendar.from_ical(file).events
    expected = SENTENCE.format(
        day="Saturday, 28 November", time="09:05", name=text, question=f"{text}?"
    )
    whole = blank.replace("{SENTENCE}", expected)
    assert sentence == expected
    assert expected in whole
    assert mailed == whole.replace("\n", "\r\n")
    assert copied == whole
    assert event["summary"] == f"Write to {text}"
    assert event["description"] == whole
    assert (before, visited.complaints) == (after, [])


def test_name_takes_sixty_characters_and_parts_none(plan: Visit) -> None:
    """A name that is too long is cut between two characters, and the box goes on."""
    page = plan.page

    page.locator("[name=name]").click()
    page.keyboard.insert_text("a" * 59 + "🦋b")
    kept = page.locator("[name=name]").input_value()
    sentence = read(page)

    assert kept.startswith("a" * 59)
    assert len(kept.encode("utf-16-le")) <= 120
    assert sentence.startswith(f"If it is Thursday, 26 November at 12:00, I write to {kept} and")
    assert sentence in mail(page)["body"][0]
    assert plan.complaints == []


def test_plan_is_copied_whatever_the_title(browser: Browser, lesson_site: str) -> None:
    """Where a mail has no room for the plan, the copy and the calendar have it all the same."""
    with visit(browser, box(lesson_site, "long"), permissions=CLIPBOARD) as visited:
        page = visited.page
        fill(page, name="Mira", question="Why?")
        sentence = read(page)
        press(page, "Copy the plan")
        status(page)
        copied = clipboard(page)
        (event,) = Calendar.from_ical(event_file(page)).events

    assert sentence in copied
    assert sentence in event["description"]


# the ways to keep it


def test_calendar_file_is_a_calendar(plan: Visit) -> None:
    """The file is a whole event by RFC 5545, in local time that floats."""
    page = plan.page
    fill(page, day="2026-11-28", time="09:05", name="Mira", question="What, \\ or; why?")

    file = event_file(page)

    read_back = Calendar.from_ical(file)
    (event,) = read_back.events
    (alarm,) = event.subcomponents
    port = urlsplit(page.url).port
    text = (
        "Do this: write to one person, by the end of this week.\n\n"
        "Send one friendly line to someone you already talk to.\n\n"
        "If it is Saturday, 28 November at 09:05, I write to Mira and ask: What, \\ or; why?\n\n"
        "“What are you stuck on?”\n“Shall I bring the “glue”, then?”\n\n"
        "https://endrant.example/rants/week-end/#lesson"
    )
    assert (read_back["version"], read_back["prodid"]) == ("2.0", "-//End Rant//EN")
    assert [part.errors for part in read_back.walk()] == [[], [], []]
    assert {name: event.decoded(name) for name in event} == {
        "UID": f"20261128T090500/rants/week-end/Write to Mira@127.0.0.1:{port}",
        "DTSTAMP": datetime(2026, 11, 25, 10, tzinfo=UTC),
        "DTSTART": datetime(2026, 11, 28, 9, 5),  # noqa: DTZ001  -- it floats
        "DURATION": timedelta(minutes=20),
        "TRANSP": "TRANSPARENT",
        "SUMMARY": "Write to Mira",
        "DESCRIPTION": text,
    }
    assert {name: alarm.decoded(name) for name in alarm} == {
        "ACTION": "DISPLAY",
        "DESCRIPTION": "Write to Mira",
        "TRIGGER": timedelta(),
    }
    assert b"DTSTART:20261128T090500\r\n" in file
    assert b"What\\, \\\\ or\\; why?" in file.replace(b"\r\n ", b"")


@pytest.mark.parametrize("name", ["🦋" * 30, "é" * 60, "aé🦋" * 15, "a" * 60, "👩‍👩‍👧‍👦" * 5])
def test_calendar_file_is_folded_between_characters(
    browser: Browser, lesson_site: str, name: str
) -> None:
    """Each line ends in CRLF, has 75 octets at most, and is whole characters."""
    with visit(browser, box(lesson_site, "hostile")) as visited:
        fill(visited.page, name=name, question=f"{name}{name}?")
        file = event_file(visited.page)

    lines = file.split(b"\r\n")
    assert lines.pop() == b""
    assert [line for line in lines if len(line) > 75 or b"\n" in line or b"\r" in line] == []
    assert [line for line in lines if b"\xef\xbf\xbd" in line or not line.decode()] == []
    assert f"SUMMARY:Write to {name}" in file.decode().replace("\r\n ", "").splitlines()


@pytest.mark.parametrize("field", ["day", "time"])
def test_calendar_asks_for_what_is_missing(plan: Visit, field: str) -> None:
    """Without a day or an hour the button gives no file: the field asks, and has the focus."""
    page = plan.page
    fill(page, **{field: ""})
    downloads: list[str] = []
    page.on("download", lambda file: downloads.append(file.url))

    press(page, "Put it in my calendar")
    page.wait_for_timeout(100)

    assert downloads == []
    assert page.evaluate("document.activeElement.name") == field
    assert plan.complaints == []


def test_calendar_takes_a_plan_without_a_name(plan: Visit) -> None:
    """Who has not chosen yet may set the hour: the event has the blank for the name."""
    (event,) = Calendar.from_ical(event_file(plan.page)).events

    assert event["summary"] == "Write to …"
    assert "I write to … and ask: What are you stuck on?" in event["description"]


def test_mail_has_the_readers_sentence(plan: Visit) -> None:
    """The mail has the lesson as its subject, and all that the box says, with the plan."""
    fill(plan.page, day="2026-11-28", time="09:05", name="Mira", question="C# & R+D: 50 %?")

    found = mail(plan.page)

    assert found == {
        "subject": ["The lesson of week-end."],
        "body": [
            "Do this: write to one person, by the end of this week.\r\n\r\n"
            "Send one friendly line to someone you already talk to.\r\n\r\n"
            "If it is Saturday, 28 November at 09:05, I write to Mira and ask: C# & R+D: 50 %?"
            "\r\n\r\n“What are you stuck on?”\r\n“Shall I bring the “glue”, then?”\r\n\r\n"
            "https://endrant.example/rants/week-end/#lesson"
        ],
    }


def test_copy_takes_the_plan(plan: Visit) -> None:
    """Copy takes what the mail would say, and says so."""
    page = plan.page
    fill(page, name="Mira")

    press(page, "Copy the plan")
    said = status(page)

    assert said == "Copied."
    assert clipboard(page) == mail(page)["body"][0].replace("\r\n", "\n")
    assert "I write to Mira and ask: What are you stuck on?" in clipboard(page)


@pytest.mark.parametrize("opener", ["What are you stuck on?", "Shall I bring the “glue”, then?"])
def test_opener_is_copied_alone(plan: Visit, opener: str) -> None:
    """Beside each opener a button copies it, without quotes around it."""
    page = plan.page

    page.get_by_role("button", name=f"Copy “{opener}”", exact=True).click()
    said = status(page)

    assert (said, clipboard(page)) == ("Copied.", opener)


@pytest.mark.parametrize(
    "refusal",
    [
        "navigator.clipboard.writeText = () => Promise.reject(new DOMException())",
        "Object.defineProperty(navigator, 'clipboard', { value: undefined })",
    ],
)
def test_copy_that_is_refused_leaves_the_words_marked(
    browser: Browser, lesson_site: str, refusal: str
) -> None:
    """Where the browser does not copy, the box says so and has marked what was to be copied."""
    with visit(browser, box(lesson_site, "never"), init=refusal) as visited:
        page = visited.page
        press(page, "Copy the plan")
        said = status(page)
        marked = page.evaluate("getSelection().toString()")
        sentence = read(page)
        page.locator(".lesson-openers button").first.click()
        page.wait_for_function("getSelection().toString() === 'What are you stuck on?'")

    assert said == "Your browser does not let this page do that."
    assert marked == sentence
    assert visited.complaints == []


def test_print_prints(browser: Browser, lesson_site: str) -> None:
    """Print opens the browser's own way to print, once."""
    init = "window.printed = 0; window.print = () => { window.printed += 1 }"

    with visit(browser, box(lesson_site, "never"), init=init) as visited:
        press(visited.page, "Print")
        printed = visited.page.evaluate("printed")

    assert printed == 1


def test_paper_has_the_sentence_and_no_fields(plan: Visit) -> None:
    """On paper the plan stands as a sentence; what is to be filled in or pressed is gone."""
    page = plan.page
    fill(page, name="Mira")

    page.emulate_media(media="print")

    shown = page.locator(".lesson :is(input, button, .lesson-ways, [role=status]):visible")
    assert read(page) == (
        "If it is Thursday, 26 November at 12:00, I write to Mira and ask: What are you stuck on?"
    )
    assert shown.count() == 0
    assert page.locator(".lesson-openers q:visible").count() == 2


def test_name_is_kept_when_the_reader_says_so(plan: Visit) -> None:
    """Only “I wrote to them” keeps something: the first name, the day and the lesson."""
    page = plan.page
    fill(page, day="2026-11-28", time="09:05", name="Mira", question="A secret?")
    press(page, "Copy the plan")
    status(page)
    event_file(page)
    before = page.evaluate("localStorage.length")

    press(page, "I wrote to them")
    page.wait_for_function("localStorage.length > 0")

    kept = page.evaluate("Object.entries(localStorage)")
    others = page.evaluate("[document.cookie, sessionStorage.length]")
    assert before == 0
    assert len(kept) == 1
    assert kept[0][1].split("\n") == [
        "2026-11-25T10:00:00.000Z",
        "Mira",
        "/rants/week-end/",
        "The lesson of week-end.",
    ]
    assert "secret" not in str(kept)
    assert status(page) == "The name is kept, in this browser alone."
    assert others == ["", 0]


@pytest.mark.parametrize("name", ["", "   "])
def test_no_name_is_not_kept(plan: Visit, name: str) -> None:
    """Without a name the button keeps nothing: the field asks for one."""
    page = plan.page
    fill(page, name=name)

    press(page, "I wrote to them")
    page.wait_for_function("document.activeElement.name === 'name'")

    assert page.evaluate("localStorage.length") == 0
    assert plan.complaints == []


def test_what_was_said_goes_when_something_else_is_done(plan: Visit) -> None:
    """“Copied.” does not stand beside what was pressed next."""
    page = plan.page
    press(page, "Copy the plan")
    status(page)
    fill(page, day="")

    press(page, "Put it in my calendar")
    page.wait_for_function("document.activeElement.name === 'day'")

    page.wait_for_function("document.querySelector('.lesson [role=status]').textContent === ''")


def test_box_works_where_nothing_may_be_kept(browser: Browser, lesson_site: str) -> None:
    """With storage refused all works but the keeping, and the box says that it does not."""
    url = box(lesson_site, "week-end")

    with visit(browser, url, init=NO_STORAGE, permissions=CLIPBOARD) as visited:
        page = visited.page
        fill(page, name="Mira")
        sentence = read(page)
        press(page, "I wrote to them")
        said = status(page)
        (event,) = Calendar.from_ical(event_file(page)).events

    assert "I write to Mira and ask" in sentence
    assert said == "Your browser does not let this page do that."
    assert event["summary"] == "Write to Mira"
    assert visited.complaints == []


@pytest.mark.parametrize(("days", "left"), [(89, 1), (91, 0)])
def test_box_drops_what_is_old(plan: Visit, days: int, left: int) -> None:
    """Opening a lesson drops the names of more than 90 days ago, and nothing else."""
    page = plan.page
    fill(page, name="Mira")
    press(page, "I wrote to them")
    page.wait_for_function("localStorage.length === 1")
    page.evaluate("localStorage.setItem('theme', 'dark')")
    later = date(2026, 11, 25) + timedelta(days)

    plan.set_clock(f"{later}T10:00", "Europe/London")
    page.reload()

    kept = page.evaluate("Object.keys(localStorage).sort()")
    assert len(kept) == left + 1
    assert kept[-1] == "theme"


# what the reader need not fear


def test_nothing_leaves_the_box(plan: Visit) -> None:
    """Typing and pressing ask the network for nothing, and put nothing into an address."""
    page = plan.page
    page.wait_for_load_state("networkidle")
    loaded = list(plan.asked)
    url, steps = page.url, page.evaluate("history.length")

    page.locator("[name=name]").press_sequentially("Mira")
    fill(page, day="2026-11-28", time="09:05", question="A secret?")
    page.locator("[name=question]").press("Enter")
    event_file(page)
    press(page, "Copy the plan")
    status(page)
    page.locator(".lesson-openers button").first.click()
    press(page, "I wrote to them")
    page.wait_for_function("localStorage.length > 0")
    page.wait_for_load_state("networkidle")

    origin = url.partition("/rants/")[0]
    assert [each for each in loaded if not each.startswith(f"{origin}/")] == []
    made = ("blob:", f"{origin}/assets/icon.svg")  # the calendar's file; the browser's own time
    assert [each for each in plan.asked[len(loaded) :] if not each.startswith(made)] == []
    assert (page.url, page.evaluate("history.length")) == (url, steps)
    assert plan.complaints == []


def test_without_scripts_all_words_are_there(browser: Browser, lesson_site: str) -> None:
    """Without a script the box has all its words, the plan's blanks, and nothing that is dead."""
    with visit(browser, box(lesson_site, "week-end"), scripts=False) as visited:
        page = visited.page
        text = page.locator("#lesson").inner_text()
        dead = page.locator("#lesson :is(input, button):visible").count()
        mailed = mail(page)["body"][0]

    assert (
        re.sub(r"\n+", "\n", text)
        == """THE LESSON FOR TODAY IS…
The lesson of week-end.
One reason.
Do this: write to one person, by the end of this week.
Three minutes first. Send one friendly line to someone you already talk to.
Then make it a plan
If it is … at …, I write to … and ask: …
To start with, you could say:
What are you stuck on?
Shall I bring the “glue”, then?
Send it to myself
Tell me how it went, even if nobody answered
Whom did you choose, and why?
What did you ask?
What surprised you?
Tell me by email."""
    )
    assert dead == 0
    assert "\r\n\r\nIf it is … at …, I write to … and ask: …\r\n\r\n" in mailed


def test_lesson_without_a_deed_has_no_script(browser: Browser, lesson_site: str) -> None:
    """A lesson with nothing to do is words alone: nothing to fill in, nothing to press."""
    with visit(browser, box(lesson_site, "silent")) as visited:
        controls = visited.page.locator("#lesson :is(input, button, a.lesson-button)").count()
        scripts = [url for url in visited.asked if "/lesson." in url]

    assert (controls, scripts, visited.complaints) == (0, [], [])


def test_script_is_small(browser: Browser, lesson_site: str) -> None:
    """The box's script is one file of at most 4 KB, as it is served."""
    with visit(browser, box(lesson_site, "never")) as visited:
        (url,) = [url for url in visited.asked if url.endswith(".js")]
    with urlopen(url) as answer:  # noqa: S310  -- a site on loopback
        size = len(answer.read())

    assert 0 < size <= 4096


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_filled_box_has_no_accessibility_violation(plan: Visit, scheme: str, width: int) -> None:
    """axe-core finds nothing in a box that is filled in and has said something."""
    page = plan.page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
    fill(page, name="Mira")
    press(page, "Copy the plan")
    status(page)

    violations = Axe().run(page).response["violations"]

    assert [(found["id"], found["nodes"]) for found in violations] == []


def test_keyboard_goes_through_the_box_in_order(plan: Visit) -> None:
    """Tab goes through fields, openers and buttons as they stand, and a key presses each."""
    page = plan.page
    page.locator("#lesson [name=day]").focus()

    passed: list[str] = []
    for _ in range(40):
        label = page.evaluate(
            """() => {
                const e = document.activeElement
                return e.closest(".lesson-plan, .lesson-openers, .lesson-ways")
                    ? e.name || e.getAttribute("aria-label") || e.textContent : "" }"""
        )
        if not label:
            break
        passed += [label] if label not in passed[-1:] else []
        page.keyboard.press("Tab")

    page.locator(".lesson-ways button", has_text="Copy the plan").focus()
    page.keyboard.press("Space")
    assert passed == [
        "day",
        "time",
        "name",
        "question",
        "Copy “What are you stuck on?”",
        "Copy “Shall I bring the “glue”, then?”",
        "Put it in my calendar",
        "Send it to myself",
        "Copy the plan",
        "Print",
        "I wrote to them",
    ]
    assert status(page) == "Copied."


def test_targets_in_the_box_can_be_hit(browser: Browser, lesson_site: str) -> None:
    """Each field and button is at least 24 pixels each way on a telephone (WCAG 2.2, 2.5.8)."""
    with visit(browser, box(lesson_site, "week-end"), width=360) as visited:
        sizes = visited.page.locator(
            "#lesson :is(input, button, a.lesson-button):visible"
        ).evaluate_all(
            """all => all.map(e => e.getBoundingClientRect()).map(r => [r.width, r.height])"""
        )

    assert len(sizes) == 11
    assert [size for size in sizes if min(size) < 24] == []


def test_fields_have_names(plan: Visit) -> None:
    """Each field is found by the word beside it."""
    page = plan.page

    names = {
        label: page.get_by_label(label, exact=True).get_attribute("name")
        for label in ("Day", "Time", "First name", "Question")
    }

    assert names == {"Day": "day", "Time": "time", "First name": "name", "Question": "question"}
