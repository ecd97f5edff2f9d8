"""The calendar, read back from whatever is put in."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson import Event
from lesson.calendar import write_calendar
from lesson.event import write_calendar_once

SITE = "https://rants.example/blog"
FIRST = Event(
    day=date(2026, 12, 31),
    summary="Stop counting; start knowing, 'all' of them.",
    description=f"Do this: call one friend, by Friday.\n\n{SITE}/a/#lesson",
    url=f"{SITE}/a/#lesson",
    changed=datetime(2026, 11, 24, 1, 30, 5, tzinfo=timezone(timedelta(hours=13))),
)
SECOND = Event(
    day=date(2028, 2, 29),
    summary="Zähl nicht – 数えない 🦋",
    description=f"{SITE}/b/#lesson",
    url=f"{SITE}/b/#lesson",
    changed=datetime(2026, 7, 1, 9, 0, tzinfo=UTC),
)
BREAKS = ("\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")
HOSTILE = {
    "a backslash and N": r"C:\New\next \, \; \\",
    "marks of the format": "a, b; c: \"d\" = 'e' ^n",
    "an end of the event": "x\r\nEND:VEVENT\r\nBEGIN:VALARM",
    "CR": "a\rb",
    "line separators": "a\u2028b\u2029c\x85d",
    "emoji": "👩🏽‍❤️‍👨🏿 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🦋" * 9,
    "from right to left": "مرحبا بالعالم \u202eabc\u202c \u2067שלום\u2069" * 4,
    "controls": "a\x00b\x07c\x1bd\x7fe\x9ff",
    "half a character": "a\ud800b\udfffc",
    "no characters": "a\ufffeb\uffffc",
    "a thousand letters": "x" * 1000,
    "a thousand of four octets": "🦋" * 1000,
    "letters with many marks": "Z" + "\u0335\u0322" * 200,
    "backslashes and commas": "\\,;" * 200,
}


@dataclass(frozen=True)
class Line:
    """A content line of RFC 5545: its name, its parameters and its value, as they stand."""

    name: str
    parameters: str
    value: str

    @property
    def text(self) -> str:
        """The value as a text (RFC 5545, 3.3.11)."""
        escapes = {"n": "\n", "N": "\n"}
        return re.sub(r"\\(.)", lambda found: escapes.get(found[1], found[1]), self.value)


def octets(calendar: bytes) -> list[bytes]:
    """The lines as they stand in the file, which ends with one."""
    *lines, nothing = calendar.split(b"\r\n")
    assert nothing == b""
    return lines


def content(calendar: bytes) -> list[Line]:
    """The content lines, unfolded (RFC 5545, 3.1)."""
    text = calendar.decode().replace("\r\n ", "").removesuffix("\r\n")
    found = (re.fullmatch("([A-Z-]+)((?:;[^:]*)?):(.*)", line) for line in text.split("\r\n"))
    return [Line(*match.groups()) for match in found if match]


def texts(calendar: bytes, name: str) -> list[str]:
    """The texts of all lines of a name."""
    return [line.text for line in content(calendar) if line.name == name]


def write(*events: Event, name: str = "Site", site: str = SITE) -> bytes:
    return write_calendar(events, name=name, site=site)


def one_line(text: str) -> str:
    """A text with what no calendar holds left out, and each break a space; spaces are one."""
    text = re.sub("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]", "", text)
    for mark in BREAKS:
        text = text.replace(mark, " ")
    return re.sub("[\t ]+", " ", text).strip(" ")


def read(calendar: bytes) -> icalendar.Calendar:
    """What `icalendar` reads, which has nothing to complain of."""
    (found,) = icalendar.Calendar.from_ical(calendar, multiple=True)
    assert [component.errors for component in found.walk() if component.errors] == []
    return found


def test_calendar_is_this() -> None:
    """Every line of the calendar is as expected, and there is no other."""
    calendar = write(FIRST, name="Rants, and more; a lesson a day")

    lines = content(calendar)

    (uid,) = texts(calendar, "UID")
    assert sorted((line.name, line.parameters, line.value) for line in lines) == sorted(
        [
            ("BEGIN", "", "VCALENDAR"),
            ("VERSION", "", "2.0"),
            ("PRODID", "", "-//End Rant//lesson//EN"),
            ("NAME", "", r"Rants\, and more\; a lesson a day"),
            ("X-WR-CALNAME", "", r"Rants\, and more\; a lesson a day"),
            ("REFRESH-INTERVAL", ";VALUE=DURATION", "P1D"),
            ("X-PUBLISHED-TTL", "", "P1D"),
            ("BEGIN", "", "VEVENT"),
            ("UID", "", uid),
            ("DTSTAMP", "", "20261123T123005Z"),
            ("DTSTART", ";VALUE=DATE", "20261231"),
            ("DTEND", ";VALUE=DATE", "20270101"),
            ("SUMMARY", "", r"Stop counting\; start knowing\, 'all' of them."),
            (
                "DESCRIPTION",
                "",
                rf"Do this: call one friend\, by Friday.\n\n{SITE}/a/#lesson",
            ),
            ("URL", "", f"{SITE}/a/#lesson"),
            ("TRANSP", "", "TRANSPARENT"),
            ("END", "", "VEVENT"),
            ("END", "", "VCALENDAR"),
        ]
    )


def test_what_names_a_line_comes_in_order() -> None:
    """The calendar begins with its version and its maker, as strict programs want it."""
    names = [line.name for line in content(write(FIRST))]

    assert names[0] == "BEGIN"
    assert set(names[1:3]) == {"PRODID", "VERSION"}
    assert names[-2:] == ["END", "END"]


def test_icalendar_reads_every_value_back() -> None:
    """Another's reader has all of each event, and no complaint."""
    calendar = read(write(FIRST, SECOND, name="Räntş"))

    events = [
        {
            "day": event["DTSTART"].dt,
            "end": event["DTEND"].dt,
            "whole day": event["DTSTART"].params["VALUE"],
            "stamp": event["DTSTAMP"].dt,
            "summary": event["SUMMARY"],
            "description": event["DESCRIPTION"],
            "url": event["URL"],
            "takes time": event["TRANSP"],
        }
        for event in calendar.events
    ]
    assert events == [
        {
            "day": FIRST.day,
            "end": date(2027, 1, 1),
            "whole day": "DATE",
            "stamp": FIRST.changed,
            "summary": FIRST.summary,
            "description": FIRST.description,
            "url": FIRST.url,
            "takes time": "TRANSPARENT",
        },
        {
            "day": SECOND.day,
            "end": date(2028, 3, 1),
            "whole day": "DATE",
            "stamp": SECOND.changed,
            "summary": SECOND.summary,
            "description": SECOND.description,
            "url": SECOND.url,
            "takes time": "TRANSPARENT",
        },
    ]
    assert (calendar["NAME"], calendar["X-WR-CALNAME"]) == ("Räntş", "Räntş")
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(days=1)


