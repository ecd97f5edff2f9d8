"""A folder on this machine that a site is published to.

It holds `releases/0002`, which was live before, `releases/0003`, which is live, and `current`,
a link to the one that is live.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath

from ..lock import alone
from ..problem import Problem, PublishError, other_files
from ..release import Changes, Manifest, Release, following, superseded
from ..site import digest, read_manifest
from ..whole import link
from .disk import sync, sync_tree
from .target import Kept, Live

RELEASES = "releases"
CURRENT = "current"
KEEP = 5
PORT = 8000

_MOVE_IT = "move it away, or name another folder with PUBLISH_TO=DIR"
_NEW_LINK = ".current.new"
_LOCK = ".lock"
_LEFTOVER = re.compile(r"\.\d{4,}\.(new|old)", re.ASCII)
_MODE = 0o644


class FolderTarget:
    """A folder on this machine; `keep` is how many releases it keeps, the live one among them."""

    def __init__(self, folder: Path, keep: int = KEEP) -> None:
        self.name = str(folder)
        self.folder = folder
        self.keep = keep

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
        """Read every file of the release that `current` points to."""
        release = _live(self.folder)
        if not release:
            return None
        place = self.folder / RELEASES / str(release)
        return Live(str(release), read_manifest(place), lambda path: (place / path).read_bytes())

    def release(
        self, staged: Path, manifest: Manifest, changes: Changes, told: Callable[[int], None]
    ) -> str:
        """Make the next release whole beside its place, number it, and switch to it.

        What has not changed becomes a hard link to the release before. Raises `PublishError`, and
        leaves all as it was, when a file is not any more what the manifest says.
        """
        releases = _releases(self.folder)
        release, live = following(releases), _live(self.folder)
        before = self.folder / RELEASES / str(live) if live else None
        place = self.folder / RELEASES / str(release)
        unfinished = place.with_name(f".{release}.new")
        try:
            _fill(unfinished, staged, before, manifest, changes.same, told)
            unfinished.rename(place)
            sync(place.parent)
            _switch(self.folder, release)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            if _live(self.folder) != release:
                _remove(place)
            raise
        self._prune(release, live)
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

    def _prune(self, release: Release, live: Release | None) -> None:
        """Keep the newest releases of the line that led here.

        What lies above the one that was live was never live, or was rolled back from: it is not
        the release before this one.
        """
        releases = _releases(self.folder)
        line = [one for one in releases if one != release and (not live or one <= live)]
        keep = [release, *line[len(line) - min(len(line), self.keep - 1) :]]
        for old in superseded(releases, keep):
            _remove(self.folder / RELEASES / str(old))


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


def _fill(
    unfinished: Path,
    staged: Path,
    before: Path | None,
    manifest: Manifest,
    same: Collection[str],
    told: Callable[[int], None],
) -> None:
    same, new, folders = set(same), [], set[str]()
    with _open_to_all():
        for name, expected in manifest.digests.items():
            _make_folders(unfinished, name.rpartition("/")[0], folders)
            place = f"{unfinished}/{name}"
            if not (before and name in same and _link(f"{before}/{name}", place)):
                if _copy(staged / name, Path(place)) != expected:
                    fault = "was changed while it was being published"
                    raise PublishError([Problem(str(staged / name), fault, "publish again")])
                new.append(Path(place))
            told(1)
    # Synced only now, so that the file system can write them all at once.
    sync_tree(unfinished, new)


def _make_folders(unfinished: Path, name: str, made: set[str]) -> None:
    if name not in made:
        if name:
            _make_folders(unfinished, name.rpartition("/")[0], made)
        (unfinished / name).mkdir(0o755)
        made.add(name)


def _link(source: str, place: str) -> bool:
    # Who has closed a live file to the web server has done it by mistake.
    return Path(source).stat().st_mode & 0o777 == _MODE and link(source, place)


def _copy(source: Path, place: Path) -> str:
    digest = hashlib.sha256()
    try:
        with source.open("rb") as read, place.open("xb") as written:
            while chunk := read.read(1 << 20):
                digest.update(chunk)
                written.write(chunk)
            os.fchmod(written.fileno(), _MODE)
    except OSError as error:
        # A write that fails does not know the name of its file.
        error.filename = error.filename or str(place)
        raise
    return digest.hexdigest()


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
        with _open_to_all():
            folder.mkdir(0o755)


@contextmanager
def _open_to_all() -> Iterator[None]:
    # A web server is to read a folder, whatever the writer's umask, even if this run ends here.
    umask = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(umask)
