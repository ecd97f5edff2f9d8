"""Reviewing: what waits is shown as text, and each decision is in its file before the next."""

from __future__ import annotations

import fcntl
import io
import json
import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from conversation.records import keep, read_file
from conversation.replies.moderation import Rules
from conversation.replies.record import Record, write_record
from conversation.replies.reply import Author, Reply
from conversation.review import Waiting, as_text, find_waiting, heading, link, review
from conversation.sending.state import State, write_state
from conversation.settings import ConversationError
from tests.small_site import PLUGINS, Site

POST = "https://site.example/a/"
MIRA = Reply(
    key="https://social.example/@mira/1",
    via="mastodon",
    author=Author("Mira", "https://social.example/@mira"),
    published="2026-11-20T08:11:02Z",
    html="<p>I wrote to <strong>Jo</strong>.</p><p>Today.</p>",
)
ANA = Reply(
    key="https://ana.example/reply",
    via="webmention",
    author=Author("Ana", "https://ana.example/"),
    published="2026-11-21T09:00:00Z",
    html="<p>And I to Bo.</p>",
    url="https://www.ana.example/reply",
)
SHOWN = replace(MIRA, key="https://social.example/@bo/2", state="approved", why="favourited")


def content_of(folder: Path, **files: tuple[Reply, ...]) -> Path:
    """A content folder with files of replies, by the post's name."""
    for name, replies in files.items():
        text = write_record(Record(POST, {}, replies))
        keep(folder / f"conversation/{name}.json", text)
    return folder


def states(folder: Path, name: str = "a") -> list[tuple[str, str]]:
    """State and reason of each reply in a file, in its order."""
    return [
        (reply.state, reply.why)
        for reply in read_file(folder / f"conversation/{name}.json").replies
    ]


def run(
    waiting: list[Waiting], *answers: str, before: Callable[[], None] = lambda: None
) -> list[str]:
    """Review with these answers, and then the end of the input; the lines that are shown."""
    given = iter(answers)
    shown = io.StringIO()

    def ask() -> str:
        before()
        try:
            return next(given)
        except StopIteration:
            raise EOFError from None

    review(waiting, Console(file=shown, width=60), ask)
    return [line.rstrip() for line in shown.getvalue().splitlines()]


def test_all_that_waits_is_found(tmp_path: Path) -> None:
    """What is pending is found, in the order of the files; what is decided is not, nor a state."""
    folder = content_of(tmp_path, b=(ANA,), a=(MIRA, SHOWN, replace(ANA, state="hidden")))
    (folder / "conversation/_sent.json").write_text(write_state(State()))

    found = find_waiting(folder, Rules())

    assert found == [
        Waiting(folder / "conversation/a.json", POST, MIRA),
        Waiting(folder / "conversation/b.json", POST, ANA),
    ]


@pytest.mark.parametrize("name", ["allow", "block"])
def test_what_the_lists_decide_does_not_wait(tmp_path: Path, name: str) -> None:
    """An author on a list needs no review: the page shows or leaves out the reply by the list."""
    folder = content_of(tmp_path, a=(MIRA, ANA))

    found = find_waiting(folder, Rules(**{name: frozenset({"social.example"})}))

    assert [each.reply for each in found] == [ANA]


