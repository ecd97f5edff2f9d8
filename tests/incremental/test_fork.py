"""Work in children: every item once, whatever becomes of the children, and nothing left behind."""

import logging
import os
import signal
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incremental import fork

few = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


def descriptors() -> set[str]:
    return set(os.listdir("/proc/self/fd")) if os.path.exists("/proc/self/fd") else set()  # noqa: PTH110, PTH208


def children() -> set[str]:
    """The processes that this one has made, dead ones too; a browser of other tests among them."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = status.read_text().rpartition(")")[2].split()[1]
        except OSError:  # it has ended meanwhile
            continue
        if int(parent) == os.getpid():
            found.add(status.parent.name)
    return found


@pytest.fixture(autouse=True)
def nothing_left():
    before = descriptors(), children()
    yield
    assert (descriptors(), children()) == before


def spread(work, items, jobs: int = 2) -> dict[int, bytes | None]:
    """What came of each item; that it came once."""
    results = list(fork.spread(work, items, jobs=jobs))
    assert sorted(number for number, _ in results) == list(range(len(items)))
    return dict(results)


def echo(item: str) -> bytes:
    """The item, or what it says shall become of it."""
    if item == "fail":
        raise ValueError(item)
    if item == "exit":
        raise SystemExit(item)
    if item == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    return item.encode()


@given(
    st.lists(st.sampled_from(["", "a", "b" * 70_000, "fail", "exit", "kill"]), max_size=8),
    st.integers(1, 4),
)
@few
def test_each_item_comes_once_and_none_where_it_failed(items, jobs):
    expected = [None if item in ("fail", "exit", "kill") else item.encode() for item in items]
    assert spread(echo, items, jobs) == dict(enumerate(expected))


def test_no_items_no_children():
    assert spread(echo, [], 3) == {}


def test_more_jobs_than_items():
    assert spread(echo, ["a", "b"], 50) == {0: b"a", 1: b"b"}


def test_it_is_done_in_as_many_children():
    numbers = {bytes(each) for each in spread(lambda _: b"%d" % os.getpid(), range(12), 3).values()}
    assert len(numbers) == 3
    assert b"%d" % os.getpid() not in numbers


def test_results_come_as_they_are_done():
    def work(item: int) -> bytes:
        time.sleep(0.3 if item == 2 else 0)
        return b"%d" % item

    results = [number for number, _ in fork.spread(work, range(4), jobs=2)]
    assert results[-1] == 2
    assert set(results[:3]) == {0, 1, 3}


def test_big_results():
    size = 5_000_000
    found = spread(lambda item: bytes([item]) * size, [1, 2, 3], 2)
    assert found == {number: bytes([number + 1]) * size for number in range(3)}


def test_a_child_that_is_killed_from_outside_costs_one_item():
    def work(item: int) -> bytes:
        if item == 2:
            time.sleep(3)
        return b"%d" % os.getpid()

    results = {}
    for number, data in fork.spread(work, range(6), jobs=2):
        results[number] = data
        if number == 0:
            os.kill(int(data), signal.SIGKILL)
    assert {number for number, data in results.items() if data is None} == {2}
    assert sorted(results) == list(range(6))


def test_a_child_that_dies_at_every_item_ends():
    assert spread(echo, ["kill"] * 5, 2) == dict.fromkeys(range(5))


def test_who_stops_asking_leaves_nothing():
    asked = fork.spread(lambda item: time.sleep(item) or b"", [0, 3, 3, 3], jobs=2)
    begun = time.monotonic()
    assert next(asked) == (0, b"")
    asked.close()
    assert time.monotonic() - begun < 3


def test_who_fails_meanwhile_leaves_nothing():
    asked = fork.spread(lambda item: time.sleep(item) or b"", [0, 3, 3], jobs=3)
    assert next(asked) == (0, b"")
    with pytest.raises(ZeroDivisionError):
        asked.throw(ZeroDivisionError)


def test_a_child_tells_nothing(capfd, caplog):
    def work(_item: int) -> bytes:
        logging.getLogger("child").error("told in a child")
        return b""

    root, handler = logging.getLogger(), logging.StreamHandler()
    root.addHandler(handler)
    print("once")
    try:
        spread(work, range(4))
    finally:
        root.removeHandler(handler)
    assert capfd.readouterr() == ("once\n", "")
    assert caplog.records == []


def test_cores_are_those_that_may_be_used(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {1, 5, 7}, raising=False)
    assert fork.cores() == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert fork.cores() == 1
    monkeypatch.delattr(os, "fork")
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    assert fork.cores() == 1
