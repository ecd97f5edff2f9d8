"""A WordPress blog of two hundred posts, imported, counted out, built and read back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bench.wordpress import AUTHORS, ZONE, OldPost, make_old_posts, write_export
from desk.front import parse_front
from desk.importing.plan import make_slug
from tests.desk.importing.own_site import Blog, Done, make_blog
from tests.desk.importing.rendering import squeeze, words
from tests.pelican_site import build, files

OLD = make_old_posts()
CARRIED = [post for post in OLD if post.status != "trash"]
DRAFTS = {"draft", "pending", "private", "future"}


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Blog, Done]:
    """The blog with all of them in it."""
    folder = tmp_path_factory.mktemp("blog")
    blog = make_blog(folder)
    write_export(folder / "export.xml")
    return blog, blog.bring("export.xml")


def fronts(blog: Blog) -> dict[str, dict[str, str]]:
    """The front matter of each post by its id, its path and its text among it."""
    found = {}
    for path, text in blog.posts.items():
        front = parse_front(text)
        found[front["id"]] = {**front, "path": path, "text": text}
    return found


def is_draft(post: OldPost) -> bool:
    return post.status in DRAFTS or bool(post.password)


def test_each_post_is_one_file_or_one_line(imported: tuple[Blog, Done]) -> None:
    """Every post and page of the export has its file, and what has none has its line."""
    blog, done = imported

    assert (done.status, done.errors) == (0, "")
    assert sorted(fronts(blog)) == sorted(f"old.example/{post.number}" for post in CARRIED)
    (gone,) = [post for post in OLD if post.status == "trash"]
    report = (blog.folder / ".build/import.txt").read_text()
    assert re.findall(r"\(post (\d+)\) was in the trash", report) == [str(gone.number)]
    assert "Imported: 194 posts, 5 pages, 5 drafts, 40 lessons found." in done.said
    comments = sum(len(post.comments) for post in OLD)
    assert f"{comments} comments stay in the old blog." in done.said


def test_each_file_says_what_the_post_was(imported: tuple[Blog, Done]) -> None:
    """Title, date in the site's zone, change, category, author and state are the post's."""
    blog, _ = imported
    found = fronts(blog)

    for post in CARRIED:
        front = found[f"old.example/{post.number}"]
        local = post.date.astimezone(ZONE)
        said = {key: front.get(key, "") for key in ("title", "category", "author", "status")}
        assert said == {
            "title": squeeze(post.title).strip().replace("<b>", "‹b›"),
            "category": post.categories[0] if post.categories else "",
            "author": "" if post.author == "joseph" else dict(AUTHORS)[post.author],
            "status": "draft" if is_draft(post) else "",
        }
        assert front["date"].ljust(19, "0")[:16] == f"{local:%Y-%m-%d %H:%M}"
        assert ("modified" in front) == (post.modified > post.date)
        names = {tag.strip().lower() for tag in front.get("tags", "").split(",") if tag}
        assert names == {name.lower() for name in (*post.tags, *post.categories[1:])}
        assert (front.get("summary", "") == "") == (post.excerpt == "")
        assert post.password not in front["text"] or not post.password


def test_names_are_the_days_and_the_slugs(imported: tuple[Blog, Done]) -> None:
    """A post's file is called by its day and its slug, a page's by its slug."""
    blog, _ = imported
    found = fronts(blog)

    for post in CARRIED:
        front = found[f"old.example/{post.number}"]
        slug = post.slug or make_slug(post.title)
        if post.kind == "page":
            slug = "rants-2" if slug == "rants" else slug  # that address is the list of rants
            assert (front["path"], front["slug"]) == (f"pages/{slug}.md", slug)
        elif post.title.strip() == post.title:
            day = f"{post.date.astimezone(ZONE):%Y-%m-%d}"
            assert (front["path"], front["slug"]) == (f"rants/{day}-{slug}.md", slug)


def test_lessons_are_found(imported: tuple[Blog, Done]) -> None:
    """Each lesson at an end is a block, each of them is told, and there is no other."""
    blog, _ = imported
    found = fronts(blog)

    lessons = {
        key: re.findall(r'^!!! lesson "(.*)"$', front["text"], re.MULTILINE)
        for key, front in found.items()
    }

    assert lessons == {
        f"old.example/{post.number}": [post.lesson] if post.lesson else [] for post in CARRIED
    }
    report = (blog.folder / ".build/import.txt").read_text()
    assert "Made a lesson (40)" in report


def test_what_did_not_come_is_told(imported: tuple[Blog, Done]) -> None:
    """Comments, shortcodes, blocks, pictures, fields, menus and unused files: each has its line."""
    blog, _ = imported
    report = (blog.folder / ".build/import.txt").read_text()
    live = list(CARRIED)

    def lines(text: str) -> int:
        return sum(text in line for line in report.splitlines() if line.startswith("  "))

    assert lines("[gallery ids=") == sum("[gallery" in post.content for post in live)
    assert lines("wp:latest-posts") == sum("wp:latest-posts" in post.content for post in live)
    assert lines("youtube.com/watch?v=abc") == sum("<iframe" in post.content for post in live)
    assert lines("https://vimeo.com/12345") == sum("wp:embed" in post.content for post in live)
    assert lines("mood 'grumpy'") == sum(bool(post.fields[1:]) for post in live)
    assert lines("wp-content/uploads/20") == sum("<img" in post.content for post in live) + 1
    assert lines("'Home' in the menu 'Main'") == lines("'Street music' stood below") == 1
    told = re.findall(r"content/\S+\.md: (\d+ (?:approved|as|from|waiting).*)", report)
    counted = sum(int(number) for line in told for number in re.findall(r"\d+", line))
    assert counted == sum(len(post.comments) for post in live)


def test_site_is_built_and_reads_as_before(imported: tuple[Blog, Done], tmp_path: Path) -> None:
    """What was imported is free of errors; every page has its words; old addresses answer."""
    blog, _ = imported
    assert blog.check() == []

    build(blog.folder / "publishconf.py", tmp_path / "out")

    output = files(tmp_path / "out")
    pages = {path: data.decode() for path, data in output.items() if path.endswith("index.html")}
    for post in CARRIED:
        front = fronts_of(blog)[f"old.example/{post.number}"]
        path = f"{'rants/' if post.kind == 'post' else ''}{front['slug']}/index.html"
        if is_draft(post):
            assert path not in pages
            continue
        shown = re.sub(
            r"\s+", "", words(re.sub(r"<(style|script)\b.*?</\1>", "", pages[path], flags=re.S))
        )
        for text in (*post.texts, post.lesson):
            assert re.sub(r"\s+", "", text) in shown, (path, text)
        old = post.link.removeprefix("https://old.example/")
        if post.slug and post.kind == "post":
            assert f"url=/rants/{front['slug']}/" in pages[f"{old}index.html"].replace(
                "../", "/"
            ) or (f"rants/{front['slug']}/" in pages[f"{old}index.html"])
    release = json.loads(output["release.json"])
    assert len(release["articles"]) == sum(
        post.kind == "post" and not is_draft(post) for post in CARRIED
    )


def fronts_of(blog: Blog) -> dict[str, dict[str, str]]:
    if blog.folder not in _KEPT:
        _KEPT[blog.folder] = fronts(blog)
    return _KEPT[blog.folder]


_KEPT: dict[Path, dict[str, dict[str, str]]] = {}


def test_second_run_changes_nothing(imported: tuple[Blog, Done]) -> None:
    """Once more: not a byte and no time of a file is other, and it says so."""
    blog, _ = imported
    before, report = (
        blog.stamps(),
        (blog.folder / ".build/import.txt").read_text().split("\n", 1)[1],
    )

    done = blog.bring("export.xml", TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="7")

    assert done.status == 0
    assert "Nothing new: no file was changed. 204 entries were there already." in done.said
    assert blog.stamps() == before
    assert (blog.folder / ".build/import.txt").read_text().split("\n", 1)[1] == report


def test_same_bytes_wherever_it_runs(imported: tuple[Blog, Done], tmp_path: Path) -> None:
    """Zone, locale and hash seed of the machine change nothing."""
    blog, _ = imported
    other = make_blog(tmp_path)
    write_export(tmp_path / "export.xml")

    other.bring("export.xml", TZ="America/St_Johns", LC_ALL="C", PYTHONHASHSEED="1")

    assert other.content == blog.content
