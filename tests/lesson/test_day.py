"""The lesson of the day, and what is written of all lessons: a first look at each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import icalendar
import pytest

from lesson import Event, lessons_of_the_days, write_days
from lesson.calendar import write_calendar
from tests.parsed import tree
from tests.small_site import Build, Site

FIRST = date(2026, 1, 1)
NOON = str(int(datetime(2026, 1, 10, 12, tzinfo=UTC).timestamp()))
FILES = ["lessons.ics", "lessons.json", "lessons/days.json"]
CARD = (
    '{% with turn = lesson_day, day = lesson_day.day, kicker = LESSON_KICKER, root = "/blog" %}'
    '{% include "lesson/card.html" %}{% endwith %}'
)


@dataclass(frozen=True)
class Letter:
    """A lesson whose name is one letter."""

    name: str
    day: date


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("", "....."),
        ("..a", "..aaaa"),
        ("ab", "ababab"),
        ("ab...c", "ababacabcab"),
        ("a(bcd)", "abcdabcdabcd"),
        ("(abc)d", "adbcadbca"),
    ],
)
def test_lessons_take_turns(published: str, shown: str) -> None:
    """A lesson has its day of publication, and moves no other than the one it displaces."""
    lessons = list(_letters(published))

    turns = lessons_of_the_days(lessons, FIRST, len(shown))

    assert "".join(turn.name if turn else "." for turn in turns) == shown


def _letters(published: str) -> list[Letter]:
    """One character a day; those in brackets share one, and a dot is a day without any."""
    letters, day, together = [], FIRST, False
    for character in published:
        together = character == "(" or (together and character != ")")
        if character.isalpha():
            letters.append(Letter(character, day))
        if not together:
            day += timedelta(1)
    return letters


def test_calendar_is_read_back_as_it_was_meant() -> None:
    """A calendar program gets every character of a lesson, one line where it is one."""
    words = "C:\\New; “a, b” 👩‍👩‍👧 שלום" + "ä" * 80
    changed = datetime(2026, 1, 2, 9, tzinfo=UTC)
    event = Event(
        FIRST, f"{words}\u2028\x00 on", f"{words}\nhere", "https://x.example/ä/#lesson", changed
    )

    data = write_calendar([event], name="A; B", site="https://x.example/")

    calendar = icalendar.Calendar.from_ical(data)
    (read,) = calendar.events
    assert not calendar.errors
    assert not read.errors
    assert {b"NAME:A\\; B", b"X-WR-CALNAME:A\\; B"} <= set(data.split(b"\r\n"))
    assert (str(read["SUMMARY"]), str(read["DESCRIPTION"])) == (f"{words} on", f"{words}\nhere")
    assert (read.start, read.end, str(read["TRANSP"])) == (FIRST, date(2026, 1, 2), "TRANSPARENT")
    assert (read.stamp, str(read["URL"])) == (changed, "https://x.example/%C3%A4/#lesson")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.count(b"\n") == data.count(b"\r\n")


def test_each_card_is_kept_once() -> None:
    """The script finds a day by its date, and no card is sent twice."""
    cards = dict(zip(map(_day, range(3)), ["<a>", "<b>", "<a>"], strict=True))

    data = write_days(cards)

    assert data.decode() == (
        '{"days":{"2026-01-01":0,"2026-01-02":1,"2026-01-03":0},"cards":["<a>","<b>"]}\n'
    )


def _day(number: int) -> date:
    return FIRST + timedelta(number)


@pytest.fixture
def lessons(site: Site) -> Site:
    """A site below a path, whose home page shows the day's lesson."""
    site.configure(PLUGINS=["lesson"], SITEURL="https://site.example/blog", TIMEZONE="Asia/Tokyo")
    site.configure(DIRECT_TEMPLATES=["index"])
    site.write("theme/templates/index.html", f"{{% if lesson_day %}}{CARD}{{% endif %}}")
    for name in ("lessons_year", "lessons_booklet"):
        site.write(
            f"theme/templates/{name}.html",
            '{{ {"name": shelf.name, "titles": shelf.articles|map(attribute="title")|list}'
            "|tojson }}",
        )
    return site


def _lesson(title: str, action: str = "call [one](../one/#top) friend", by: str = "today") -> str:
    return f'Rant.\n\n!!! lesson "{title}"\n    Text.\n\n    Do: {action}\n    By: {by}\n'


def _build(site: Site, **environment: str) -> Build:
    build = site.build(**{"SOURCE_DATE_EPOCH": NOON, **environment})
    assert (build.status, build.messages) == (0, ())
    return build


def test_nothing_is_made_of_no_lesson(lessons: Site) -> None:
    """A site without a lesson is built, and has none of the files."""
    lessons.post("a", "Just a rant.")
    lessons.write("content/pages/about.md", f"Title: About\n\n{_lesson('Of a page.')}")

    build = _build(lessons)

    made = [path for path in build.files if "lesson" in path]
    assert [path.partition(".")[0] for path in made] == ["theme/lesson"]  # the page's box has it
    assert build.bytes("index.html") == b""


