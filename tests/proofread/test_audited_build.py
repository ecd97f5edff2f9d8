"""The audit as a part of the build: what it finds fails it, and what is right passes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pelican_site import ROOT

POST = """Title: Secret
Date: 2026-11-20
Status: hidden
Category: Unheard
Tags: sole
Aliases: /was/
Question: Who?

Text.

!!! lesson "One."
    Do: it
"""


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """The blog's settings as it goes live, with a copy of its content to be changed."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    settings = f"from publishconf import *\nPATH = {str(tmp_path / 'content')!r}\n"
    (tmp_path / "conf.py").write_text(settings)
    return tmp_path


def build(blog: Path) -> tuple[int, list[str]]:
    """Build as `make publish` does; the exit status, and what was told on standard error."""
    command = [sys.executable, "-m", "pelican", "--settings", str(blog / "conf.py")]
    done = subprocess.run(
        [*command, "--output", str(blog / "out"), "--log-handler", "plain"],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    return done.returncode, done.stderr.splitlines()


def test_hidden_post_with_an_alias_passes(blog: Path) -> None:
    """Its page and its old address are there, and its own category and tag lead nowhere."""
    (blog / "content/rants/2026-11-20-secret.md").write_text(POST)

    told = build(blog)

    assert told == (0, [])
    assert (blog / "out/rants/secret/index.html").is_file()
    assert (blog / "out/was/index.html").is_file()


def test_draft_may_have_been_where_a_page_says_that_it_is_gone(blog: Path) -> None:
    """A post that was told of and is withdrawn: of the draft itself nothing is there."""
    (blog / "content/rants/2026-11-20-secret.md").write_text(POST.replace("hidden", "draft"))
    (blog / "content/conversation").mkdir(exist_ok=True)
    (blog / "content/conversation/_sent.json").write_text(
        '{"schema": 1, "posts": {"was/": {"path": "was/index.html", "gone": true, "targets": {}}}}'
    )

    told = build(blog)

    assert told == (0, [])
    assert "410 Gone" in (blog / "out/was/index.html").read_text()


def test_what_the_audit_finds_fails_the_build(blog: Path) -> None:
    """All findings are told with the file of the output, then the reason, without a traceback."""
    post = blog / "content/rants/2026-11-20-secret.md"
    post.write_text(POST.replace("Status: hidden\n", "").replace("Text.", "[Text](#nowhere)"))
    (blog / "content/images/.env").write_text("KEY=1\n")

    told = build(blog)

    out = os.path.relpath(blog / "out", ROOT)
    page = f"{out}/rants/secret/index.html"
    status, lines = told
    assert status == 1
    assert lines == [
        f"{out}/images/.env: is a dotfile — take it out of the content, or allow it: "
        "PROOFREAD_ALLOW = ['images/.env']",
        next(line for line in lines if line.startswith(page)),
        "ProofreadError: the site is not fit to be published: mend the errors above",
    ]
    assert lines[1].endswith(
        ": a href '#nowhere' leads to no place in this page — "
        "give it an id='nowhere', or mend the link"
    )
