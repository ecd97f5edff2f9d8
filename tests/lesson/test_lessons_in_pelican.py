"""The day's lesson, the index, the calendar and the lists in sites that Pelican builds."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import html5lib
import icalendar
import jsonschema
import pytest

from tests import pelican_site
from tests.lesson import test_catalogue, test_days
from tests.parsed import Tree, running, tree
from tests.small_site import Build, Site

CALENDAR, CATALOGUE, DAYS = "lessons.ics", "lessons.json", "lessons/days.json"
FILES = {CALENDAR, CATALOGUE, DAYS}
INDEX = """{% macro rows(shelves) %}
[{% for shelf in shelves %}
{{ [shelf.name, shelf.url, shelf.articles|map(attribute="title")|list]|tojson }}
{{ "," if not loop.last }}
{% endfor %}]
{% endmacro %}
{"today": {{ (lesson_day and [lesson_day.day.isoformat(), lesson_day.article.title])|tojson }},
"years": {{ rows(lesson_index.years) }}, "categories": {{ rows(lesson_index.categories) }}}"""
HOME = """{% if lesson_day %}{% with turn = lesson_day, day = lesson_day.day, root = HOME_ROOT,
kicker = LESSON_KICKER %}{% include "lesson/card.html" %}{% endwith %}{% endif %}<p>Home.</p>"""


def lesson(title: str = "Be kind.", do: str = "call a friend", by: str = "") -> str:
    """The end of a post: its lesson."""
    deadline = f"    By: {by}\n" if by else ""
    return f'End rant.\n\n!!! lesson "{title}"\n    Text of it.\n\n    Do: {do}\n{deadline}'


def moment(text: str) -> str:
    """A moment in UTC for SOURCE_DATE_EPOCH."""
    return str(int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()))


NOON = moment("2026-11-25 12:00")


@pytest.fixture(autouse=True)
def _pages(site: Site) -> None:
    site.configure(PLUGINS=["lesson"], DIRECT_TEMPLATES=["index", "home"], HOME_ROOT="")
    site.write("theme/templates/index.html", INDEX)
    site.write("theme/templates/home.html", HOME)


def index(build: Build) -> Any:
    """The day and the title of the day's lesson, and the shelves, as the templates have them."""
    assert build.status == 0, build.messages
    return build.data("index.html")


def today(build: Build) -> list[str] | None:
    """The day and the title of the day's lesson."""
    found: list[str] | None = index(build)["today"]
    return found


def events(build: Build) -> list[dict[str, Any]]:
    """The events of the calendar as another's reader has them."""
    calendar = icalendar.Calendar.from_ical(build.bytes(CALENDAR))
    assert [component.errors for component in calendar.walk() if component.errors] == []
    return [
        {
            "day": event["DTSTART"].dt.isoformat(),
            "summary": str(event["SUMMARY"]),
            "description": str(event["DESCRIPTION"]),
            "url": str(event["URL"]),
            "uid": str(event["UID"]),
            "stamp": event["DTSTAMP"].dt,
        }
        for event in calendar.events
    ]


def cards(build: Build) -> dict[str, str]:
    """The HTML of each coming day as the script takes it."""
    whole = build.data(DAYS)
    jsonschema.Draft202012Validator(test_days.SCHEMA).validate(whole)
    return {day: whole["cards"][number] for day, number in whole["days"].items()}


def catalogue(build: Build) -> Any:
    """The catalogue, which keeps to its schema."""
    whole = build.data(CATALOGUE)
    jsonschema.Draft202012Validator(test_catalogue.SCHEMA).validate(whole)
    return whole


def card_of(html: str) -> Tree:
    """The box that stands in a page, with all that is in it."""
    root = html5lib.parse(html, namespaceHTMLElements=False)
    (box,) = [element for element in root.iter("section") if element.get("id") == "lesson"]
    walker = html5lib.getTreeWalker("etree")
    serializer = html5lib.serializer.HTMLSerializer(
        omit_optional_tags=False, quote_attr_values="always"
    )
    return tree(serializer.render(walker(box)))


def test_each_file_is_there_where_a_lesson_is(site: Site) -> None:
    """A published lesson makes the calendar, the catalogue, the days and the box's script."""
    site.post("a", lesson())

    build = site.build(SOURCE_DATE_EPOCH=NOON)

    assert (build.status, build.messages) == (0, ())
    (script,) = [path for path in build.files if path.endswith(".js")]
    assert script == f"theme/lesson.{sha256(build.bytes(script)).hexdigest()[:16]}.js"
    assert set(build.files) >= FILES


