"""Work that is done in several processes gives what it gives in one."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofread.audit.parts import FEW, in_parts


@settings(max_examples=10)
@given(st.integers(0, 3 * FEW))
def test_order_is_kept(number: int) -> None:
    """Each thing comes once, in order, with what was made of it."""
    things = [str(each) for each in range(number)]

    assert list(in_parts(lambda thing: [thing, None], things)) == [(t, [t, None]) for t in things]


def test_share_of_a_lost_child_is_done_here() -> None:
    """Where a child ends early or fails, nothing is lacking."""
    parent, things = os.getpid(), [str(each) for each in range(FEW)]

    def work(thing: str) -> str:
        if os.getpid() != parent:
            raise MemoryError
        return thing

    assert list(in_parts(work, things)) == [(thing, thing) for thing in things]


def test_failure_is_the_callers() -> None:
    """An error is raised as it would be without any other process."""

    def work(thing: str) -> str:
        raise LookupError(thing)

    with pytest.raises(LookupError):
        list(in_parts(work, ["a"] * FEW))
