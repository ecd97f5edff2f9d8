"""What is dated ahead waits, or stops the build; the moment of the build decides."""

from __future__ import annotations

import pytest

from tests.proofread.blog import Content
from tests.small_site import Site

AHEAD = str(1_800_000_000)  # 15 January 2027, for SOURCE_DATE_EPOCH
BEFORE = str(1_700_000_000)  # 14 November 2023


@pytest.mark.parametrize(
    ("date", "ahead"),
    {
        "2026-11-25": False,
        "2026-11-25 12:00": False,  # the very moment of the build
        "2026-11-25 12:00:01": True,
        "2026-11-25 12:30+01:00": False,
        "2026-11-25 11:30-01:00": True,
        "2026-11-26": True,
    }.items(),
)
def test_date_ahead(content: Content, date: str, ahead: bool) -> None:
    """A date after the moment of the build, in its zone or else the site's, is told as advice."""
    content.post("a", date=date)

    told = content.told()

    advice = f"Date '{date}' lies ahead — it comes out when you publish after that"
    assert told == ([f"advice: content/rants/a.md:2: {advice}"] if ahead else [])


def test_date_ahead_that_would_not_wait(content: Content) -> None:
    """Where Pelican would publish it now, a date ahead is an error; a draft or a page is not."""
    content.post("a", date="2027-01-02")
    content.post("b", "Text.", "Status: draft", date="2027-01-02")
    content.post("c", "Text.", "Status: hidden", date="2027-01-02")
    content.page("d", "Date: 2027-01-02")

    told = content.told(keeps_future_back=False)

    assert told == [
        "content/rants/a.md:2: Date '2027-01-02' lies ahead and would be out now — "
        "write Status: draft, or WITH_FUTURE_DATES = False in the settings"
    ]


def _ahead(site: Site, **settings: object) -> None:
    site.configure(
        PLUGINS=["proofread", "syndication"],
        DIRECT_TEMPLATES=["index"],
        DRAFT_SAVE_AS="",
        WITH_FUTURE_DATES=False,
        SYNDICATION_AUTHORITY="site.example,2026",
        **settings,
    )
    site.write("theme/templates/index.html", "{{ articles|map(attribute='url')|list|tojson }}")
    site.post("then", Date="2025-01-02")
    site.post("now", Date="2020-01-02")


def test_post_ahead_is_nowhere(site: Site) -> None:
    """Before its date a post is on no page, in no feed and at no address."""
    _ahead(site)

    build = site.build(SOURCE_DATE_EPOCH=BEFORE)

    assert (build.status, build.data("index.html")) == (0, ["now/"])
    assert [path for path in build.files if "then" in path] == []
    assert [path for path in build.files if b"then" in build.bytes(path)] == []


def test_post_comes_out_on_its_day(site: Site) -> None:
    """The same sources, built for a later moment, have the post."""
    _ahead(site)

    build = site.build(SOURCE_DATE_EPOCH=AHEAD)

    assert (build.status, build.data("index.html")) == (0, ["then/", "now/"])
    assert "then/index.html" in build.files


def test_the_clock_decides_nothing(site: Site) -> None:
    """Two builds for one moment are the same bytes, wherever the machine's clock stands."""
    _ahead(site)

    builds = []
    for zone in ("UTC", "Pacific/Auckland"):
        build = site.build(SOURCE_DATE_EPOCH=BEFORE, TZ=zone)
        builds.append({path: build.bytes(path) for path in build.files})

    assert builds[0] == builds[1]
    assert builds[0]


@pytest.mark.parametrize("epoch", ["²", "9" * 30])
def test_moment_that_is_none_ends_no_build(site: Site, epoch: str) -> None:
    """A SOURCE_DATE_EPOCH that is no moment is passed over, and the clock's is taken."""
    _ahead(site)
    site.configure(PLUGINS=["proofread", "syndication", "lesson"])

    build = site.build(SOURCE_DATE_EPOCH=epoch)

    assert (build.status, "now/index.html" in build.files) == (0, True), build.messages


def test_post_ahead_stops_a_build_that_would_show_it(site: Site) -> None:
    """Where the settings would publish it now, nothing is written."""
    _ahead(site)
    site.configure(WITH_FUTURE_DATES=True)

    build = site.build(SOURCE_DATE_EPOCH=BEFORE)

    assert (build.status, build.files) == (1, [])
    assert build.messages == (
        "content/posts/then.md:2: Date '2025-01-02' lies ahead and would be out now — "
        "write Status: draft, or WITH_FUTURE_DATES = False in the settings",
        "ProofreadError: nothing was written: mend the errors above",
    )