def test_script_may_be_the_theme_s(site: Site) -> None:
    """A theme that has its own script for the box has that one written, by the hash of its own."""
    site.write("theme/templates/lesson/lesson.js", "// ü")
    site.write("theme/templates/home.html", "{{ LESSON_SCRIPT }}")
    site.configure(THEME_STATIC_DIR="assets")
    site.post("a", lesson())

    build = site.build(SOURCE_DATE_EPOCH=NOON)

    path = f"assets/lesson.{sha256('// ü'.encode()).hexdigest()[:16]}.js"
    assert build.bytes("home.html").decode() == path
    assert build.bytes(path).decode() == "// ü"


def test_site_without_a_lesson_has_none_of_the_files(site: Site) -> None:
    """Nothing is written and nothing is told, and the home page is whole without a box."""
    site.post("a")

    build = site.build(SOURCE_DATE_EPOCH=NOON)

    assert (build.status, build.messages) == (0, ())
    assert build.files == ["a/index.html", "category/misc/index.html", "home.html", "index.html"]
    assert build.bytes("home.html").decode() == "<p>Home.</p>"
    assert index(build) == {"today": None, "years": [], "categories": []}


def test_site_without_a_post_has_none_of_the_files(site: Site) -> None:
    """A blog that is to be begun is built."""
    build = site.build(SOURCE_DATE_EPOCH=NOON)

    assert (build.status, build.files) == (0, ["home.html", "index.html"])


def test_what_is_not_published_is_nowhere(site: Site) -> None:
    """A draft, a hidden post, one dated ahead, a translation and a page have no part in it."""
    site.configure(
        PAGE_SAVE_AS="{slug}.html",
        ARTICLE_LANG_SAVE_AS="{slug}/{lang}/index.html",
        PLUGINS=["proofread", "lesson"],
        WITH_FUTURE_DATES=False,
    )
    site.post("seen", lesson("Seen."))
    site.post("draft", lesson("Secret draft."), Status="draft")
    site.post("hidden", lesson("Secret hidden."), Status="hidden")
    site.post("ahead", lesson("Secret ahead."), Date="2026-11-25 12:01")
    site.post("next-year", lesson("Secret next year."), Date="2099-01-01")
    site.post("seen-de", lesson("Secret translation."), Lang="de", Slug="seen")
    site.write("content/pages/about.md", f"Title: About\n\n{lesson('Secret page.')}")

    build = site.build(SOURCE_DATE_EPOCH=NOON)

    assert build.status == 0
    assert "seen/de/index.html" in build.files
    assert "about.html" in build.files
    assert {event["summary"] for event in events(build)} == {"Seen."}
    assert [entry["title"] for entry in catalogue(build)["lessons"]] == ["Seen."]
    assert len(build.data(DAYS)["cards"]) == 1
    for path in (*FILES, "index.html", "home.html"):
        assert b"Secret" not in build.bytes(path), path
    assert index(build) == {
        "today": ["2026-11-25", "seen"],
        "years": [["2026", "lessons/2026/", ["seen"]]],
        "categories": [["misc", "category/misc/lessons/", ["seen"]]],
    }


@pytest.mark.parametrize("status", ["draft", "hidden"])
def test_lesson_that_is_not_published_writes_no_list(site: Site, status: str) -> None:
    """Where the only lesson is a draft's or a hidden post's, there is nothing to subscribe to."""
    site.post("a", lesson(), Status=status)

    build = site.build(SOURCE_DATE_EPOCH=NOON)

    assert (build.status, build.messages, FILES & set(build.files)) == (0, (), set())
    assert [path for path in build.files if path.endswith(".js")] != []  # its own page has a box


def test_post_that_is_dated_ahead_and_out_has_its_turn_on_its_day(site: Site) -> None:
    """Where a post of a later day is published already, its lesson waits for that day."""
    site.configure(WITH_FUTURE_DATES=True)
    site.post("a", lesson(), Date="2026-11-28")

    build = site.build(SOURCE_DATE_EPOCH=NOON)

    assert (build.status, today(build)) == (0, None)
    assert [event["day"] for event in events(build)][:2] == ["2026-11-28", "2026-11-29"]
    assert next(iter(cards(build))) == "2026-11-28"
    assert len(cards(build)) == 57