def test_calendar_without_an_event_is_one() -> None:
    """No event is a calendar, too."""
    calendar = read(write())

    assert calendar.events == []


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    """Whatever stands in the name, the summary or the description is read back, in one event."""
    event = replace(FIRST, summary=words, description=f"{words}\n\n{FIRST.url}")

    calendar = write(event, name=words)

    names = [line.name for line in content(calendar) if line.name in ("BEGIN", "END")]
    assert names == ["BEGIN", "BEGIN", "END", "END"]
    assert texts(calendar, "SUMMARY") == [one_line(words)]
    assert texts(calendar, "NAME") == texts(calendar, "X-WR-CALNAME") == [one_line(words)]
    paragraphs = re.split("\n+", texts(calendar, "DESCRIPTION")[0])
    assert one_line(" ".join(paragraphs)) == f"{one_line(words)} {FIRST.url}"
    assert len(read(calendar).events) == 1


@pytest.mark.parametrize("mark", BREAKS, ids=ascii)
def test_break_is_a_break_in_a_description_and_a_space_in_a_line(mark: str) -> None:
    """Each way to break a line is one in the description, and parts words elsewhere."""
    event = replace(FIRST, summary=f"a{mark}b", description=f"a{mark}{mark}b")

    calendar = write(event, name=f"a{mark}b")

    assert texts(calendar, "SUMMARY") == texts(calendar, "NAME") == ["a b"]
    assert texts(calendar, "DESCRIPTION") == ["a\n\nb"]


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u3000", "\u2009"], ids=ascii)
def test_space_that_is_no_break_stays(space: str) -> None:
    """A no-break space, or a wide one, is the writer's, and a calendar can hold it."""
    event = replace(FIRST, summary=f"100{space}km", description=f"100{space}km")

    calendar = write(event)

    assert texts(calendar, "SUMMARY") == texts(calendar, "DESCRIPTION") == [f"100{space}km"]


ANY = st.text(st.characters(exclude_categories=()), max_size=120)
PIECES = st.lists(
    ANY | st.sampled_from([*BREAKS, "\\n", "\\N", "\\", ",", ";", ":", '"', "🦋", "é", " "]),
    max_size=12,
).map("".join)
WORDS = ANY | PIECES


@given(WORDS, WORDS, WORDS, st.booleans())
def test_lines_are_short_and_whole(name: str, summary: str, description: str, two: bool) -> None:
    """Each line has 75 octets at most, ends in CRLF, and is UTF-8 by itself."""
    event = replace(FIRST, summary=summary, description=description)

    lines = octets(write(*[event] * (1 + two), name=name))

    assert max(map(len, lines)) <= 75
    for line in lines:
        assert not re.search("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]", line.decode())


@given(WORDS)
def test_any_words_are_read_back(words: str) -> None:
    """All that a calendar can hold comes out as it went in, spaces aside."""
    event = replace(FIRST, summary=words, description=words)

    calendar = write(event, name=words)

    expected = re.sub(r"\s+", " ", one_line(words)).strip()
    found = [texts(calendar, name) for name in ("NAME", "SUMMARY", "DESCRIPTION")]
    assert [re.sub(r"\s+", " ", text).strip() for (text,) in found] == [expected] * 3
    assert len(content(calendar)) == len(re.findall(rb"\r\n(?! )", calendar))


