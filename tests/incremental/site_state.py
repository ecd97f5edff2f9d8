"""One site on the disk, all that it is, and how it comes back to what it was."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from tests.incremental.site_kind import Files

# A change of a setting is to be noticed, and not a change of the file that it is in.
_READING = b"""
import ast
from pathlib import Path
globals().update(ast.literal_eval(Path("values.txt").read_text("utf-8")))
"""


class Site:
    """The files of a site, below `folder`, and what is written of its settings.

    A file is written only where it changes, so that the others keep their inodes and their times.
    """

    def __init__(self, folder: Path, files: Files, settings: Mapping[str, object]) -> None:
        self.folder = folder
        self.files: dict[str, bytes] = {}
        self.settings = dict(settings)
        self.restore(files, settings)

    def write(self, path: str, data: str | bytes | None) -> None:
        """Write a file, or where `data` is None remove it."""
        self.restore({**self.files, path: data} if data is not None else self._without(path))

    def read(self, path: str) -> str:
        """The text of a file."""
        return self.files[path].decode(errors="surrogateescape")

    def configure(self, name: str, value: object) -> None:
        """Change a setting; with `...` as its value it is not set."""
        settings = {**self.settings, name: value}
        self.restore(self.files, {key: each for key, each in settings.items() if each != ...})

    def restore(self, files: Files, settings: Mapping[str, object] | None = None) -> None:
        """Let the site be of these files and settings, whatever it was."""
        self.settings = dict(self.settings if settings is None else settings)
        wanted = {
            path: data.encode(errors="surrogateescape") if isinstance(data, str) else data
            for path, data in files.items()
        }
        wanted["settings.py"] = wanted.get("code.py", b"") + _READING
        wanted["values.txt"] = repr(self.settings).encode()
        for path in self.files.keys() - wanted.keys():
            self._remove(path)
        for path in sorted(wanted):
            if self.files.get(path) != wanted[path]:
                file = self.folder / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(wanted[path])
        self.files = wanted

    def digest(self) -> bytes:
        """What stands for all that the site is."""
        digest = blake2b()
        for path, data in sorted(self.files.items()):
            digest.update(f"{len(path)}:{path}{len(data)}:".encode() + data)
        return digest.digest()

    def paths(self, start: str, end: str = "") -> list[str]:
        """The paths of the files whose own begin and end so, in order."""
        return sorted(path for path in self.files if path.startswith(start) and path.endswith(end))

    def set_field(self, path: str, name: str, value: str | None) -> None:
        """Write one line of a post's head, or take it out."""
        self.write(path, set_field(self.read(path), name, value))

    def change_unseen(self, path: str) -> None:
        """Change a file so that its size and the time of its change are what they were."""
        status = (self.folder / path).stat()
        data = self.files[path]
        letters = [match.start() for match in re.finditer(rb"[b-y]", data)]
        if letters:
            place = letters[-1]
            self.write(path, data[:place] + bytes([data[place] + 1]) + data[place + 1 :])
            os.utime(self.folder / path, ns=(status.st_atime_ns, status.st_mtime_ns))

    def _without(self, path: str) -> dict[str, bytes]:
        return {name: data for name, data in self.files.items() if name != path}

    def _remove(self, path: str) -> None:
        (self.folder / path).unlink()
        for parent in (self.folder / path).parents:
            if parent == self.folder or any(parent.iterdir()):
                break
            parent.rmdir()


def set_field(text: str, name: str, value: str | None) -> str:
    """A post with one line of its head written, or taken out."""
    head, gap, body = text.partition("\n\n")
    lines = [line for line in head.split("\n") if not line.startswith(f"{name}:")]
    if value is not None:
        lines.append(f"{name}: {value}")
    return "\n".join(lines) + gap + body
