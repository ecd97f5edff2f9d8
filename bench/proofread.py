"""How long it takes to proofread many posts: `python -m bench.proofread [POSTS]`.

Copies the blog's own posts until there are as many as asked for, 1,000 if nothing is asked, in a
folder that is removed again, and runs there what `make check` runs. Prints the fastest of three
runs: the whole command in seconds, from its start to its exit, and how many posts that is a second.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUNS = 3
# What only one post may say.
_ITS_OWN = re.compile(r"^(?:Id|Slug|Aliases|Save_as|Url):.*\n", re.MULTILINE | re.IGNORECASE)


def main() -> None:
    """Make the posts, check them, and print how long that took."""
    posts = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        settings = write_site(Path(folder), posts)
        seconds = min(time_check(settings) for _ in range(RUNS))
    print(f"{posts} posts in {seconds:.2f} s, {posts / seconds:.0f} a second")


def write_site(folder: Path, posts: int) -> Path:
    """Write a site of so many posts into a folder; its settings."""
    shutil.copytree(ROOT / "content", folder / "content")
    own = sorted((ROOT / "content/rants").glob("*.md"))
    for number, path in enumerate(islice(cycle(own), max(0, posts - len(own)))):
        text = _ITS_OWN.sub("", path.read_text(encoding="utf-8"))
        copy = folder / "content/rants" / f"{path.stem}-{number}.md"
        copy.write_text(text, encoding="utf-8")
    settings = folder / "settings.py"
    settings.write_text("".join(_settings()), encoding="utf-8")
    return settings


def time_check(settings: Path) -> float:
    """Seconds from the start of the command to its exit; raises where it finds an error."""
    command = [sys.executable, "-m", "proofread", "check", "--settings", settings.name]
    begin = time.perf_counter()
    subprocess.run(  # noqa: S603  -- the command is written above
        command,
        cwd=settings.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT / "plugins")},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - begin


def _settings() -> Iterator[str]:
    yield f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n"
    yield f"from publishconf import *\nPATH = 'content'\nTHEME = {str(ROOT / 'theme')!r}\n"


if __name__ == "__main__":
    main()