@pytest.mark.parametrize("moment_of_the_build", ["0", moment("2026-01-01 12:00")])
def test_site_built_for_a_day_long_before_is_whole(site: Site, moment_of_the_build: str) -> None:
    """With no lesson in the coming days the site is built, and the home page has no box."""
    site.post("a", lesson(), Date="2026-11-28")

    build = site.build(SOURCE_DATE_EPOCH=moment_of_the_build)

    assert (build.status, build.messages) == (0, ())
    assert build.bytes("home.html").decode() == "<p>Home.</p>"
    assert [entry["title"] for entry in catalogue(build)["lessons"]] == ["Be kind."]


@pytest.mark.parametrize(
    ("zone", "machine", "day"),
    [
        ("Pacific/Auckland", "Pacific/Pago_Pago", "2026-11-26"),
        ("UTC", "Pacific/Kiritimati", "2026-11-25"),
        ("America/New_York", "Pacific/Kiritimati", "2026-11-25"),
    ],
)
def test_day_is_the_site_s(site: Site, zone: str, machine: str, day: str) -> None:
    """Half an hour before midnight in UTC it is tomorrow in Auckland, wherever it is built."""
    site.configure(TIMEZONE=zone)
    site.post("a", lesson(), Date="2026-01-01")

    build = site.build(SOURCE_DATE_EPOCH=moment("2026-11-25 23:30"), TZ=machine)

    assert today(build) == [day, "a"]
    assert (events(build)[0]["day"], next(iter(cards(build)))) == (day, day)
    assert f'data-day="{day}"' in build.bytes("home.html").decode()


@pytest.mark.parametrize(
    ("zone", "title"), [("Pacific/Auckland", "late"), ("UTC", "early"), ("Asia/Tokyo", "late")]
)
def test_day_of_publication_is_the_site_s(site: Site, zone: str, title: str) -> None:
    """A post written at 13:30 in UTC is the next day's in Auckland, whose zone is the site's."""
    site.configure(TIMEZONE=zone, WITH_FUTURE_DATES=True)
    site.post("early", lesson("Early."), Date="2026-11-01T02:00:00+00:00")
    site.post("late", lesson("Late."), Date="2026-11-24T15:30:00+00:00")

    build = site.build(SOURCE_DATE_EPOCH=moment("2026-11-25 01:00"))

    assert today(build) == ["2026-11-25", title]


def test_first_of_a_day_has_it_and_the_other_the_next(site: Site) -> None:
    """Of two posts of one day the one with the earlier hour comes first; then the file's name."""
    site.post("c", lesson(), Date="2026-11-25 09:00")
    site.post("b", lesson(), Date="2026-11-25 10:00")
    site.post("a", lesson(), Date="2026-11-25 10:00")

    build = site.build(SOURCE_DATE_EPOCH=NOON)

    assert today(build) == ["2026-11-25", "c"]
    urls = [event["url"] for event in events(build)]
    assert urls == [f"https://site.example/{name}/#lesson" for name in "cab" * 20]


def test_sixty_days_are_told_and_each_is_the_same_everywhere(site: Site) -> None:
    """The calendar and the script's file have the same lesson for each of the sixty days.

    The file has yesterday's, too, for who lives west of the site: it is that day's own.
    """
    for number in range(1, 8):
        site.post(f"p{number}", lesson(f"Lesson {number}."), Date=f"2026-10-{3 * number:02}")

    build = site.build(SOURCE_DATE_EPOCH=NOON)

    days = [(date(2026, 11, 25) + timedelta(number)).isoformat() for number in range(60)]
    told = events(build)
    shown = cards(build)
    yesterday = shown.pop("2026-11-24")
    assert [event["day"] for event in told] == list(shown) == days
    for event, card in zip(told, shown.values(), strict=True):
        assert event["summary"] in card
    assert {event["summary"] for event in told[:7]} == {f"Lesson {n}." for n in range(1, 8)}
    assert today(build)[0] == days[0]
    assert f"Lesson {today(build)[1][1:]}." == told[0]["summary"]
    before = site.build(SOURCE_DATE_EPOCH=str(int(NOON) - 86400))
    assert events(before)[0]["summary"] in yesterday


