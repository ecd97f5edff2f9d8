"""One publish from beginning to end, and the way back."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from .address import RECORD
from .digests import Digests
from .lock import alone
from .plan.consent import Consent
from .plan.difference import Version
from .plan.feeds import read_feed
from .plan.plan import Plan, make_plan
from .problem import Problem, PublishError
from .progress import Progress, silent
from .record import read_record
from .release import Manifest, compare
from .site import Files, digest, files, look_at
from .staging.stage import Before, Staged, stage, staging_folder
from .targets.kind import lend, overlap_problems
from .targets.target import Kept, Target

_FEEDS = (".xml", ".json")
_LOCK = ".staged.lock"
DIGESTS = "digests.json"


@dataclass(frozen=True)
class Order:
    """What a writer asks for: which site, what may be lost, and whether only to look.

    `build` is the command that builds the site first; empty where it is built already.
    """

    site: Path
    consent: Consent = field(default_factory=Consent)
    compress: bool = False
    dry: bool = False
    build: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """A step of a publish and how many seconds it took."""

    name: str
    seconds: float


@dataclass(frozen=True)
class Outcome:
    """What one publish did, or would do: the plan, the release that is live, the target's words.

    `release` is None where nothing was published. `notes` say what could not be compared.
    """

    target: str
    release: str | None
    live: str | None
    plan: Plan
    look: str
    steps: tuple[Step, ...]
    notes: tuple[str, ...]


def publish(order: Order, target: Target, progress: Progress = silent) -> Outcome:
    """Build a site, where the order says how, and publish it as a new release, or not at all.

    A site that is what is live already makes no release; a dry order makes none and changes
    nothing at the target. Raises `PublishError` with every reason why nothing was published;
    what was live then still is.
    """
    with _system(target.name, order):
        watch = _Watch()
        if order.build:
            _refuse(target.problems())
        else:
            _built(order, target)
        order.site.parent.mkdir(parents=True, exist_ok=True)
        # Two builds at once would write into one folder.
        with alone(order.site.parent / _LOCK) as lock:
            if order.build:
                _build(order, watch, lock)
            built = _built(order, target) if order.build else files(order.site)
            with nullcontext() if order.dry else target.alone():
                return _publish(order, target, built, progress, watch)


def rollback(target: Target) -> Kept:
    """Make the release before the live one live; raises `PublishError` where there is none."""
    with _system(target.name):
        _refuse(target.problems())
        with target.alone():
            return target.rollback()


def releases(target: Target) -> Sequence[Kept]:
    """Give the releases that a target keeps, oldest first; raises `PublishError`."""
    with _system(target.name):
        return target.releases()


class _Watch:
    """Takes the time of each step."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.monotonic()
        yield
        self.steps.append(Step(name, time.monotonic() - start))


def _built(order: Order, target: Target) -> Files:
    """Give the files of the built site; raises `PublishError` with all that is wrong with it."""
    problems, built = look_at(order.site)
    _refuse(chain(problems, target.problems(), overlap_problems(order.site, target)))
    return built


def _refuse(problems: Iterator[Problem]) -> None:
    if found := list(problems):
        raise PublishError(found)


def _build(order: Order, watch: _Watch, lock: int) -> None:
    with watch.step("build"):
        # It holds the lock, too: where this process is killed, it may go on writing for a while.
        done = subprocess.run(order.build, check=False, pass_fds=[lock])  # noqa: S603  -- the writer's own command
    if done.returncode:
        fault = f"the build failed with status {done.returncode}"
        raise PublishError([Problem(str(order.site), fault, "mend what it says above")])


def _publish(
    order: Order, target: Target, built: Files, progress: Progress, watch: _Watch
) -> Outcome:
    digests = Digests(order.site.parent / DIGESTS)
    lend(digests, target)
    notes = list[str]()
    with watch.step("live"):
        before = _before(target, notes)
    with watch.step("stage"):
        staged = stage(
            order.site, before, built, digests, compress=order.compress, progress=progress
        )
    with watch.step("plan"):
        manifest = _manifest(staged, target, digests)
        plan = make_plan(*_versions(before, staged.folder, manifest), order.consent)
    if plan.refusals and not order.dry:
        digests.keep()
        raise PublishError(plan.refusals, plan.hint)
    release = None
    if not order.dry and not plan.is_empty:
        with watch.step("release"), progress("Releasing", len(manifest.digests)) as told:
            release = target.release(staged.folder, manifest, plan.changes, told)
    digests.keep()
    live = release or (before.live.release if before else None)
    look = "" if order.dry else target.look()
    return Outcome(target.name, release, live, plan, look, tuple(watch.steps), tuple(notes))


def _before(target: Target, notes: list[str]) -> Before | None:
    """Read what is live. Its record may be anybody's; one that is not to be trusted is none."""
    live = target.live()
    if not live:
        return None
    record, data = None, b""
    if RECORD in live.manifest.digests:
        data = live.read(RECORD)
        try:
            record = read_record(data)
        except ValueError as error:
            compared = "its articles are compared by their URLs and feeds alone"
            notes.append(f"The live {RECORD} {error}; {compared}.")
    return Before(live, record, data if record else b"")


def _manifest(staged: Staged, target: Target, digests: Digests) -> Manifest:
    # Staging has read the pages, and their digests may be just those of this target.
    if target.digest is not digest:
        return Manifest({name: target.digest(staged.folder / name) for name in staged.files})
    folder, known = str(staged.folder), staged.digests
    return Manifest(
        {name: known.get(name) or digests.digest(f"{folder}/{name}") for name in staged.files}
    )


def _versions(
    before: Before | None, staged: Path, manifest: Manifest
) -> tuple[Version | None, Version]:
    record = None
    if RECORD in manifest.digests:
        data = (staged / RECORD).read_bytes()
        record = before.record if before and data == before.data else read_record(data)
    if not before:
        return None, Version(manifest, record)
    # Reading a feed over the network takes time, and one that is the same has lost nothing.
    changed = compare(before.live.manifest, manifest).changed
    paths = [path for path in changed if path.endswith(_FEEDS)]
    live = {path: feed for path in paths if (feed := read_feed(before.live.read(path)))}
    later = {path: feed for path in live if (feed := read_feed((staged / path).read_bytes()))}
    return Version(before.live.manifest, before.record, live), Version(manifest, record, later)


@contextmanager
def _system(name: str, order: Order | None = None) -> Iterator[None]:
    """Tell what the system refuses by the name of the file, as the writer knows it."""
    try:
        yield
    except OSError as error:
        # Of a link and a rename the second name is the one that could not be made.
        place = Path(error.filename2 or error.filename or name)
        # What cannot be read is the built file, of which the staged one is another name.
        staged = staging_folder(order.site) if order else None
        if isinstance(error, PermissionError) and order and staged and staged in place.parents:
            place = order.site / place.relative_to(staged)
        fault = error.strerror or str(error)
        remedy = "nothing has changed; mend that, then publish again"
        raise PublishError([Problem(str(place), fault, remedy)]) from error
