"""What is installed: Python, the packages and what they carry, programs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module, metadata
from pathlib import Path

from .finding import Finding, fault, fine, note

OLDEST = (3, 11)
MOST = 5  # packages that are named
PINS = "requirements.txt"
STAMP = ".venv/site"  # written when all that is pinned is installed
_PIN = re.compile(
    r"(?P<name>[\w.-]+)(?:\[.*?\])?==(?P<version>[^\s;\\]+)\s*(?:;(?P<marker>[^\\]*))?"
)
_ANEW = f"install all anew: rm -f {STAMP} && make check"
_PROGRAMS = {
    "git": "sudo apt-get install git",
    "rsync": "sudo apt-get install rsync",
    "ssh": "sudo apt-get install openssh-client",
}
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_installed(root: Path) -> Iterator[Finding]:
    """Look at the Python that runs this, what it has, and the machine; `root` has the pins."""
    yield _python()
    if (root / PINS).is_file():
        yield _environment(root)
        yield from _packages(root / PINS)
    for look in (_pillow, _brotli, _font, _pagefind):
        yield _guarded(look)
    yield from _programs()
    yield _browser()


def lacking(*programs: str) -> Iterator[Finding]:
    """Those programs that a target needs and this machine lacks."""
    for name in programs:
        if not shutil.which(name):
            yield fault(f"{name} is not on this machine", f"install it: {_PROGRAMS[name]}")


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST:
        remedy = "install a later one, and name it: make PYTHON=python3.12 …"
        return fault(f"Python {version} is older than 3.11", remedy)
    return fine(f"Python {version}, {sys.executable}")


def _environment(root: Path) -> Finding:
    stamp, pins = root / STAMP, root / PINS
    if not stamp.is_file():
        return note(".venv is not made", "any target makes it: make check")
    if stamp.stat().st_mtime < pins.stat().st_mtime:
        return note(f".venv is older than {PINS}", "the next target makes it anew: make check")
    return fine(f".venv is up to date with {PINS}")


def _packages(pins: Path) -> Iterator[Finding]:
    if not (pins.parent / ".venv").exists():
        return
    wanted = list(read_pins(pins.read_text(encoding="utf-8")))
    wrong = list(_wrong(wanted))
    if not wrong:
        yield fine(f"{len(wanted)} packages, each as it is pinned")
        return
    more = f" and {len(wrong) - MOST} more" if len(wrong) > MOST else ""
    yield fault(f"packages are not as pinned: {', '.join(wrong[:MOST])}{more}", _ANEW)


def _wrong(wanted: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, version in wanted:
        try:
            there = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield f"{name} {version} is missing"
            continue
        if there != version:
            yield f"{name} is {there} for {version}"


def read_pins(text: str) -> Iterator[tuple[str, str]]:
    """Name and version of each pin that is meant for this machine."""
    for line in text.splitlines():
        match = _PIN.match(line)
        if match and _is_meant((match["marker"] or "").strip()):
            yield match["name"], match["version"]


def _is_meant(marker: str) -> bool:
    """Whether an environment marker holds here (PyPA: Dependency specifiers)."""
    if not marker:
        return True
    for module in ("packaging.markers", "pip._vendor.packaging.markers"):
        try:
            return bool(import_module(module).Marker(marker).evaluate())
        except ImportError:
            continue
    return False  # what cannot be told is not told


def _guarded(look: Callable[[], Finding]) -> Finding:
    """What a look finds; a package that is broken may raise whatever it likes."""
    try:
        return look()
    except Exception as error:
        name = look.__name__.strip("_")
        return fault(f"{name} cannot be used ({type(error).__name__}: {error})", _ANEW)


def _pillow() -> Finding:
    features = import_module("PIL.features")
    lacks = [name for name in ("avif", "webp") if not features.check(name)]
    if lacks:
        named = " and ".join(name.upper() for name in lacks)
        return note(f"Pillow writes no {named}", f"pictures go out without; else {_ANEW}")
    return fine("Pillow writes AVIF and WebP")


def _brotli() -> Finding:
    import_module("brotli")
    return fine("Brotli, for PUBLISH_COMPRESS")


def _font() -> Finding:
    package = import_module("fontpkg_fira_sans_condensed")
    found = list(Path(package.__path__[0]).rglob("*.ttf"))
    if not found:
        return fault("the cards' font is missing", _ANEW)
    return fine("the cards' font")


def _pagefind() -> Finding:
    program = import_module("pagefind_bin").get_executable()
    done = subprocess.run(  # noqa: S603  -- the package's own program
        [str(program), "--version"], capture_output=True, timeout=20, check=False
    )
    if done.returncode:
        return fault(f"pagefind ended with status {done.returncode}", _ANEW)
    return fine(done.stdout.decode(errors="replace").strip() or "pagefind")


def _programs() -> Iterator[Finding]:
    there = [name for name in _PROGRAMS if shutil.which(name)]
    if there:
        yield fine(", ".join(there))
    for name, remedy in _PROGRAMS.items():
        if name not in there:
            yield note(f"{name} is not on this machine", f"where you need it: {remedy}")


def _browser() -> Finding:
    """A browser by its name; whether it opens a page, the tests find out."""
    chosen = os.environ.get("CHROMIUM")
    found = [path for path in map(shutil.which, [chosen] if chosen else _BROWSERS) if path]
    cache = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or "~/.cache/ms-playwright"
    if not found and not chosen:
        found = [str(path) for path in sorted(Path(cache).expanduser().glob("chromium*"))]
    if found:
        return fine(f"a browser for the tests, {found[0]}")
    if chosen:
        return note(f"CHROMIUM '{chosen}' is not there", "name a browser that is, or unset it")
    return note("no browser for the tests", "make test installs one")