def test_day_has_the_same_event_from_build_to_build(site: Site) -> None:
    """A day that two builds tell of has one UID and one stamp, and the stamp is no build's."""
    site.post("a", lesson("A."), Date="2026-10-01 09:00", Modified="2026-10-03 10:30")
    site.post("b", lesson("B."), Date="2026-10-02 09:00")

    monday, friday = (
        events(site.build(SOURCE_DATE_EPOCH=moment(f"2026-11-{day} 12:00"))) for day in (23, 27)
    )

    assert monday[4:] == friday[:-4]
    assert len({event["uid"] for event in monday}) == 60
    assert {(event["summary"], event["stamp"].isoformat()) for event in monday} == {
        ("A.", "2026-10-03T10:30:00+00:00"),
        ("B.", "2026-10-02T09:00:00+00:00"),
    }


def test_new_post_takes_its_day_and_leaves_the_rest_of_the_round(site: Site) -> None:
    """Published in the middle of a round, a post changes its day and none before the round ends."""
    for number in range(1, 6):
        site.post(f"p{number}", lesson(f"Lesson {number}."), Date=f"2026-11-0{number}")
    before = events(site.build(SOURCE_DATE_EPOCH=NOON))
    site.post("new", lesson("New."), Date="2026-11-25 09:00")

    after = events(site.build(SOURCE_DATE_EPOCH=NOON))

    old, new = ([event["summary"] for event in told] for told in (before, after))
    (left,) = [n for n in range(1, 6) if new[1:n] == old[1:n] and new[n] == old[0]]
    assert new[0] == "New."
    assert new[left + 1 : left + 7] == new[left + 7 : left + 13]
    assert [event["uid"] for event in before] == [event["uid"] for event in after]


def test_same_sources_make_the_same_bytes(site: Site) -> None:
    """Neither the machine's zone, nor the hash's seed, nor the hour of that day is in a file."""
    site.configure(PLUGINS=["lesson", "syndication"], SYNDICATION_AUTHORITY="site.example,2026")
    for number in range(1, 8):
        site.post(
            f"p{number}",
            lesson(f"Lesson {number}.", by="Friday"),
            Date=f"2026-11-0{number}",
            Tags="one, two, three, four",
            Category=f"Category {number % 3}",
        )

    builds = [
        {path: content.bytes(path) for path in content.files}
        for content in (
            site.build(SOURCE_DATE_EPOCH=moment(at), PYTHONHASHSEED=seed, TZ=zone)
            for at, seed, zone in (
                ("2026-11-25 00:00", "0", "Pacific/Auckland"),
                ("2026-11-25 23:59", "4242", "America/New_York"),
            )
        )
    ]

    assert set(builds[0]) >= FILES
    assert builds[0] == builds[1]


def test_deadline_that_has_gone_by_is_told_no_more(site: Site) -> None:
    """From the day after, neither the card nor the calendar says by when; the catalogue does."""
    site.post("a", lesson(by="2026-12-01"))

    build = site.build(SOURCE_DATE_EPOCH=NOON)

    url = "https://site.example/a/#lesson"
    told = {event["day"]: event["description"] for event in events(build)}
    assert told["2026-12-01"] == f"Do this: call a friend, by 1 December 2026.\n\n{url}"
    assert told["2026-12-02"] == f"Do this: call a friend.\n\n{url}"
    shown = cards(build)
    assert len(set(shown.values())) == 2
    assert ", <time datetime" in shown["2026-12-01"]
    assert "2026-12-01" not in shown["2026-12-02"]
    assert "call a friend." in shown["2026-12-02"]
    (entry,) = catalogue(build)["lessons"]
    assert entry["by"] == {"words": "by 1 December 2026", "date": "2026-12-01"}


def test_deadline_in_words_never_goes_by(site: Site) -> None:
    """A weekday comes each week, and is told on each day."""
    site.post("a", lesson(by="Friday"))

    build = site.build(SOURCE_DATE_EPOCH=NOON)

    assert {event["description"].split("\n")[0] for event in events(build)} == {
        "Do this: call a friend, by Friday."
    }
    assert len(set(cards(build).values())) == 1


