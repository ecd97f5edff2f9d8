"""Same input, same bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.pelican_site import ROOT, files

SOURCES = ("content", "theme", "plugins", "pelicanconf.py", "publishconf.py")


def built(folder: Path, umask: int, **environment: str) -> dict[str, bytes]:
    """The files of the blog, built from a copy of its sources in `folder`."""
    for name in SOURCES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        folder.mkdir(parents=True, exist_ok=True)
        copy(ROOT / name, folder / name)
    subprocess.run(
        [sys.executable, "-m", "pelican", "content", "-s", "publishconf.py", "-o", "out"],
        cwd=folder,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        timeout=120,
        umask=umask,
    )
    return files(folder / "out")


def test_two_builds_are_equal_byte_by_byte(tmp_path: Path) -> None:
    """Folder, time zone, locale, hash seed, day and umask leave no trace in the output."""
    one = built(tmp_path / "a", 0o022, TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="0")

    other = built(
        tmp_path / "b" / "much" / "deeper",
        0o077,
        TZ="America/Los_Angeles",
        LC_ALL="C.UTF-8",
        PYTHONHASHSEED="4242",
    )

    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []
