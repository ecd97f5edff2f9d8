"""The people in a build: their page, the file of feeds, and what every template knows of them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from people import People, Person, read_people
from tests.pelican_site import ROOT
from tests.small_site import PLUGINS, Build, Site

MIRA = '[[person]]\nname = "Mira & <i>"\nurl = "https://mira.example/"\nsays = "We talk."\n'
FEED = 'feed = "https://mira.example/feed"\n'
PAGE = """{{ {
    "people": people|map(attribute="name")|list, "url": PEOPLE_URL, "opml": PEOPLE_OPML,
}|tojson }}"""
POST, OPML, PEOPLE = "a/index.html", "people.opml", "people/index.html"
CATEGORY = "category/posts/index.html"


@pytest.fixture
def peopled(site: Site) -> Site:
    """A site with a post, whose theme says what it knows of people."""
    site.configure(PLUGINS=["people"], DEFAULT_CATEGORY="posts")
    site.post("a")
    for name in ("article", "people"):
        site.write(f"theme/templates/{name}.html", PAGE)
    return site


def errors(build: Build) -> list[str]:
    """What is told before the build stops, and Pelican adds a traceback of its own."""
    lines = list(build.messages)
    *told, last = lines[: lines.index("Traceback (most recent call last):")]
    assert last == "PeopleError: nothing was written: mend the people above"
    return told


def test_every_page_knows_the_people(peopled: Site) -> None:
    """The people and where to find them are told to each template, before anything is written."""
    peopled.write("content/people.toml", MIRA + FEED)

    build = peopled.build()

    known = {"people": ["Mira & <i>"], "url": "people/", "opml": "people.opml"}
    assert (build.status, build.messages) == (0, ())
    assert build.files == [POST, CATEGORY, OPML, PEOPLE]
    assert (build.data(POST), build.data(PEOPLE)) == (known, known)


@pytest.mark.parametrize("text", [None, "", "# Nobody yet\n"])
def test_without_people_there_is_nothing(peopled: Site, text: str | None) -> None:
    """Without the file, or with nobody in it: no page, no file of feeds, no address."""
    if text is not None:
        peopled.write("content/people.toml", text)

    build = peopled.build()

    assert (build.status, build.files) == (0, [POST, CATEGORY])
    assert build.data(POST) == {"people": [], "url": "", "opml": ""}


def test_without_a_feed_there_is_a_page_alone(peopled: Site) -> None:
    """A file of no feeds would be nothing to import."""
    peopled.write("content/people.toml", MIRA)

    build = peopled.build()

    assert (build.status, build.files) == (0, [POST, CATEGORY, PEOPLE])
    assert build.data(POST) == {"people": ["Mira & <i>"], "url": "people/", "opml": ""}


def test_theme_without_the_template_has_the_feeds(peopled: Site) -> None:
    """Where no page can be, the file of feeds is there all the same."""
    peopled.write("content/people.toml", MIRA + FEED)
    (peopled.folder / "theme/templates/people.html").unlink()

    build = peopled.build()

    assert (build.status, build.files) == (0, [POST, CATEGORY, OPML])
    assert build.data(POST) == {"people": ["Mira & <i>"], "url": "", "opml": "people.opml"}


def test_same_file_makes_the_same_bytes(peopled: Site) -> None:
    """Neither the day, nor the zone, nor the order of hashes is in what is written."""
    peopled.write("content/people.toml", MIRA + FEED)
    environments = (
        {"SOURCE_DATE_EPOCH": "0", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1"},
        {"SOURCE_DATE_EPOCH": "1795608000", "TZ": "UTC", "PYTHONHASHSEED": "2", "LC_ALL": "C"},
    )

    first, second = ([b.bytes(OPML), b.bytes(PEOPLE)] for b in _builds(peopled, environments))

    assert first == second
    assert b"<title>Site: people</title>" in first[0]
    assert b"<ownerName>Ada</ownerName>" in first[0]
    assert b"<ownerId>https://site.example/</ownerId>" in first[0]


def _builds(site: Site, environments: tuple[dict[str, str], ...]):  # type: ignore[no-untyped-def]
    for environment in environments:
        yield site.build(**environment)


def test_nothing_is_written_with_a_fault(peopled: Site) -> None:
    """Every fault is told with its place, once, and the build stops."""
    peopled.write("content/people.toml", MIRA + 'feed = "http://mira.example/feed"\nnmae = "M"\n')

    build = peopled.build()

    assert (build.status, build.files) == (1, [])
    assert errors(build) == [
        "content/people.toml:5: feed 'http://mira.example/feed' is not https"
        " — write 'https://mira.example/feed'",
        "content/people.toml:6: 'nmae' is no key of a person — write name, or take it out",
    ]


def test_proofread_tells_it_once_and_first(peopled: Site) -> None:
    """With the proofread plugin a fault stands among the others, before anything is read."""
    peopled.configure(PLUGINS=["proofread", "people"])
    peopled.write("content/people.toml", MIRA.replace("https", "http"))
    peopled.post("b", Stauts="draft")

    build = peopled.build()

    assert (build.status, build.files) == (1, [])
    assert build.messages == (
        "content/people.toml:3: url 'http://mira.example/' is not https"
        " — write 'https://mira.example/'",
        "content/posts/b.md:3: Stauts 'draft' is no key — write Status",
        "ProofreadError: nothing was written: mend the errors above",
    )


def test_check_tells_it_without_building(peopled: Site) -> None:
    """`make check` runs this command; the file is none of the sources it counts."""
    peopled.configure(PLUGINS=["proofread", "people"])
    peopled.write("content/people.toml", f"{MIRA}{MIRA}")
    peopled.write("pelicanconf.py", "".join(f"{k} = {v!r}\n" for k, v in peopled.settings.items()))

    run = subprocess.run(
        [sys.executable, "-m", "proofread", "check", "--settings", "pelicanconf.py"],
        cwd=peopled.folder,
        env={**os.environ, "PYTHONPATH": str(PLUGINS)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )

    assert (run.returncode, run.stderr) == (1, "")
    assert run.stdout.splitlines()[0] == (
        "content/people.toml:7: url 'https://mira.example/' is also that of line 3"
        " — keep one of the two"
    )
    assert run.stdout.splitlines()[-1] == "1 error in 1 file; 1 source read."
    assert not (peopled.folder / "output").exists()


def test_file_of_this_blog_is_whole() -> None:
    """What is shipped can be read, and what its comments show becomes a person."""
    text = (ROOT / "content/people.toml").read_text(encoding="utf-8")
    shown = text.partition("#\n")[2].replace("\n# ", "\n").replace("# [[", "[[")

    found = read_people(shown.replace("https://…", "https://mira.example/").encode())

    assert read_people(text.encode()) == People()
    assert found == People(
        (Person("…", "https://mira.example/", "…", "https://mira.example/", "de"),)
    )


def test_folder_in_its_place_is_told(peopled: Site) -> None:
    """What is no file cannot be read, and is not taken for nobody."""
    (peopled.folder / "content/people.toml").mkdir()

    build = peopled.build()

    assert (build.status, build.files) == (1, [])
    assert errors(build) == [
        "content/people.toml: cannot be read (Is a directory) — put a file there that can be",
    ]


def test_page_in_its_place_is_told(peopled: Site) -> None:
    """A page or a file of the writer's own is not written over."""
    peopled.configure(PAGE_SAVE_AS="{slug}/index.html", STATIC_PATHS=["people.opml"])
    peopled.write("content/people.toml", MIRA + FEED)
    peopled.write("content/people.opml", "<opml/>")
    peopled.write("content/pages/who.md", "Title: Who\nSlug: people\n\nText.\n")

    build = peopled.build()

    assert (build.status, build.files) == (1, [])
    assert errors(build) == [
        "content/pages/who.md:1: stands at people/index.html, where the people's page is to be"
        " — give it another place",
        "content/people.opml:1: stands at people.opml, where the people's feeds are to be"
        " — give it another place",
    ]
