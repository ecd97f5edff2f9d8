"""`make new`: what is written, what is refused, and the writer's editor."""

from __future__ import annotations

import errno
import io
import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pelican.readers import MarkdownReader
from pelican.settings import DEFAULT_CONFIG

from desk.__main__ import main
from desk.draft import LONGEST_SLUG, Draft, make_slug, read_title
from desk.plugin import load_site, slugify_as
from desk.settings import DeskError
from tests.desk.terminal import Terminal
from tests.pelican_site import DAY, ROOT, files

NEXT = "Write over each “…”: make serve shows the draft, make check says what is still open."
WHOLE = """\
Title: Forget it
Date: 2026-11-26 01:00
Category: Rants
Tags:
Slug: forget-it
Id: 2026-11-26-forget-it
Status: draft
Question: …?

…

End rant.

!!! lesson "…"
    …

    Do: …
    By: the end of this week
    Say: …?
"""


def new(title: str, slug: str = "") -> int:
    """Ask for a rant, as make does: by the environment."""
    os.environ["TITLE"], os.environ["SLUG"] = title, slug
    try:
        return main(["new", "--settings", "blogconf.py"])
    finally:
        del os.environ["TITLE"], os.environ["SLUG"]


def configure(desk: Path, line: str) -> None:
    with (desk / "blogconf.py").open("a") as file:
        file.write(f"{line}\n")


