"""How far a long step has come: a bar on a terminal, a plain line anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

Told = Callable[[int], None]


class Progress(Protocol):
    """Shows how far a step has come; what it is shown on is its own."""

    def __call__(self, step: str, count: int) -> AbstractContextManager[Told]:
        """Begin a step of `count` files; give what is called with how many more are done."""


@contextmanager
def silent(step: str, count: int) -> Iterator[Told]:
    """Show nothing."""
    yield lambda done: None


@contextmanager
def lines(step: str, count: int) -> Iterator[Told]:
    """Write one line on the standard error as a step begins."""
    print(f"{step} {count} {'file' if count == 1 else 'files'}", file=sys.stderr, flush=True)
    yield lambda done: None


@contextmanager
def bar(step: str, count: int) -> Iterator[Told]:
    """Draw a bar on the terminal that the standard error is, and take it away at the end."""
    from rich.console import Console  # a run without a terminal does not wait for it
    from rich.progress import Progress as Bars  # nor for this

    with Bars(console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(step, total=count)
        yield lambda done: bars.advance(task, done)


def shown() -> Progress:
    """Choose by whether anyone looks."""
    return bar if sys.stderr.isatty() else lines