@pytest.mark.parametrize("path", ["", "/blog", "/two/deep"])
def test_home_page_and_days_have_the_same_card(site: Site, path: str) -> None:
    """What the script would take for the build's day is what stands there, below a path too."""
    site.configure(SITEURL=f"https://site.example{path}", HOME_ROOT=path)
    site.post("a", lesson("Be “kind” & <brave>.", do="read [b]({filename}b.md) & [c](#c)"))
    site.post("b", "No lesson.", Date="2026-01-01")

    build = site.build(SOURCE_DATE_EPOCH=NOON)

    home = build.bytes("home.html").decode()
    assert card_of(home) == tree(cards(build)["2026-11-25"])
    for card in cards(build).values():
        assert running(card) == []
        ((name, attributes, _),) = tree(card)
        assert (name, attributes["data-days"]) == ("section", f"{path}/lessons/days.json")
        assert set(test_catalogue.addresses(card)) == {
            f"{path}{place}" for place in ("/a/#lesson", "/b/", "/a/#c", "/a/")
        }


def test_addresses_of_a_site_below_a_path(site: Site) -> None:
    """In the calendar and in the catalogue every address is in full, with the path."""
    site.configure(SITEURL="https://site.example/blog")
    site.post("b")
    site.post("a", lesson(do="read [b]({filename}b.md#end) and [c](#c)"), Date="2026-01-01")

    build = site.build(SOURCE_DATE_EPOCH=NOON)

    url = "https://site.example/blog/a/#lesson"
    assert {(event["url"], event["description"]) for event in events(build)} == {
        (url, f"Do this: read b and c.\n\n{url}")
    }
    whole = catalogue(build)
    assert whole["home_page_url"] == "https://site.example/blog/"
    (entry,) = whole["lessons"]
    assert entry["url"] == url
    assert entry["rant"] == {"title": "a", "url": "https://site.example/blog/a/"}
    assert entry["action"] == {
        "html": 'read <a href="https://site.example/blog/b/#end">b</a> '
        'and <a href="https://site.example/blog/a/#c">c</a>',
        "text": "read b and c",
    }


def test_catalogue_has_each_lesson_the_newest_first(site: Site) -> None:
    """A lesson has its post's date, category, tags and language, and the feeds are named."""
    site.configure(
        PLUGINS=["lesson", "syndication"],
        SYNDICATION_AUTHORITY="site.example,2026",
        TIMEZONE="Europe/London",
    )
    site.post("a", lesson("A."), Date="2026-07-01 09:00", Category="Work & life", Tags="C++, x")
    site.post("b", lesson("B."), Date="2026-07-02", Lang="ar")

    build = site.build(SOURCE_DATE_EPOCH=NOON)

    whole = catalogue(build)
    newest, oldest = whole["lessons"]
    assert oldest == {
        "id": "tag:site.example,2026:a#lesson",
        "url": "https://site.example/a/#lesson",
        "title": "A.",
        "content_html": "<p>Text of it.</p>",
        "action": {"html": "call a friend", "text": "call a friend"},
        "by": None,
        "openers": [],
        "rant": {"title": "a", "url": "https://site.example/a/"},
        "published": "2026-07-01T09:00:00+01:00",
        "category": "Work & life",
        "tags": ["C++", "x"],
        "language": "en",
    }
    assert (newest["title"], newest["language"]) == ("B.", "ar")
    urls = [feed["url"] for feed in whole["feeds"]]
    assert urls == [
        f"https://site.example/{path}"
        for path in build.data("a/index.html")["syndication"]
        if "category" not in path
    ]
    assert "https://site.example/lessons/atom.xml" in urls


def test_id_of_a_lesson_needs_no_other_plugin(site: Site) -> None:
    """Without feeds a lesson is known by the address of its box, and no feed is named."""
    site.post("a", lesson())

    build = site.build(SOURCE_DATE_EPOCH=NOON)

    whole = catalogue(build)
    assert (whole["feeds"], whole["lessons"][0]["id"]) == ([], "https://site.example/a/#lesson")


def test_card_says_its_language(site: Site) -> None:
    """A lesson in another language than the site's says so, and which way it runs."""
    site.post("ar", lesson(), Date="2026-11-25", Lang="ar")
    site.post("de", lesson(), Date="2026-11-24", Lang="de")
    site.post("en", lesson(), Date="2026-11-23", Lang="en")

    build = site.build(SOURCE_DATE_EPOCH=NOON)

    languages = []
    for card in list(cards(build).values())[:3]:
        ((_, attributes, _),) = tree(card)
        languages.append((attributes.get("lang"), attributes.get("dir")))
    assert sorted(languages, key=str) == [("ar", "rtl"), ("de", "ltr"), (None, None)]


