"""An end to what would take for ever, as Markdown does on thousands of brackets in a row."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 10.0  # of the processor's time: a hundred times what a long text takes
AGAIN = 0.1  # seconds: somewhere below, an exception may be passed over


class TooLong(BaseException):
    """What is timed has taken all its time."""


@contextmanager
def limit(seconds: float) -> Iterator[None]:
    """Raise `TooLong` out of what takes more than `seconds` of the processor's time.

    The main thread alone can be stopped, and not on Windows; elsewhere there is no limit.
    """
    if not hasattr(signal, "setitimer") or (
        threading.current_thread() is not threading.main_thread()
    ):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _stop)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds, AGAIN)
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _stop(_number: int, _frame: object) -> None:
    raise TooLong
