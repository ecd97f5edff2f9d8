"""A folder on this machine that a site is published to.

It holds `releases/0002`, which was live before, `releases/0003`, which is live, and `current`,
a link to the one that is live.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath

from .problem import Problem, PublishError
from .release import Manifest, Outcome, Release, compare, following, superseded
from .site import read_manifest, site_problems, walk

RELEASES = "releases"
CURRENT = "current"

_MOVE_IT = "move it away, or name another folder with PUBLISH_TO=DIR"
_NEW_LINK = ".current.new"
_LEFTOVER = re.compile(r"\.\d{4,}\.(new|old)", re.ASCII)


def publish(site: Path, target: Path) -> Outcome:
    """Publish a built site to a folder as a new release, or not at all.

    A site that is what is live already, byte for byte, makes no release. Raises `PublishError`
    with every reason why nothing was published; what was live then still is.
    """
    try:
        problems = [*site_problems(site), *_target_problems(target), *_overlap(site, target)]
        if problems:
            raise PublishError(problems)
        _make_folder(target / RELEASES)
        with _alone(target / RELEASES):
            return _release(site, target)
    except OSError as error:
        place, fault = str(error.filename or target), error.strerror or str(error)
        remedy = "nothing has changed; mend that, then publish again"
        raise PublishError([Problem(place, fault, remedy)]) from error


def _target_problems(target: Path) -> Iterator[Problem]:
    # The nearest that is there tells whether the rest can be made.
    nearest = next(path for path in (target, *target.parents) if os.path.lexists(path))
    for path in (nearest, target / RELEASES):
        if os.path.lexists(path) and not path.is_dir():
            yield Problem(str(path), "is not a folder", _MOVE_IT)
        elif path.exists() and not os.access(path, os.W_OK | os.X_OK):
            remedy = "change its mode, or name another folder with PUBLISH_TO=DIR"
            yield Problem(str(path), "cannot be written to", remedy)
    if target.is_dir():
        yield from _stranger_problems(target)
        yield from _current_problems(target / CURRENT)


def _stranger_problems(target: Path) -> Iterator[Problem]:
    strangers = sorted({path.name for path in target.iterdir()} - {RELEASES, CURRENT})
    if strangers and not _releases(target):
        others = "" if len(strangers) == 1 else f" and {len(strangers) - 1} more"
        fault = f"holds other files ({strangers[0]}{others})"
        yield Problem(str(target), fault, "name an empty folder with PUBLISH_TO=DIR")


def _current_problems(current: Path) -> Iterator[Problem]:
    if current.is_symlink():
        if not _linked(current):
            fault = f"points to {current.readlink()}, not to a release"
            yield Problem(str(current), fault, _MOVE_IT)
    elif current.exists():
        kind = "folder" if current.is_dir() else "file"
        yield Problem(str(current), f"is a {kind}, not a link to a release", _MOVE_IT)


def _overlap(site: Path, target: Path) -> Iterator[Problem]:
    if target.resolve().is_relative_to(site.resolve()):
        fault = f"lies in {site}, which every build empties"
        yield Problem(str(target), fault, "name another folder with PUBLISH_TO=DIR")


def _release(site: Path, target: Path) -> Outcome:
    _tidy(target)
    live, staged = _live(target), read_manifest(site)
    before = read_manifest(target / RELEASES / str(live)) if live else Manifest({})
    changes = compare(before, staged)
    if live and not changes:
        return Outcome(str(target), live, superseded(_releases(target), [live]), changes)
    release = following(_releases(target))
    _stage(site, staged, target / RELEASES / str(release))
    _switch(target, release)
    _prune(target, [release, live] if live else [release])
    return Outcome(str(target), release, superseded(_releases(target), [release]), changes)


def _stage(site: Path, manifest: Manifest, place: Path) -> None:
    """Copy the site whole beside its place, then put it there in one step."""
    unfinished = place.with_name(f".{place.name}.new")
    try:
        for name in manifest.digests:
            _copy(site / name, unfinished / name)
        if read_manifest(unfinished) != manifest:
            fault = "was changed while it was being published"
            raise PublishError([Problem(str(site), fault, "publish again")])
        for path in (unfinished, *walk(unfinished)):
            _sync_folder(path)
        unfinished.rename(place)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    _sync_folder(place.parent)


def _switch(target: Path, release: Release) -> None:
    link = target / _NEW_LINK
    link.symlink_to(f"{RELEASES}/{release}")
    link.replace(target / CURRENT)
    _sync_folder(target)


def _prune(target: Path, keep: Iterable[Release]) -> None:
    for release in superseded(_releases(target), keep):
        place = target / RELEASES / str(release)
        # A folder under a number is always whole: it loses the number before it loses a file.
        # What cannot be removed now does not make the publish a failure; the next one removes it.
        with suppress(OSError):
            shutil.rmtree(place.rename(place.with_name(f".{release}.old")))


def _tidy(target: Path) -> None:
    """Remove what a killed run has left; the lock says that it runs no more."""
    (target / _NEW_LINK).unlink(missing_ok=True)
    for path in (target / RELEASES).iterdir():
        if _LEFTOVER.fullmatch(path.name):
            shutil.rmtree(path, ignore_errors=True)


def _releases(target: Path) -> list[Release]:
    folder = target / RELEASES
    paths = folder.iterdir() if folder.is_dir() else ()
    named = (Release.named(path.name) for path in paths if path.is_dir())
    return [release for release in named if release]


def _live(target: Path) -> Release | None:
    release = _linked(target / CURRENT)
    return release if release in _releases(target) else None


def _linked(current: Path) -> Release | None:
    if not current.is_symlink():
        return None
    folder = PurePath(current.readlink())
    return Release.named(folder.name) if folder.parent == PurePath(RELEASES) else None


def _make_folder(folder: Path) -> None:
    # A web server is to read it, whatever the writer's umask.
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir()
        folder.chmod(0o755)


def _copy(source: Path, place: Path) -> None:
    _make_folder(place.parent)
    try:
        with source.open("rb") as read, place.open("xb") as written:
            shutil.copyfileobj(read, written)
            written.flush()
            os.fchmod(written.fileno(), 0o644)
            os.fsync(written.fileno())
    except OSError as error:
        # A write that fails does not know the name of its file.
        error.filename = error.filename or str(place)
        raise


def _sync_folder(path: Path) -> None:
    if path.is_dir():
        handle = os.open(path, os.O_RDONLY)
        # Some file systems know no sync of a folder; they are no worse off than without.
        with suppress(OSError):
            os.fsync(handle)
        os.close(handle)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other runs out; the kernel frees the lock however this one ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            fault = "another publish is at work here"
            raise PublishError([Problem(str(folder), fault, "wait for its end")]) from error
        yield
    finally:
        os.close(handle)
