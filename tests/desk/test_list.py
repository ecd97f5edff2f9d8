"""`make list`: the groups, in a terminal and for another program, with errors and without."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desk.items import OLDEST, Group, Item, Row, sort_out
from tests.desk.terminal import Terminal
from tests.pelican_site import DAY
from tests.small_site import PLUGINS, Site

ZONE = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 25, 12, tzinfo=ZONE)


def item(path: str, status: str = "published", date: str = "2026-01-02", **more: object) -> Item:
    when = datetime.fromisoformat(date).replace(tzinfo=ZONE) if date else None
    return Item("article", status, path.upper(), path, when, **more)  # type: ignore[arg-type]


def test_groups() -> None:
    """Each group has its order; a draft lacks nothing yet, and what is off lacks no question."""
    items = [
        item("a", lesson=True, question=True),
        item("b", lesson=False, question=False, date="2026-03-02"),
        item("c", "hidden", lesson=False, question=None, date="2025-03-02"),
        item("d", "draft", lesson=False, question=False),
        item("e", "draft", lesson=True, question=True, date=""),
        item("f", "scheduled", lesson=False, question=True, date="2026-12-01T09:00"),
        item("g", "scheduled", lesson=True, question=True, date="2026-11-25T12:01"),
        Item("page", "draft", "H", "h"),
        Item("page", "hidden", "I", "i", modified=datetime(2024, 1, 2, tzinfo=ZONE)),
    ]

    groups = sort_out(items, NOW)

    assert groups == (
        Group(
            "Drafts",
            (
                Row("no date", "E", "e"),
                Row("no date", "H (page)", "h"),
                Row("2026-01-02", "D", "d"),
            ),
        ),
        Group(
            "Scheduled",
            (
                Row("Wed 25 Nov 2026 12:01 (today)", "G", "g"),
                Row("Tue 1 Dec 2026 09:00 (in 6 days)", "F", "f"),
            ),
        ),
        Group(
            "Without a lesson",
            (
                Row("2026-12-01", "F", "f"),
                Row("2026-03-02", "B", "b"),
                Row("2025-03-02", "C (hidden)", "c"),
            ),
        ),
        Group("Without a question", (Row("2026-03-02", "B", "b"),)),
        Group(
            "Longest untouched",
            (
                Row("2024-01-02", "I (page, hidden)", "i"),
                Row("2025-03-02", "C (hidden)", "c"),
                Row("2026-01-02", "A", "a"),
                Row("2026-03-02", "B", "b"),
            ),
        ),
    )


def test_untouched_are_few() -> None:
    """What was modified counts from then; there are as many as are read at a glance."""
    items = [item(f"{number:02}", date=f"2026-02-{number + 1:02}") for number in range(20)]
    items[0] = item("00", date="2026-02-01", modified=NOW)

    (group,) = sort_out(items, NOW)

    assert [row.path for row in group.rows] == [f"{number:02}" for number in range(1, OLDEST + 1)]


# The command

LESSON = '!!! lesson "Look."\n    Then leap.'


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with one of each."""
    site.configure(
        PLUGINS=["proofread", "desk", "lesson", "conversation"],
        TIMEZONE="Europe/London", WITH_FUTURE_DATES=False, CONVERSATION_EMAIL="ada@site.example",
    )  # fmt: skip
    site.post("whole", LESSON, Question="Who?", Date="2026-01-02")
    site.post("bare", Date="2026-01-03 09:00", Title="Bare \u202aand [bold]odd[/bold]")
    site.post("mute", LESSON, Conversation="off", Date="2026-01-04", Modified="2026-02-02")
    site.post("begun", Status="draft", Date=None)
    site.post("kept", LESSON, Question="Who?", Status="draft", Date="2027-01-02")
    site.post("soon", LESSON, Question="Who?", Date="2026-11-26 00:30", Title="日本語の題名")
    site.post("secret", LESSON, Question="Who?", Status="hidden", Date="2025-01-02")
    site.write("content/pages/later.md", "Title: Later\nStatus: draft\n\nWords.\n")
    site.write("content/pages/about.md", "Title: About\n\nWords.\n")
    return site


def command(site: Site) -> list[str]:
    lines = [f"{name} = {value!r}\n" for name, value in site.settings.items() if value != ...]
    site.write("pelicanconf.py", "".join(lines))
    return [sys.executable, "-m", "desk", "list", "--settings", "pelicanconf.py"]


ENVIRONMENT = {
    "PYTHONPATH": str(PLUGINS), "PYTHONDONTWRITEBYTECODE": "1", "SOURCE_DATE_EPOCH": DAY,
}  # fmt: skip


def run(site: Site) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(site), cwd=site.folder, env={**os.environ, **ENVIRONMENT}, capture_output=True,
        encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


LISTED = """\
Drafts
no date  Later (page)  content/pages/later.md
no date  begun  content/posts/begun.md
2027-01-02  kept  content/posts/kept.md

Scheduled
Thu 26 Nov 2026 00:30 (tomorrow)  日本語の題名  content/posts/soon.md

Without a lesson
2026-01-03  Bare \\u202aand [bold]odd[/bold]  content/posts/bare.md

Without a question
2026-01-03  Bare \\u202aand [bold]odd[/bold]  content/posts/bare.md

Longest untouched
2025-01-02  secret (hidden)  content/posts/secret.md
2026-01-02  whole  content/posts/whole.md
2026-01-03  Bare \\u202aand [bold]odd[/bold]  content/posts/bare.md
2026-02-02  mute  content/posts/mute.md
"""


