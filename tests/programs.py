"""The programs that the tests run: found, or else installed.

`python -m tests.programs` prints nothing but that they are there; where one can not be had, it
fails with the remedy. What Debian starts when it installs one of them is stopped again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass

# A server's program lies where a person's PATH does not lead.
PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"


@dataclass(frozen=True)
class Program:
    """A program, Debian's package that has it, and the service that its installation starts."""

    name: str
    package: str
    service: str = ""


PROGRAMS = (
    Program("flock", "util-linux"),
    Program("git", "git"),
    Program("khal", "khal"),
    Program("newsboat", "newsboat"),
    Program("nginx", "nginx-light", service="nginx"),
    Program("rsync", "rsync", service="rsync"),
    Program("ssh", "openssh-client"),
    Program("ssh-keygen", "openssh-client"),
    Program("sshd", "openssh-server", service="ssh"),
    Program("strace", "strace"),
)


class ProgramError(Exception):
    """A program is not there and can not be installed; says which, and what mends it."""


def missing(programs: Iterable[Program] = PROGRAMS) -> list[Program]:
    """Find the programs that are not on this machine."""
    return [program for program in programs if not shutil.which(program.name, path=PATH)]


def ensure(programs: Iterable[Program] = PROGRAMS) -> None:
    """Install what is missing with apt-get, where that is allowed; raises `ProgramError`."""
    programs = tuple(programs)
    if not (absent := missing(programs)):
        return
    tried = _install(absent)
    if still := missing(programs):
        names = ", ".join(program.name for program in still)
        packages = " ".join(sorted({program.package for program in still}))
        raise ProgramError(
            f"not here: {names}; {tried} — install them (Debian: apt-get install {packages})"
        )


def main() -> int:
    """Make sure of all programs; the exit status is 1 when one is not to be had."""
    try:
        ensure()
    except ProgramError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Programs: {', '.join(program.name for program in PROGRAMS)}")
    return 0


def _install(programs: list[Program]) -> str:
    """Install with apt-get; give what went wrong, or what was done."""
    allowed = _may_install()
    if allowed is None:
        return "apt-get is not here, or not allowed"
    packages = sorted({program.package for program in programs})
    print(f"Installing for the tests: {', '.join(packages)}", file=sys.stderr)
    apt = [*allowed, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    _run([*apt, "update"], seconds=180)
    install = [*apt, "install", "--yes", "--no-install-recommends", *packages]
    fault = _run(install, seconds=600)
    for program in programs:
        if program.service:
            # The tests start their own, on ports of their own.
            _run([*allowed, "service", program.service, "stop"], seconds=60)
    return f"apt-get: {fault}" if fault else "apt-get has installed something else"


def _may_install() -> list[str] | None:
    """Give what must stand before apt-get; None where there is none, or only with a password."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    return None if _run(["sudo", "-n", "true"], seconds=10) else ["sudo", "-n"]


def _run(command: list[str], *, seconds: int) -> str:
    """Run a command; give what went wrong, nothing if nothing did."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except OSError as error:
        return error.strerror or str(error)
    except subprocess.TimeoutExpired:
        return f"took longer than {seconds} s"
    if not done.returncode:
        return ""
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith("E: ")]
    return lines[-1] if lines else f"exit status {done.returncode}"


if __name__ == "__main__":
    sys.exit(main())
