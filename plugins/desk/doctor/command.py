"""The command, and how it is told."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .configured import UnreadError, find_configured, read_site
from .finding import FAULT, FINE, NOTE, Finding, fault
from .installed import find_installed
from .place import find_place
from .target import SECONDS, find_target, is_far, safe

_MARKS = {FINE: "✓", NOTE: "!", FAULT: "✗"}
_PLAIN = {"✓": "+", "✗": "x", "—": "-", "…": "...", "“": '"', "”": '"', "’": "'"}


def run(options: argparse.Namespace) -> int:
    """Look at everything and tell it; 1 where something stops a publish."""
    root, settings = Path(), Path(options.settings)
    faults = _tell("Installed", find_installed(root))
    site: dict[str, Any] = {}
    try:
        site = read_site(settings)
        faults += _tell(f"Configured in {settings}", find_configured(site))
    except UnreadError as error:
        faults += _tell(f"Configured in {settings}", [fault(str(error), "mend it")])
    faults += _tell("On this disk", find_place(root, site))
    to = os.environ.get("PUBLISH_TO") or str(site.get("PUBLISH_TO") or "public")
    asked = f", which is asked now, for {SECONDS} seconds at most" if is_far(to) else ""
    faults += _tell(f"Where it is published to: {safe(to)}{asked}", find_target(to, settings))
    _say("Nothing stops make publish." if not faults else "Mend what is marked ✗ first.")
    return 1 if faults else 0


def _tell(head: str, findings: Iterable[Finding]) -> int:
    """Print a part; gives how many faults it has."""
    _say(head)
    faults = 0
    for finding in findings:
        remedy = f" — {finding.remedy}" if finding.remedy else ""
        _say(f"  {_MARKS[finding.kind]} {finding.said}{remedy}")
        faults += finding.kind == FAULT
    _say("")
    return faults


def _say(line: str) -> None:
    """Print a line, by the letters of ASCII where the terminal has no others."""
    try:
        line.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        for sign, plain in _PLAIN.items():
            line = line.replace(sign, plain)
    print(line, flush=True)
