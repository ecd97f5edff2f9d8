"""A folder with a site that was built, and what it takes to have it there again as it was."""

from __future__ import annotations

import os
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

from tests.incremental.site_builds import Builder, read_tree
from tests.incremental.site_kind import Kind
from tests.incremental.site_state import Site
from tests.incremental.site_tampering import STATE, put, remove

DAY = 1795608000  # Wednesday, 25 November 2026
_MEMORY = "/dev/shm"  # noqa: S108  -- thousands of files are written, none for long
_OLD = 2.1  # seconds after which the times of a file are trusted


class Workshop:
    """One kind of site in a folder of its own, and its builder; `rules` and `shares` are counts."""

    def __init__(self, kind: Kind) -> None:
        memory = _MEMORY if Path(_MEMORY).is_dir() else None
        self.folder = Path(mkdtemp(prefix="soundness-", dir=memory), "site")
        own = {
            "PLUGINS": list(kind.plugins),
            "PELICAN_CLASS": "incremental.Pelican",
            "INCREMENTAL_JOBS": 1,
            "INCREMENTAL_SAMPLE": 0,  # what is rendered to be sure would hide what is wrong
        }
        self.site = Site(self.folder, kind.make_files(), {**own, **kind.settings})
        self.files, self.settings = self.site.files, self.site.settings
        self.builder = Builder(self.folder, kind.plugins)
        self.output, self.cache = self.folder / "output", self.folder / "cache"
        self.builder.build(DAY)
        time.sleep(_OLD)
        self.first = self.builder.build(DAY)
        assert self.first.status == 0, self.first.messages
        self.state = (self.cache / STATE).read_bytes()
        self.built = {name: (self.output / name).read_bytes() for name in self.first.tree}
        self.rules: Counter[str] = Counter()
        self.shares: list[float] = []

    def close(self) -> None:
        """Leave nothing behind."""
        self.builder.close()
        remove(self.folder.parent)

    def begin_again(self) -> None:
        """Let all be as after the first build; what did not change keeps its times."""
        self.site.restore(self.files, self.settings)
        self.restore_output()
        self.restore_state()

    def restore_output(self) -> None:
        """Let the output be that of the first build."""
        if not self.output.is_dir() or self.output.is_symlink():
            remove(self.output)
        now = read_tree(self.output)
        for name in now.keys() - self.first.tree.keys():
            remove(self.output / name)
        for name, data in self.built.items():
            if now.get(name) != self.first.tree[name]:
                put(self.output, name, data)
        for place, _, _ in os.walk(self.output, topdown=False):
            with suppress(OSError):  # it is not empty
                Path(place).rmdir()

    def restore_state(self) -> None:
        """Let the memory be that of the first build."""
        for path in self.cache.glob(f"{STATE}*"):
            remove(path)
        (self.cache / STATE).write_bytes(self.state)
