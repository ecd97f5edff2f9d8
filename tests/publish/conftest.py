"""A folder to work in, with a built site to publish."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.pelican_site import ROOT

PLUGINS = ROOT / "plugins"
# What lies beside the site for as long as it is useful, and is no part of what is published.
BESIDE = ("staged", "compressed", "needs.json", "digests.json", ".staged.lock")


@dataclass(frozen=True)
class Told:
    """What the command told: its exit status, and its lines for the writer.

    How far it has come is apart from the errors, and the seconds that it took are all none.
    """

    status: int
    out: list[str]
    err: list[str]
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Desk:
    """A writer's folder: `site` is what was built, `public` what it is published to."""

    folder: Path

    def build(self, **files: str) -> None:
        """Put files into the built site; `a__b_html` is `a/b.html`."""
        for name, text in files.items():
            self.write(name.replace("__", "/").replace("_", "."), text)

    def write(self, path: str, text: str | bytes) -> None:
        """Put one file into the built site; over another one it is written in place."""
        file = self.folder / "site" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)

    def record(self, *slugs: str, **values: object) -> None:
        """Put articles into the built site, a page for each, and the record of them."""
        for slug in slugs:
            self.write(f"rants/{slug}/index.html", slug)
        articles = [
            {
                "id": f"tag:site.example,2026:{slug}",
                "path": f"rants/{slug}/index.html",
                "title": slug.capitalize(),
                "url": f"rants/{slug}/",
            }
            for slug in slugs
        ]
        whole = {
            "schema": 1,
            "siteurl": "https://site.example",
            "plugins": ["lesson"],
            "articles": articles,
            "aliases": {},
            **values,
        }
        self.write("release.json", json.dumps(whole))

    def publish(
        self,
        *arguments: str,
        to: str = "public",
        prepare: Callable[[], object] | None = None,
        **environment: str,
    ) -> Told:
        """Publish as make does; `prepare` is done in the command's process first."""
        return self.run("release", "site", f"--to={to}", *arguments, prepare=prepare, **environment)

    def run(
        self, *arguments: str, prepare: Callable[[], object] | None = None, **environment: str
    ) -> Told:
        """Run any of the commands in the writer's folder."""
        done = subprocess.run(
            [sys.executable, "-m", "publish", *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(PLUGINS), **environment},
            preexec_fn=prepare,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        said = done.stderr.splitlines()
        steps = [line for line in said if re.fullmatch(r"(Staging|Releasing) \d+ files?", line)]
        out = re.sub(r"\b\d+\.\d s\b", "0.0 s", done.stdout)
        err = [line for line in said if line not in steps]
        return Told(done.returncode, out.splitlines(), err, tuple(steps))

    def listing(self, place: str = ".") -> list[str]:
        """List all that lies at a place, links with what they point to."""
        top = self.folder / place
        paths = (path for path in top.rglob("*") if path.relative_to(top).parts[0] not in BESIDE)
        return sorted(
            f"{path.relative_to(top)} -> {path.readlink()}"
            if path.is_symlink()
            else str(path.relative_to(top)) + ("/" if path.is_dir() else "")
            for path in paths
        )

    def state(self, place: str) -> dict[str, tuple[int, ...]]:
        """Give of all that lies at a place what shows that it was touched: inode, size, times."""
        top = self.folder / place
        stats = {path: path.stat(follow_symlinks=False) for path in [top, *top.rglob("*")]}
        return {
            str(path.relative_to(top)): (
                stat.st_ino,
                stat.st_size,
                stat.st_mtime_ns,
                stat.st_ctime_ns,
            )
            for path, stat in stats.items()
        }


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A folder with a built site of two files, published nowhere."""
    desk = Desk(tmp_path)
    desk.build(index_html="home", rants__a_html="a")
    return desk
