"""khal, a calendar program: a calendar of its own, into which a file is imported."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.programs import PATH

CONFIGURATION = """
[calendars]
[[lessons]]
path = {folder}/calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""


class Khal:
    """A person's khal in a folder, in a time zone, with one calendar that is empty at first."""

    def __init__(self, folder: Path, zone: str) -> None:
        self.folder = folder
        self.zone = zone
        (folder / "calendar").mkdir(parents=True)
        (folder / "khal.conf").write_text(CONFIGURATION.format(folder=folder), encoding="utf-8")

    def take(self, calendar: bytes) -> None:
        """Import a calendar's file."""
        file = self.folder / "taken.ics"
        file.write_bytes(calendar)
        self._run("import", "--batch", str(file))

    def days(self, first: str, days: int, shown: str = "{title}") -> dict[str, list[str]]:
        """The events of each day from `first` on that has some, each as `shown` says."""
        told = self._run(
            "list", "--day-format", "# {date}", "--format", f"- {shown}", first, f"{days}d"
        )
        found: dict[str, list[str]] = {}
        for line in told.splitlines():
            mark, _, text = line.partition(" ")
            if mark == "#":
                found[text] = []
            elif mark == "-":
                found[list(found)[-1]].append(text)
            else:
                raise AssertionError(f"khal says {line!r}")
        return found

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            ["khal", "--no-color", "-c", str(self.folder / "khal.conf"), *command],
            env={
                **os.environ,
                "PATH": PATH,
                "HOME": str(self.folder),
                "XDG_DATA_HOME": str(self.folder / "data"),
                "XDG_CACHE_HOME": str(self.folder / "cache"),
                "TZ": self.zone,
                "LC_ALL": "C.UTF-8",
            },
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
        return done.stdout
