"""What the writer is told, word for word; nothing here touches a disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from publish import (
    Article,
    Changes,
    Consent,
    Manifest,
    Outcome,
    Record,
    Step,
    compare,
    make_plan,
    tell,
)
from publish.plan.difference import Version
from publish.report import tell_releases, tell_rollback
from publish.targets.target import Kept

LOOK = "Look at it: …"
STEPS = (Step("stage", 0.04), Step("plan", 1.25), Step("release", 71.0))


def plain(**digests: str) -> Version:
    """A plain folder of files; `a_html` is `a.html`."""
    return Version(Manifest({name.replace("_", "."): text for name, text in digests.items()}))


def blog(titles: Mapping[str, str], **digests: str) -> Version:
    """A site of articles by key, and files beside them; an article's page is its title."""
    articles = tuple(
        Article(key, f"{title.lower()}/index.html", title, f"{title.lower()}/")
        for key, title in titles.items()
    )
    files = {one.path: one.title for one in articles} | dict(plain(**digests).manifest.digests)
    record = Record("https://site.example", (), articles, {})
    return Version(Manifest({**files, "release.json": str(titles)}), record)


def outcome(
    live: Version | None,
    staged: Version,
    release: str | None = "0003",
    target: str = "public",
    notes: Iterable[str] = (),
) -> Outcome:
    """What a publish of one after the other did."""
    plan = make_plan(live, staged, Consent())
    return Outcome(target, release, release or "0002", plan, LOOK, STEPS, tuple(notes))


def test_files_of_each_kind_come_in_order() -> None:
    """However a manifest lists them, files of a kind come in the order of their paths."""
    live = Manifest({"d": "1", "b": "1", "c": "1", "a": "1"})
    staged = Manifest({"z": "1", "c": "2", "b": "1", "a": "2", "y": "1"})

    changes = compare(live, staged)

    assert changes == Changes(new=("y", "z"), changed=("a", "c"), gone=("d",), same=("b",))
    assert changes.count == 5


def test_plain_folder() -> None:
    """The report says what changed, how long it took and how to look at it."""
    live = plain(rss_xml="1", index_html="1", old_html="1", robots_txt="1")
    staged = plain(a_html="1", rss_xml="2", index_html="2", robots_txt="1")

    text = tell(outcome(live, staged))

    assert text.splitlines() == [
        "Published release 0003 to public: 4 files (1 new, 2 changed, 1 gone, 1 as before)",
        "  new      a.html",
        "  changed  index.html",
        "  changed  rss.xml",
        "  gone     old.html",
        "It took: stage 0.0 s, plan 1.2 s, release 71.0 s",
        LOOK,
    ]


def test_articles_are_told_by_their_titles() -> None:
    """New, changed, moved and gone articles by title and URL, the rest by path after them."""
    live = blog({"a": "Old", "b": "Gone", "c": "Same", "d": "Changing"}, style_css="1", x_txt="1")
    staged = blog(
        {"a": "New", "c": "Same", "d": "Changing", "e": "Fresh"}, style_css="2", y_txt="1"
    )
    changed = Manifest({**staged.manifest.digests, "changing/index.html": "2"})

    text = tell(outcome(live, Version(changed, staged.record)))

    assert text.splitlines() == [
        "Published release 0003 to public: 7 files (3 new, 3 changed, 3 gone, 1 as before)",
        "  new      Fresh  /fresh/",
        "  new      y.txt",
        "  changed  Changing  /changing/",
        "  changed  style.css",
        "  moved    New  /old/ → /new/",
        "  gone     Gone  /gone/",
        "  gone     x.txt",
        "It took: stage 0.0 s, plan 1.2 s, release 71.0 s",
        LOOK,
    ]


def test_article_that_leaves_a_page_behind_is_told_once() -> None:
    """It is gone, whatever its page says now."""
    staged = blog({"a": "Same"})
    left = Manifest({**staged.manifest.digests, "gone/index.html": "410"})

    text = tell(outcome(blog({"a": "Same", "b": "Gone"}), Version(left, staged.record)))

    assert text.splitlines() == [
        "Published release 0003 to public: 3 files (2 changed, 1 as before)",
        "  gone     Gone  /gone/",
        "It took: stage 0.0 s, plan 1.2 s, release 71.0 s",
        LOOK,
    ]


def test_of_many_ten_are_told() -> None:
    """Of more than ten of a kind the report lists ten and counts the rest, titles first."""
    titles = {str(number): f"Post{number}" for number in range(8)}
    staged = blog(titles, a_css="1", b_css="1", c_css="1", d_css="1")

    text = tell(outcome(None, staged, "0001"))

    assert text.splitlines() == [
        "Published release 0001 to public: 13 files (13 new)",
        *(f"  new      Post{number}  /post{number}/" for number in range(8)),
        "  new      a.css",
        "  new      b.css",
        "  new      and 2 more",
        "It took: stage 0.0 s, plan 1.2 s, release 71.0 s",
        LOOK,
    ]


def test_compressed_twins_are_not_listed() -> None:
    """They are counted as the files that they are, and told by what they are twins of."""
    text = tell(outcome(None, plain(a_html="1", a_html_gz="1", a_html_br="1"), "0001"))

    assert text.splitlines()[:2] == [
        "Published release 0001 to public: 3 files (3 new)",
        "  new      a.html",
    ]


def test_no_change() -> None:
    """Where nothing has changed the report says so, and still how to look at it."""
    text = tell(outcome(plain(index_html="1"), plain(index_html="1"), None))

    assert text.splitlines() == [
        "Nothing has changed: public shows release 0002 already (1 file)",
        "It took: stage 0.0 s, plan 1.2 s, release 71.0 s",
        LOOK,
    ]


def test_dry_run() -> None:
    """What is not done is told as what would be."""
    text = tell(outcome(None, plain(index_html="1"), None), dry=True)

    assert text.splitlines()[:2] == [
        "A release would be published to public: 1 file (1 new)",
        "  new      index.html",
    ]


def test_notes_come_before_the_times() -> None:
    """What could not be compared is said after what has changed."""
    text = tell(outcome(None, plain(index_html="1"), notes=["One thing."]))

    assert text.splitlines()[2:4] == [
        "One thing.",
        "It took: stage 0.0 s, plan 1.2 s, release 71.0 s",
    ]


def test_no_name_is_a_command_to_the_terminal() -> None:
    """A sign that would move the cursor or begin a line is shown as a sign."""
    staged = Version(Manifest({"a\n\x1b[2J.html": "1"}))

    text = tell(outcome(None, staged, target="pub\x07lic"))

    assert text.splitlines()[:2] == [
        "Published release 0003 to pub�lic: 1 file (1 new)",
        "  new      a��[2J.html",
    ]


def test_releases() -> None:
    """A line for each release that is kept, the live one marked."""
    kept = [Kept("0001", live=False), Kept("0002", live=True), Kept("0003", live=False)]

    assert tell_releases("public", kept) == "0001\n0002  live\n0003"
    assert tell_releases("public", []) == "public has no release yet"


def test_rollback() -> None:
    """Which release is live again, and how to look at it."""
    text = tell_rollback("public", Kept("0001", live=True), LOOK)

    assert text == f"public shows release 0001 again\n{LOOK}"
