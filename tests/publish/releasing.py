"""What publishing does with a target, apart from its plan; also in a process that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import publish
from publish.problem import Problem, PublishError
from publish.release import Changes, Manifest, compare
from publish.site import read_manifest
from publish.targets.target import Target
from tests.pelican_site import ROOT, files

KILLED = """
import os, signal, sys
from pathlib import Path
from publish.targets.kind import open_target
from tests.publish.releasing import release
left = int(sys.argv[3])
def told(count):
    global left
    left -= count
    if left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
os.environ["PUBLISHER"] = str(os.getpid())
release(open_target(sys.argv[1], 5), Path(sys.argv[2]), told)
"""


def build(site: Path, content: Mapping[str, str | bytes]) -> Path:
    """Make a folder hold just these files, and `release.json`, all with one time stamp."""
    for path in files(site):
        (site / path).unlink()
    for name, text in {"release.json": "{}", **content}.items():
        file = site / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        os.utime(file, (1_000_000_000, 1_000_000_000))
    return site


def manifest(target: Target, site: Path) -> Manifest:
    """The manifest of a folder, by the target's digests."""
    return read_manifest(site, lambda path: target.digest(Path(path)))


def release(
    target: Target, site: Path, told: Callable[[int], None] = lambda count: None
) -> tuple[str, Changes]:
    """Publish a folder: problems, the lock, what is live, the release; give its name."""
    if problems := list(target.problems()):
        raise PublishError(problems)
    with target.alone():
        live = target.live()
        staged = manifest(target, site)
        changes = compare(live.manifest if live else Manifest({}), staged)
        return target.release(site, staged, changes, told), changes


def refusal(work: Callable[[], object]) -> list[str]:
    """The lines that a piece of work is refused with."""
    try:
        work()
    except PublishError as error:
        return [str(problem) for problem in error.problems]
    raise AssertionError("it was not refused")


def lines(problems: Iterable[Problem]) -> list[str]:
    """Problems as the writer reads them."""
    return [str(problem) for problem in problems]


def killed(to: str, site: Path, *, after: int, **environment: str) -> None:
    """Publish in another process, which kills itself when it was told of so many files."""
    plugins = Path(publish.__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", KILLED, to, str(site), str(after)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{plugins}:{ROOT}", **environment},
        timeout=60,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL


def report(target: Target, head: str, *lines: str) -> list[str]:
    """What the command tells of a release: the head, each of the lines, how long, where it lies."""
    took = "It took: live 0.0 s, stage 0.0 s, plan 0.0 s"
    released = "" if head.startswith("Nothing") else ", release 0.0 s"
    return [head.replace("TARGET", target.name), *lines, took + released, target.look()]
