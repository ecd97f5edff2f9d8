"""The posts that are measured with: the same for all engines, and sound ones of this blog."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

from bench.corpus import Post, make_posts, peer_text, pelican_text
from bench.edits import edit_body, edit_front, pick
from bench.sites import ROOT, write_ours, write_peer

# What forty posts of the first seed are, in both forms. A figure of one day can be held against
# one of another day only as long as this stays as it is.
DIGEST = "a685c235b00fd6007adda4203a37e9ffd2c4dc2ab73ba5c19545691576c7ffbb"


def test_same_seed_same_bytes() -> None:
    texts = [write(post) for post in make_posts(40) for write in (pelican_text, peer_text)]

    assert hashlib.sha256("\0".join(texts).encode()).hexdigest() == DIGEST
    assert not {pelican_text(post) for post in make_posts(40, seed=2)} & set(texts)


def test_posts_are_as_long_and_as_many_as_a_blog_of_twenty_years() -> None:
    posts = list(make_posts(1000))
    dates = [post.heading.date for post in posts]

    assert len({post.heading.name for post in posts}) == len({post.id for post in posts}) == 1000
    assert dates == sorted(set(dates))
    assert {date.year for date in dates} == set(range(2006, 2026))
    assert 600 <= sum(map(_words, posts)) / 1000 <= 650
    assert all(390 <= _words(post) <= 960 for post in posts)
    assert len({post.category for post in posts}) == 8
    assert len({tag for post in posts for tag in post.tags}) == 200
    assert 2.9 <= sum(len(post.tags) for post in posts) / 1000 <= 3.1
    for sign in ("\n## ", "\n- ", "\n> ", "\n```python\n", "](https://", "*."):
        assert any(sign in post.body for post in posts), sign


def test_the_blog_finds_no_fault_before_or_after_an_edit(tmp_path: Path) -> None:
    write_ours(tmp_path, 60, "")
    edited = [pick(tmp_path, turn) for turn in (0, 1)]
    before = [post.read_text("utf-8") for post in edited]

    edit_body(edited[0])
    edit_front(edited[1])
    checked = subprocess.run(
        [sys.executable, "-m", "proofread", "check", "--settings", "settings.py"],
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT / "plugins")}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip

    assert checked.stdout + checked.stderr == "No error; 62 sources read.\n"
    assert checked.returncode == 0
    after = [post.read_text("utf-8") for post in edited]
    assert after[0] == before[0].replace("\n\nEnd rant", " And this was said later.\n\nEnd rant")
    old, new = before[1].splitlines(), after[1].splitlines()
    changed = [index for index, line in enumerate(old) if new[index] != line]
    assert [old[index].partition(":")[0] for index in changed] == ["Title", "Date", "Tags"]
    assert new[changed[0]] == old[changed[0]] + " again"


def test_hugo_and_eleventy_have_the_same_words(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("ours", "hugo", "eleventy")]
    write_ours(folders[0], 30, "")
    write_peer(folders[1], 30, "hugo")
    write_peer(folders[2], 30, "eleventy")
    ours = {path.name: path.read_text() for path in (folders[0] / "content/rants").iterdir()}
    hugo = {path.name: path.read_text() for path in (folders[1] / "content/rants").glob("2*.md")}
    other = {path.name: path.read_text() for path in (folders[2] / "src/rants").glob("2*.md")}

    assert len(ours) == 30
    assert hugo == other
    assert {name: _of_ours(text) for name, text in ours.items()} == {
        name: _of_peer(text) for name, text in hugo.items()
    }


def _words(post: Post) -> int:
    return len(post.body.split())


def _of_ours(text: str) -> dict[str, object]:
    """What a source of this blog says, by what it says it of."""
    front, _, rest = text.partition("\n\n")
    body, _, end = rest.partition("\n\nEnd rant.\n\n")
    fields = dict(line.split(": ", 1) for line in front.splitlines())
    told, plan = end.removeprefix('!!! lesson "').split("\n\n")
    title, lesson = told.split('"\n    ')
    lines = [line.strip().split(": ", 1) for line in plan.splitlines()]
    said = {name.lower(): value for name, value in lines if name != "Say"}
    openers = [value for name, value in lines if name == "Say"]
    # "{filename}2006-01-01-some-name.md" is the address "/rants/some-name/" of a peer.
    start, _, link = body.partition("({filename}")
    name, _, after = link.partition(".md)")
    return {
        "title": fields["Title"], "date": fields["Date"], "id": fields["Id"],
        "slug": fields["Slug"], "summary": fields["Summary"], "question": fields["Question"],
        "categories": [fields["Category"]], "tags": fields["Tags"].split(", "),
        "years": [fields["Date"][:4]],
        "lesson": {"title": title, "body": lesson, **said, "say": openers},
        "body": f"{start}(/rants/{name[11:]}/){after}",
    }  # fmt: skip


def _of_peer(text: str) -> dict[str, object]:
    _, front, body = text.split("---\n", 2)
    fields: dict[str, object] = {}
    lesson: dict[str, object] = {}
    for line in front.splitlines():
        name, _, value = line.partition(":")
        (lesson if name.startswith("  ") else fields)[name.strip()] = json.loads(value or "null")
    date = str(fields["date"])[:16].replace("T", " ")
    return {**fields, "date": date, "lesson": lesson, "body": body.strip()}
