"""What a run may touch: nothing that is there; pictures when they are asked for; all or none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desk.importing import command
from desk.importing.fetch import Fetch, FetchError
from desk.importing.home import Home
from desk.importing.pictures import ending_of
from desk.importing.wordpress import read_blog
from desk.importing.writing import write_all
from desk.importing.wxr import parse_export
from desk.plugin import load_site, slugify_as
from desk.settings import DeskError
from tests.conversation.server import Response, page, redirect, serving, slow
from tests.desk.importing.own_site import Blog, drawn
from tests.desk.importing.test_export import export, item

PNG = drawn("PNG")


def test_file_that_was_changed_is_left(blog: Blog) -> None:
    """What the writer has changed since, renamed or written before stands as it is, and is told."""
    source = blog.folder / "x.xml"
    source.write_bytes(export(item(number=1), item(number=2)))
    blog.bring("x.xml")
    folder = blog.folder / "content/rants"
    changed = folder / "2012-06-01-post-1.md"
    changed.write_text(changed.read_text() + "\nMore.\n")
    (folder / "2012-06-01-post-2.md").rename(folder / "2012-06-01-renamed.md")
    (folder / "2012-06-01-post-3.md").write_text("Title: Mine\nDate: 2012-06-01\n\nMine.\n")
    before = blog.content
    source.write_bytes(export(item(number=1), item(number=2), item(number=3), item(number=4)))

    done = blog.bring("x.xml")

    assert done.status == 0
    new = blog.content
    assert {path: new[path] for path in before} == before
    assert sorted(set(new) - set(before)) == ["rants/2012-06-01-post-4.md"]
    assert (
        "Not imported: a file is in the way (1) — take that file away or rename it, "
        "and import once more:\n"
        "  'Post 3' (post 3) would be 'post-3', as rants/2012-06-01-post-3.md is\n"
    ) in done.said
    assert (
        "take the file away to have it imported anew:\n"
        "  content/rants/2012-06-01-post-1.md: 'Post 1' (post 1)\n"
    ) in done.said
    assert "Imported: 1 post. 2 entries were there already." in done.said


def test_dry_run_only_tells(blog: Blog) -> None:
    """What would come and what would not is told, and not a file is written."""
    picture = '<img src="https://old.example/a.jpg">'
    (blog.folder / "x.xml").write_bytes(export(item(picture)))
    before = blog.stamps()

    done = blog.bring("x.xml", "--images", DRY_RUN="1")

    assert (done.status, blog.stamps()) == (0, before)
    assert done.said == (
        "Pictures that are not here (1) — fetch them: make import FILE=… IMAGES=1:\n"
        "  content/rants/2012-06-01-post-1.md: https://old.example/a.jpg\n\n"
        "Would be imported: 1 post.\n"
        "Nothing was written; without DRY_RUN=1 it is.\n"
    )


def test_list_that_has_no_place_is_shown(blog: Blog) -> None:
    """Where `.build` cannot be written to, the posts come, and the whole list is told."""
    (blog.folder / ".build").write_text("no folder")
    (blog.folder / "x.xml").write_bytes(
        export(item("".join(f"[gallery ids={n}] " for n in range(20))))
    )

    done = blog.bring("x.xml")

    assert (done.status, done.errors, len(blog.posts)) == (0, "", 1)
    assert [n for n in range(20) if f"[gallery ids={n}]\n" not in done.said] == []


def test_nothing_to_import(blog: Blog) -> None:
    """An export without posts is told, and is no success; neither is a file that is not there."""
    (blog.folder / "x.xml").write_bytes(export(item(post_type="product", title="Mug")))

    empty, missing, none = blog.bring("x.xml"), blog.bring("y.xml"), blog.bring("")

    assert (empty.status, "product 'Mug'" in empty.said) == (1, True)
    assert (missing.status, missing.errors) == (
        1,
        "y.xml: there is no such file — name a WordPress export or a folder\n",
    )
    assert none.errors == "nothing is named to import — make import FILE=export.xml, or a folder\n"


def test_all_is_written_or_nothing(tmp_path: Path) -> None:
    """When one file has no place, those before it are taken away and what was there stands."""
    (tmp_path / "b.md").write_text("mine")
    (tmp_path / "c.md").mkdir()

    for files in ({"a.md": b"a", "b.md": b"b"}, {"a.md": b"a", "c.md/d/e.md": b"", "b.md/x": b""}):
        with pytest.raises(DeskError, match="nothing was imported"):
            write_all(tmp_path, files)

        assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["b.md"]
    assert (tmp_path / "b.md").read_text() == "mine"


def test_file_that_gets_its_pictures_is_put_back(tmp_path: Path) -> None:
    """Where one that may be changed was, and a later one has no place, it is what it was."""
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("mine")

    with pytest.raises(DeskError, match=r"^b\.md: cannot be written"):
        write_all(tmp_path, {"a.md": b"with pictures", "b.md": b"other"}, ["a.md"])

    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "a.md": "mine",
        "b.md": "mine",
    }


def test_stopped_import_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle, while files are written or put in their places, leaves none."""
    files = {f"rants/{number}.md": b"x" for number in range(4)}
    for method in ("write_bytes", "replace"):
        calls, real = iter(range(4)), getattr(Path, method)

        def stop(path: Path, *more: Any, calls: Any = calls, real: Any = real) -> Any:
            if next(calls) == 2:
                raise KeyboardInterrupt
            return real(path, *more)

        with monkeypatch.context() as patch:
            patch.setattr(Path, method, stop)
            with pytest.raises(KeyboardInterrupt):
                write_all(tmp_path, files)

        assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []


