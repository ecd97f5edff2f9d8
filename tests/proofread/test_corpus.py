"""Sloppy and hostile sources, each with all that is told of it beside it in `corpus/`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from proofread.decoding import decode
from proofread.source import Source
from tests.pelican_site import ROOT
from tests.proofread.blog import NOW, Content, blog
from tests.proofread.reading import read

CORPUS = Path(__file__).parent / "corpus"
CASES = sorted(path.stem for path in CORPUS.glob("*.md"))
ADVICE = "advice: "


@pytest.fixture
def content(tmp_path: Path) -> Content:
    """Sources with one page and one picture to lead to."""
    content = Content(tmp_path / "content")
    content.write("pages/about.md", "Title: About\n\nText.\n")
    content.write("images/all-green.svg", "<svg/>")
    return content


def _expected(case: str) -> list[str]:
    return (CORPUS / f"{case}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("case", CASES)
def test_all_that_is_wrong_is_told(content: Content, case: str) -> None:
    """Of each source just these errors and this advice are told, in this order."""
    shutil.copy(CORPUS / f"{case}.md", content.folder / "rants")

    told = content.told()

    assert told == _expected(case)


@pytest.mark.parametrize(
    "case", [case for case in CASES if all(line.startswith(ADVICE) for line in _expected(case))]
)
def test_what_has_no_error_is_read(
    content: Content, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A source of which no error is told is one that Pelican reads, and to the same place."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    shutil.copy(CORPUS / f"{case}.md", content.folder / "rants")
    site, name = blog(content.folder), f"rants/{case}.md"
    text = decode((content.folder / name).read_bytes())
    source = Source(site, "article", "", name, lambda: text)

    article = read(site, "article", name)

    assert article
    assert (article.title, article.output) == (source.say("title"), source.output)


def test_the_command_tells_all_at_once(content: Content) -> None:
    """All of the corpus in one folder: every line once, errors before advice, exit status 1."""
    for case in CASES:
        shutil.copy(CORPUS / f"{case}.md", content.folder / "rants")
    settings = content.folder.with_name("settings.py")
    settings.write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom publishconf import *\n"
        f"PATH = 'content'\nTHEME = {str(ROOT / 'theme')!r}\n"
    )
    lines = [line for case in CASES for line in _expected(case)]
    errors = [line for line in lines if not line.startswith(ADVICE)]
    advice = [line.removeprefix(ADVICE) for line in lines if line.startswith(ADVICE)]
    wrong = {line.partition(".md:")[0] for line in errors}

    run = subprocess.run(
        [sys.executable, "-m", "proofread", "check", "--settings", settings.name],
        cwd=settings.parent,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "plugins"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "SOURCE_DATE_EPOCH": str(int(NOW.timestamp())),
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )

    checked = content.check()
    assert (run.returncode, run.stderr) == (1, "")
    assert run.stdout.splitlines() == [
        *sorted(errors, key=_place),
        "",
        "Advice, which stops nothing:",
        *sorted(advice, key=_place),
        "",
        f"{len(errors)} errors in {len(wrong)} files; {checked.sources} sources read.",
    ]


def _place(line: str) -> tuple[str, int, str]:
    """By file, by line, then by the words."""
    path, _, rest = line.partition(": ")
    name, _, number = path.partition(".md:")
    return f"{name.removesuffix('.md')}.md", int(number or 0), rest
