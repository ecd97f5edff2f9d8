"""The browser that the tests drive: found, or else installed.

`python -m tests.browser.chromium` prints where it is; where none can be had, it fails with the
remedy. An installed Chromium or Chrome comes first, then Playwright's, then the system's package.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# For pages that are our own, on a machine that may be a container: no sandbox, as Playwright has
# it, no graphics card, and nothing that asks another host.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)

_PLAYWRIGHT = (sys.executable, "-m", "playwright")
_PLAYWRIGHT_PATH = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


class BrowserError(Exception):
    """No browser opens a page; says what was tried and what mends it."""


@dataclass(frozen=True)
class Run:
    """A command that has ended: what it printed, and what went wrong, if anything did."""

    output: str
    fault: str


def find() -> Path | None:
    """Find an installed browser that opens a page; `CHROMIUM`, if it is set, is the only choice."""
    chosen = os.environ.get("CHROMIUM")
    candidates = iter([Path(chosen)]) if chosen else _candidates()
    return next((path for path in candidates if _opens_a_page(path)), None)


def ensure() -> Path:
    """Find a browser, or install one: with Playwright, else with apt-get where that is allowed."""
    if path := find():
        return path
    if chosen := os.environ.get("CHROMIUM"):
        raise BrowserError(f"CHROMIUM: {chosen!r} opens no page — name a browser that does")
    tried = []
    for install in (_install_with_playwright, _install_with_apt):
        fault = install()
        if path := find():
            return path
        tried.append(fault or "what was installed opens no page")
    raise BrowserError(
        f"no browser: none of {', '.join(NAMES)} opens a page; {'; '.join(tried)}"
        " — install Chromium or Chrome, or name one with CHROMIUM=/path/to/chromium"
    )


def main() -> int:
    """Print where the browser is; the exit status is 1 when there is none to be had."""
    try:
        print(f"Browser: {ensure()}")
    except BrowserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _candidates() -> Iterator[Path]:
    for name in (*NAMES, *APPS):
        if found := shutil.which(name):
            yield Path(found)
    found = _run([sys.executable, "-c", _PLAYWRIGHT_PATH], seconds=30).output.strip()
    if found and Path(found).is_file():
        yield Path(found)


def _opens_a_page(path: Path) -> bool:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        page = ("--dump-dom", "data:text/html,<title>opened</title>")
        command = [str(path), "--headless", *FLAGS, f"--user-data-dir={profile}", *page]
        return "<title>opened</title>" in _run(command, seconds=60).output


def _install_with_playwright() -> str:
    fetched = _attempt([*_PLAYWRIGHT, "install", "chromium"], seconds=180)
    if not fetched and not find() and (sudo := _may_install()) is not None:
        # It is there and does not open: it lacks the system's libraries.
        return _attempt([*sudo, *_PLAYWRIGHT, "install-deps", "chromium"], seconds=600)
    return fetched


def _install_with_apt() -> str:
    sudo = _may_install()
    if sudo is None:
        return "apt-get: not here, or not allowed"
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    _attempt([*apt, "update"], seconds=180)
    return _attempt([*apt, "install", "--yes", "chromium"], seconds=600)


def _may_install() -> list[str] | None:
    """Give what must stand before apt-get; None where there is none, or only with a password."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if not _run(["sudo", "-n", "true"], seconds=10).fault else None


def _attempt(command: list[str], *, seconds: int) -> str:
    """Run a command that installs, and say so; gives what went wrong, nothing if nothing did."""
    name = " ".join(command).replace(sys.executable, "python")
    print(f"No browser opens a page yet; trying for {seconds} s: {name}", file=sys.stderr)
    run = _run(command, seconds=seconds)
    if not run.fault:
        return ""
    reason = next(
        (line for line in run.output.splitlines() if line.startswith(("E:", "Error"))), ""
    )
    return f"{name}: {run.fault} {reason}".rstrip()


def _run(command: list[str], *, seconds: int) -> Run:
    # Output goes to a file, and the whole group is ended: a child that lives on holds up nothing.
    with tempfile.TemporaryFile() as output:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            return Run("", error.strerror or str(error))
        try:
            status = process.wait(timeout=seconds)
            fault = f"exit status {status}" if status else ""
        except subprocess.TimeoutExpired:
            fault = f"took longer than {seconds} s"
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        output.seek(0)
        return Run(output.read().decode(errors="replace"), fault)


if __name__ == "__main__":
    sys.exit(main())
