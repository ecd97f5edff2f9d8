"""Lighthouse, Google's judge of pages, as a telephone loads them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.audit.finding import AuditError, Finding
from tests.audit.tools import package, program, run
from tests.browser.chromium import FLAGS

JUDGE = "Lighthouse"
PROGRAM = "lighthouse/cli/index.js"
KINDS = ("home", "rant", "rants", "lessons", "about")
LIMITS = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
# What else a machine does costs points for speed, and gives none: the best of some runs counts.
RUNS = 3

Scores = Mapping[str, int]


def judge(page: str, url: str, port: int) -> tuple[Scores, list[Finding]]:
    """Judge the page at `url` in the browser that listens at `port`. Raises `AuditError`."""
    for _ in range(RUNS):
        options = ("--output=json", "--quiet", f"--only-categories={','.join(LIMITS)}")
        command = (program("node"), str(package(PROGRAM)), url, f"--port={port}", *options)
        scores, findings = read(run(command, seconds=120), page)
        if scores["performance"] >= LIMITS["performance"]:
            break
    return scores, findings


def read(report: str, page: str) -> tuple[Scores, list[Finding]]:
    """Read its report in JSON: four scores of 100, and what keeps one below its limit.

    Raises `AuditError` where it could not load the page.
    """
    result = json.loads(report)
    if fault := result.get("runtimeError"):
        raise AuditError(f"{page}: {JUDGE}: {fault['message']}")
    categories = result["categories"]
    scores = {name: _of_hundred(categories[name]["score"]) for name in LIMITS}
    findings = [
        finding
        for name, limit in LIMITS.items()
        if scores[name] < limit
        for finding in _reasons(categories[name], result["audits"], page)
        or [Finding(page, JUDGE, "", f"{categories[name]['title']}: {scores[name]} of 100")]
    ]
    return scores, findings


@contextmanager
def browser(chromium: Path) -> Iterator[int]:
    """Start a browser that Lighthouse can drive, and end it; gives the port at which it listens."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        told = (f"--user-data-dir={profile}", "--remote-debugging-port=0", "about:blank")
        process = subprocess.Popen(
            [str(chromium), "--headless", *FLAGS, *told],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            yield _port(Path(profile, "DevToolsActivePort"))
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _of_hundred(score: float | None) -> int:
    return int((score or 0) * 100 + 0.5)  # as its own report rounds


def _reasons(
    category: Mapping[str, Any], audits: Mapping[str, Mapping[str, Any]], page: str
) -> list[Finding]:
    """What costs points in a category: the audits that have a weight and are not passed."""
    findings = []
    for reference in category["auditRefs"]:
        audit = audits[reference["id"]]
        if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
            shown = audit.get("displayValue", "")
            message = f"{category['title']}: {audit['title']}" + (f" ({shown})" if shown else "")
            findings.append(Finding(page, JUDGE, _selector(audit), message))
    return findings


def _selector(audit: Mapping[str, Any]) -> str:
    items = audit.get("details", {}).get("items", [])
    nodes = [item["node"] for item in items if isinstance(item.get("node"), dict)]
    return str(nodes[0].get("selector", "")) if nodes else ""


def _port(file: Path) -> int:
    """The port that a browser which has just been started writes into its profile."""
    for _ in range(300):
        lines = file.read_text().splitlines() if file.exists() else []
        if len(lines) > 1:
            return int(lines[0])
        time.sleep(0.1)
    raise AuditError("the browser did not begin to listen within 30 s")