def test_broken_files_are_told_all_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each fault of each file has its line and its remedy."""
    monkeypatch.chdir(tmp_path)
    folder = content_of(tmp_path, c=(MIRA,)) / "conversation"
    (folder / "a.json").write_text("{\n")
    (folder / "b.json").write_bytes(b"\xff")
    text = (folder / "c.json").read_text()
    (folder / "c.json").write_text(text.replace('"pending"', '"aproved"'))

    with pytest.raises(ConversationError) as caught:
        find_waiting(tmp_path, Rules())

    number = text[: text.index('"state"')].count("\n") + 1
    assert str(caught.value).splitlines() == [
        "conversation/a.json:2: is broken here — mend it, or take back the last change",
        "conversation/b.json:1: is not UTF-8 — save it as UTF-8",
        f"conversation/c.json:{number}: state 'aproved' is unknown — write approved",
    ]


def test_reply_is_shown_with_all_that_helps_to_decide(tmp_path: Path) -> None:
    """Name, place, day, post, words with their paragraphs, and last the link."""
    folder = content_of(tmp_path, a=(replace(MIRA, warning="mild rant"),))

    lines = run(find_waiting(folder, Rules()), "s")

    assert lines == [
        "Mira, on Mastodon, at social.example, on 20 November 2026 at 08:11 UTC",
        "about https://site.example/a/",
        "Warning: mild rant",
        "",
        "    I wrote to Jo.",
        "    Today.",
        "",
        "https://social.example/@mira/1",
        "Nothing waits any more, but what you skipped.",
    ]


def test_decisions_are_kept(tmp_path: Path) -> None:
    """By a it is approved, by h hidden, by s left; the reason says that it was a person."""
    third = replace(MIRA, key="https://social.example/@cy/3", published="2026-11-22T00:00:00Z")
    folder = content_of(tmp_path, a=(MIRA, ANA, third))

    run(find_waiting(folder, Rules()), "a", "H", "skip")

    assert states(folder) == [("approved", "reviewed"), ("hidden", "reviewed"), ("pending", "")]


def test_only_state_and_reason_change(tmp_path: Path) -> None:
    """A decision touches two lines of the file and no other, for the diff."""
    folder = content_of(tmp_path, a=(MIRA, ANA))
    before = (folder / "conversation/a.json").read_text().splitlines()

    run(find_waiting(folder, Rules()), "a", "q")

    after = (folder / "conversation/a.json").read_text().splitlines()
    pairs = zip(before, after, strict=True)
    assert [(old.strip(), new.strip()) for old, new in pairs if old != new] == [
        ('"state": "pending",', '"state": "approved",'),
        ('"why": ""', '"why": "reviewed"'),
    ]


def test_each_decision_is_written_before_the_next_question(tmp_path: Path) -> None:
    """What is decided survives whatever happens after."""
    folder = content_of(tmp_path, a=(MIRA, ANA))
    seen: list[list[tuple[str, str]]] = []

    run(find_waiting(folder, Rules()), "a", "h", before=lambda: seen.append(states(folder)))

    assert seen == [
        [("pending", ""), ("pending", "")],
        [("approved", "reviewed"), ("pending", "")],
    ]


@pytest.mark.parametrize("end", [("a", "q"), ("a",)])
def test_stopping_keeps_what_was_decided(tmp_path: Path, end: tuple[str, ...]) -> None:
    """Both q and the end of the input stop; the rest waits."""
    folder = content_of(tmp_path, a=(MIRA, ANA))

    lines = run(find_waiting(folder, Rules()), *end)

    assert lines[-1] == "Stopped. What you decided is kept, the rest waits."
    assert states(folder) == [("approved", "reviewed"), ("pending", "")]


def test_o_prints_the_link_and_asks_again(tmp_path: Path) -> None:
    """By o nothing is decided; the link is where a person can answer. Other keys ask again, too."""
    folder = content_of(tmp_path, a=(ANA,))

    lines = run(find_waiting(folder, Rules()), "o", "", "x", "a")

    assert lines[-3:] == [
        "https://www.ana.example/reply",
        "https://www.ana.example/reply",
        "Nothing waits any more, but what you skipped.",
    ]
    assert states(folder) == [("approved", "reviewed")]


def test_fetch_in_between_is_not_lost(tmp_path: Path) -> None:
    """A decision goes into the file as it is by then, with what a fetch has brought."""
    folder = content_of(tmp_path, a=(MIRA,))
    waiting = find_waiting(folder, Rules())
    content_of(tmp_path, a=(MIRA, ANA))

    run(waiting, "a")

    assert states(folder) == [("approved", "reviewed"), ("pending", "")]


def test_reply_that_is_gone_by_then(tmp_path: Path) -> None:
    """What a fetch has taken out meanwhile is not put back."""
    folder = content_of(tmp_path, a=(MIRA,))
    waiting = find_waiting(folder, Rules())
    content_of(tmp_path, a=(ANA,))
    before = (folder / "conversation/a.json").read_bytes()

    lines = run(waiting, "a")

    assert "It is gone from its file by now." in lines
    assert (folder / "conversation/a.json").read_bytes() == before


def test_nothing_waits(tmp_path: Path) -> None:
    """Without a folder, or without anything that waits, one sentence is all."""
    assert run(find_waiting(tmp_path / "none", Rules())) == ["Nothing waits."]


def test_no_number_of_people(tmp_path: Path) -> None:
    """However many wait: no digit is shown but those of days and addresses."""
    many = tuple(
        replace(ANA, key=f"https://ana.example/{name}", url="", author=Author(name))
        for name in "bcdefgh"
    )
    folder = content_of(tmp_path, a=many)

    lines = run(find_waiting(folder, Rules()), *"ahsahsa")

    shown = "\n".join(lines).replace("21 November 2026 at 09:00", "")
    assert len(lines) > len(many)
    assert re.findall(r"\d|\bof\b", shown) == []


def test_words_of_a_stranger_never_begin_at_the_edge(tmp_path: Path) -> None:
    """Long words are folded further in, so that none can pass for the link or the prompt."""
    false = "x" * 55 + " https://bank.example/ a(pprove) " + "y" * 200
    folder = content_of(tmp_path, a=(replace(MIRA, html=f"<p>{false}<br>{false}"),))

    lines = run(find_waiting(folder, Rules()), "s")

    begun = [line for line in lines if line and not line.startswith("    ")]
    assert begun == [
        "Mira, on Mastodon, at social.example, on 20 November 2026 at 08:11 UTC",
        "about https://site.example/a/",
        "https://social.example/@mira/1",
        "Nothing waits any more, but what you skipped.",
    ]


def test_markup_of_the_terminal_is_text(tmp_path: Path) -> None:
    """What looks like markup or like the name of an emoji stays as it was written."""
    text = "[bold]no[/bold] :smile: [link=https://x.example]y[/link] [/]"
    folder = content_of(tmp_path, a=(replace(MIRA, html=text, author=Author("[red]M[/]")),))

    lines = run(find_waiting(folder, Rules()), "s")

    assert lines[0].startswith("[red]M[/], on Mastodon")
    assert " ".join(line.strip() for line in lines[3:5]) == text


def test_name_that_is_missing_or_turned() -> None:
    """Without a name the host stands there; one that would turn the line cannot."""
    nameless = Waiting(Path(), POST, replace(MIRA, author=Author(" \n")))
    turned = Waiting(Path(), POST, replace(MIRA, author=Author("A\u202eevil\x1b[2J\nB")))

    assert heading(nameless).splitlines()[0].startswith("social.example, on Mastodon")
    assert heading(turned).splitlines()[0].startswith("Aevil[2J B, on Mastodon")


@pytest.mark.parametrize("published", ["", "soon", "2026-11-23"])
def test_day_that_is_missing(published: str) -> None:
    """A reply without a moment, or with one in words, is shown all the same."""
    told = heading(Waiting(Path(), POST, replace(ANA, published=published)))

    assert told.splitlines()[0] == "Ana, at ana.example, on a day that it does not say"


def test_text_that_is_too_long_ends() -> None:
    """A megabyte is cut down as on the page, and says so."""
    text = as_text("<p>" + "word " * 200_000)

    assert len(text) < 2100
    assert text.endswith("word…\n(The rest is at the link.)")


def test_link_that_lies_is_seen() -> None:
    """A link says where it leads, but where its words do; what no page would show does not."""
    html = (
        '<p>See <a href="https://bad.example/x">https://good.example</a> and '
        '<a href="https://b.example/">https://b.example/</a> '
        '<a href="javascript:alert(1)">run</a><script>alert(1)</script><style>p{}</style></p>'
    )

    assert as_text(html) == (
        "See https://good.example (bad.example) (https://bad.example/x) and https://b.example/ run"
    )


@given(st.text(st.characters()), st.text(st.characters()))
def test_any_text_is_tamed(name: str, html: str) -> None:
    """Nothing of what a stranger wrote steers the terminal, turns a line or cannot be printed."""
    reply = replace(MIRA, author=Author(name), html=html, warning=html, key=html, url=name)

    shown = "\n".join((heading(Waiting(Path(), POST, reply)), as_text(html), link(reply)))

    assert re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", shown) == []
    assert re.findall(r"[\ud800-\udfff\ufeff]", shown) == []
    assert len(heading(Waiting(Path(), POST, reply)).split("\n")) <= 3
    assert "\n" not in link(reply)


def test_as_text_parts_paragraphs() -> None:
    """Paragraphs, breaks and items are lines; a line break of the source is a space."""
    html = "<p>One\ntwo<br>three</p><ul><li>four</li><li>five &amp; six</li></ul>"

    assert as_text(html) == "One two\nthree\nfour\nfive & six"


def test_link_is_one_line() -> None:
    """An address with a line break or an escape in it is shown as one line."""
    assert link(replace(MIRA, url="https://a.example/\x1b]8;;\nx")) == "https://a.example/]8;; x"


# The command, in a terminal


def _command(site: Site) -> list[str]:
    lines = [f"{name} = {value!r}\n" for name, value in site.settings.items()]
    site.write("pelicanconf.py", "".join(lines))
    return [sys.executable, "-m", "conversation", "review", "--settings", "pelicanconf.py"]


def _environment() -> dict[str, str]:
    own = {"PYTHONPATH": str(PLUGINS), "PYTHONDONTWRITEBYTECODE": "1", "TERM": "xterm"}
    return {**os.environ, **own}


class Terminal:
    """A process in a pseudo-terminal, which is read until it shows what is awaited."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.here, there = pty.openpty()
        modes = termios.tcgetattr(there)
        # Else what is shown just as Ctrl-C comes may be thrown away by the terminal itself.
        modes[3] |= termios.NOFLSH
        termios.tcsetattr(there, termios.TCSANOW, modes)
        self.process = subprocess.Popen(
            command, cwd=folder, env=_environment(), stdin=there, stdout=there, stderr=there,
            start_new_session=True, preexec_fn=_take_terminal,
        )  # fmt: skip
        os.close(there)
        self.shown = ""

    def read(self, awaited: str, seconds: float = 60) -> str:
        """What is shown from now on until `awaited` is."""
        begun, end = len(self.shown), time.monotonic() + seconds
        while awaited not in self.shown[begun:]:
            assert time.monotonic() < end, self.shown
            if select.select([self.here], [], [], 0.1)[0]:
                self.shown += os.read(self.here, 65536).decode()
        return self.shown[begun:]

    def write(self, keys: str) -> None:
        """Press keys."""
        os.write(self.here, keys.encode())

    def insist(self, keys: str, awaited: str) -> None:
        """Press keys until `awaited` is shown.

        A signal that comes just before Python begins to read a line is seen at the next one.
        """
        for _ in range(30):
            self.write(keys)
            try:
                self.read(awaited, seconds=2)
            except AssertionError:
                continue
            return
        raise AssertionError(self.shown)

    def close(self) -> int:
        """Wait for the end; the exit status."""
        try:
            return self.process.wait(30)
        finally:
            os.close(self.here)