def test_index_has_years_and_categories(site: Site) -> None:
    """Each year, the newest first, and each category has its lessons, the newest first."""
    site.post("a", lesson(), Date="2024-12-31 23:59", Category="Work & life")
    site.post("b", lesson(), Date="2026-01-01 00:00", Category="Home")
    site.post("c", lesson(), Date="2026-03-01", Category="Work & life")
    site.post("d", "No lesson.", Date="2025-03-01", Category="Nothing")

    build = site.build(SOURCE_DATE_EPOCH=NOON)

    assert index(build)["years"] == [
        ["2026", "lessons/2026/", ["c", "b"]],
        ["2024", "lessons/2024/", ["a"]],
    ]
    assert index(build)["categories"] == [
        ["Home", "category/home/lessons/", ["b"]],
        ["Work & life", "category/work-life/lessons/", ["c", "a"]],
    ]
    assert [path for path in build.files if path.endswith("lessons/index.html")] == []


def test_theme_that_has_the_templates_has_the_pages(site: Site) -> None:
    """A page for each year and each category is written by the theme's template, and no other."""
    page = (
        "{{ shelf.name }}: {{ shelf.articles|map(attribute='title')|join(' ') }} {{ output_file }}"
    )
    site.write("theme/templates/lessons_year.html", f"Y {page}")
    site.write("theme/templates/lessons_booklet.html", f"B {page}")
    site.configure(CATEGORY_URL="about/{slug}/", CATEGORY_SAVE_AS="about/{slug}/index.html")
    site.post("a", lesson(), Date="2025-12-31", Category="Home")
    site.post("b", lesson(), Date="2026-01-01", Category="Home")
    site.post("c", "No lesson.", Date="2024-01-01", Category="Nothing")

    build = site.build(SOURCE_DATE_EPOCH=NOON)

    assert (build.status, build.messages) == (0, ())
    found = {path: build.bytes(path).decode() for path in build.files if "lessons/" in path}
    del found[DAYS]
    assert found == {
        f"{folder}index.html": f"{words} {folder}index.html"
        for folder, words in {
            "lessons/2025/": "Y 2025: a",
            "lessons/2026/": "Y 2026: b",
            "about/home/lessons/": "B Home: b a",
        }.items()
    }


@pytest.mark.parametrize(
    ("patterns", "second", "end"),
    [
        ({}, "lessons/2026/index2.html", "index.html"),
        (
            {
                "PAGINATION_PATTERNS": [
                    (1, "{base_name}/", "{base_name}/index.html"),
                    (2, "{base_name}/{number}/", "{base_name}/{number}/index.html"),
                ]
            },
            "lessons/2026/2/index.html",
            "",
        ),
    ],
)
def test_shelf_goes_on_where_the_site_s_lists_do(
    site: Site, patterns: dict[str, object], second: str, end: str
) -> None:
    """A template of `PAGINATED_TEMPLATES` has so many lessons on a page, the newest first."""
    page = (
        "{{ shelf.name }}: {{ shelf.articles|map(attribute='title')|join(' ') }}, "
        "{{ articles_previous_page.url if articles_previous_page }} < {{ articles_page.url }} "
        "{{ articles_page.number }} > {{ articles_next_page.url if articles_next_page }}"
    )
    site.write("theme/templates/lessons_year.html", page)
    site.write("theme/templates/lessons_booklet.html", page)
    site.configure(PAGINATED_TEMPLATES={"lessons_year": 2}, **patterns)
    for number in range(1, 4):
        site.post(f"p{number}", lesson(), Date=f"2026-01-0{number}", Category="Home")

    build = site.build(SOURCE_DATE_EPOCH=NOON)

    assert (build.status, build.messages) == (0, ())
    found = {path: build.bytes(path).decode() for path in build.files if "lessons/" in path}
    del found[DAYS]
    one, two = f"lessons/2026/{end}", second if end else second.removesuffix("index.html")
    whole = f"category/home/lessons/{end}"
    assert found == {
        "lessons/2026/index.html": f"2026: p3 p2,  < {one} 1 > {two}",
        second: f"2026: p1, {one} < {two} 2 > ",
        "category/home/lessons/index.html": f"Home: p3 p2 p1,  < {whole} 1 > ",
    }


