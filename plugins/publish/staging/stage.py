"""The folder in which a release is made up: what was built, and what a publish adds to it.

It lies beside the built site, and is made anew for each publish.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..address import HEADERS, RECORD, is_asset
from ..digests import Digests
from ..problem import Problem, PublishError
from ..progress import Progress, silent
from ..record import Record, with_assets
from ..site import Files, below, parents
from ..targets.target import Live
from ..whole import link_or_copy, remove_tree, write_whole
from .compression import Compression, is_text
from .memory import Memory
from .server import headers

STAGED = "staged"
COMPRESSED = "compressed"
NEEDS = "needs.json"


@dataclass(frozen=True)
class Before:
    """What is live as the new release is made up: the files, and what they say of themselves.

    `data` is what `record` was read from; empty without one.
    """

    live: Live
    record: Record | None
    data: bytes = b""


@dataclass(frozen=True)
class Staged:
    """A release that is made up: its folder, its files in order, and the SHA-256 of some."""

    folder: Path
    files: tuple[str, ...]
    digests: Mapping[str, str]


def staging_folder(site: Path) -> Path:
    """Say where the release of a built site is made up."""
    return site.parent / STAGED


def stage(
    site: Path,
    before: Before | None,
    built: Files,
    digests: Digests,
    *,
    compress: bool,
    progress: Progress = silent,
) -> Staged:
    """Make the staging folder of a site hold its release, and nothing else.

    It has the site's files, which are `built`, as hard links. A site with a record gets its assets
    in the record, `_headers`, and the assets of the live release, for whoever still reads its
    pages. `digests` know what has not changed. `progress` is shown each file of the site. Raises
    `PublishError` when the record is not to be trusted.
    """
    staged = staging_folder(site)
    with progress("Staging", len(built)) as told:
        seen = _mirror(built, staged)
        names, found = {*built}, dict[str, str]()
        if RECORD in built:
            names.update(_add(site, staged, built, before))
        if RECORD in built and HEADERS not in built:
            memory = Memory(site.parent / NEEDS, lambda path: digests.digest(path, seen.get(path)))
            found = _write_headers(staged, built, memory)
            names.add(HEADERS)
        compression = Compression(site.parent / COMPRESSED) if compress else None
        for name in sorted(names):
            if compression and is_text(name):
                names.update(_compress(staged, name, compression))
            told(name in built)
        if compression:
            compression.prune()
    return Staged(staged, tuple(sorted(names, key=_parts)), found)


def _mirror(built: Files, staged: Path) -> dict[str, os.stat_result]:
    """Make a folder hold the built files as hard links, and nothing else.

    What is another name of the very same file stays: it cannot hold anything else. What it is, is
    given by its path.
    """
    if staged.is_symlink() or not staged.is_dir():
        remove_tree(staged)
        staged.mkdir()
    folders = {folder for name in built for folder in parents(name)}
    there, seen = set[str](), dict[str, os.stat_result]()
    # Backwards, what is in a folder comes before it.
    for name, entry in reversed(below(staged)):
        if entry.is_dir(follow_symlinks=False):
            if name not in folders:
                Path(entry.path).rmdir()
        elif name in built and _is_same(entry, built[name]):
            there.add(name)
            seen[entry.path] = entry.stat(follow_symlinks=False)
        else:
            Path(entry.path).unlink()
    for name, entry in built.items():
        if name not in there:
            link_or_copy(Path(entry.path), _place(staged, name))
    return seen


def _is_same(one: os.DirEntry[str], other: os.DirEntry[str]) -> bool:
    return one.inode() == other.inode() and os.path.samestat(
        one.stat(follow_symlinks=False), other.stat(follow_symlinks=False)
    )


def _parts(name: str) -> list[str]:
    return name.split("/")


def _add(site: Path, staged: Path, built: Iterable[str], before: Before | None) -> Iterator[str]:
    """Write the record with the assets in it, and carry those of before; name what was carried."""
    own = [name for name in built if is_asset(name)]
    try:
        data, trusted = (site / RECORD).read_bytes(), before.data if before else b""
        write_whole(staged / RECORD, with_assets(data, own, trusted))
    except ValueError as error:
        raise PublishError([Problem(str(site / RECORD), str(error), "build again")]) from error
    for name in _carried(staged, before):
        if before:
            write_whole(_place(staged, name), before.live.read(name))
            yield name


def _write_headers(staged: Path, built: Iterable[str], memory: Memory) -> dict[str, str]:
    """Write `_headers` for the built pages; give the SHA-256 of each of them."""
    pages = [name for name in built if name.endswith(".html")]
    found = {name: memory.needs(f"{staged}/{name}") for name in pages}
    # Most pages need the same, and are the same object then. What comes last counts.
    distinct = {id(needs): needs for _, needs in reversed(found.values())}
    write_whole(staged / HEADERS, headers(reversed(distinct.values())).encode())
    memory.keep()
    return {name: digest for name, (digest, _) in found.items()}


def _carried(staged: Path, before: Before | None) -> Iterator[str]:
    """Find the live release's own assets that the new one lacks; those it had carried end here."""
    if before and before.record:
        for name in before.record.assets:
            if is_asset(name) and name in before.live.manifest.digests:
                place = staged / name
                folders = place.relative_to(staged).parents
                if not place.exists() and not any((staged / path).is_file() for path in folders):
                    yield name


def _compress(staged: Path, name: str, compression: Compression) -> Iterator[str]:
    path = staged / name
    for ending, file in compression.compressed(path.read_bytes()).items():
        beside = path.with_name(f"{path.name}{ending}")
        # What the writer has compressed stays as it is.
        if not beside.exists():
            link_or_copy(file, beside)
            yield f"{name}{ending}"


def _place(staged: Path, name: str) -> Path:
    place = staged / name
    place.parent.mkdir(parents=True, exist_ok=True)
    return place
