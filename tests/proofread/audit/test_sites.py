"""Whole sites, as Pelican builds them with this theme, give no finding."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from proofread.audit import Expected, audit
from tests.pelican_site import ROOT, build

HIDDEN = {"rants/hidden/": "content/rants/2025-12-29-hidden.md"}
DRAFT = {"drafts/draft/index.html": "content/rants/2025-12-30-draft.md"}


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this blog as it is published."""
    folder = tmp_path_factory.mktemp("blog")
    build(ROOT / "publishconf.py", folder)
    return folder


def told(folder: Path, expected: Expected) -> list[str]:
    """Every finding as the writer reads it."""
    return [str(finding) for finding in audit(folder, expected)]


def test_this_blog_passes(blog: Path) -> None:
    """Nothing is wrong with this blog; each post and page is there."""
    posts = {
        f"rants/{path.stem[11:]}/index.html": f"content/rants/{path.name}"
        for path in (ROOT / "content/rants").glob("*.md")
    }
    pages = {
        f"{path.stem}/index.html": f"content/pages/{path.name}"
        for path in (ROOT / "content/pages").glob("*.md")
    }

    assert len(posts) >= 14
    assert told(blog, Expected("https://endrant.example", {**posts, **pages})) == []


def test_small_site_passes() -> None:
    """A hostile post, a hidden one, one in Arabic and a draft, below the path /blog, pass.

    The golden files are read; that they are what Pelican writes is a test of its own.
    """
    pages = {
        f"{path}/index.html": "content/x.md"
        for path in ("rants/everything", "rants/hostile", "rants/plain", "rants/one-word/ar",
                     "about", "subscribe")
    }  # fmt: skip

    assert (
        told(
            ROOT / "tests/site/expected",
            Expected("https://rants.example/blog", pages, DRAFT, HIDDEN),
        )
        == []
    )


def test_theme_that_counts_is_told(blog: Path, tmp_path: Path) -> None:
    """The same blog with a theme that counts is told of each way it does, once for all pages."""
    folder = tmp_path / "counting"
    shutil.copytree(blog, folder)
    counts = "<p>12 replies</p>\n<p>Followers: 40</p>\n<p><span class=count>7</span> shares</p>"
    for page in folder.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace("</main>", f"</main>\n{counts}"), encoding="utf-8")

    found = [line.partition(": ")[2] for line in told(folder, Expected("https://endrant.example"))]

    more = len(list(folder.rglob("*.html"))) - 1
    remedy = 'take it out, or mark the writer\'s own words: class="e-content"'
    assert found == [
        f"'{phrase}' counts people or what they did — {remedy} (and in {more} more files)"
        for phrase in ("12 replies", "Followers: 40", "7 shares")
    ]
