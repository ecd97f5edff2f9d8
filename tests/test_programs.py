"""The programs that the tests need: what is told where one is not there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.pelican_site import ROOT
from tests.programs import PROGRAMS, Program, ProgramError, ensure, missing


def test_all_are_there() -> None:
    """Where the tests run, nothing is missing."""
    assert missing() == []
    ensure()


def test_command_names_what_is_there() -> None:
    """The command ends well and says what it has found."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.programs"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    names = ", ".join(program.name for program in PROGRAMS)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"Programs: {names}\n", "")


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose commands are in one folder, and note there how they were called."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("tests.programs.PATH", str(tmp_path))
    for name in ("env", "service", "sudo"):
        command(tmp_path, name, 'case $1 in -n) shift; "$@";; DEBIAN*) shift; "$@";; esac')
    return tmp_path


def command(folder: Path, name: str, script: str) -> None:
    """Put a command into a folder."""
    (folder / name).write_text(f'#!/bin/sh\necho "{name} $*" >>"{folder}/calls"\n{script}\n')
    (folder / name).chmod(0o755)


NEEDED = (Program("sshd", "openssh-server", service="ssh"), Program("strace", "strace"))
REMEDY = "install them (Debian: apt-get install openssh-server strace)"


def test_no_apt(commands: Path) -> None:
    """Without apt-get the remedy is told in one line."""
    with pytest.raises(ProgramError) as raised:
        ensure(NEEDED)

    fault = "not here: sshd, strace; apt-get is not here, or not allowed"
    assert str(raised.value) == f"{fault} — {REMEDY}"


def test_apt_that_fails(commands: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What apt-get says is told, with the remedy."""
    command(commands, "apt-get", 'echo "E: No network." >&2; exit 100')

    with pytest.raises(ProgramError) as raised:
        ensure(NEEDED)

    assert str(raised.value) == f"not here: sshd, strace; apt-get: E: No network. — {REMEDY}"
    assert capsys.readouterr().err == "Installing for the tests: openssh-server, strace\n"


def test_what_is_installed_is_stopped(commands: Path) -> None:
    """Lists are fetched, packages installed without a question, and the service is stopped."""
    install = f'[ "$1" = update ] || : >"{commands}/sshd"; : >"{commands}/strace"'
    command(commands, "apt-get", f'{install}; /bin/chmod +x "{commands}/sshd" "{commands}/strace"')

    ensure(NEEDED)

    calls = (commands / "calls").read_text().splitlines()
    assert [call for call in calls if call.split()[0] not in ("env", "sudo")] == [
        "apt-get update",
        "apt-get install --yes --no-install-recommends openssh-server strace",
        "service ssh stop",
    ]
