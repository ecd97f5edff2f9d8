"""`make doctor`: what is told of a machine, of the settings and of the target."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from desk.doctor import installed, place, target
from desk.doctor.configured import find_configured
from desk.doctor.finding import Finding, fault, fine, note
from desk.doctor.installed import find_installed, read_pins
from desk.doctor.place import find_place
from desk.doctor.target import find_target, safe
from tests.desk.terminal import Terminal
from tests.pelican_site import DAY, ROOT

ANEW = "install all anew: rm -f .venv/site && make check"
FACTS = {
    "SITEURL": "https://ada.net/blog", "AUTHOR": "Ada", "SYNDICATION_AUTHORITY": "ada.net,2026",
    "CONVERSATION_EMAIL": "ada@ada.net", "TIMEZONE": "Europe/London",
    "PLUGINS": ["syndication", "conversation"],
}  # fmt: skip


def doctor(folder: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "PUBLISH_", "GIT_")) and name != "SOURCE_DATE_EPOCH"
    }
    return subprocess.run(
        [sys.executable, *options, "-m", "desk", "doctor", "--settings", "conf.py"],
        cwd=folder, capture_output=True, encoding="utf-8", timeout=60, check=False,
        env={
            **kept, "PYTHONPATH": str(ROOT / "plugins"), "PYTHONIOENCODING": "utf-8", **environment,
        },
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with settings that lack nothing."""
    lines = [f"{name} = {value!r}\n" for name, value in FACTS.items()]
    (tmp_path / "conf.py").write_text("".join(lines))
    return tmp_path


def test_healthy_site(folder: Path) -> None:
    """Where nothing lacks, each line is a tick, and the exit status is 0."""
    done = doctor(folder, CHROMIUM=sys.executable)

    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr, lines[-1]) == (0, "", "Nothing stops make publish.")
    assert [line for line in lines if not line.startswith("  ✓ ")] == [
        "Installed", "", "Configured in conf.py", "", "On this disk", "",
        "Where it is published to: public", "", "Nothing stops make publish.",
    ]  # fmt: skip
    assert "  ✓ SITEURL is https://ada.net/blog" in lines


def test_environment_that_is_broken(folder: Path) -> None:
    """Without a single package it still says what lacks; nothing is a traceback."""
    (folder / "requirements.txt").write_text("pelican==4.12.0 \\\n    --hash=sha256:00\n")
    (folder / ".venv").mkdir()

    done = doctor(folder, "-S")

    faults = [line for line in done.stdout.splitlines() if line.startswith("  ✗")]
    assert (done.returncode, done.stderr) == (1, "")
    assert faults == [
        f"  ✗ packages are not as pinned: pelican 4.12.0 is missing — {ANEW}",
        *(
            f"  ✗ {name} cannot be used (ModuleNotFoundError: No module named '{module}') — {ANEW}"
            for name, module in {
                "pillow": "PIL", "brotli": "brotli", "font": "fontpkg_fira_sans_condensed",
                "pagefind": "pagefind_bin",
            }.items()
        ),
    ]  # fmt: skip
    assert done.stdout.splitlines()[-1] == "Mend what is marked ✗ first."


def test_make_in_a_terminal(checkout: Path) -> None:
    """Make runs `list` and `doctor` for the blog, in a terminal as anywhere."""
    rant = "Title: Soon\nDate: 2026-12-01 09:00\nQuestion: Who?\n\nWords.\n"
    (checkout / "content/rants/soon.md").write_text(rant)

    listed = Terminal(["make", "list"], checkout, SOURCE_DATE_EPOCH=DAY).close()
    status, lines = Terminal(["make", "doctor"], checkout, LANG="C.UTF-8").close()

    assert listed == (0, [
        "Scheduled", "Tue 1 Dec 2026 09:00 (in 6 days)  Soon  content/rants/soon.md", "",
        "Without a lesson", "2026-12-01  Soon  content/rants/soon.md", "", "",
    ])  # fmt: skip
    assert (status, lines[0], lines[-2:]) == (0, "Installed", ["Nothing stops make publish.", ""])


