"""What is watched while the site is served, and what a change of it asks for."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

from watchfiles import Change, DefaultFilter, awatch

DEBOUNCE = 400  # milliseconds in which changes without a pause are one save
STEP = 50  # milliseconds without a change until those before are one save
_CODE = (".py", ".po", ".toml")


class Sources(DefaultFilter):
    """Lets through what a person writes: no editor's swap file, nothing that the build writes."""

    def __init__(self, made: Iterable[str]) -> None:
        super().__init__()
        self._made = tuple(f"{os.path.realpath(each)}{os.sep}" for each in made)

    def __call__(self, change: Change, path: str) -> bool:
        """Whether a changed path is a source."""
        is_made = f"{os.path.realpath(path)}{os.sep}".startswith(self._made)
        return (
            not is_made and not path.endswith((".tmp", ".new")) and super().__call__(change, path)
        )


async def watch(
    paths: Iterable[str], home: Path, made: Iterable[str], stop: asyncio.Event
) -> AsyncIterator[set[str]]:
    """The absolute paths that changed, one set for each save, until `stop`.

    `paths` are folders that are watched with all below them; of `home` only what lies in it, as
    the settings do. A file is watched by its folder, since editors put another in its place.
    Nothing below the folders in `made` is told.
    """
    changes: asyncio.Queue[set[str]] = asyncio.Queue()
    sources = Sources(made)

    async def hear(*folders: str, recursive: bool) -> None:
        async for changed in awatch(
            *folders, watch_filter=sources, debounce=DEBOUNCE, step=STEP, stop_event=stop,
            recursive=recursive, rust_timeout=1000, ignore_permission_denied=True,
        ):  # fmt: skip
            await changes.put({path for _, path in changed})

    folders = _folders(paths)
    watchers = [asyncio.create_task(hear(str(home), recursive=False))]
    if folders:
        watchers.append(asyncio.create_task(hear(*folders, recursive=True)))
    try:
        while True:
            yield await changes.get()
    finally:
        for each in watchers:
            each.cancel()


def _folders(paths: Iterable[str]) -> list[str]:
    """Each folder once, and none below another."""
    found: list[str] = []
    for path in sorted({os.path.realpath(each) for each in paths}):
        if Path(path).is_dir() and not any(path.startswith(f"{above}{os.sep}") for above in found):
            found.append(path)
    return found


def needs_new_process(changed: Iterable[str], content: str) -> bool:
    """Whether code, settings or words changed, which are loaded once; sources never are."""
    return any(
        path.endswith(_CODE) and not path.startswith(f"{content}{os.sep}") for path in changed
    )
