"""One thing that was looked at."""

from __future__ import annotations

from dataclasses import dataclass

FINE, NOTE, FAULT = "fine", "note", "fault"


@dataclass(frozen=True)
class Finding:
    """What was found, and what mends it; only a fault stops a publish."""

    kind: str
    said: str
    remedy: str = ""


def fine(said: str) -> Finding:
    """What is as it should be."""
    return Finding(FINE, said)


def note(said: str, remedy: str) -> Finding:
    """What a site can be published without."""
    return Finding(NOTE, said, remedy)


def fault(said: str, remedy: str) -> Finding:
    """What stops a publish."""
    return Finding(FAULT, said, remedy)
