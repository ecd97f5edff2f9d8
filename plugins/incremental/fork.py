"""Work on all cores: in forked children where there is fork, in this process where there is not.

A child has all that the build knows, without a copy being made of it, and gives bytes back. What
fails in a child is left to the caller, so that it fails in one place.
"""

from __future__ import annotations

import gc
import logging
import os
import selectors
import signal
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

_Item = TypeVar("_Item")
_LENGTH = struct.Struct("<I")
_CHUNK = 1 << 16  # bytes


def cores() -> int:
    """How many processes can work at once; one where there is no fork."""
    if not hasattr(os, "fork"):
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass
class _Child:
    """A process at work on some items, by their numbers, and what it has sent so far."""

    number: int
    pipe: int
    items: list[int]
    buffer: bytearray = field(default_factory=bytearray)


def spread(
    work: Callable[[_Item], bytes],
    items: Sequence[_Item],
    *,
    jobs: int,
    meanwhile: Callable[[], None] = lambda: None,
) -> Iterator[tuple[int, bytes | None]]:
    """Do the work for each item in `jobs` children; give each item's number, and the bytes.

    They come as they are done. None stands where the work raised, or its child died: that item is
    the caller's. `meanwhile` is done here when the children have begun.
    """
    children: dict[int, _Child] = {}
    with selectors.DefaultSelector() as selector:

        def start(numbers: list[int]) -> None:
            child = _fork(work, items, numbers, [each.pipe for each in children.values()])
            children[child.pipe] = child
            selector.register(child.pipe, selectors.EVENT_READ)

        def stop(child: _Child) -> None:
            selector.unregister(child.pipe)
            del children[child.pipe]
            os.close(child.pipe)
            with suppress(ProcessLookupError):
                os.kill(child.number, signal.SIGKILL)
            os.waitpid(child.number, 0)

        try:
            gc.freeze()  # so that a collection in a child does not copy what it shares
            for first in range(min(jobs, len(items))):
                start(list(range(first, len(items), jobs)))
            meanwhile()
            while children:
                for key, _ in selector.select():
                    child = children[key.fd]
                    data = os.read(child.pipe, _CHUNK)
                    for result in _take(child, data):
                        yield child.items.pop(0), result
                    if not data:
                        stop(child)
                        if child.items:  # it died at the first of these
                            yield child.items.pop(0), None
                            if child.items:
                                start(child.items)
        finally:
            for child in list(children.values()):
                stop(child)
            gc.unfreeze()


def _take(child: _Child, data: bytes) -> Iterator[bytes | None]:
    """What a child has sent whole."""
    child.buffer += data
    while len(child.buffer) >= _LENGTH.size:
        (length,) = _LENGTH.unpack_from(child.buffer)
        end = _LENGTH.size + length
        if len(child.buffer) < end:
            return
        result = bytes(child.buffer[_LENGTH.size : end])
        del child.buffer[:end]
        yield result[1:] if result[:1] == b"+" else None


def _fork(
    work: Callable[[_Item], bytes], items: Sequence[_Item], numbers: list[int], others: list[int]
) -> _Child:
    sys.stdout.flush()
    sys.stderr.flush()
    here, there = os.pipe()
    number = os.fork()
    if number:
        os.close(there)
        return _Child(number, here, numbers)
    status = 1
    try:
        for pipe in (here, *others):
            os.close(pipe)
        gc.disable()
        logging.getLogger().handlers = [logging.NullHandler()]
        with os.fdopen(there, "wb") as file:
            for each in numbers:
                file.write(_frame(work, items[each]))
                file.flush()  # what is done is done, though the next may be the end of it
        status = 0
    finally:
        os._exit(status)


def _frame(work: Callable[[_Item], bytes], item: _Item) -> bytes:
    try:
        result = b"+" + work(item)
    except Exception:  # it is done again, and told, by the caller
        result = b"-"
    return _LENGTH.pack(len(result)) + result
