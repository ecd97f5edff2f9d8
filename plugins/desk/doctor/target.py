"""Where it is published to: what that needs, and whether it answers."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from .finding import Finding, fault, fine
from .installed import lacking
from .place import room, unwritable

SECONDS = 20
_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
_FORMS = "write a folder, ssh://host/path, git+https://host/repository#branch or s3://bucket/path"


def safe(to: str) -> str:
    """The address without a password, should somebody have written one into it."""
    return re.sub(r"(://[^/@:]*):[^/]*@", r"\1@", to)


def find_target(to: str, settings: Path) -> Iterator[Finding]:
    """Look at what a target needs here; what is elsewhere is asked, and waited for so long."""
    if "://" not in to:
        yield from _folder(Path(to).expanduser())
        return
    scheme = to.partition("://")[0]
    lacks = list(_lacks(scheme, to))
    yield from lacks
    if not lacks:
        yield _ask(to, settings)


def is_far(to: str) -> bool:
    """Whether another machine has to be asked."""
    return "://" in to and not to.startswith("git+file:")


def _folder(folder: Path) -> Iterator[Finding]:
    problem = unwritable(folder)
    if problem:
        remedy = "change its mode, or name another folder with PUBLISH_TO=DIR"
        yield fault(f"{problem} cannot be written to", remedy)
        return
    yield fine(f"{folder} can be written to")
    yield room(folder, "there")


def _lacks(scheme: str, to: str) -> Iterator[Finding]:
    own_ssh = bool(os.environ.get("PUBLISH_SSH"))
    if scheme == "ssh":
        yield from lacking("rsync", *(() if own_ssh else ("ssh",)))
    elif scheme in ("git+ssh", "git+https", "git+file"):
        yield from lacking("git", *(("ssh",) if scheme == "git+ssh" and not own_ssh else ()))
    elif scheme == "s3":
        for name in _KEYS:
            if not os.environ.get(name):
                yield fault(f"{name} is not set", "set it to a key of the storage")
    else:
        yield fault(f"'{scheme}://' in {safe(to)} is no kind of target", _FORMS)


def _ask(to: str, settings: Path) -> Finding:
    """Have `publish` list the releases there, which changes nothing and needs as much."""
    plugins = str(Path(__file__).parents[2])
    if find_spec("publish") is None and not Path(plugins, "publish").is_dir():
        return fine(f"{safe(to)} was not asked: there is no publish beside this")
    command = [sys.executable, "-m", "publish", "releases", "--settings", str(settings)]
    before = os.environ.get("PYTHONPATH")
    path = f"{plugins}{os.pathsep}{before}" if before else plugins
    process = subprocess.Popen(  # noqa: S603  -- a command of ours
        command,
        env={**os.environ, "PUBLISH_TO": to, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # so that what it has started ends with it
    )
    try:
        _, errors = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return fault(f"{safe(to)} did not answer in {SECONDS} seconds", "look whether it is up")
    if process.returncode:
        lines = safe(errors.decode(errors="replace")).strip().splitlines() or ["nothing was said"]
        said, _, remedy = lines[-1].partition(" — ")
        return fault(said, remedy or "mend that, then ask again: make doctor")
    return fine(f"{safe(to)} answers")
