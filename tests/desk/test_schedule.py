"""What is dated ahead: nowhere before its time, there at its time, and told by `make publish`."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from pelican.utils import get_date

from desk.__main__ import main
from desk.moment import say_moment
from desk.schedule import FILE, Coming, keep, tell
from proofread.plugin import keep_future_back
from tests.pelican_site import files

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)  # half past midnight in London
COMING = [
    Coming("Soon", "content/rants/soon.md", "2026-10-25T03:00:00+00:00"),
    Coming("Next day", "content/rants/b.md", "2026-10-26T00:00:00+00:00"),
    Coming("„Ü“", "content/rants/c.md", "2027-01-01T09:05:00+00:00"),
    Coming("D", "content/rants/d.md", "2027-01-02T09:05:00+00:00"),
    Coming("E", "content/rants/e.md", "2027-01-02T09:05:00+00:00"),
]
TOLD = [
    "Next: Sun 25 Oct 2026 03:00 (today)  “Soon”  content/rants/soon.md",
    "      Mon 26 Oct 2026 00:00 (tomorrow)  “Next day”  content/rants/b.md",
    "      Fri 1 Jan 2027 09:05 (in 68 days)  “„Ü“”  content/rants/c.md",
    "      and 2 more: make list",
]


@pytest.mark.parametrize(
    ("count", "lines"), [(0, []), (1, TOLD[:1]), (3, TOLD[:3]), (5, TOLD)]
)  # fmt: skip
def test_what_comes_next(count: int, lines: list[str]) -> None:
    """The first three with their day, by the calendar of the site's zone; nothing of nothing."""
    assert list(tell(COMING[:count], NOW, LONDON)) == lines


def test_what_was_noted_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a build notes is told by the command, as of the moment of the build."""
    keep(tmp_path / "cache", NOW, "Europe/London", COMING)

    status = main(["next", str(tmp_path / "cache")])

    assert (status, *capsys.readouterr()) == (0, "".join(f"{line}\n" for line in TOLD), "")
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [FILE]


@pytest.mark.parametrize("noted", [None, "", "[]", '{"now": 1}', '{"now": "x", "zone": "y"}'])
def test_what_cannot_be_read_is_not_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], noted: str | None
) -> None:
    """Where nothing was noted, or by another version, a publish ends as it did."""
    if noted is not None:
        (tmp_path / FILE).write_text(noted)

    assert (main(["next", str(tmp_path)]), *capsys.readouterr()) == (0, "", "")


@pytest.mark.parametrize("month", range(1, 13))
def test_words_of_a_moment(month: int) -> None:
    """The machine's locale has no say in them."""
    moment = datetime(2026, month, month + 7, 9, 5, tzinfo=LONDON)

    assert say_moment(moment) == f"{moment:%a} {month + 7} {moment:%b} 2026 09:05"


@pytest.mark.parametrize(
    ("zone", "date", "first"),
    [
        ("Europe/London", "2026-11-26 00:30", "2026-11-26T00:30:00Z"),
        ("Europe/London", "2026-06-26 00:30", "2026-06-25T23:30:00Z"),
        ("Europe/London", "2026-03-29 01:30", "2026-03-29T01:30:00Z"),  # is no time there
        ("Europe/London", "2026-10-25 01:30", "2026-10-25T00:30:00Z"),  # is twice; the first
        ("Europe/London", "2026-10-25 01:30+00:00", "2026-10-25T01:30:00Z"),  # the second
        ("Pacific/Auckland", "2026-11-26 00:30", "2026-11-25T11:30:00Z"),
        ("America/Los_Angeles", "2026-11-26", "2026-11-26T08:00:00Z"),
    ],
)
def test_moment_of_a_post(zone: str, date: str, first: str) -> None:
    """A second before its minute it is kept back, and from its minute on it is not."""
    moment = datetime.fromisoformat(first)
    kept = []
    for now in (moment.timestamp() - 1, moment.timestamp(), moment.timestamp() + 1):
        guard = SimpleNamespace(keeps_future_back=True, now=datetime.fromtimestamp(now, UTC))
        generator = SimpleNamespace(settings={"proofread": guard, "TIMEZONE": zone})
        metadata = {"date": get_date(date), "status": "published"}
        keep_future_back(generator, metadata)
        kept.append((metadata["status"], metadata.get("scheduled", False)))

    assert kept == [("draft", True), ("published", False), ("published", False)]


