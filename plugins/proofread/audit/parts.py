"""Work on many things at once, on all processors, where the system lets a process fork."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

FEW = 100  # things that take less time than a process takes to begin


def in_parts(work: Callable[[str], Any], things: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Each thing with what `work` makes of it, which is plain data, in the order of the things.

    A child's share that does not come home whole is done here again, and fails as it would have.
    """
    parts = _processors() if len(things) >= FEW else 1
    children = [_begin(work, things[number::parts]) for number in range(1, parts)]
    done = [list(map(work, things[::parts]))]
    for number, child in enumerate(children, 1):
        share = _end(*child)
        done.append(list(map(work, things[number::parts])) if share is None else share)
    for place, thing in enumerate(things):
        yield thing, done[place % parts][place // parts]


def _processors() -> int:
    # Elsewhere a fork is not to be had, or takes the system's own libraries by surprise.
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _begin(work: Callable[[str], Any], things: Sequence[str]) -> tuple[int, int]:
    """A child at work on some things, and the end of the pipe from which to read what it did."""
    home, away = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child:
        os.close(away)
        return child, home
    status = 1
    try:
        with os.fdopen(away, "wb") as pipe:
            pipe.write(json.dumps(list(map(work, things))).encode())
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's is to be done twice


def _end(child: int, home: int) -> list[Any] | None:
    """What a child did; None where it failed."""
    with os.fdopen(home, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child, 0)
    return json.loads(data) if status == 0 else None