@given(st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="\\"), max_size=200))
def test_icalendar_reads_any_words_back(words: str) -> None:
    """Another's reader has the same words; a backslash before an n it reads wrongly itself."""
    event = replace(FIRST, summary=words, description=words)

    (found,) = read(write(event)).events

    assert (found["SUMMARY"], found["DESCRIPTION"]) == (words, words)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_address_of_any_path_is_a_uri(path: str) -> None:
    """Whatever is in an address, its line holds only what a URI may, and none of it is escaped."""
    event = replace(FIRST, url=f"{SITE}/{path}#lesson")

    lines = content(write(event))

    (found,) = [line for line in lines if line.name == "URL"]
    assert re.fullmatch(r"[A-Za-z0-9/:?#\[\]@!$&'()*+,;=%\-._~]+", found.value)
    assert found.value.startswith(f"{SITE}/")
    assert found.value.endswith("#lesson")


def test_letters_beyond_ascii_in_an_address_are_quoted_once() -> None:
    """A letter is quoted as UTF-8; what is quoted already stays so."""
    event = replace(FIRST, url=f"{SITE}/ü/%C3%A4/?a=1,2;3#lesson")

    lines = content(write(event))

    urls = [line.value for line in lines if line.name == "URL"]
    assert urls == [f"{SITE}/%C3%BC/%C3%A4/?a=1,2;3#lesson"]


def test_day_keeps_its_uid() -> None:
    """A day's UID is the same whatever is its lesson and whichever other days are there."""
    monday, friday = (write(event) for event in (FIRST, replace(SECOND, day=FIRST.day)))
    both = write(SECOND, FIRST)

    uids = [texts(calendar, "UID") for calendar in (monday, friday, both)]

    assert uids[0] == uids[1] == uids[2][1:]


@given(st.sets(st.dates(), min_size=2, max_size=20))
def test_each_day_has_a_uid_of_its_own(days: set[date]) -> None:
    """No two days of a calendar have the same UID, and each is a UUID (RFC 7986, 5.3)."""
    days.discard(date.max)  # no day comes after it

    uids = texts(write(*(replace(FIRST, day=day) for day in sorted(days))), "UID")

    assert len(set(uids)) == len(days)
    assert [str(UUID(uid)) for uid in uids] == uids


def test_two_sites_have_other_uids() -> None:
    """Who subscribes to two blogs has the lessons of both."""
    one, other = (texts(write(FIRST, site=site), "UID") for site in (SITE, f"{SITE}2"))

    assert one != other


def test_calendar_is_the_same_each_time() -> None:
    """The same events make the same bytes, whatever has been written before."""
    first = write(FIRST, SECOND)
    write(replace(FIRST, summary="x"))

    assert write(FIRST, SECOND) == first


@given(st.datetimes(min_value=datetime(1970, 1, 2), timezones=st.timezones()))  # noqa: DTZ001  -- the zone is drawn
def test_stamp_is_the_moment_of_the_change(changed: datetime) -> None:
    """DTSTAMP is when the words were changed, in UTC, whichever the zone."""
    event = replace(FIRST, changed=changed)

    (stamp,) = texts(write(event), "DTSTAMP")

    assert stamp == changed.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


class Rows(dict[tuple[str, bytes], Any]):
    """A memory of one build."""

    def recall(self, kind: str, key: bytes) -> Any | None:
        return self.get((kind, key))

    def keep(self, kind: str, key: bytes, value: Any) -> None:
        self[kind, key] = value


def test_whatever_differs_is_another_calendar() -> None:
    """Each field of an event counts, and so do the name and the site; no other is made again."""
    others = {
        "day": SECOND.day,
        "summary": "Be.",
        "description": "Be.",
        "url": f"{SITE}/c/",
        "changed": FIRST.changed + timedelta(seconds=1),
    }
    assert [*others] == [each.name for each in fields(Event)]
    days = [[], [FIRST], [FIRST, SECOND]]
    days += [[replace(FIRST, **{name: value})] for name, value in others.items()]
    calendars = [(events, "N", SITE) for events in days]
    calendars += [([FIRST], "M", SITE), ([FIRST], "N", f"{SITE}/2")]
    memory = Rows()

    first, second, without = (
        [write_calendar_once(days, name=name, site=site, memory=held) for days, name, site in made]
        for made, held in ((calendars, memory), (calendars, memory), (calendars, None))
    )

    assert first == second == without
    assert first == [write_calendar(days, name=name, site=site) for days, name, site in calendars]
    assert len(memory) == len(calendars)


def test_calendar_that_is_kept_is_not_made_again() -> None:
    """What is recalled is the calendar, where it is text."""
    memory = Rows()
    made = write_calendar_once([FIRST], name="N", site=SITE, memory=memory)
    (place,) = memory

    memory[place] = "BEGIN:VCALENDAR"
    kept = write_calendar_once([FIRST], name="N", site=SITE, memory=memory)
    memory[place] = 1

    assert kept == b"BEGIN:VCALENDAR"
    assert write_calendar_once([FIRST], name="N", site=SITE, memory=memory) == made
