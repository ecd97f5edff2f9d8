"""A folder on this machine that a site is published to.

It holds `releases/0002`, which was live before, `releases/0003`, which is live, and `current`,
a link to the one that is live.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath

from ..digests import Digests
from ..lock import alone
from ..problem import Problem, PublishError, other_files
from ..release import Changes, Manifest, Release, following, superseded
from ..settings import LEAST_KEPT
from ..site import digest, read_manifest
from .disk import sync, sync_tree
from .forest import Forest, fill, open_to_all, recycle
from .target import Kept, Live

RELEASES = "releases"
CURRENT = "current"
KEEP = 5
PORT = 8000

_MOVE_IT = "move it away, or name another folder with PUBLISH_TO=DIR"
_NEW_LINK = ".current.new"
_LOCK = ".lock"
_LEFTOVER = re.compile(r"\.\d{4,}\.(new|old)", re.ASCII)


class FolderTarget:
    """A folder on this machine; `keep` is how many releases it keeps, the live one among them."""

    def __init__(self, folder: Path, keep: int = KEEP) -> None:
        self.name = str(folder)
        self.folder = folder
        self.keep = keep
        self.digests = Digests()

    def problems(self) -> Iterator[Problem]:
        """Find all that keeps the folder from being published to; change nothing."""
        yield from _folder_problems(self.folder)
        if self.folder.is_dir():
            yield from _stranger_problems(self.folder)
            yield from _current_problems(self.folder / CURRENT)

    # The SHA-256 of a file.
    digest = staticmethod(digest)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Lock the folder, which is made where it is not, and remove what a killed run has left."""
        _make_folder(self.folder / RELEASES)
        with alone(self.folder / RELEASES / _LOCK):
            _tidy(self.folder)
            yield

    def live(self) -> Live | None:
        """Find the digest of every file of the release that `current` points to."""
        release = _live(self.folder)
        if not release:
            return None
        place = self.folder / RELEASES / str(release)
        manifest = read_manifest(place, self.digests.digest)
        return Live(str(release), manifest, lambda path: (place / path).read_bytes())

    def release(
        self, staged: Path, manifest: Manifest, changes: Changes, told: Callable[[int], None]
    ) -> str:
        """Make the next release whole beside its place, number it, and switch to it.

        What has not changed becomes a hard link to the release before. Raises `PublishError`, and
        leaves what is live and the release before it as they were, when a file is not any more
        what the manifest says.
        """
        releases = _releases(self.folder)
        release, live = following(releases), _live(self.folder)
        before = self.folder / RELEASES / str(live) if live else None
        place = self.folder / RELEASES / str(release)
        unfinished = place.with_name(f".{release}.new")
        old, same = self._old(releases, live), set(changes.same)
        try:
            forest = self._recycle(old, live, unfinished, manifest, same)
            fill(unfinished, staged, before, manifest, same, forest, self.digests, told)
            # Synced only now, so that the file system can write them all at once.
            new = [unfinished / name for name in forest.copied]
            changed = [unfinished / name for name in forest.changed] if forest.kept else None
            sync_tree(unfinished, new, changed)
            unfinished.rename(place)
            sync(place.parent)
            _switch(self.folder, release)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            if _live(self.folder) != release:
                _remove(place)
            raise
        for one in old:
            _remove(self.folder / RELEASES / str(one))
        # A link more or less has changed the times of the live files. The release is out: what is
        # not known again is no more than read again.
        with suppress(OSError):
            for name in forest.linked if forest.kept and not old else changes.same:
                self.digests.renew(f"{before}/{name}", f"{place}/{name}")
        return str(release)

    def releases(self) -> Sequence[Kept]:
        """The releases that are kept, oldest first."""
        live = _live(self.folder)
        return [Kept(str(one), one == live) for one in _releases(self.folder)]

    def rollback(self) -> Kept:
        """Switch to the next lower release that is there; raises `PublishError` without one."""
        live = _live(self.folder)
        # One without a home page was not made here.
        whole = [one for one in _releases(self.folder) if _is_whole(self.folder, one)]
        before = [one for one in whole if live and one < live]
        if not before:
            fault = f"keeps no release before {live}" if live else "has no live release"
            raise PublishError([Problem(self.name, fault, "publish the older site again")])
        _switch(self.folder, before[-1])
        return Kept(str(before[-1]), live=True)

    def look(self) -> str:
        """Say where the live release lies, which others are kept, and how to look at it."""
        live = _live(self.folder)
        kept = [str(one) for one in _releases(self.folder) if one != live]
        verb = "is" if len(kept) == 1 else "are"
        also = f"; {', '.join(kept)} {verb} kept" if kept else ""
        current = f"{self.name}/{CURRENT}"
        command = (
            f"python3 -m http.server --bind 127.0.0.1 --directory {shlex.quote(current)} {PORT}"
        )
        return (
            f"It lies in {self.name}/{RELEASES}/{live}; {current} points to it{also}.\n"
            f"Look at it: {command} → http://127.0.0.1:{PORT}/"
        )

    def _old(self, releases: Sequence[Release], live: Release | None) -> list[Release]:
        """What may go once the next release is live: all but the newest of the line that led here.

        What lies above the one that is live was never live, or was rolled back from: it is not
        the release before the next.
        """
        line = [one for one in releases if not live or one <= live]
        return list(superseded(releases, line[len(line) - min(len(line), self.keep - 1) :]))

    def _recycle(
        self,
        old: list[Release],
        live: Release | None,
        unfinished: Path,
        manifest: Manifest,
        same: Collection[str],
    ) -> Forest:
        """Make the folder of the newest old release the one that is to be filled.

        Not while it is the only way back: this release is not out yet. It is old no more then.
        """
        if not old or not live or (old[-1] < live and self.keep <= LEAST_KEPT):
            return Forest()
        releases = self.folder / RELEASES
        place = releases / str(old[-1])
        try:
            place.rename(unfinished)
        except OSError:
            return Forest()
        old.pop()
        try:
            # Not even after a power failure has a folder its number and is not whole.
            sync(releases)
            return recycle(unfinished, releases / str(live), same, manifest, self.digests)
        except OSError:
            # What cannot be removed now does not make the publish a failure.
            leftover = unfinished.rename(place.with_name(f".{place.name}.old"))
            shutil.rmtree(leftover, ignore_errors=True)
            return Forest()


