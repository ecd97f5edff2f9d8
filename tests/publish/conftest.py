"""A folder to work in, with a built site to publish."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.pelican_site import ROOT


@dataclass(frozen=True)
class Told:
    """What the command told: its exit status, and its lines for the writer."""

    status: int
    out: list[str]
    err: list[str]


@dataclass(frozen=True)
class Desk:
    """A writer's folder: `site` is what was built, `public` what it is published to."""

    folder: Path

    def build(self, **files: str) -> None:
        """Put files into the built site; `a__b_html` is `a/b.html`."""
        for name, text in files.items():
            path = self.folder / "site" / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def publish(
        self, to: str = "public", prepare: Callable[[], object] | None = None, **environment: str
    ) -> Told:
        """Run the command as make does; `prepare` is done in its process first."""
        done = subprocess.run(
            [sys.executable, "-m", "publish", "site", f"--to={to}"],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT / "plugins"), **environment},
            preexec_fn=prepare,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        return Told(done.returncode, done.stdout.splitlines(), done.stderr.splitlines())

    def listing(self, place: str = ".") -> list[str]:
        """List all that lies at a place, links with what they point to."""
        top = self.folder / place
        return sorted(
            f"{path.relative_to(top)} -> {path.readlink()}"
            if path.is_symlink()
            else str(path.relative_to(top)) + ("/" if path.is_dir() else "")
            for path in top.rglob("*")
        )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A folder with a built site of two files, published nowhere."""
    desk = Desk(tmp_path)
    desk.build(index_html="home", rants__a_html="a")
    return desk