def _take_terminal() -> None:
    """Make the pseudo-terminal the one that sends SIGINT for Ctrl-C."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.fixture
def terminal(site: Site) -> Iterator[Terminal]:
    site.configure(PLUGINS=["conversation"])
    content_of(site.folder / "content", a=(MIRA, ANA))
    terminal = Terminal(_command(site), site.folder)
    yield terminal
    terminal.process.kill()
    terminal.process.wait()


def test_command_in_a_terminal(site: Site, terminal: Terminal) -> None:
    """The command shows what waits, takes keys, and writes after each of them."""
    folder = site.folder / "content"

    first = terminal.read("o(pen): ")
    terminal.write("a\n")
    second = terminal.read("o(pen): ")
    between = states(folder)
    terminal.write("h\n")
    last = terminal.read("skipped.")

    assert "Mira, on Mastodon, at social.example, on 20 November 2026 at 08:11 UTC\r\n" in first
    assert "Ana, at ana.example" in second
    assert "\x1b" not in first + second + last
    assert between == [("approved", "reviewed"), ("pending", "")]
    assert states(folder) == [("approved", "reviewed"), ("hidden", "reviewed")]
    assert terminal.close() == 0


@pytest.mark.parametrize("keys", ["\x03", "\x04", "q\n"])
def test_command_is_stopped(site: Site, terminal: Terminal, keys: str) -> None:
    """Ctrl-C, Ctrl-D and q stop it, without a traceback; what was decided is kept."""
    terminal.read("o(pen): ")
    terminal.write("a\n")
    terminal.read("o(pen): ")
    terminal.insist(keys, "Stopped. What you decided is kept, the rest waits.")

    assert terminal.close() == 0
    assert "Traceback" not in terminal.shown
    assert states(site.folder / "content")[0] == ("approved", "reviewed")


def test_command_without_a_terminal(site: Site) -> None:
    """Where nobody can answer it says so, and changes nothing."""
    site.configure(PLUGINS=["conversation"])
    folder = content_of(site.folder / "content", a=(MIRA,))

    done = subprocess.run(
        _command(site), cwd=site.folder, env=_environment(), input="a\n", capture_output=True,
        encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "review asks about each reply that waits, and nobody could answer here"
        " — run it in a terminal\n",
    )
    assert states(folder) == [("pending", "")]


def test_files_are_written_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk takes no more, the file is as it was and nothing lies beside it."""
    monkeypatch.chdir(tmp_path)
    keep(tmp_path / "a.json", "old")
    monkeypatch.setattr(Path, "replace", _full)

    with pytest.raises(ConversationError) as caught:
        keep(tmp_path / "a.json", json.dumps("new"))

    assert str(caught.value) == (
        "a.json: cannot be written (No space left on device)"
        " — make room, or change the folder's mode"
    )
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.json": "old"}


def _full(path: Path, target: Path) -> None:
    raise OSError(28, "No space left on device")
