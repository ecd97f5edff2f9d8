"""The blog without its posts, in a folder of its own, and the command as a writer runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.pelican_site import DAY, ROOT, files


@dataclass(frozen=True)
class Done:
    """What a command said, and its exit status."""

    status: int
    said: str
    errors: str


@dataclass(frozen=True)
class Blog:
    """The blog's folder."""

    folder: Path

    @property
    def content(self) -> dict[str, str]:
        """Every post and page, by its path."""
        found = files(self.folder / "content")
        return {path: data.decode() for path, data in found.items() if path.endswith(".md")}

    @property
    def posts(self) -> dict[str, str]:
        """What is new in it."""
        return {path: text for path, text in self.content.items() if path not in PAGES}

    def run(self, module: str, *arguments: str, **environment: str) -> Done:
        """Run one of the plugins' commands."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=self.folder,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT / "plugins"),
                "SOURCE_DATE_EPOCH": DAY,
                **environment,
            },
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def bring(self, source: Path | str, *more: str, **environment: str) -> Done:
        """Import."""
        options = ("--settings", "publishconf.py", *more)
        return self.run("desk", "import", str(source), *options, **environment)

    def check(self) -> list[str]:
        """The errors that proofreading finds."""
        done = self.run("proofread", "check", "--settings", "publishconf.py")
        lines = done.said.split("\nAdvice")[0].splitlines()
        return [] if done.status == 0 else [*lines, done.errors]

    def stamps(self) -> dict[str, int]:
        """When each file of the content was written."""
        found = (path for path in (self.folder / "content").rglob("*") if path.is_file())
        return {str(path): path.stat().st_mtime_ns for path in found}


def drawn(kind: str) -> bytes:
    """A picture of one colour, in a format."""
    data = BytesIO()
    Image.new("RGB", (40, 30), "green").save(data, kind)
    return data.getvalue()


PAGES = ("pages/about.md", "pages/subscribe.md", "pages/colophon.md")


def make_blog(folder: Path) -> Blog:
    """The blog as its README says to begin: no posts, and pages of one's own."""
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / name, folder)
    for name in ("own", "plugins", "theme"):
        (folder / name).symlink_to(ROOT / name)
    for path in ("content/rants", "content/pages", "content/images"):
        (folder / path).mkdir(parents=True)
    for path in PAGES:
        (folder / "content" / path).write_text(f"Title: {Path(path).stem.capitalize()}\n\nMe.\n")
    return Blog(folder)