def test_list_for_another_program(blog: Site) -> None:
    """Where no terminal is, each row is one whole line; nothing is written anywhere."""
    command(blog)
    before = sorted(blog.folder.rglob("*"))

    done = run(blog)

    assert (done.returncode, done.stdout, done.stderr) == (0, LISTED, "")
    assert sorted(blog.folder.rglob("*")) == before


def test_list_with_errors(blog: Site) -> None:
    """What cannot be read is told as `make check` tells it; the rest is listed all the same."""
    blog.post("bad", Date="tomorow")
    blog.write("content/posts/bytes.md", "Title: Grüße\n\nGrüße aus Köln.\n".encode("latin-1"))
    blog.post("stop", Stauts="draft")

    done = run(blog)

    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert [line for line in LISTED.splitlines() if line not in lines] == []
    assert done.stderr.splitlines() == [
        "",
        "To be mended:",
        "content/posts/bad.md:2: Date 'tomorow' is not a date"
        " — write 2026-11-23 or 2026-11-23 09:00",
        "content/posts/bytes.md:1: byte 0xfc at offset 9 is not UTF-8; the file looks like"
        " Windows-1252 (Latin-1) — save it as UTF-8",
        "content/posts/stop.md:3: Stauts 'draft' is no key — write Status",
    ]


def test_list_without_the_other_plugins(blog: Site) -> None:
    """A site without lessons lacks none; Pelican itself keeps the future back."""
    blog.configure(PLUGINS=["desk"])
    blog.post("soon", Date="2999-01-02")
    blog.post("bad", Date="tomorow")

    done = run(blog)

    heads = [block.splitlines()[0] for block in done.stdout.split("\n\n")]
    assert heads == ["Drafts", "Scheduled", "Longest untouched"]
    assert "Sat 2 Jan 2999" not in done.stdout  # it is a Wednesday
    assert "Wed 2 Jan 2999 00:00 (in 355054 days)  soon  content/posts/soon.md" in done.stdout
    reason = "cannot be read ('tomorow' is not a valid date) — mend it"
    told = f"\nTo be mended:\ncontent/posts/bad.md: {reason}\n"
    assert (done.returncode, done.stderr) == (1, told)


def test_settings_with_an_error(blog: Site) -> None:
    """A setting that is wrong is told, and nothing is listed."""
    blog.configure(LESSON_KICKERS="x")

    done = run(blog)

    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr == "setting LESSON_KICKERS is unknown — write LESSON_KICKER, or take it out\n"
    )


def test_empty_site(site: Site) -> None:
    """Where nothing is, that is said."""
    site.configure(PLUGINS=["desk"])

    done = run(site)

    assert (done.returncode, done.stdout, done.stderr) == (
        0, "Nothing waits: no drafts, nothing scheduled, and nothing is published yet.\n", "",
    )  # fmt: skip


def test_list_in_a_wide_terminal(blog: Site) -> None:
    """In a terminal the columns are one below the other, signs of two cells among them."""
    status, lines = Terminal(command(blog), blog.folder, 120, **ENVIRONMENT).close()

    assert status == 0
    assert lines[:11] == [
        "Drafts",
        "no date     Later (page)  content/pages/later.md",
        "no date     begun         content/posts/begun.md",
        "2027-01-02  kept          content/posts/kept.md",
        "",
        "Scheduled",
        "Thu 26 Nov 2026 00:30 (tomorrow)  日本語の題名  content/posts/soon.md",
        "",
        "Without a lesson",
        "2026-01-03  Bare \\u202aand [bold]odd[/bold]  content/posts/bare.md",
        "",
    ]


def test_list_in_a_narrow_terminal(blog: Site) -> None:
    """Where a path has no room beside its title it has a line of its own, and is never cut."""
    blog.post("a-name-that-is-longer-than-any-line-here", Status="draft", Title="A " + "word " * 9)

    status, lines = Terminal(command(blog), blog.folder, 50, **ENVIRONMENT).close()

    assert status == 0
    assert lines[:11] == [
        "Drafts",
        "no date     Later (page)",
        "            content/pages/later.md",
        "no date     begun",
        "            content/posts/begun.md",
        "2027-01-02  kept",
        "            content/posts/kept.md",
        "2026-01-02  A word word word word word word word",
        "            word word",
        "            content/posts/a-name-that-is-longer-th",
        "            an-any-line-here.md",
    ]


def test_long_group_leaves_room(site: Site) -> None:
    """In a terminal a group ends after twenty rows, and says how the rest is seen."""
    site.configure(PLUGINS=["desk"])
    for number in range(23):
        site.post(f"p{number:02}", Status="draft", Date=f"2026-01-{number + 1:02}")

    _, lines = Terminal(command(site), site.folder, 80, **ENVIRONMENT).close()

    assert lines[:2] == ["Drafts", "2026-01-23  p22  content/posts/p22.md"]
    assert lines[20:22] == ["2026-01-04  p03  content/posts/p03.md", "and 3 more: make list | less"]


def test_nobody_reads_on(blog: Site) -> None:
    """A reader that closes its end, as less does, is no error."""
    line = " ".join(command(blog)).replace(sys.executable, f"'{sys.executable}'")
    script = f"{{ {line}; echo status $? >&2; }} | true"
    done = subprocess.run(
        ["bash", "-c", script], cwd=blog.folder, env={**os.environ, **ENVIRONMENT},
        capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip

    assert done.stderr == "status 0\n"
    assert Path(blog.folder, "content").is_dir()
