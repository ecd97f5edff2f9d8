"""The command: it tells everything, writes nothing, and its exit status says whether to stop."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from proofread.check import Checked
from proofread.problem import Problem
from proofread.report import tell
from tests.pelican_site import files
from tests.small_site import PLUGINS, Site


@dataclass(frozen=True)
class Run:
    """What one run of the command left behind."""

    status: int
    told: tuple[str, ...]
    errors: tuple[str, ...]


def _run(
    site: Site, settings: str = "pelicanconf.py", content: str = "", **environment: str
) -> Run:
    lines = [f"{name} = {value!r}\n" for name, value in site.settings.items()]
    site.write("pelicanconf.py", "".join(lines))
    run = subprocess.run(
        [sys.executable, "-m", "proofread", "check", "--settings", settings, *content.split()],
        cwd=site.folder,
        env={
            **os.environ,
            "PYTHONPATH": str(PLUGINS),
            "PYTHONDONTWRITEBYTECODE": "1",
            **environment,
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return Run(run.returncode, tuple(run.stdout.splitlines()), tuple(run.stderr.splitlines()))


@pytest.fixture(autouse=True)
def _plugins(site: Site) -> None:
    site.configure(PLUGINS=["proofread"])


def test_good_site(site: Site) -> None:
    """Where nothing is wrong it says so, and exits with 0."""
    site.post("good")

    assert _run(site) == Run(0, ("No error; 1 source read.",), ())


def test_nothing_is_written(site: Site) -> None:
    """No output, no cache: the folder holds what it held."""
    site.post("good")
    site.post("bad", Date="soon")
    _run(site)
    before = files(site.folder)

    run = _run(site)

    assert run.status == 1
    assert files(site.folder) == before


def test_errors_and_advice(site: Site) -> None:
    """Errors first, then advice, then how many: as the README has it."""
    site.configure(PLUGINS=["proofread", "conversation"])
    site.write("content/posts/a.md", "Title: A\nDate: tomorow\nStauts: draft\n\nText.\n")

    run = _run(site)

    assert run == Run(
        1,
        (
            "content/posts/a.md:2: Date 'tomorow' is not a date — "
            "write 2026-11-23 or 2026-11-23 09:00",
            "content/posts/a.md:3: Stauts 'draft' is no key — write Status",
            "",
            "Advice, which stops nothing:",
            "content/posts/a.md:1: has no question, so the site's own is asked — "
            "write 'Question: …?' to the reader",
            "",
            "2 errors in 1 file; 1 source read.",
        ),
        (),
    )


def test_advice_alone(site: Site) -> None:
    """Advice is told and the exit status is 0."""
    site.configure(PLUGINS=["proofread", "conversation"])
    site.post("a")

    run = _run(site)

    assert run == Run(
        0,
        (
            "Advice, which stops nothing:",
            "content/posts/a.md:1: has no question, so the site's own is asked — "
            "write 'Question: …?' to the reader",
            "",
            "No error; 1 source read.",
        ),
        (),
    )


def test_terminal_without_letters(site: Site) -> None:
    """A name that the terminal cannot show is told in signs that it can."""
    site.write("content/posts/ß.md", "Title: T\n\nText.\n")

    run = _run(site, PYTHONIOENCODING="ascii")

    assert run.told[0] == (
        "content/posts/\\xdf.md:1: has no date \\u2014 write 'Date: 2026-11-23 09:00' "
        "below the title"
    )
    assert (run.status, run.errors) == (1, ())


def test_escape_in_a_name(site: Site) -> None:
    """What a file is called, or holds, cannot speak to the terminal."""
    site.write("content/posts/\x1b[2J.md", "Title: \x1b[31m<b>\nDate: 2026-01-02\n\nText.\n")

    run = _run(site)

    assert "\x1b" not in "\n".join(run.told)
    assert run.told[:2] == (
        "content/posts/\\x1b[2J.md: the name holds U+001B, which no address can — rename it",
        "content/posts/\\x1b[2J.md:1: Title '\\x1b[31m<b>' holds HTML — "
        "take what stands in < and > out",
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("PATH = ", "SyntaxError: invalid syntax (settings.py, line 1)"),
        ("1 / 0\n", "ZeroDivisionError: division by zero"),
    ],
)
def test_settings_that_are_no_program(site: Site, text: str, fault: str) -> None:
    """A fault in the settings is told in a line, without a traceback."""
    site.write("settings.py", text)

    run = _run(site, "settings.py")

    assert run == Run(1, (), (f"settings.py: {fault} — mend it",))


def test_setting_that_is_unknown(site: Site) -> None:
    """A misspelt setting is told before any source is read."""
    site.configure(PROOFREAD_KEYZ=())
    site.post("bad", Date="soon")

    run = _run(site)

    assert run == Run(
        1,
        (),
        (
            "setting PROOFREAD_KEYZ is unknown — write PROOFREAD_KEYS, or take it out",
            "mend the settings above",
        ),
    )


def test_plugin_that_is_not_there(site: Site) -> None:
    """A plugin that cannot be loaded is told, since its checks would be missing."""
    site.configure(PLUGINS=["proofread", "nowhere"])
    site.post("good")

    run = _run(site)

    assert run == Run(
        1,
        (),
        (
            "Cannot load plugin `nowhere`",
            "Cannot import plugin `nowhere`",
            "mend the settings above",
        ),
    )


def test_folder_on_the_command_line(site: Site) -> None:
    """Where the settings do not say where the sources lie, the command's argument does."""
    site.settings.pop("PATH")
    site.post("good")
    site.write("content/posts/bad.md", "Title: Bad\n\nText.\n")

    run = _run(site, content="content")

    assert run.status == 1
    assert run.told[0] == (
        "content/posts/bad.md:1: has no date — write 'Date: 2026-11-23 09:00' below the title"
    )
    assert run.told[-1] == "1 error in 1 file; 2 sources read."


