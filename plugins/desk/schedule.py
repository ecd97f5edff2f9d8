"""What is dated ahead: a build notes it where no reader comes, and `make publish` tells it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from .moment import say_distance, say_moment

FILE = "coming.json"  # in `CACHE_PATH`
MOST = 3


@dataclass(frozen=True)
class Coming:
    """A post that waits for its time: its title, its file as the writer knows it, its moment.

    `date` is as ISO 8601 writes it, with an offset.
    """

    title: str
    path: str
    date: str


def keep(folder: Path, now: datetime, zone: str, coming: Sequence[Coming]) -> None:
    """Note what is to come, as seen at a moment, where `run` finds it."""
    noted = {"now": now.isoformat(), "zone": zone, "coming": [asdict(each) for each in coming]}
    text = json.dumps(noted, ensure_ascii=False, indent=1)
    path = folder / FILE
    with suppress(OSError):  # a folder that cannot be written to is told by who needs it
        folder.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{FILE}.new")
        new.write_text(f"{text}\n", encoding="utf-8", errors="backslashreplace")
        new.replace(path)


def run(options: argparse.Namespace) -> int:
    """Tell what the last build noted; where nothing is to come, nothing."""
    try:
        noted = json.loads((options.cache / FILE).read_text(encoding="utf-8"))
        now, zone = datetime.fromisoformat(noted["now"]), ZoneInfo(noted["zone"])
        coming = [Coming(**each) for each in noted["coming"]]
        lines = list(tell(coming, now, zone))
    except (OSError, ValueError, TypeError, KeyError):
        return 0  # nothing was noted, or by another version
    for line in lines:
        print(line, flush=True)
    return 0


def tell(coming: Sequence[Coming], now: datetime, zone: ZoneInfo) -> Iterator[str]:
    """A line for each of the first few, the soonest first, and one for the rest."""
    for number, each in enumerate(coming[:MOST]):
        date = datetime.fromisoformat(each.date).astimezone(zone)
        head = "Next:" if number == 0 else "     "
        when = f"{say_moment(date)} ({say_distance(date, now)})"
        yield f"{head} {when}  “{each.title}”  {each.path}"
    if len(coming) > MOST:
        yield f"      and {len(coming) - MOST} more: make list"
