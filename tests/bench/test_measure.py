"""What a command costs, with the processes that it waits for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.measure import EPOCH, FailedError, measure

# Works for a fifth of a second in a process of its own, and holds 60 megabytes there.
WORK = """
import os, subprocess, sys, time
held = "held = bytearray(60_000_000); import time\\nwhile time.process_time() < 0.2: pass"
subprocess.run([sys.executable, "-c", held], check=True)
print(os.environ["SOURCE_DATE_EPOCH"], os.environ["MORE"])
"""


def test_a_command_and_its_processes_are_counted(tmp_path: Path) -> None:
    cost = measure([sys.executable, "-c", WORK], tmp_path, {"MORE": "more"})

    assert cost.cpu >= 0.2
    assert cost.wall >= 0.1
    assert cost.memory >= 60  # and as much as this process held before it became the command
    assert (tmp_path / "bench.log").read_text() == f"{EPOCH} more\n"


def test_a_command_that_fails_tells_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match=r"(?s)failed:.*no such page"):
        measure([sys.executable, "-c", "raise SystemExit('no such page')"], tmp_path, {})
