"""A limit for work that may take for ever: it is interrupted where it stands.

The timer counts the processor's time, so that a busy machine changes nothing, and its signal comes
between two steps of Python and within one long search of `re`, which looks for signals, too.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from os.path import relpath
from types import FrameType
from typing import TypeVar

_Result = TypeVar("_Result")
log = logging.getLogger(__name__)
_AGAIN = 0.1  # seconds: where what interrupts is swallowed, in a __del__ say, there is a next time


class TookTooLong(Exception):  # noqa: N818  -- what it says
    """Work was given up because it took longer than it may."""


class _Interrupt(BaseException):  # no Exception, so that no `except Exception` stops it
    pass


def limited(seconds: float, work: Callable[[], _Result]) -> _Result:
    """What `work` gives; raises `TookTooLong` when it has used so many seconds of processor time.

    It works in the main thread of every process, and of every forked child. In another thread, and
    where there are no such timers (Windows), `work` has all the time it takes. It does not count
    time spent waiting, and does not interrupt a long step within C code that never looks for
    signals; `re` does look. Work that was interrupted may have left anything half done.
    """
    in_main_thread = threading.current_thread() is threading.main_thread()
    if not (hasattr(signal, "setitimer") and in_main_thread):
        return work()
    working = True

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        if working:
            raise _Interrupt

    handler = signal.signal(signal.SIGVTALRM, interrupt)
    timer = signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
    try:
        try:
            return work()
        finally:
            working = False
    except _Interrupt:
        raise TookTooLong from None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, *timer)
        signal.signal(signal.SIGVTALRM, handler)


def in_time(source_path: str, seconds: float, work: Callable[[], _Result]) -> _Result:
    """What `work` makes of a source; raises `TookTooLong`, with a message that names the file.

    The message is logged here, once: of what a reader raises, Pelican tells no more than the file.
    """
    try:
        return limited(seconds, work)
    except TookTooLong as error:
        if error.args:
            raise  # from a limit within this one, which told
        message = (
            f"{relpath(source_path)}: Markdown took longer than {seconds:g} s — "
            "split the post, or look for brackets that are never closed"
        )
    log.error("%s", message)
    raise TookTooLong(message)
