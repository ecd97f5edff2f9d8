"""What replies cost a build: `python -m bench.replies [REPLIES]`.

Writes as many replies as asked for, 10,000 if nothing is asked, a hundred a post, and builds the
same posts with them and without, in turn, in a folder that is removed again. Prints the fastest of
three builds of each, in seconds, the ratio of the two, and what a page with a hundred replies
costs more than one without, in milliseconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "plugins"))

from conversation.replies.record import Record, write_record
from conversation.replies.reply import Author, Reply

ROOT = Path(__file__).parent.parent
RUNS = 3
EACH = 100  # as many as a page shows
_WORDS = (
    "<p>I wrote to somebody I had not heard of since the spring, and asked what they were stuck on."
    ' The answer was <a href="https://rants.example/">longer than I thought</a>.</p>'
)


def main() -> None:
    """Build both sites in turn, and print how long each took."""
    replies = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    posts = max(1, replies // EACH)
    with tempfile.TemporaryDirectory() as folder:
        sites = [write_site(Path(folder) / name, posts, with_replies=name == "with")
                 for name in ("with", "without")]  # fmt: skip
        runs = [[time_build(settings) for settings in sites] for _ in range(RUNS)]
    spoken, silent = (min(seconds) for seconds in zip(*runs, strict=True))
    each = (spoken - silent) / posts * 1000
    print(f"{posts * EACH} replies to {posts} posts: {spoken:.2f} s; without: {silent:.2f} s")
    print(f"{spoken / silent:.2f} times as long, {each:.1f} ms a page more")


def write_site(folder: Path, posts: int, *, with_replies: bool) -> Path:
    """Write a site of so many posts into a folder; its settings."""
    rants, said = folder / "content/rants", folder / "content/conversation"
    rants.mkdir(parents=True)
    said.mkdir()
    for number in range(posts):
        text = f"Title: Post {number}\nDate: 2026-01-01\nQuestion: Who?\n\nText.\n"
        (rants / f"post-{number}.md").write_text(text, encoding="utf-8")
        if with_replies:
            record = Record("", replies=tuple(_reply(turn) for turn in range(EACH)))
            (said / f"post-{number}.json").write_text(write_record(record), encoding="utf-8")
    settings = folder / "settings.py"
    settings.write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom pelicanconf import *\n"
        f"PATH = 'content'\nTHEME = {str(ROOT / 'theme')!r}\nDIRECT_TEMPLATES = []\n"
        "PLUGINS = ['lesson', 'conversation']\nYEAR_ARCHIVE_SAVE_AS = ''\n",
        encoding="utf-8",
    )
    return settings


def time_build(settings: Path) -> float:
    """Seconds from the start of a build to its exit."""
    command = [sys.executable, "-m", "pelican", "--settings", settings.name, "--output", "output"]
    begin = time.perf_counter()
    subprocess.run(  # noqa: S603  -- the command is written above
        command, cwd=settings.parent, env=os.environ, check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - begin


def _reply(turn: int) -> Reply:
    answers = f"https://social.example/{turn - 1}" if turn % 5 else ""
    author = Author("Somebody Else", "https://social.example/@somebody")
    moment = f"2026-01-{1 + turn % 28:02}T08:00:00Z"
    return Reply(
        key=f"https://social.example/{turn}", via="mastodon", author=author, published=moment,
        html=_WORDS, parent=answers, lang="en", state="approved", why="reviewed",
    )  # fmt: skip


if __name__ == "__main__":
    main()