def run(blog: Blog, data: bytes, *, pictures: bool) -> str:
    """Import in this process, where a test may let this machine be reached."""
    site = load_site(str(blog.folder / "publishconf.py"))
    home, said = Home(site, slugify_as(site)), list[str]()
    old = read_blog(parse_export(data, "x.xml"))
    command.Import(old, home, "x.xml", blog.folder, pictures, say=said.append).run()
    return "\n".join(said)


def test_pictures_are_fetched_when_asked(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links before, pictures after, of the kind they are; a run more changes nothing."""
    routes = {
        "/wp-content/uploads/2012/a.jpg": Response(body=PNG),
        "/moved.png": redirect("/wp-content/uploads/2012/a.jpg"),
        "/text.png": page("<p>no picture"),
        "/half.png": Response(body=PNG[:-30]),
    }
    with serving(routes) as server:
        monkeypatch.setattr(command, "ALLOW", frozenset({server.place}))
        names = (
            "/wp-content/uploads/2012/a.jpg",
            "/moved.png",
            "/text.png",
            "/gone.png",
            "/half.png",
        )
        images = "".join(f'<p><img src="{server.url(name)}" alt="A"></p>' for name in names)
        data = export(item(images, number=1), item(number=2))
        run(blog, data, pictures=False)
        links = blog.posts["rants/2012-06-01-post-1.md"].split("\n\n", 1)[1]
        other = (blog.folder / "content/rants/2012-06-01-post-2.md").stat()

        said = run(blog, data, pictures=True)

        asked = len(server.requests)
        text = blog.posts["rants/2012-06-01-post-1.md"].split("\n\n", 1)[1]
        stamps = blog.stamps()
        again = run(blog, data, pictures=True)
        without = run(blog, data, pictures=False)
        places = [server.url(name) for name in names]

    assert links == "".join(f"A (`{place}`)\n\n" for place in places)[:-1]
    assert text == (
        "![A]({static}/images/imported/2012/a.png)\n\n![A]({static}/images/imported/moved.png)\n\n"
        f"A (`{places[2]}`)\n\nA (`{places[3]}`)\n\nA (`{places[4]}`)\n"
    )
    assert (blog.folder / "content/images/imported/2012/a.png").read_bytes() == PNG
    assert f"{places[2]} is no picture that a page can show" in said
    assert f"{places[3]} the server answers 404" in said
    assert f"{places[4]} is cut off or damaged" in said
    assert (
        "Imported: 2 pictures. 2 entries were there already. 1 file has more of their pictures now."
        in said
    )
    assert (blog.folder / "content/rants/2012-06-01-post-2.md").stat() == other
    assert blog.stamps() == stamps
    assert "Nothing new: no file was changed." in again
    assert "Nothing new: no file was changed." in without
    assert asked == 6
    assert blog.check() == []


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://127.0.0.1/a.png", "leads to 127.0.0.1, which is no public address"),
        ("http://[::ffff:10.0.0.1]/a.png", "leads to ::ffff:10.0.0.1, which is no public address"),
        ("http://2130706433/a.png", "leads to 127.0.0.1, which is no public address"),
        ("http://169.254.169.254/a", "leads to 169.254.169.254, which is no public address"),
        ("file:///etc/passwd", "is no plain http or https address"),
        ("https://me:secret@x.example/", "is no plain http or https address"),
    ],
)
def test_private_places_are_not_asked(url: str, fault: str) -> None:
    """No address of this machine or its network is asked, however it is written."""
    with pytest.raises(FetchError) as caught:
        Fetch().get(url)

    assert str(caught.value) == fault


def test_redirect_to_a_private_place_is_not_followed() -> None:
    """What is allowed leads to what is not; that is where it ends."""
    with serving(
        {"/a": redirect("http://127.0.0.1:1/x"), "/big": Response(body=b"x" * 5000)}
    ) as server:
        fetch = Fetch(allow=frozenset({server.place}), most=500)
        with pytest.raises(FetchError, match=r"leads to 127\.0\.0\.1"):
            fetch.get(server.url("/a"))
        with pytest.raises(FetchError, match="has more than 500 bytes"):
            fetch.get(server.url("/big"))


def test_slow_answer_is_not_waited_for() -> None:
    """A byte now and then does not prolong the time that a picture has."""
    with serving({"/slow": slow(page("x" * 2000))}) as server:
        fetch = Fetch(allow=frozenset({server.place}), seconds=0.3)
        with pytest.raises(FetchError, match=r"takes more than 0\.3 s"):
            fetch.get(server.url("/slow"))


def test_kind_is_what_the_bytes_are() -> None:
    """The name and what a server says count for nothing; a drawing that could run is no picture."""
    assert [
        ending_of(data)
        for data in (
            PNG,
            b"\xff\xd8\xff",
            b"GIF89a",
            b"RIFF....WEBP",
            b"....ftypavif",
            b"<svg/>",
            b"",
        )
    ] == [".png", ".jpg", ".gif", ".webp", ".avif", "", ""]