# The whole blog

SOON = """\
Title: Zwiebelkuchen
Date: 2026-11-26 00:30
Category: Backwaren
Tags: zwiebel
Slug: zwiebelkuchen
Question: Zwiebelst du?
Aliases: /zwiebel/

Zwiebeln.

End rant.

!!! lesson "Zwiebeln."
    Zwiebeln.

    Do: ask somebody
"""
HALF_PAST = int(datetime(2026, 11, 26, 0, 30, tzinfo=UTC).timestamp())
WHERE = {
    "_redirects", "atom.xml", "categories/index.html", "category/backwaren/atom.xml",
    "category/backwaren/index.html", "category/backwaren/lessons/index.html",
    "category/backwaren/rss.xml", "feed.json", "index.html", "lessons.json",
    "lessons/2026/index.html", "lessons/atom.xml", "lessons/index.html", "lessons/rss.xml",
    "rants/a/index.html", "rants/index.html", "rants/zwiebelkuchen/index.html", "release.json",
    "rss.xml", "sitemap.xml", "tag/zwiebel/index.html", "tags/index.html", "zwiebel/index.html",
}  # fmt: skip


def publish(checkout: Path, moment: int, **environment: str) -> list[str]:
    """The lines that `make publish` prints for a moment."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS", "PUBLISH"))}
    done = subprocess.run(
        ["make", "publish"], cwd=checkout, capture_output=True, encoding="utf-8", timeout=120,
        env={**kept, "SOURCE_DATE_EPOCH": str(moment), **environment}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def named(site: Path) -> set[str]:
    """The files that have the post's words in their names or in what they hold."""
    return {
        name
        for name, data in files(site).items()
        if b"wiebel" in data or "wiebel" in name or b"ackwaren" in data
    }


def test_schedule_from_before_to_after(checkout: Path) -> None:
    """A post is nowhere a second before its minute, and everywhere from its minute on.

    `make publish` says that it comes, and says nothing when nothing comes any more. A day later
    only what the day itself changes is published.
    """
    rants = checkout / "content/rants"
    rants.joinpath("2026-11-26-zwiebelkuchen.md").write_text(SOON)
    for name in "ab":
        text = SOON.replace("Zwiebel", name.upper()).replace("zwiebel", name)
        text = text.replace("26 00:30", "02").replace("Aliases: /a/\n", "").replace("kuchen", "")
        text = text.replace("Aliases: /b/\n", "").replace("Backwaren", "Rants")
        rants.joinpath(f"2026-11-02-{name}.md").write_text(text)

    dry = publish(checkout, HALF_PAST - 1, DRY_RUN="1")
    before = publish(checkout, HALF_PAST - 1)
    leaks = named(checkout / "public/current"), named(checkout / ".build/site")
    at = publish(checkout, HALF_PAST)
    there = named(checkout / "public/current")
    first = files(checkout / "public/current")
    after = publish(checkout, HALF_PAST + 86400)
    second = files(checkout / "public/current")

    path = "content/rants/2026-11-26-zwiebelkuchen.md"
    told = f"Next: Thu 26 Nov 2026 00:30 (today)  “Zwiebelkuchen”  {path}"
    assert (dry[-1], before[-1]) == (told, told)
    assert leaks == (set(), set())
    assert [line for line in at + after if line.startswith("Next")] == []
    assert there >= WHERE
    # What only the release before the last one asked for goes: parts of the search's index.
    gone = first.keys() - second
    assert all(name.startswith("pagefind/") for name in gone)
    assert {name for name, data in second.items() if first.get(name) != data} == {
        "index.html", "lessons.ics", "lessons/days.json",
    }  # fmt: skip
    counts = f"{len(second)} files (3 changed, {len(gone)} gone, {len(second) - 3} as before)"
    assert f"Published release 0003 to public: {counts}" in after
