"""Work that takes for ever is interrupted, wherever it is, and what was set before is set again."""

import logging
import os
import re
import signal
import threading
import time
from contextlib import suppress

import pytest

from incremental.limit import TookTooLong, in_time, limited

SHORT = 0.05  # seconds


def endless() -> None:
    while True:
        pass


def test_work_in_time_gives_its_result():
    assert limited(60, lambda: "done") == "done"


def test_work_that_fails_fails_as_it_did():
    with pytest.raises(ZeroDivisionError):
        limited(60, lambda: 1 // 0)


def test_an_endless_loop_ends():
    with pytest.raises(TookTooLong):
        limited(SHORT, endless)


def test_one_endless_search_of_re_ends():
    with pytest.raises(TookTooLong):
        limited(SHORT, lambda: re.match(r"(a+)+b", "a" * 60))


def test_no_except_exception_stops_it():
    def stubborn() -> None:
        while True:
            with suppress(Exception):
                endless()

    with pytest.raises(TookTooLong):
        limited(SHORT, stubborn)


def test_what_swallows_the_first_is_interrupted_again():
    swallowed = []

    def stubborn() -> None:
        try:
            endless()
        except BaseException as caught:
            swallowed.append(type(caught).__name__)
        endless()

    with pytest.raises(TookTooLong):
        limited(SHORT, stubborn)
    assert len(swallowed) == 1


def test_time_spent_waiting_does_not_count():
    assert limited(SHORT, lambda: time.sleep(3 * SHORT)) is None


@pytest.mark.parametrize("work", [lambda: None, lambda: 1 // 0, endless])
def test_the_handler_and_the_timer_are_as_they_were(work):
    def mine(number: int, frame: object) -> None: ...

    before = signal.signal(signal.SIGVTALRM, mine)
    signal.setitimer(signal.ITIMER_VIRTUAL, 1000, 500)
    try:
        with suppress(ZeroDivisionError, TookTooLong):
            limited(SHORT, work)
        assert signal.getsignal(signal.SIGVTALRM) is mine
        left, interval = signal.getitimer(signal.ITIMER_VIRTUAL)
        assert 990 < left <= 1000.1
        assert interval == 500
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def test_a_limit_within_a_limit():
    def inner() -> str:
        with pytest.raises(TookTooLong):
            limited(SHORT, endless)
        return "went on"

    assert limited(60, inner) == "went on"


def test_the_outer_limit_holds_after_an_inner_one():
    def inner() -> None:
        limited(60, lambda: None)
        endless()

    with pytest.raises(TookTooLong):
        limited(SHORT, inner)


def test_a_forked_child_has_its_limit():
    child = os.fork()
    if not child:
        status = 1
        try:
            limited(SHORT, endless)
        except TookTooLong:
            status = 7
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def test_another_thread_has_none():
    results = []
    thread = threading.Thread(target=lambda: results.append(limited(SHORT, lambda: "done")))
    thread.start()
    thread.join()
    assert results == ["done"]


def test_without_such_timers_there_is_none(monkeypatch):
    monkeypatch.delattr(signal, "setitimer")
    assert limited(SHORT, lambda: "done") == "done"


def test_what_takes_too_long_is_told_once_with_its_file(tmp_path, monkeypatch, caplog):
    monkeypatch.chdir(tmp_path)
    path = str(tmp_path / "rants" / "x.md")
    message = (
        "rants/x.md: Markdown took longer than 0.05 s — split the post, "
        "or look for brackets that are never closed"
    )
    with caplog.at_level(logging.WARNING), pytest.raises(TookTooLong) as caught:
        in_time(path, 60, lambda: in_time(path, SHORT, endless))
    assert str(caught.value) == message
    found = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert found == [("ERROR", message)]
