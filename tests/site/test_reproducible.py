"""The same sources make the same site, whatever the machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.pelican_site import DAY, ROOT, files

SOURCES = ("content", "own", "plugins", "theme", "pelicanconf.py", "publishconf.py")
HERE = {"TZ": "EAST-14", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
THERE = {"TZ": "WEST+11", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2"}


def build_in(folder: Path, umask: int, environment: dict[str, str]) -> dict[str, bytes]:
    """Copy the sources to a folder, build the blog there as it goes live, and read it."""
    folder.mkdir(parents=True)
    for name in SOURCES:
        if (ROOT / name).is_dir():
            # Without the time stamps, and without what Python has compiled.
            leave = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, folder / name, ignore=leave, copy_function=shutil.copyfile)
        else:
            shutil.copyfile(ROOT / name, folder / name)
    command = [sys.executable, "-m", "pelican", "content", "--settings", "publishconf.py"]
    done = subprocess.run(
        [*command, "--output", ".build/site", "--log-handler", "plain"],
        cwd=folder,
        env={
            **os.environ,
            "SOURCE_DATE_EPOCH": DAY,
            "LANG": environment["LC_ALL"],
            **environment,
        },
        umask=umask,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return files(folder / ".build/site")


def test_two_builds_are_equal_byte_by_byte(tmp_path: Path) -> None:
    """Folder, depth, time zone, locale, hash seed, umask and time stamps leave no trace."""
    one = build_in(tmp_path / "a", 0o022, HERE)
    other = build_in(tmp_path / "much" / "deeper below" / "b", 0o077, THERE)

    assert "index.html" in one
    assert sorted(one) == sorted(other)
    assert [name for name in sorted(one) if one[name] != other[name]] == []