def test_settings_that_are_broken(folder: Path) -> None:
    """A mistake in the settings is told, and all that needs none of them is looked at."""
    (folder / "conf.py").write_text("SITEURL = nothing\n")

    done = doctor(folder)

    assert done.returncode == 1
    assert "  ✗ conf.py: NameError: name 'nothing' is not defined — mend it" in done.stdout
    assert "Where it is published to: public" in done.stdout


def test_terminal_without_unicode(folder: Path) -> None:
    """Where the terminal shows ASCII alone, the marks are of it, too."""
    done = doctor(folder, PYTHONIOENCODING="ascii", CHROMIUM="none")

    lines = done.stdout.splitlines()
    assert "  + SITEURL is https://ada.net/blog" in lines
    assert "  ! the terminal shows ascii, not UTF-8 - export LANG=C.UTF-8" in lines
    assert "  ! CHROMIUM 'none' is not there - name a browser that is, or unset it" in lines
    assert done.stdout.isascii()


def test_make_doctor_makes_nothing(checkout: Path) -> None:
    """Make runs it by the Python there is, even where .venv leads nowhere, and installs nothing."""
    (checkout / ".venv/site").unlink()
    (checkout / ".venv/bin/python").unlink()
    (checkout / ".venv/bin/python").symlink_to("gone")

    done = subprocess.run(
        ["make", "doctor", f"PYTHON={sys.executable}"], cwd=checkout, capture_output=True,
        encoding="utf-8", timeout=60, check=False,
        env={k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MF", "PUBLISH"))},
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert "  ! .venv is not made — any target makes it: make check" in done.stdout.splitlines()
    assert "  ! SITEURL is still https://endrant.example — write the site's address into" in (
        done.stdout
    )
    assert not (checkout / ".venv/site").exists()


def test_every_python_3_can_read_it() -> None:
    """What runs before a new Python is known to be there uses no syntax of one."""
    folder = ROOT / "plugins/desk"
    first = ("__init__", "__main__", "inspection", "registration", "settings")
    for path in (*folder.glob("doctor/*.py"), *(folder / f"{name}.py" for name in first)):
        ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))


# Installed


def test_pins_for_this_machine() -> None:
    """A pin counts where its marker holds; hashes and comments do not."""
    text = (
        "# by a program\nbrotli==1.2.1 \\\n    --hash=sha256:00\n    # via endrant\n"
        "soupsieve==2.10 ; python_full_version < '3.0'\n"
        "soupsieve==4.1.3 ; python_full_version >= '3.0' \\\n    --hash=sha256:00\n"
        "uvicorn[standard]==0.54.0\n"
    )

    assert list(read_pins(text)) == [
        ("brotli", "1.2.1"), ("soupsieve", "4.1.3"), ("uvicorn", "0.54.0"),
    ]  # fmt: skip


def test_packages_are_held_against_their_pins(tmp_path: Path) -> None:
    """Another version and one that is missing are named; of many the first few."""
    (tmp_path / ".venv").mkdir()
    pins = [f"no-such-{number}==1\n" for number in range(5)]
    (tmp_path / "requirements.txt").write_text("".join(["pytest==0.1\n", *pins]))

    found = list(find_installed(tmp_path))

    there = found[2].said.split()[7]
    named = ", ".join(f"no-such-{number} 1 is missing" for number in range(4))
    assert found[1:3] == [
        note(".venv is not made", "any target makes it: make check"),
        fault(
            f"packages are not as pinned: pytest is {there} for 0.1, {named} and 1 more", ANEW
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stamped", "finding"),
    [
        (2, fine(".venv is up to date with requirements.txt")),
        (
            1,
            note(
                ".venv is older than requirements.txt", "the next target makes it anew: make check"
            ),
        ),
    ],
)
def test_age_of_the_environment(tmp_path: Path, stamped: int, finding: Finding) -> None:
    """The stamp of .venv is held against the pins."""
    (tmp_path / ".venv").mkdir()
    for name, moment in (("requirements.txt", 1.5), (".venv/site", stamped)):
        (tmp_path / name).write_text("")
        os.utime(tmp_path / name, (moment, moment))

    assert list(find_installed(tmp_path))[1] == finding


def test_python_that_is_too_old(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An old Python is told with the way to name another."""
    monkeypatch.setattr(sys, "version_info", (3, 10, 1))

    assert next(find_installed(tmp_path)) == fault(
        "Python 3.10.1 is older than 3.11",
        "install a later one, and name it: make PYTHON=python3.12 …",
    )


def test_programs_that_are_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What only some targets need is a note until one of them is chosen."""
    monkeypatch.setattr(installed.shutil, "which", {"git": "/bin/git"}.get)
    rsync, ssh = "sudo apt-get install rsync", "sudo apt-get install openssh-client"

    found = list(find_installed(tmp_path))[-4:-1]
    needed = list(find_target("ssh://ada.net/srv", tmp_path))

    assert found == [
        fine("git"),
        note("rsync is not on this machine", f"where you need it: {rsync}"),
        note("ssh is not on this machine", f"where you need it: {ssh}"),
    ]
    assert needed == [
        fault("rsync is not on this machine", f"install it: {rsync}"),
        fault("ssh is not on this machine", f"install it: {ssh}"),
    ]


# Configured


@pytest.mark.parametrize(
    ("changed", "finding"),
    [
        ({"SITEURL": ""}, ("fault", "SITEURL '' is no whole address")),
        ({"SITEURL": "http://a.b/"}, ("fault", "SITEURL 'http://a.b/' is no whole address")),
        ({"SITEURL": "https://a.example"}, ("note", "SITEURL is still https://a.example")),
        ({"SITEURL": "https://example.com/b"}, ("note", "SITEURL is still https://example.com/b")),
        ({"AUTHOR": ""}, ("note", "AUTHOR is empty")),
        ({"SYNDICATION_AUTHORITY": ""}, ("fault", "SYNDICATION_AUTHORITY is empty")),
        (
            {"SYNDICATION_AUTHORITY": "endrant.example,2026"},
            ("note", "SYNDICATION_AUTHORITY is still endrant.example,2026"),
        ),
        ({"CONVERSATION_EMAIL": ""}, ("note", "CONVERSATION_EMAIL is empty")),
        (
            {"CONVERSATION_EMAIL": "a@b.example"},
            ("note", "CONVERSATION_EMAIL is still a@b.example"),
        ),
        ({"TIMEZONE": "Mars/Base"}, ("fault", "TIMEZONE 'Mars/Base' is no time zone")),
        ({"PLUGINS": [], "CONVERSATION_EMAIL": "", "SYNDICATION_AUTHORITY": ""}, None),
        ({"SITEURL": "https://myexample.com", "AUTHOR": "example.com"}, None),
    ],
)  # fmt: skip
def test_facts(changed: Mapping[str, object], finding: tuple[str, str] | None) -> None:
    """What is as it came is a note; what no site can be published with is a fault."""
    found = [
        (each.kind, each.said)
        for each in find_configured({**FACTS, **changed})
        if each.kind != "fine" and not each.said.startswith(("the ", "SOURCE_DATE"))
    ]  # fmt: skip

    assert found == ([finding] if finding else [])


def test_clock_that_lags(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that says a day before this program was written is wrong."""
    monkeypatch.setattr("desk.doctor.configured.time.time", lambda: 0.0)

    assert list(find_configured(FACTS))[-1] == note(
        "the clock says 1970-01-01 00:00 UTC, and this program is later", "set the clock"
    )


# The disk and the target


def test_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What cannot be written to is named by what is in the way, and room that ends is told."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cache").symlink_to("nowhere")
    (tmp_path / ".build").mkdir()
    (tmp_path / ".build/a").write_bytes(bytes(3_000_000))
    usage = type("Usage", (), {"free": 19_000_000})
    monkeypatch.setattr(place.shutil, "disk_usage", lambda _: usage)

    found = list(find_place(tmp_path, {"CACHE_PATH": str(tmp_path / "cache/deep")}))

    assert found == [
        fault("cache: cache cannot be written to", "change its mode or its owner"),
        fault("only 19 MB of room here", "make room"),
        fine(".build holds 3 MB"),
    ]


def test_folder_as_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder is one that can be made and written to."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("")

    assert list(find_target("file/public", tmp_path)) == [
        fault(
            "file cannot be written to",
            "change its mode, or name another folder with PUBLISH_TO=DIR",
        )
    ]  # fmt: skip
    assert next(find_target("new/public", tmp_path)) == fine("new/public can be written to")


def test_storage_without_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a key it is only said that it is not set."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "very-secret")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)

    assert list(find_target("s3://bucket/path", tmp_path)) == [
        fault("AWS_ACCESS_KEY_ID is not set", "set it to a key of the storage")
    ]


def test_target_that_is_none(tmp_path: Path) -> None:
    """An address of no known kind is told with those that are."""
    (found,) = find_target("ftp://u:geheim@host/x", tmp_path)

    assert (found.kind, found.said) == ("fault", "'ftp://' in ftp://u@host/x is no kind of target")


def test_branch_that_answers(folder: Path) -> None:
    """A repository is asked, as a publish would ask it; one that is not there says so."""
    subprocess.run(["git", "init", "--quiet", "--bare", "blog.git"], cwd=folder, check=True)

    there = doctor(folder, PUBLISH_TO=f"git+file://{folder}/blog.git#pages")
    gone = doctor(folder, PUBLISH_TO=f"git+file://{folder}/gone.git#pages")

    assert (there.returncode, gone.returncode) == (0, 1)
    assert f"  ✓ git+file://{folder}/blog.git#pages answers" in there.stdout.splitlines()
    (told,) = [line for line in gone.stdout.splitlines() if line.startswith("  ✗")]
    assert re.fullmatch(
        r"  ✗ git\+file://\S+: git says “.*” — look at .* there first",
        told,
    )


def test_target_that_never_answers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes too long is told, and nothing that was started for it lives on."""
    ssh = folder / "ssh"
    ssh.write_text(f"#!/bin/sh\necho $$ >'{folder}/pid'\nexec sleep 60\n")
    ssh.chmod(0o755)
    monkeypatch.setattr(target, "SECONDS", 2)
    monkeypatch.setenv("PUBLISH_SSH", str(ssh))

    found = list(find_target("ssh://ada.net/srv", folder / "conf.py"))

    assert found == [
        fault("ssh://ada.net/srv did not answer in 2 seconds", "look whether it is up")
    ]
    assert not lives((folder / "pid").read_text().strip())


def lives(process: str) -> bool:
    """Whether a process is at work; one that has ended may wait for a parent to hear of it."""
    said = subprocess.run(["ps", "-o", "stat=", "-p", process], capture_output=True, text=True)
    return said.stdout.strip()[:1] not in ("", "Z")


@pytest.mark.parametrize(
    ("to", "shown"),
    {
        "git+https://u:geheim@h.net/x.git#b": "git+https://u@h.net/x.git#b",
        "ssh://u:ge:heim@h.net/x": "ssh://u@h.net/x",
        "ssh://u@h.net:22/a:b@c": "ssh://u@h.net:22/a:b@c",
        "public:x@y": "public:x@y",
    }.items(),
)
def test_password_is_never_shown(to: str, shown: str) -> None:
    """What stands between a name and its host in an address is left out."""
    assert safe(to) == shown
