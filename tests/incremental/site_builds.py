"""Builds of one site, incremental and clean, and what they left behind."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Outcome:
    """What a build came to: its exit status, its warnings and errors, and its output.

    The status is None where it was killed; `tree` has the digest of each file, by its path.
    """

    status: int | None
    messages: tuple[tuple[str, str, str], ...]
    tree: dict[str, str]
    skipped: int = 0


@dataclass
class Builder:
    """Builds the site in a folder, by a program that has all plugins but the site's own loaded."""

    folder: Path
    plugins: tuple[str, ...]
    cpu: Counter[str] = field(default_factory=Counter)
    builds: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        own = ROOT / "plugins"
        loaded = [name for name in self.plugins if (own / name).is_dir()]
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.incremental.site_builder", *loaded],
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHONPATH": f"{ROOT}{os.pathsep}{own}",
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHONHASHSEED": "0",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._clean: dict[bytes, Outcome] = {}

    def close(self) -> None:
        """Let the program end."""
        self._program.communicate()

    def build(self, day: int, *, dies: int = 0, then: Mapping[str, str] | None = None) -> Outcome:
        """Build incrementally; where it `dies`, at the change of the disk of that number.

        Where there are files to write `then`, it builds again after that, in the same process.
        """
        return self._run("incremental", day, dies=dies, then=then)

    def build_clean(self, state: bytes, day: int) -> Outcome:
        """Build with plain Pelican into an empty folder; the output that is there is put back.

        `state` stands for all that the site is, so that the same is not built again.
        """
        if state not in self._clean:
            self._clean[state] = self.build_clean_again(day)
        return self._clean[state]

    def build_clean_again(self, day: int, keep: Path | None = None) -> Outcome:
        """As `build_clean`, whatever was built before; `keep` is where its output shall lie."""
        output, aside = self.folder / "output", self.folder / "aside"
        is_there = os.path.lexists(output)
        if is_there:
            output.rename(aside)
        try:
            return self._run("clean", day)
        finally:
            if keep:
                shutil.rmtree(keep, ignore_errors=True)
                output.rename(keep)
            shutil.rmtree(output, ignore_errors=True)
            if is_there:
                aside.rename(output)

    def _run(
        self, kind: str, day: int, *, dies: int = 0, then: Mapping[str, str] | None = None
    ) -> Outcome:
        order = {
            "folder": str(self.folder),
            "is_clean": kind == "clean",
            "plugins": self.plugins,
            "environment": {"SOURCE_DATE_EPOCH": str(day)},
            "dies": dies,
            "then": dict(then or {}),
        }
        program = self._program
        assert program.stdin
        assert program.stdout
        program.stdin.write(json.dumps(order) + "\n")
        program.stdin.flush()
        answer: dict[str, Any] = json.loads(program.stdout.readline())
        self.cpu[kind] += answer["cpu"]
        self.builds[kind] += 1
        messages = ((level, name, text) for level, name, text in answer["messages"])
        tree = read_tree(self.folder / "output")
        return Outcome(answer["status"], tuple(messages), tree, answer.get("skipped", 0))


def read_tree(folder: Path) -> dict[str, str]:
    """The digest of each file below a folder; where a link leads; and which folders are empty."""
    return dict(_read_tree(str(folder), ""))


def _read_tree(folder: str, below: str) -> Iterator[tuple[str, str]]:
    try:
        entries = sorted(os.scandir(f"{folder}/{below}"), key=lambda each: each.name)
    except FileNotFoundError:
        return
    for entry in entries:
        name = f"{below}{entry.name}"
        if entry.is_symlink():
            yield name, f"a link to {Path(entry.path).readlink()}"
        elif entry.is_dir():
            held = dict(_read_tree(folder, f"{name}/"))
            yield from held.items() if held else [(f"{name}/", "an empty folder")]
        else:
            yield name, blake2b(_plain(name, Path(entry.path).read_bytes())).hexdigest()


def _plain(name: str, data: bytes) -> bytes:
    """What is in a file, but for the one list of plugins that cannot be the same in both builds."""
    if name == "release.json":
        record = json.loads(data)
        record["plugins"] = [each for each in record["plugins"] if each != "incremental"]
        return json.dumps(record).encode()
    return data
