"""The folder in which a release is made up: what was built, and what a publish adds to it.

It lies beside the built site, and is made anew for each publish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..address import HEADERS, RECORD, is_hashed
from ..problem import Problem, PublishError
from ..record import Record, with_assets
from ..site import walk
from ..targets.target import Live
from ..whole import link_or_copy, remove_tree, write_whole
from .compression import Compression, is_text
from .server import headers

STAGED = "staged"
COMPRESSED = "compressed"


@dataclass(frozen=True)
class Before:
    """What is live as the new release is made up: the files, and what they say of themselves."""

    live: Live
    record: Record | None


def staging_folder(site: Path) -> Path:
    """Say where the release of a built site is made up."""
    return site.parent / STAGED


def stage(
    site: Path, before: Before | None, *, compress: bool, told: Callable[[int], None]
) -> Path:
    """Make the staging folder of a site anew, and give it.

    It has the site's files as hard links. A site with a record gets its assets in the record,
    `_headers`, and the assets of the live release, for whoever still reads its pages. `told` is
    called for each file of the site. Raises `PublishError` when the record is not to be trusted.
    """
    staged = staging_folder(site)
    remove_tree(staged)
    staged.mkdir()
    files = [path.relative_to(site).as_posix() for path in walk(site) if path.is_file()]
    for name in files:
        link_or_copy(site / name, _place(staged, name))
    if RECORD in files:
        _add(site, staged, files, before)
    _compress(staged, site.parent / COMPRESSED if compress else None, told)
    return staged


def _add(site: Path, staged: Path, files: list[str], before: Before | None) -> None:
    own = [name for name in files if is_hashed(name)]
    try:
        write_whole(staged / RECORD, with_assets((site / RECORD).read_bytes(), own))
    except ValueError as error:
        raise PublishError([Problem(str(site / RECORD), str(error), "build again")]) from error
    for name in _carried(staged, before):
        if before:
            write_whole(_place(staged, name), before.live.read(name))
    if HEADERS not in files:
        pages = (site / name for name in files if name.endswith(".html"))
        text = headers(path.read_bytes() for path in pages)
        write_whole(staged / HEADERS, text.encode())


def _carried(staged: Path, before: Before | None) -> Iterator[str]:
    """Find the live release's own assets that the new one lacks; those it had carried end here."""
    if before and before.record:
        for name in before.record.assets:
            if is_hashed(name) and name in before.live.manifest.digests:
                place = staged / name
                folders = place.relative_to(staged).parents
                if not place.exists() and not any((staged / path).is_file() for path in folders):
                    yield name


def _compress(staged: Path, cache: Path | None, told: Callable[[int], None]) -> None:
    compression = Compression(cache) if cache else None
    for path in [path for path in walk(staged) if path.is_file()]:
        if compression and is_text(path.name):
            for ending, file in compression.compressed(path.read_bytes()).items():
                beside = path.with_name(f"{path.name}{ending}")
                # What the writer has compressed stays as it is.
                if not beside.exists():
                    link_or_copy(file, beside)
        told(1)
    if compression:
        compression.prune()


def _place(staged: Path, name: str) -> Path:
    place = staged / name
    place.parent.mkdir(parents=True, exist_ok=True)
    return place
