"""Reviewing: each reply that waits is shown as text, and the writer says what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC
from html.parser import HTMLParser
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from .records import keep, read_file, read_files
from .replies.moderation import Rules
from .replies.record import read_moment, write_record
from .replies.reply import Reply
from .replies.words import host_of, name_of, tamed, words

PROMPT = "a(pprove) h(ide) s(kip) q(uit) o(pen): "
_STATES = {"a": "approved", "h": "hidden"}
_BREAKING = frozenset({"p", "br", "li", "ul", "ol", "blockquote", "pre"})
_NETWORKS = {"mastodon": "on Mastodon", "bluesky": "on Bluesky"}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """A reply that waits, the post that it answers, and the file that holds it."""

    path: Path
    post: str
    reply: Reply


def find_waiting(content: Path, rules: Rules) -> list[Waiting]:
    """All that waits below the content folder, the oldest first in each file.

    Raises `ConversationError`, with all that is wrong, where a file cannot be read.
    """
    return [
        Waiting(path, record.post, reply)
        for path, record in read_files(content).items()
        for reply in record.replies
        if reply.state == "pending" and not rules.allows(reply) and not rules.blocks(reply)
    ]


def review(waiting: list[Waiting], console: Console, ask: Callable[[], str]) -> None:
    """Show each and do what is answered; what is decided is written before the next is shown.

    `ask` gives one answer to the prompt; an end of the input (`EOFError`, `KeyboardInterrupt`)
    is as good as q.
    """
    for each in waiting:
        _show(each, console)
        key = _choice(each.reply, console, ask)
        if key == "q":
            console.print("Stopped. What you decided is kept, the rest waits.")
            return
        if key in _STATES and not _decide(each, _STATES[key]):
            console.print("It is gone from its file by now.")
    console.print("Nothing waits any more, but what you skipped." if waiting else "Nothing waits.")


def heading(waiting: Waiting) -> str:
    """Who wrote where and when, about which post, and what it is warned of."""
    reply = waiting.reply
    name = name_of(reply.author.name, reply.key)
    lines = [f"{name}, {_where(reply)}, {_when(reply)}", f"about {_line(waiting.post)}"]
    return "\n".join([*lines, *([f"Warning: {_line(reply.warning)}"] if reply.warning else [])])


def as_text(html: str) -> str:
    """What a page would show of a reply, as lines of text; a link says where it leads."""
    shown = words(html)
    reader = _Reader()
    reader.feed(shown.html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.kept).split("\n"))
    rest = ["(The rest is at the link.)"] if shown.is_cut else []
    return "\n".join([*filter(None, lines), *rest])


class _Reader(HTMLParser):
    """Keeps the words of sanitised HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.kept: list[str] = []
        self.links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKING:
            self.kept.append("\n")
        if tag == "a":
            self.links.append((dict(attrs).get("href") or "", len(self.kept)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKING:
            self.kept.append("\n")
        if tag == "a" and self.links:
            href, start = self.links.pop()
            if "".join(self.kept[start:]).strip() != href:
                self.kept.append(f" ({href})")

    def handle_data(self, data: str) -> None:
        self.kept.append(data.replace("\n", " "))  # a line break in the source is a space


def link(reply: Reply) -> str:
    """Where a person reads the reply, and answers it."""
    return _line(reply.url or reply.key)


def _show(waiting: Waiting, console: Console) -> None:
    # What a line holds that comes from here begins at the edge; a stranger's words never do.
    console.print(Text(heading(waiting)), soft_wrap=True)
    console.print(Padding(Text(as_text(waiting.reply.html)), (1, 0, 1, 4)))
    console.print(Text(link(waiting.reply)), soft_wrap=True)


def _choice(reply: Reply, console: Console, ask: Callable[[], str]) -> str:
    """The first letter of an answer that is one."""
    while True:
        try:
            key = ask().strip().lower()[:1]
        except (EOFError, KeyboardInterrupt):
            console.print()
            return "q"
        if key == "o":
            console.print(Text(link(reply)), soft_wrap=True)
        elif key and key in "ahsq":
            return key


def _decide(waiting: Waiting, state: str) -> bool:
    """Write the state into the file, where the reply is still in it."""
    # The file is read anew: a fetch may have written it while the words were read.
    record = read_file(waiting.path)
    if waiting.reply.key not in {reply.key for reply in record.replies}:
        return False
    replies = tuple(
        replace(reply, state=state, why="reviewed") if reply.key == waiting.reply.key else reply
        for reply in record.replies
    )
    keep(waiting.path, write_record(replace(record, replies=replies)))
    return True


def _where(reply: Reply) -> str:
    place = f"at {host_of(reply.key) or _line(reply.key)}"
    return f"{_NETWORKS[reply.via]}, {place}" if reply.via in _NETWORKS else place


def _line(text: str) -> str:
    return " ".join(tamed(text).split())


def _when(reply: Reply) -> str:
    moment = read_moment(reply.published)
    if moment is None:
        return "on a day that it does not say"
    then = moment.astimezone(UTC)
    return f"on {then.day} {_MONTHS[then.month - 1]} {then.year} at {then:%H:%M} UTC"
