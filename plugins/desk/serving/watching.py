"""What is watched while the site is served, and what a change of it asks for."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from pathlib import Path

from watchfiles import Change, DefaultFilter, awatch
from watchfiles.main import FileChange

from ..settings import DeskError

DEBOUNCE = 400  # milliseconds in which changes without a pause are one save
STEP = 50  # milliseconds without a change until those before are one save
_CODE = (".py", ".po", ".toml")
_REMEDY = "end what else watches files, or let the system watch more (inotify(7): max_user_watches)"


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


class Watch:
    """What changes on disk, one set of paths for each save."""

    def __init__(self, made: Iterable[str]) -> None:
        self._sources = Sources(made)
        self._changes: asyncio.Queue[set[str] | DeskError] = asyncio.Queue()
        self._watchers: dict[bool, tuple[list[str], asyncio.Event, asyncio.Task[None]]] = {}

    @property
    def is_deep(self) -> bool:
        """Whether some folders are watched with all below them."""
        return True in self._watchers

    async def follow(self, paths: Iterable[str], *, deep: bool = True) -> None:
        """Tell what changes in these folders from now on, in place of those before.

        `deep` ones are watched with all below them. Of the others it is the code that lies in
        them, as settings do: whatever else is there, a log for instance, is no part of the site.
        No file is watched alone, since an editor may put another in its place.
        """
        folders = _folders(paths)
        if deep in self._watchers:
            if self._watchers[deep][0] == folders:
                return
            self._stop(deep)
        if not folders:
            return
        stop = asyncio.Event()
        task = asyncio.create_task(self._hear(folders, stop, deep=deep))
        self._watchers[deep] = folders, stop, task
        await asyncio.sleep(0)  # its first step is to watch, the second to wait

    async def _hear(self, folders: list[str], stop: asyncio.Event, *, deep: bool) -> None:
        there = _existing(folders)
        while not stop.is_set():
            changes = awatch(
                *there, watch_filter=self._sources, debounce=DEBOUNCE, step=STEP, stop_event=stop,
                recursive=deep, rust_timeout=1000, yield_on_timeout=True,
                ignore_permission_denied=True,
            )  # fmt: skip
            try:
                async with aclosing(changes):
                    is_another = await self._hear_until_another(changes, folders, there, deep=deep)
            except (OSError, RuntimeError) as error:
                fault = f"what is saved cannot be followed: {error} — {_REMEDY}"
                await self._changes.put(DeskError(fault))
                return
            there = _existing(folders)
            if is_another and there and deep:
                await self._changes.put(set(there))

    async def _hear_until_another(
        self, changes: AsyncGenerator[set[FileChange], None], folders: list[str],
        there: list[str], *, deep: bool,
    ) -> bool:  # fmt: skip
        """Tell what changes, until one of the folders is another, or gone, or back again.

        The system follows a folder, not a name: of one that is put in its place it tells nothing.
        """
        async for changed in changes:
            paths = {path for _, path in changed if deep or path.endswith(_CODE)}
            if paths:
                await self._changes.put(paths)
            is_gone = any(what is Change.deleted and path in there for what, path in changed)
            if is_gone or _existing(folders) != there:
                return True
        return False

    async def next(self) -> set[str]:
        """The absolute paths that changed since they were asked for last; waits for one.

        Raises `DeskError` when nothing can be followed any more.
        """
        found: set[str] = set()
        while not found or not self._changes.empty():
            changed = await self._changes.get()
            if isinstance(changed, DeskError):
                raise changed
            found |= changed
        return found

    async def end(self) -> None:
        """Watch nothing any more."""
        tasks = [task for _, _, task in self._watchers.values()]
        for deep in [*self._watchers]:
            self._stop(deep)
        await asyncio.gather(*tasks, return_exceptions=True)

    def _stop(self, deep: bool) -> None:
        self._watchers.pop(deep)[1].set()


def _existing(folders: Iterable[str]) -> list[str]:
    return [each for each in folders if Path(each).is_dir()]


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
