"""The folder of a release, made of hard links to the one before and of copies of what is new.

Most of its cost is in folders: a blog has one for each post. So the folder of a release that is
kept no more becomes the next one, where there is such a release: nearly all in it stays as it is.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ..digests import Digests
from ..problem import Problem, PublishError
from ..release import Manifest
from ..site import below, parents
from ..whole import link

_MODE = 0o644
_OPEN = 0o755


@dataclass(frozen=True)
class Forest:
    """What the folder of a release is made of, by paths below it, parted by slashes.

    `kept` stayed of an old release, folders too. `linked` got one more link, `copied` are new
    files, and in `changed` are the folders whose list of names is another one now.
    """

    kept: set[str] = field(default_factory=set)
    linked: list[str] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)


def recycle(
    folder: Path, before: Path, same: Collection[str], manifest: Manifest, digests: Digests
) -> Forest:
    """Leave in an old release's folder what the next release has as well, and nothing else.

    A file stays that is the very one of the live release `before`, as it was read there, and that
    is open to the web server.
    """
    needed, forest = {name for path in manifest.digests for name in parents(path)}, Forest()
    # Backwards, what is in a folder comes before it.
    for name, entry in reversed(below(folder)):
        status = entry.stat(follow_symlinks=False)
        if stat.S_ISDIR(status.st_mode) and name in needed:
            if stat.S_IMODE(status.st_mode) != _OPEN:
                Path(entry.path).chmod(_OPEN)
                forest.changed.add(name)
        elif (
            name in same
            and status.st_mode == stat.S_IFREG | _MODE
            and digests.is_read(f"{before}/{name}", status)
        ):
            pass
        else:
            _remove(entry)
            forest.changed.add(name.rpartition("/")[0])
            continue
        forest.kept.add(name)
    forest.changed.intersection_update({"", *needed})
    folder.chmod(_OPEN)
    forest.kept.add("")
    return forest


def fill(
    unfinished: Path,
    staged: Path,
    before: Path | None,
    manifest: Manifest,
    same: Collection[str],
    forest: Forest,
    digests: Digests,
    told: Callable[[int], None],
) -> None:
    """Put into a folder all that it lacks; `same` names what is in `before`, too.

    What has changed there since it was read is not linked, but copied from what is staged.
    Raises `PublishError` when a file is not any more what the manifest says.
    """
    made, kept = set(forest.kept), forest.kept
    with open_to_all():
        for name, expected in manifest.digests.items():
            if name not in kept:
                _make_folders(str(unfinished), name.rpartition("/")[0], made, forest.changed)
                place = f"{unfinished}/{name}"
                if before and name in same and _link(f"{before}/{name}", place, digests):
                    forest.linked.append(name)
                else:
                    if _copy(staged / name, Path(place)) != expected:
                        fault = "was changed while it was being published"
                        raise PublishError([Problem(str(staged / name), fault, "publish again")])
                    forest.copied.append(name)
            told(1)


def _remove(entry: os.DirEntry[str]) -> None:
    path = Path(entry.path)
    if entry.is_dir(follow_symlinks=False):
        path.rmdir()
    else:
        path.unlink()


@contextmanager
def open_to_all() -> Iterator[None]:
    """Make folders that a web server can read, whatever the writer's umask, even if this is all."""
    umask = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(umask)


def _make_folders(unfinished: str, name: str, made: set[str], changed: set[str]) -> None:
    """Make the folders that are not there; what holds something new then is changed."""
    changed.add(name)
    if name not in made:
        if name:
            _make_folders(unfinished, name.rpartition("/")[0], made, changed)
        # A Path for each folder and file takes longer than the calls.
        os.mkdir(f"{unfinished}/{name}", _OPEN)  # noqa: PTH102
        made.add(name)


def _link(source: str, place: str, digests: Digests) -> bool:
    status = os.stat(source)  # noqa: PTH116  -- as above
    # Who has closed a live file to the web server has done it by mistake.
    is_open = stat.S_IMODE(status.st_mode) == _MODE
    return is_open and digests.is_read(source, status) and link(source, place)


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
