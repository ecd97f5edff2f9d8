"""What people said, proofread before any build: the records and the letters."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import conversation
from conversation.replies.record import Record, write_record
from proofread.check import check
from tests.conversation.replying import reply
from tests.pelican_site import ROOT
from tests.proofread.blog import Content, blog, told

RECORD = write_record(Record("https://rants.example/rants/a/", {}, (reply("a"),)))
LETTER = "Name: Olu\nConsent: yes, 25 November 2026\n\nI called.\n"
MAIL = "conversation/a/2026-11-25-olu.md"


@pytest.fixture
def content(tmp_path: Path) -> Content:
    content = Content(tmp_path / "content")
    content.post("2026-01-02-a")
    return content


def lines(content: Content) -> list[str]:
    """What is told of the sources and of the replies."""
    site = replace(
        blog(content.folder),
        content_checks=(conversation.check_content,),
        claims=(conversation.reads_content,),
    )
    return told(check(site, "content"))


def test_good_files_are_no_strays(content: Content) -> None:
    """A record, what was sent, and a letter with consent are told of with no word."""
    content.write("conversation/a.json", RECORD)
    content.write("conversation/_sent.json", '{"schema": 1}')
    content.write(MAIL, LETTER)

    assert lines(content) == []


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.json", "{", "a.json:1: is broken here — mend it, or take back the last change"),
        ("a.json", RECORD.replace("pending", "approvd"),
         "a.json:16: state 'approvd' is unknown — write approved"),
        ("a.json", RECORD.replace('"lang": ""', '"likes": 12'),
         "a.json:13: 'likes' has no place here — take it out"),
        ("a.json", b'{\n"\xe9"}', "a.json:2: is not UTF-8 — save it as UTF-8"),
        ("a/2026-11-25-olu.md", LETTER.replace("Consent: yes, 25 November 2026\n", ""),
         "a/2026-11-25-olu.md:1: has no consent — ask Olu, then write 'Consent: yes' and when"),
        ("a/2026-11-25-olu.md", LETTER.replace("yes", "not yet"),
         "a/2026-11-25-olu.md:2: Consent 'not yet, 25 November 2026' is no yes — "
         "ask Olu, then write 'Consent: yes' and when"),
        ("_sent.json", "{\n,", "_sent.json:2: is no JSON from here on — take back the last change"),
        ("a/olu.md", LETTER, "a/olu.md:1: has no date — write 'Date: 2026-11-23'"),
    ],
)  # fmt: skip
def test_fault_is_told(content: Content, name: str, text: str | bytes, expected: str) -> None:
    """What is wrong is an error with its file, its line and its remedy."""
    content.write(f"conversation/{name}", text)

    assert lines(content) == [f"content/conversation/{expected}"]


def test_letter_in_the_wrong_place_is_a_stray(content: Content) -> None:
    """A letter beside the folder of its post, or below it, is read by nobody, and that is told."""
    content.write("conversation/2026-11-25-olu.md", LETTER)
    content.write("conversation/a/b/2026-11-25-olu.md", LETTER)

    remedy = "lies where nothing reads it — move it to rants/, or list it in IGNORE_FILES"
    assert lines(content) == [
        f"content/conversation/2026-11-25-olu.md: {remedy}",
        f"content/conversation/a/b/2026-11-25-olu.md: {remedy}",
    ]


@pytest.mark.parametrize("command", ["check", "build"])
def test_it_is_told_before_any_build(content: Content, command: str) -> None:
    """`make check` tells it, and so does a build, which then writes nothing."""
    content.write(MAIL, "Name: Olu\n\nI called.\n")
    folder = content.folder.parent
    (folder / "settings.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom publishconf import *\n"
        f"PATH = 'content'\nTHEME = {str(ROOT / 'theme')!r}\nMENUITEMS = ()\n"
    )
    module = ["proofread", "check"]
    if command == "build":
        module = ["pelican", "--output=output", "--log-handler=plain"]

    run = subprocess.run(
        [sys.executable, "-m", *module, "--settings", "settings.py"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "plugins"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    remedy = "has no consent — ask Olu, then write 'Consent: yes' and when"
    assert run.returncode == 1
    assert f"content/{MAIL}:1: {remedy}" in (run.stdout + run.stderr).splitlines()
    assert not (folder / "output").exists()