@pytest.mark.parametrize(
    ("path", "what"),
    {
        CALENDAR: "the lessons' lessons.ics",
        CATALOGUE: "the lessons' lessons.json",
        DAYS: "the lessons' lessons/days.json",
        "lessons/2026/index.html": "the page of the lessons of '2026'",
        "lessons/2026/index2.html": "the page of the lessons of '2026'",
    }.items(),
)
def test_place_that_is_taken_stops_the_build(site: Site, path: str, what: str) -> None:
    """A page that stands where the lessons are to be is told, and nothing is written over."""
    site.write("theme/templates/lessons_year.html", "{{ shelf.name }}")
    site.configure(PAGE_SAVE_AS="{slug}.html", PAGINATED_TEMPLATES={"lessons_year": 1})
    site.post("a", lesson())
    site.post("b", lesson())
    site.write("content/pages/x.md", f"Title: X\nsave_as: {path}\n\nText.\n")

    build = site.build(SOURCE_DATE_EPOCH=NOON)

    assert (build.status, build.files) == (1, [])
    assert build.messages[0] == (
        f"content/pages/x.md:1: stands at {path}, where {what} is to be — give it another place"
    )


def test_categories_at_one_address_stop_the_build(site: Site) -> None:
    """Two booklets that would be one file are told, by their names."""
    site.write("theme/templates/lessons_booklet.html", "{{ shelf.name }}")
    site.configure(CATEGORY_URL="all/", CATEGORY_SAVE_AS="")
    site.post("a", lesson(), Category="One")
    site.post("b", lesson(), Category="Two")

    build = site.build(SOURCE_DATE_EPOCH=NOON)

    assert (build.status, build.files) == (1, [])
    assert build.messages[0] == (
        "the page of the lessons of 'One' stands at all/lessons/index.html, "
        "where the page of the lessons of 'Two' is to be — give it another place"
    )


def test_mail_of_the_box_opens_with_the_whole_lesson(site: Site) -> None:
    """The article's own link has its words, the site's warm-up and plan, and the box's address."""
    site.write("theme/templates/article.html", "{{ article.lesson.mail|safe }}")
    site.configure(
        SITEURL="https://site.example/blog",
        LESSON_WARM_UP="Breathe.",
        LESSON_PLAN="{day} {time} {name} {question}",
    )
    site.post("a", lesson("Be “kind”."), Slug="ä")

    build = site.build(SOURCE_DATE_EPOCH=NOON)

    (path,) = [
        path for path in build.files if path.endswith("/index.html") and path.count("/") == 1
    ]
    link = build.bytes(path).decode()
    slug = path.removesuffix("/index.html")
    assert [unquote(part) for part in link.removeprefix("mailto:?subject=").split("&body=")] == [
        "Be “kind”.",
        "Do this: call a friend.\r\n\r\nBreathe.\r\n\r\n… … … …\r\n\r\n"
        f"https://site.example/blog/{slug}/#lesson",
    ]


@pytest.fixture(scope="module")
def small_blog(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The small site in the blog's own theme, below /blog, full of hostile fields."""
    folder = tmp_path_factory.mktemp("small")
    pelican_site.build(
        pelican_site.ROOT / "tests" / "site" / "siteconf.py", folder, SOURCE_DATE_EPOCH=NOON
    )
    return Build(0, (), Path(folder))


def test_blog_s_home_page_has_the_card_of_the_build_s_day(small_blog: Build) -> None:
    """In the blog's theme, the box of the home page is that of the first of the sixty days."""
    home = small_blog.bytes("index.html").decode()

    (day, card), *_ = cards(small_blog).items()

    assert day == "2026-11-25"
    assert card_of(home) == tree(card)
    for page in ("2/index.html", "rants/index.html"):
        assert b"data-days" not in small_blog.bytes(page)


def test_hostile_fields_run_nowhere(small_blog: Build) -> None:
    """No card and no HTML of the catalogue has what runs, and each address in it is in full."""
    html = list(cards(small_blog).values())
    for entry in catalogue(small_blog)["lessons"]:
        html += [entry["content_html"], entry["action"]["html"] if entry["action"] else ""]

    found = [what for each in html for what in running(each)]

    assert found == []
    assert "alert" in json.dumps(html)  # the hostile words are there, as words
    for entry in catalogue(small_blog)["lessons"]:
        for address in test_catalogue.addresses(entry["content_html"]):
            assert address.startswith(("https://", "http://", "mailto:"))