def test_site_without_this_plugin(site: Site) -> None:
    """Where the settings do not name it, the command says where it belongs."""
    site.configure(PLUGINS=["conversation"])

    run = _run(site)

    assert run == Run(1, (), ("pelicanconf.py: PLUGINS has no 'proofread' — put it first",))


def test_facts_of_the_site(site: Site) -> None:
    """What is wrong with the settings stands before what is wrong with a file."""
    site.configure(TIMEZONE="Europe/Lodnon")
    site.post("bad", Date="soon")

    run = _run(site)

    assert run.told == (
        "the settings: TIMEZONE 'Europe/Lodnon' is no time zone — write one as 'Europe/London'",
        "content/posts/bad.md:2: Date 'soon' is not a date — write 2026-11-23 or 2026-11-23 09:00",
        "",
        "2 errors in 2 files; 1 source read.",
    )


@pytest.mark.parametrize(
    ("problems", "last"),
    [
        ((), "No error; 2 sources read."),
        ((Problem("a", 1, "x"),), "1 error in 1 file; 2 sources read."),
        ((Problem("a", 1, "x"), Problem("a", 2, "x")), "2 errors in 1 file; 2 sources read."),
        ((Problem("a", 1, "x"), Problem("b", 0, "x")), "2 errors in 2 files; 2 sources read."),
        ((Problem("a", 1, "x", advice=True),), "No error; 2 sources read."),
    ],
)
def test_last_line(problems: tuple[Problem, ...], last: str) -> None:
    """It counts errors, the files they are in, and all that was read."""
    assert tell(Checked(problems, 2)).splitlines()[-1] == last


def test_the_blog_itself_has_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sources of this very blog are good."""
    root = Path(__file__).parents[2]
    monkeypatch.chdir(root)

    run = subprocess.run(
        [sys.executable, "-m", "proofread", "check", "--settings", "publishconf.py"],
        env={**os.environ, "PYTHONPATH": "plugins"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (run.returncode, run.stderr) == (0, "")