def test_what_is_not_published_is_nowhere(lessons: Site) -> None:
    """A draft, a hidden post, one of the future and a translation are in no list."""
    lessons.configure(WITH_FUTURE_DATES=False)
    lessons.post("a", _lesson("Shown."), Category="B & C")
    lessons.post("b", _lesson("Draft."), Status="draft")
    lessons.post("c", _lesson("Hidden."), Status="hidden")
    lessons.post("d", _lesson("Of the future."), Date="9999-01-01")
    lessons.post("e", _lesson("Übersetzt."), Slug="a", Lang="de", Title="ä")

    build = _build(lessons)

    assert [one["title"] for one in build.data("lessons.json")["lessons"]] == ["Shown."]
    assert build.data("lessons/2026/index.html") == {"name": "2026", "titles": ["a"]}
    assert build.data("category/b-c/lessons/index.html") == {"name": "B & C", "titles": ["a"]}
    written = b"".join(map(build.bytes, [*FILES, "index.html"]))
    for title in ("Draft.", "Hidden.", "Of the future.", "Übersetzt."):
        assert title.encode() not in written


def test_day_is_the_sites_own(lessons: Site) -> None:
    """At nine in the evening of UTC it is the next day in Tokyo, and its post is the day's."""
    lessons.post("a", _lesson("First."), Date="2026-01-01 09:00")
    lessons.post("b", _lesson("Second."), Date="2026-01-11 05:00")

    build = _build(lessons, SOURCE_DATE_EPOCH=str(int(NOON) + 9 * 3600))

    whole = build.data("lessons/days.json")
    assert list(islice(whole["days"].items(), 2)) == [("2026-01-11", 0), ("2026-01-12", 1)]
    assert [title in card for title, card in zip(("Second", "First"), whole["cards"], strict=True)]
    assert build.bytes("index.html").decode() == whole["cards"][0]
    calendar = icalendar.Calendar.from_ical(build.bytes("lessons.ics"))
    assert (len(calendar.events), len(whole["days"])) == (60, 61)
    assert [*whole["days"]][-1] == "2026-01-10"
    assert (calendar.events[0].start, str(calendar.events[0]["SUMMARY"])) == (
        date(2026, 1, 11),
        "Second.",
    )


def test_deadline_that_has_gone_by_is_left_out(lessons: Site) -> None:
    """A lesson that comes again after its day has no day to be done by."""
    lessons.post("a", _lesson("Shown.", by="2026-01-11"))

    build = _build(lessons)

    whole = build.data("lessons/days.json")
    assert list(whole["days"].values()) == [0, 0] + [1] * 58 + [0]
    assert ["by 11 January 2026" in card for card in whole["cards"]] == [True, False]


def test_catalogue_stands_alone(lessons: Site) -> None:
    """Every address in the catalogue is whole, and every field is what the post says."""
    lessons.post("one", "A rant without a lesson.")
    lessons.post("a", _lesson("Call."), Category="Work", Tags="x, y")

    build = _build(lessons)

    assert build.data("lessons.json") == {
        "version": 1,
        "title": "Site: the lessons",
        "home_page_url": "https://site.example/blog/",
        "feeds": [],
        "lessons": [
            {
                "id": "https://site.example/blog/a/#lesson",
                "url": "https://site.example/blog/a/#lesson",
                "title": "Call.",
                "content_html": "<p>Text.</p>",
                "action": {
                    "html": 'call <a href="https://site.example/blog/one/#top">one</a> friend',
                    "text": "call one friend",
                },
                "by": {"words": "today", "date": None},
                "openers": [],
                "rant": {"title": "a", "url": "https://site.example/blog/a/"},
                "published": "2026-01-02T09:00:00+09:00",
                "category": "Work",
                "tags": ["x", "y"],
                "language": "en",
            }
        ],
    }


def test_card_says_its_language_and_leads_to_the_box(lessons: Site) -> None:
    """On the home page a post in another language is marked, and its links lead where they did."""
    lessons.configure(ARTICLE_LANG_URL="{slug}/{lang}/", ARTICLE_LANG_SAVE_AS="{slug}/{lang}.html")
    lessons.post("a", _lesson("שלום", action="call [one](../../one/#top)"), Lang="he")

    build = _build(lessons)

    tag, attributes, children = tree(build.bytes("index.html").decode())[0]
    assert (tag, attributes["lang"], attributes["dir"]) == ("section", "he", "rtl")
    assert (attributes["data-day"], attributes["data-days"]) == (
        "2026-01-10",
        "/blog/lessons/days.json",
    )
    assert ("a", {"href": "/blog/one/#top"}, ["one"]) in children[3][2]
    assert children[-1][2] == [
        ("a", {"class": "lesson-button", "href": "/blog/a/he/#lesson"}, ["Make it a plan"])
    ]


def test_nothing_is_written_over(lessons: Site) -> None:
    """A page that stands where one of the files is to be stops the build, with both named."""
    lessons.post("a", _lesson("Shown."))
    lessons.write("content/pages/b.md", "Title: B\nSave_as: lessons.json\n\nText.\n")
    lessons.write("content/pages/c.md", "Title: C\nSave_as: lessons/2026/index.html\n\nText.\n")

    build = lessons.build(SOURCE_DATE_EPOCH=NOON)

    assert build.status == 1
    assert build.messages[:2] == (
        "content/pages/b.md:1: stands at lessons.json, where the lessons' lessons.json is to be "
        "— give it another place",
        "content/pages/c.md:1: stands at lessons/2026/index.html, where the page of the lessons of "
        "'2026' is to be — give it another place",
    )
    assert not build.files
