"""Whatever Pelican would lose quietly stops the build before anything is written."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.small_site import Build, Site

STOPPED = "ProofreadError: nothing was written: mend the errors above"
ISO = "write 2026-11-23 or 2026-11-23 09:00"
BEGIN = "begin with 'Title: …' and 'Date: 2026-11-23 09:00', then a blank line"
LOST: Mapping[str, tuple[bytes, str]] = {
    "no date": (
        b"Title: T\n\nText.\n",
        ":1: has no date — write 'Date: 2026-11-23 09:00' below the title",
    ),
    "an empty date": (b"Title: T\nDate:\n\nText.\n", f":2: Date is empty — {ISO}"),
    "no known date": (
        b"Title: T\nDate: tomorow\n\nText.\n",
        f":2: Date 'tomorow' is not a date — {ISO}",
    ),
    "no known change": (
        b"Title: T\nDate: 2026-01-02\nModified: soon\n\nText.\n",
        f":3: Modified 'soon' is not a date — {ISO}",
    ),
    "no title": (
        b"Date: 2026-01-02\n\nText.\n",
        ":1: has no title — write 'Title: …' in the first line",
    ),
    "a misspelt title": (
        b"Titel: T\nDate: 2026-01-02\n\nText.\n",
        ":1: Titel 'T' is no key — write Title",
    ),
    "an empty file": (b"", ": is empty — write 'Title: …' in its first line, or remove it"),
    "a first line indented by a tab": (
        b"\tTitle: T\nDate: 2026-01-02\n\nText.\n",
        ":1: 'Title: T' is indented — take the space before it out",
    ),
    "front matter of another kind": (
        b"+++\ntitle = 'T'\n+++\n\nText.\n",
        f":1: '+++' begins front matter in TOML — {BEGIN}, without lines around it",
    ),
    "Latin-1": (
        "Title: T\nDate: 2026-01-02\n\nNaïve café.\n".encode("latin-1"),
        ":4: byte 0xef at offset 29 is not UTF-8; the file looks like Windows-1252 (Latin-1) — "
        "save it as UTF-8",
    ),
    "UTF-16": (
        "Title: T\nDate: 2026-01-02\n\nText.\n".encode("utf-16"),
        ":1: byte 0xff at offset 0 is not UTF-8; the file looks like UTF-16 — save it as UTF-8",
    ),
    "an unknown status": (
        b"Title: T\nDate: 2026-01-02\nStatus: ready\n\nText.\n",
        ":3: Status 'ready' is no status — write draft, hidden or published",
    ),
}


@pytest.fixture(autouse=True)
def _plugins(site: Site) -> None:
    site.configure(PLUGINS=["proofread"], SLUGIFY_SOURCE="basename")


def _kept(build: Build) -> dict[str, bytes]:
    return {path: build.bytes(path) for path in build.files}


def test_lost_posts_stop_the_build(site: Site) -> None:
    """All of them are told at once, in order, and nothing else is; nothing is written."""
    site.post("good")
    for number, (text, _) in enumerate(LOST.values()):
        site.write(f"content/posts/lost-{number:02}.md", text)

    build = site.build()

    told = [
        f"content/posts/lost-{number:02}.md{fault}"
        for number, (_, fault) in enumerate(LOST.values())
    ]
    assert (build.status, build.files) == (1, [])
    assert build.messages == (*told, STOPPED)


def test_lost_post_alone_stops_the_build(site: Site) -> None:
    """One is enough, be it a page."""
    site.post("good")
    site.write("content/pages/lost.md", b"Titel: T\n\nText.\n")

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert build.messages == ("content/pages/lost.md:1: Titel 'T' is no key — write Title", STOPPED)


def test_what_was_there_stays(site: Site) -> None:
    """A build that fails leaves what an earlier one wrote as it was, even where it would wipe."""
    site.configure(DELETE_OUTPUT_DIRECTORY=True)
    site.post("good")
    before = _kept(site.build())
    site.post("good", "Changed.")
    site.write("content/posts/lost.md", LOST["no date"][0])

    build = site.build()

    assert build.status == 1
    assert _kept(build) == before
    assert before


def test_advice_stops_nothing(site: Site) -> None:
    """What might be better is for `check` to tell; a build says nothing of it."""
    site.configure(PLUGINS=["proofread", "lesson", "conversation"])
    site.post("good", "![](/a.svg)".replace("/a.svg", "https://elsewhere.example/a.svg"))
    site.post("draft", "[x]({filename}nope.md)", Status="draft")

    build = site.build()

    assert build.status == 0
    assert build.files == ["category/misc/index.html", "drafts/draft/index.html", "good/index.html"]


@pytest.mark.parametrize("handler", ["plain", "rich"])
def test_messages_are_shown_once(site: Site, handler: str) -> None:
    """With either of Pelican's log handlers each problem is shown, and shown once."""
    site.write("content/posts/lost.md", LOST["no date"][0])

    build = site.build(log_handler=handler)

    assert build.status == 1
    shown = "\n".join(build.messages)
    assert shown.count("nothing was written: mend the errors above") == 1
    assert shown.count(f"content/posts/lost.md{LOST['no date'][1]}") == 1
    assert "Traceback" not in shown


def test_source_that_is_not_read_here(site: Site) -> None:
    """A source in HTML is Pelican's alone; when it is dropped, the build stops, too."""
    site.post("good")
    site.write("content/posts/lost.html", "<html><head></head><body>Text.</body></html>")

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert build.messages[-1] == f"{STOPPED}; it would lack posts/lost.html"
    assert [line for line in build.messages if "Traceback" in line] == []


def test_skipped_post_is_not_lost(site: Site) -> None:
    """A post that is skipped on purpose is no lost one."""
    site.post("good")
    site.post("skipped", Status="skip")

    build = site.build()

    assert (build.status, build.messages) == (0, ())
    assert build.files == ["category/misc/index.html", "good/index.html"]


def test_facts_of_the_site_are_told_once(site: Site) -> None:
    """A wrong time zone and a wrong address stop the build with a line each, and no traceback."""
    site.configure(TIMEZONE="Europe/Lodnon", SITEURL="site.example")
    site.post("a")
    site.post("b")

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert build.messages == (
        "the settings: SITEURL 'site.example' is no address — "
        "write the whole address, as 'https://rants.example'",
        "the settings: TIMEZONE 'Europe/Lodnon' is no time zone — write one as 'Europe/London'",
        STOPPED,
    )