def _folder_problems(target: Path) -> Iterator[Problem]:
    # The nearest that is there tells whether the rest can be made.
    nearest = next(path for path in (target, *target.parents) if os.path.lexists(path))
    for path in (nearest, target / RELEASES):
        if os.path.lexists(path) and not path.is_dir():
            yield Problem(str(path), "is not a folder", _MOVE_IT)
        elif path.exists() and not os.access(path, os.W_OK | os.X_OK):
            remedy = "change its mode, or name another folder with PUBLISH_TO=DIR"
            yield Problem(str(path), "cannot be written to", remedy)


def _stranger_problems(target: Path) -> Iterator[Problem]:
    strangers = sorted({path.name for path in target.iterdir()} - {RELEASES, CURRENT})
    if strangers and not _releases(target):
        fault = other_files(strangers[0], len(strangers) - 1)
        yield Problem(str(target), fault, "name an empty folder with PUBLISH_TO=DIR")


def _current_problems(current: Path) -> Iterator[Problem]:
    if current.is_symlink():
        if not _linked(current):
            fault = f"points to {current.readlink()}, not to a release"
            yield Problem(str(current), fault, _MOVE_IT)
    elif current.exists():
        kind = "folder" if current.is_dir() else "file"
        yield Problem(str(current), f"is a {kind}, not a link to a release", _MOVE_IT)


def _remove(place: Path) -> None:
    # A folder under a number is always whole: it loses the number before it loses a file. What
    # cannot be removed now does not make the publish a failure; the next one removes it.
    with suppress(OSError):
        shutil.rmtree(place.rename(place.with_name(f".{place.name}.old")))


def _switch(target: Path, release: Release) -> None:
    new = target / _NEW_LINK
    new.symlink_to(f"{RELEASES}/{release}")
    new.replace(target / CURRENT)
    sync(target)


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
    return sorted(release for release in named if release)


def _is_whole(target: Path, release: Release) -> bool:
    return (target / RELEASES / str(release) / "index.html").is_file()


def _live(target: Path) -> Release | None:
    release = _linked(target / CURRENT)
    return release if release in _releases(target) else None


def _linked(current: Path) -> Release | None:
    if not current.is_symlink():
        return None
    folder = PurePath(current.readlink())
    return Release.named(folder.name) if folder.parent == PurePath(RELEASES) else None


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent)
        with open_to_all():
            folder.mkdir(0o755)
