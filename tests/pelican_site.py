"""Sites built by the real command, for tests to read."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
DAY = "1795608000"  # Wednesday, 25 November 2026, at noon in London


def build(settings: Path, output: Path, **environment: str) -> None:
    """Build the site that `settings` describes into `output`; fail with what was printed.

    It is built for `DAY`, unless `environment` says another SOURCE_DATE_EPOCH.
    """
    command = [sys.executable, "-m", "pelican", "--settings", str(settings)]
    command += ["--output", str(output), "--log-handler", "plain"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "SOURCE_DATE_EPOCH": DAY, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def files(folder: Path) -> dict[str, bytes]:
    """The bytes of every file below `folder`, by its path there."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
