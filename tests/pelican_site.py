"""Sites built by the real command, for tests to read."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def build(settings: Path, output: Path, **environment: str) -> None:
    """Build the site that `settings` describes into `output`; fail with what was printed."""
    command = [sys.executable, "-m", "pelican", "--settings", str(settings)]
    command += ["--output", str(output), "--log-handler", "plain"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def files(folder: Path) -> dict[str, bytes]:
    """The bytes of every file below `folder`, by its path there."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
