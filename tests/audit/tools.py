"""The programs that judge: those of the system, those of npm, and how they are run."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.audit.finding import AuditError
from tests.pelican_site import ROOT

HOME = ROOT / ".build/audit"
PINS = Path(__file__).parent
_REMEDIES = {
    "java": "install Java 17 or later (Debian: apt-get install default-jre-headless)",
    "node": "install Node.js 18.16 or later (Debian: apt-get install nodejs npm)",
    "npm": "install npm (Debian: apt-get install npm)",
}


def program(name: str) -> str:
    """Find a program of the system. Raises `AuditError`, with the remedy, where it is not there."""
    if path := shutil.which(name):
        return path
    raise AuditError(f"{name}: is not on this machine — {_REMEDIES[name]}")


def package(path: str, *, home: Path = HOME) -> Path:
    """Give a file of the npm packages that `package-lock.json` pins, installed where they are not.

    Raises `AuditError` where they cannot be had.
    """
    if not _is_installed(home):
        npm = program("npm")
        home.mkdir(parents=True, exist_ok=True)
        shutil.copy(PINS / "package.json", home)
        shutil.copy(PINS / "package-lock.json", home)
        install = (npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        try:
            run((*install, "--prefix", str(home)), seconds=600)
        except AuditError:
            (home / "package-lock.json").unlink()
            raise
    return home / "node_modules" / path


def run(command: Sequence[str], *, seconds: int) -> str:
    """Run a command and give what it prints on stdout.

    It is ended, with all that it has started, after so many seconds. Raises `AuditError` where it
    fails or takes longer.
    """
    name = " ".join((Path(command[0]).name, *command[1:3]))
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
    except OSError as error:
        raise AuditError(f"{name}: {error.strerror or error}") from error
    with process:
        try:
            output, complaint = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise AuditError(f"{name}: took longer than {seconds} s") from error
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode:
        raise AuditError(f"{name}: exit status {process.returncode}\n{complaint}".rstrip())
    return output


def _is_installed(home: Path) -> bool:
    there = home / "package-lock.json"
    return there.exists() and there.read_bytes() == (PINS / "package-lock.json").read_bytes()