def test_file_is_written(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole file: the day and the time are those of the site's zone, where it is tomorrow."""
    status = new("Forget it")

    path = "content/rants/2026-11-26-forget-it.md"
    assert (status, *capsys.readouterr()) == (0, f"{path}\n{NEXT}\n", "")
    assert {name: data.decode() for name, data in files(desk / "content").items()} == {
        "rants/2026-11-26-forget-it.md": WHOLE
    }


@pytest.mark.parametrize(
    ("title", "slug"),
    {
        "Über Größe": "uber-grosse",
        "日本語": "ri-ben-yu",
        "مرحبا بالعالم": "mrhb-bllm",
        "C++ rocks": "c-plus-plus-rocks",
        "\"Quick\" 'sync': \\z `id` $HOME $(id) 100%": "quick-sync-z-id-home-id-100",
        "   lead and trail  ": "lead-and-trail",
        "I <3 you & R&D": "i-3-you-rd",
        "---": None,
        "{slug} %(date)s": "slug-dates",
    }.items(),
)
def test_title_is_kept_as_it_is(desk: Path, title: str, slug: str | None) -> None:
    """What a title holds stands in the file as it is written, and its address is Pelican's."""
    status = new(title)

    written = files(desk / "content")
    assert status == (0 if slug else 1)
    assert [*written] == ([f"rants/2026-11-26-{slug}.md"] if slug else [])
    for data in written.values():
        assert data.decode().split("\n")[0] == f"Title: {title.strip()}"


@pytest.mark.parametrize(
    ("title", "message"),
    {
        "": 'TITLE is empty — write make new TITLE="What it is called"',
        " \u200b\u00a0 ": 'TITLE is empty — write make new TITLE="What it is called"',
        "🙃": "TITLE '🙃' leaves no address — write one with letters, or name its address: "
        "make new TITLE='🙃' SLUG=words-for-it",
        "a\nb\n c": "TITLE goes on in the next line, with 'b c' — write all in one line",
        "a\u2028b": "TITLE goes on in the next line, with 'b' — write all in one line",
        "a\x1b[2Jb": "TITLE 'a\x1b[2Jb' holds U+001B, which no page can show — take it out",
        "a\u202eb": "TITLE 'a\u202eb' holds U+202E, which no page can show — take it out",
        "a\udcffb": "TITLE 'a\\udcffb' is not UTF-8 — write make new "
        'TITLE="What it is called" in UTF-8',
        "a <b> c": "TITLE 'a <b> c' holds HTML — take what stands in < and > out",
    }.items(),
)
def test_title_is_refused(
    desk: Path, capsys: pytest.CaptureFixture[str], title: str, message: str
) -> None:
    """What no first line can hold is told with its remedy, and nothing is written."""
    status = new(title)

    said = capsys.readouterr()
    assert (status, said.out) == (1, "")
    assert said.err.encode(errors="backslashreplace").decode() == f"{legible(message)}\n"
    assert files(desk / "content") == {}


def legible(message: str) -> str:
    return re.sub("[\x00-\x1f\u202e]", lambda sign: escaped(sign[0]), message)


def escaped(sign: str) -> str:
    return sign.encode("unicode_escape").decode()


@pytest.mark.parametrize(
    ("title", "slug"),
    {
        "word " * 60: "-".join(["word"] * 24),
        "x" * 300: "x" * 120,
        "x" * 120 + " y": "x" * 120,
        "x" * 119 + " yy": "x" * 119,
    }.items(),
)
def test_long_title(desk: Path, title: str, slug: str) -> None:
    """A title may be as long as it likes; its address is cut, between words if there are some."""
    assert new(title) == 0

    ((name, data),) = files(desk / "content").items()
    assert name == f"rants/2026-11-26-{slug}.md"
    assert data.decode().startswith(f"Title: {title.strip()}\n")


def test_address_may_be_chosen(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """SLUG names the address; one that could not be one is told with what could."""
    assert new("🙃", "upside-down") == 0
    assert new("More", "Up/Side Down") == 1

    assert [*files(desk / "content")] == ["rants/2026-11-26-upside-down.md"]
    assert capsys.readouterr().err == (
        "SLUG 'Up/Side Down' is no name in an address — write SLUG=upside-down\n"
    )


@pytest.mark.parametrize(
    ("name", "front", "what"),
    [
        ("rants/2020-01-01-forget-it.md", "", "Slug 'forget-it'"),
        ("rants/a.md", "Slug: forget-it\nStatus: draft\n", "Slug 'forget-it'"),
        ("rants/deep/a.md", "---\nSlug: Forget-It\n---\n", "Slug 'forget-it'"),
        ("rants/a.md", "Lang: de\nSlug: forget-it\n", "Slug 'forget-it'"),
        ("rants/a.md", "Id: 2026-11-26-forget-it\n", "Id '2026-11-26-forget-it'"),
        ("rants/a.md", "Save_as: forget-it/index.html\n", "address /forget-it/"),
        ("pages/forget-it.md", "", "address /forget-it/"),
        ("pages/a.md", "Slug: forget-it\n", "address /forget-it/"),
        ("pages/a.md", "Aliases: /old/, /Forget%2Dit\n", "alias '/Forget%2Dit'"),
        (
            "rants/a.md",
            "Aliases: /old/\n    /forget-it/index.html\n",
            "alias '/forget-it/index.html'",
        ),
    ],
)
def test_what_is_taken_is_refused(
    desk: Path, capsys: pytest.CaptureFixture[str], name: str, front: str, what: str
) -> None:
    """A name, an address or an id that another file has is told with that file."""
    other = desk / "content" / name
    other.parent.mkdir(parents=True)
    text = f"Title: X\n{front}\nText.\n" if not front.startswith("---") else f"{front}\nText.\n"
    other.write_text(text)

    status = new("Forget it")

    assert (status, *capsys.readouterr()) == (
        1,
        "",
        f"content/{name}: has the {what} already — choose another address: "
        "make new TITLE='Forget it' SLUG=other-words\n",
    )
    assert files(desk / "content") == {name: text.encode()}


def test_same_word_at_another_address_is_free(desk: Path) -> None:
    """A page elsewhere, a letter, a dotfile and what looks alike are no obstacle."""
    configure(desk, 'ARTICLE_SAVE_AS = "rants/{slug}/index.html"')
    for name in ("pages/forget-it.md", "rants/.forget-it.md", "letters/forget-it.md"):
        (desk / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (desk / "content" / name).write_text("Title: X\n\nSlug: forget-it\n")
    (desk / "content/rants/forget-it-not.md").write_text("Title: X\n\nSlug: forget-it\n")

    assert new("Forget it") == 0


def test_file_is_never_overwritten(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What has the file's name stays, even a link that leads nowhere."""
    path = desk / "content/rants/2026-11-26-forget-it.md"
    path.parent.mkdir(parents=True)
    path.symlink_to("nowhere")

    status = new("Forget it")

    assert (status, *capsys.readouterr()) == (
        1,
        "",
        "content/rants/2026-11-26-forget-it.md: is there already — open it, or choose another "
        "address: make new TITLE='Forget it' SLUG=other-words\n",
    )
    assert path.readlink() == Path("nowhere")


def test_two_at_once_make_one_file(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that appears just before it is written is not overwritten either."""
    path = desk / "content/rants/2026-11-26-forget-it.md"

    def look(*_: object) -> None:
        path.parent.mkdir(parents=True)
        path.write_text("somebody else's")

    monkeypatch.setattr("desk.new.find_claim", look)

    assert new("Forget it") == 1
    assert path.read_text() == "somebody else's"
    assert "is there already — open it, or" in capsys.readouterr().err


def test_full_disk_leaves_nothing(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk takes no more, no half of a file lies there."""
    monkeypatch.setattr("desk.new.Path.open", opened_full)

    status = new("Forget it")

    assert (status, capsys.readouterr().err) == (
        1,
        "content/rants/2026-11-26-forget-it.md: cannot be written (No space left on device)"
        " — make room, or change the folder's mode\n",
    )
    assert files(desk / "content") == {}


class Full(io.FileIO):
    """A file on a disk that is full."""

    def write(self, data: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def opened_full(path: Path, mode: str = "r") -> Any:
    return Full(str(path), mode.replace("b", "")) if "x" in mode else open(path, mode)  # noqa: PTH123  -- Path.open is replaced


def test_no_folder_for_it(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a file is in the folder's place, that is told."""
    (desk / "content/rants").write_text("")

    assert new("Forget it") == 1
    assert capsys.readouterr().err == (
        "content/rants: cannot be written (File exists) — make room, or change the folder's mode\n"
    )


def test_zone_that_is_none(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A zone that there is not is told as `make check` does."""
    (desk / "blogconf.py").write_text(
        f'{(desk / "blogconf.py").read_text()}TIMEZONE = "Mars/Base"\n'
    )

    assert new("Forget it") == 1
    assert capsys.readouterr().err == (
        "the settings: TIMEZONE 'Mars/Base' is no time zone — write one as 'Europe/London'\n"
    )


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(st.characters(codec="utf-8"), min_size=1, max_size=200))
def test_pelican_reads_what_was_asked_for(desk: Path, title: str) -> None:
    """Whatever the title: it is refused, or Pelican reads it and its address out of the file."""
    site = load_site("blogconf.py")
    try:
        read = read_title(title)
        slug = make_slug(read, slugify_as(site))
    except DeskError as error:
        assert " — " in str(error)
        return
    date = datetime.fromisoformat("2026-11-26T01:00+13:00")
    (desk / "a.md").write_text(Draft(read, date, "Rants", slug).text, encoding="utf-8")

    _, found = MarkdownReader({**DEFAULT_CONFIG, **site}).read(str(desk / "a.md"))

    assert (found["title"], found["slug"], found["id"], found["status"]) == (
        title.strip(), slug, f"2026-11-26-{slug}", "draft",
    )  # fmt: skip
    assert found["date"].isoformat() == "2026-11-26T01:00:00"
    assert len(slug.encode()) <= LONGEST_SLUG
    assert re.fullmatch(r"[\w-]+", slug)


# What becomes of it


def check(checkout: Path) -> tuple[int, list[str]]:
    done = subprocess.run(
        [sys.executable, "-m", "proofread", "check", "--settings", "publishconf.py"],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": "plugins", "SOURCE_DATE_EPOCH": DAY},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("content/rants/")]
    return done.returncode, [line.removeprefix("content/rants/a.md:") for line in lines]


OPEN = [
    "8: Question is still '…?' — ask the reader about somebody, or take the line out",
    "10: the rant is still '…' — write it, in plain Markdown",
    "14: the lesson is still '…' — write it in one sentence",
    "15: the lesson's text is still '…' — write why, or take the line out",
    "17: Do is still '…' — write one thing to do, or take the line out",
    "19: Say is still '…?' — write words to begin with, or take the line out",
]


def test_draft_is_accepted_and_cannot_go_out_unfilled(checkout: Path) -> None:
    """A draft only lacks what is open; published, or dated ahead, each of that is an error."""
    rant = checkout / "content/rants/a.md"
    whole = WHOLE.replace("2026-11-26-forget-it", "a")

    rant.write_text(whole)
    draft = check(checkout)
    rant.write_text(whole.replace("draft", "published").replace("2026-11-26", "2026-11-20"))
    published = check(checkout)
    rant.write_text(whole.replace("Status: draft\n", "").replace("2026-11-26", "2026-12-26"))
    scheduled = check(checkout)

    assert draft == (0, OPEN)
    assert published == (1, OPEN)
    assert scheduled[0] == 1
    assert len(scheduled[1]) == 7  # and that it lies ahead


# In a terminal


EDITOR = """\
#!/bin/sh
test -t 0 && test -t 1 && echo "opened $1 with $2 words" && sed -i "s/^…$/I am angry./" "$3"
exit $1
"""


def editor(folder: Path) -> str:
    path = folder / "my editor"
    path.write_text(EDITOR)
    path.chmod(0o755)
    return f"'{path}'"


def test_make_new_in_a_terminal(checkout: Path) -> None:
    """A title is handed on as it is, and the editor is waited for, which has the file."""
    title = 'It costs $5, "or" `id`\'s $(HOME) #1'

    terminal = Terminal(
        ["make", "new", f"TITLE={title}"], checkout,
        VISUAL=f"{editor(checkout)} 0 two", EDITOR="false", SOURCE_DATE_EPOCH=DAY,
    )  # fmt: skip
    status, lines = terminal.close()

    name = "2026-11-25-it-costs-5-or-ids-home-sharp-1.md"
    assert (status, lines) == (
        0, [f"content/rants/{name}", "opened 0 with two words", NEXT, ""],
    )  # fmt: skip
    text = (checkout / "content/rants" / name).read_text(encoding="utf-8")
    assert text.startswith(f"Title: {title}\nDate: 2026-11-25 12:00\n")
    assert "\nI am angry.\n" in text


def test_title_is_asked_for(desk: Path) -> None:
    """Without a title, and with somebody there, it is asked for; the editor's status is told."""
    terminal = command(desk, EDITOR=f"{editor(desk)} 3 no")

    terminal.read("Title: ")
    terminal.write("Forget it\n")
    status, lines = terminal.close()

    path = "content/rants/2026-11-26-forget-it.md"
    assert (status, lines) == (
        1,
        [
            "Title: Forget it",
            path,
            "opened 3 with no words",
            f"EDITOR '{editor(desk)} 3 no' ended with status 3 — look at {path}",
            "",
        ],
    )
    assert (desk / path).is_file()


@pytest.mark.parametrize("keys", ["\n", "\x04"])
def test_no_title_is_given(desk: Path, keys: str) -> None:
    """Who only presses Return, or ends the input, has begun nothing."""
    terminal = command(desk)

    terminal.read("Title: ")
    terminal.write(keys)
    status, lines = terminal.close()

    assert (status, lines[-2:]) == (
        1, ['TITLE is empty — write make new TITLE="What it is called"', ""],
    )  # fmt: skip
    assert files(desk / "content") == {}


@pytest.mark.parametrize(
    ("editor", "said"),
    {
        "no-such-editor -w": "cannot be run (No such file or directory) — name one that can",
        "vi 'x": "is no command (no closing quotation) — mend it",
    }.items(),
)
def test_editor_that_is_none(desk: Path, editor: str, said: str) -> None:
    """An editor that cannot be run is told; the file is there."""
    status, lines = command(desk, "Forget it", EDITOR=editor).close()

    path = "content/rants/2026-11-26-forget-it.md"
    told = f"EDITOR '{editor}' {said}; {path} is made all the same"
    assert (status, lines) == (1, [path, told, ""])
    assert (desk / path).is_file()


def test_editor_is_not_opened_for_nobody(desk: Path) -> None:
    """Where no terminal is, none is opened, and no title asked for."""
    done = subprocess.run(
        [sys.executable, "-m", "desk", "new", "--settings", "blogconf.py", "Forget it"],
        cwd=desk, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT / "plugins"), "EDITOR": "no-such-editor"},
    )  # fmt: skip

    path = "content/rants/2026-11-26-forget-it.md"
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{path}\n{NEXT}\n", "")


def test_ctrl_c_is_the_editors(desk: Path) -> None:
    """Ctrl-C while the editor is open stops neither it nor what waits for it."""
    path = desk / "editor"
    heard = 'trap "echo heard" INT\necho ready\nuntil read answer; do :; done\necho "$answer"\n'
    path.write_text(f"#!/bin/sh\n{heard}", encoding="utf-8")  # a signal may end a `read`
    path.chmod(0o755)
    terminal = command(desk, "Forget it", EDITOR=str(path))

    terminal.read("ready")
    os.killpg(terminal.process.pid, 2)
    terminal.read("heard")
    terminal.write("go on\n")
    status, lines = terminal.close()

    assert (status, lines[-2:]) == (0, [NEXT, ""])


def command(folder: Path, *title: str, **environment: str) -> Terminal:
    python = [sys.executable, "-m", "desk", "new", "--settings", "blogconf.py", *title]
    place = {"PYTHONPATH": str(ROOT / "plugins"), "SOURCE_DATE_EPOCH": DAY}
    return Terminal(python, folder, **place, **environment)
