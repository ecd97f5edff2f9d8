"""One build: what it remembers, what it may skip, and how its output takes its place.

All that a build writes goes into an empty folder beside the output, as if it were the first; at the
end what differs takes its place in the output, and what is no longer produced is taken out of it.
A build that fails while it reads or renders leaves the output as it was.
"""

from __future__ import annotations

import errno
import filecmp
import logging
import os
import shutil
import stat
import tempfile
from collections.abc import Collection, Iterable, Iterator, MutableMapping
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican.contents import Content

from . import fork
from .ledger import Ledger, read_ledger
from .look import Looks
from .memory import Memory
from .settings import Settings
from .tracing import Tracer

if TYPE_CHECKING:
    from .writing import Writer

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PAGES, PRODUCED, TURN = "incremental.pages", "incremental.output", "incremental.turn"
log = logging.getLogger(__name__)


class Build:
    """What the parts of one build share; other plugins may `recall`, `keep` and `digest`."""

    def __init__(self, settings: Settings, memory: Memory) -> None:
        self.settings = settings
        self.memory = memory
        self.recall, self.keep, self.digest = memory.recall, memory.keep, memory.digest
        self.jobs = settings.jobs or fork.cores()
        self.writer: Writer | None = None
        self.ledger = Ledger()
        self.output = self.staging = ""
        self.use({})

    def use(self, context: MutableMapping[str, Any]) -> None:
        """From now on the site is what this context says, which all generators share."""
        if self.output:  # which is what a template may show, and not where it is built
            context["OUTPUT_PATH"] = self.output
        self.context = context
        self.looks = Looks(context, self.memory)
        self.tracer = Tracer(self.looks.node, self.looks.is_value)
        self._moves: bool | None = None

    @contextmanager
    def at_work(self, output: str) -> Iterator[str]:
        """Build into the folder that is given, in place of `output`."""
        self.output = os.path.realpath(output)
        with _lock(self.memory.path.with_suffix(".lock")) as is_alone:
            if not is_alone:
                reason = f"{os.path.relpath(self.memory.path.parent)} is another build's, or closed"
                log.warning("%s: this build remembers nothing", reason)
                self.memory.rest(reason)
            else:
                self.memory.wake()
            self.staging = _make_staging(self.output, is_alone=is_alone)
            self._produced = self._recall_produced()
            self.ledger = read_ledger(self.recall(PAGES, self._key()))
            self._turn = self.recall(TURN, b"") or 0
            is_whole = False
            try:
                yield self.staging
                is_whole = True
            finally:
                shutil.rmtree(self.staging, ignore_errors=True)
                self.memory.close(whole=is_whole)
                self.writer = None
                self.use({})

    @property
    def moves_files(self) -> bool:
        """Whether a post moves a file that it links to, so that the order of pages matters."""
        if self._moves is None:
            contents = self.context["generated_content"].values()
            self._moves = any(map(_attaches, contents))
        return self._moves

    def _key(self) -> bytes:
        """The key of what is remembered of this output."""
        return blake2b(os.fsencode(self.output), digest_size=32).digest()

    def output_digest(self, name: str) -> str:
        """The digest of a page as it stands in the output. Raises `OSError` where none does."""
        path = f"{self.output}/{name}"
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            raise OSError(f"{path} is a link")
        return self.memory.digest(path, status).hex()

    def samples(self, name: str) -> bool:
        """Whether this build is the one to render a page though it may be skipped."""
        if not self.settings.sample:
            return False
        turns = max(1, len(self._produced) // self.settings.sample)
        number = int.from_bytes(blake2b(name.encode(errors="replace"), digest_size=4).digest())
        return number % turns == int(self._turn) % turns

    def settle(self, *, delete: bool, retain: Collection[str]) -> None:
        """Let what was built take its place, and take out what is no longer produced.

        With `delete` whatever else lies in the output goes, but what `retain` names at its top;
        without, what a build before this one had put there.
        """
        old = set(_walk(self.output))
        if self.writer:  # what has gone meanwhile, or lies behind a link, is no page that stands
            self.writer.restore(self.writer.skipped.keys() - old)
        staged = set(_walk(self.staging))
        empty = {name for name in staged if name.endswith("/")}
        _prune(self.staging, empty)
        staged -= empty
        produced = staged | (set(self.writer.skipped) if self.writer else set())
        stale = old if delete else old & self._produced
        for name in sorted(stale - produced):
            if name.partition("/")[0] not in retain and not name.endswith("/"):
                os.unlink(os.path.join(self.output, name))
        _prune(self.output, stale - produced)
        os.makedirs(self.output, exist_ok=True)
        _place_all(self.staging, self.output, delete=delete)
        self._remember(produced)

    def _remember(self, produced: set[str]) -> None:
        self.ledger.drop(self.ledger.pages.keys() - self._current())
        if self.ledger.is_changed:
            self.keep(PAGES, self._key(), self.ledger.as_data())
        if produced != self._produced:
            self.keep(PRODUCED, self._key(), sorted(produced))
        self.keep(TURN, b"", int(self._turn) + 1)

    def _current(self) -> Collection[str]:
        """The pages whose artifacts say what they were made of."""
        return self.writer.skipped.keys() | self.writer.known if self.writer else ()

    def _recall_produced(self) -> set[str]:
        known = self.recall(PRODUCED, self._key())
        return (
            {name for name in known if isinstance(name, str)} if isinstance(known, list) else set()
        )


def _attaches(content: Content | None) -> bool:
    if content is None:
        return False
    links_files = getattr(content, "links_files", None)
    return (links_files is None or links_files()) and "attach" in (content._content or "")


@contextmanager
def _lock(path: Path) -> Iterator[bool]:
    """Whether no other build is at work on this memory; where nothing can be locked, none is."""
    if fcntl is None:
        yield True
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("w")
    except OSError:  # and whatever opens the memory there says so
        yield False
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True


def _make_staging(output: str, *, is_alone: bool) -> str:
    """An empty folder beside the output; that of a build that was killed is taken away."""
    parent, name = os.path.split(output)
    os.makedirs(parent, exist_ok=True)
    if not is_alone:
        return tempfile.mkdtemp(prefix=f".{name}.", dir=parent)
    staging = os.path.join(parent, f".{name}.new")
    shutil.rmtree(staging, ignore_errors=True)
    os.mkdir(staging)
    return staging


def _walk(folder: str, below: str = "") -> Iterator[str]:
    """The paths of all files in a folder, relative to it; of an empty folder, with a slash."""
    try:
        entries = list(os.scandir(os.path.join(folder, below)))
    except FileNotFoundError:
        return
    if below and not entries:
        yield below
    for entry in entries:
        name = f"{below}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(folder, f"{name}/")
        else:
            yield name


def _prune(folder: str, gone: Iterable[str]) -> None:
    """Remove the folders that are empty now that these files are gone."""
    places = {os.path.dirname(name) for name in gone}
    while places:
        for place in places:
            with suppress(OSError):
                os.rmdir(os.path.join(folder, place)) if place else None
        places = {os.path.dirname(place) for place in places} - {""}


def _place_all(new: str, old: str, *, delete: bool) -> None:
    """Put what is in one folder into another; what is wholly new goes there at once."""
    for entry in sorted(os.scandir(new), key=lambda each: each.name):
        place = os.path.join(old, entry.name)
        is_folder = entry.is_dir(follow_symlinks=False)
        if is_folder and os.path.lexists(place) and not _is_file(place):
            _place_all(entry.path, place, delete=delete)
        else:
            _place(entry.path, place, delete=delete)


def _is_file(path: str) -> bool:
    """Whether a path is something that is no folder, nor leads to one."""
    return not os.path.isdir(path)


def _place(new: str, old: str, *, delete: bool) -> None:
    """Put a file where it belongs, unless there it is already.

    Raises `IsADirectoryError` where a folder is that is nobody's to delete.
    """
    is_link = os.path.islink(new) or os.path.islink(old)
    if not is_link and os.path.isfile(old) and os.path.samefile(new, old):
        return  # one file by two names, as a plugin shows what it keeps
    if not is_link and os.path.isfile(old) and filecmp.cmp(new, old, shallow=False):
        return
    is_folder = os.path.isdir(new) and not os.path.islink(new)
    if delete and os.path.isdir(old) and not os.path.islink(old):
        shutil.rmtree(old)
    elif is_folder and os.path.lexists(old):  # where a folder is to be, there was a file
        os.unlink(old)
    try:
        os.replace(new, old)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = f"{old}.new"  # the output is a file system of its own
        if is_folder:
            shutil.copytree(new, beside, symlinks=True)
        else:
            shutil.copy2(new, beside, follow_symlinks=False)
        os.replace(beside, old)
