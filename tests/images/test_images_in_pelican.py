"""The pictures in a site that Pelican builds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from images import strip
from tests.images.pictures import TOLD, moving, opened, photo, saved, telling
from tests.small_site import Build, Site

SIZES = "(min-width: 46rem) 41rem, 92vw"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20.4"/>'


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with pictures, drawn small so that it does not take long."""
    site.configure(
        PLUGINS=["images"], STATIC_PATHS=["images"], CACHE_PATH=".cache", IMAGES_WIDTHS=(48, 136)
    )
    site.write("content/images/walk.jpg", telling(orientation=6))
    return site


class Found(HTMLParser):
    """The pictures, sources and images of some HTML, with what they say, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("picture", "source", "img"):
            self.tags.append((tag, dict(attrs)))


def tags(build: Build, path: str = "a/index.html") -> list[tuple[str, dict[str, str | None]]]:
    return Found(build.data(path)["content"]).tags


def variants(build: Build) -> dict[str, str]:
    """The variants' paths, by what stands before the hash and after it."""
    pattern = re.compile(r"(.+-\d+)\.[0-9a-f]{12}(\.\w+)$")
    return {f"{m[1]}{m[2]}": m[0] for path in build.files if (m := pattern.match(path))}


def addresses(found: list[tuple[str, dict[str, str | None]]]) -> Iterator[str]:
    for _, said in found:
        for candidate in (said.get("srcset") or "").split(", "):
            yield from candidate.split()[:1]
        yield from filter(None, [said.get("src")])


def test_photo_of_a_telephone(blog: Site) -> None:
    """The page has it upright in each format and width; the output tells its place nowhere."""
    blog.post("a", "![The path]({static}/images/walk.jpg)")
    before = (blog.folder / "content/images/walk.jpg").read_bytes()

    build = blog.build()

    at = {name: f"https://site.example/{path}" for name, path in variants(build).items()}
    assert (build.status, build.messages) == (0, ())
    assert tags(build) == [
        ("picture", {}),
        *(
            (
                "source",
                {
                    "type": f"image/{kind}",
                    "srcset": f"{at[f'images/walk-48.{kind}']} 48w,"
                    f" {at[f'images/walk-136.{kind}']} 136w",
                    "sizes": SIZES,
                },
            )
            for kind in ("avif", "webp")
        ),
        (
            "img",
            {
                "alt": "The path",
                "src": "https://site.example/images/walk.jpg",
                "width": "300",
                "height": "400",
                "srcset": at["images/walk-136.jpg"],
            },
        ),
    ]
    sizes = {name: opened(build.bytes(path)).size for name, path in variants(build).items()}
    assert sizes == {
        f"images/walk-{width}.{kind}": (width, round(width * 4 / 3))
        for width, kind in ((48, "avif"), (136, "avif"), (48, "webp"), (136, "webp"), (136, "jpg"))
    }
    assert build.bytes("images/walk.jpg") == strip(before, 6)
    assert (blog.folder / "content/images/walk.jpg").read_bytes() == before
    whole = b"".join(build.bytes(path) for path in build.files)
    assert [told for told in TOLD if told in before] == [TOLD[0], *TOLD[1:4]]
    assert [told for told in TOLD if told in whole] == []


def test_every_way_to_name_a_picture(blog: Site) -> None:
    """A source, a path, an address, an attachment: each is found, and each variant is there."""
    name = "p% é,.jpg"
    blog.write(f"content/images/{name}", saved(photo(), quality=92))
    blog.write("content/posts/own.jpg", saved(photo(), quality=92))
    blog.configure(STATIC_PATHS=["images", "posts"], ARTICLE_EXCLUDES=[])
    sources = (
        "{static}/images/walk.jpg", "|static|../images/walk.jpg", "/images/walk.jpg",
        "../images/walk.jpg", "https://site.example/images/walk.jpg", "{attach}own.jpg",
        "{static}/images/p% é,.jpg", "/images/p%25%20%C3%A9,.jpg?x#y",
    )  # fmt: skip
    blog.post("a", "".join(f'<img alt="a" src="{source}">\n' for source in sources))

    build = blog.build()

    assert (build.status, build.messages) == (0, ())
    found = [said for tag, said in tags(build) if tag == "img"]
    assert [said.get("width") for said in found] == ["300"] * 5 + ["400"] * 3
    assert [said.get("loading") for said in found] == [None] + ["lazy"] * 7
    hashed = [each for each in addresses(tags(build)) if re.search(r"\.[0-9a-f]{12}\.", each)]
    assert len(hashed) == 8 * 5
    names = {unquote(path.removeprefix("https://site.example/")) for path in hashed}
    assert names == set(variants(build).values())


def test_pictures_of_no_file_are_left_alone(blog: Site) -> None:
    """What leads elsewhere, or nowhere, has nothing but that it may wait."""
    html = '<img alt="a" src="https://other.example/images/walk.jpg"><img alt="b" src="/no.jpg">'
    blog.post("a", html)

    build = blog.build()

    expected = html.replace('no.jpg">', 'no.jpg" loading="lazy" decoding="async">')
    assert build.data("a/index.html")["content"] == f"<p>{expected}</p>"
    assert variants(build) == {}


@pytest.mark.parametrize(
    ("settings", "root"),
    [
        ({"SITEURL": ""}, "/"),
        ({"SITEURL": "https://site.example/blog"}, "https://site.example/blog/"),
        ({"SITEURL": "", "RELATIVE_URLS": True}, "../"),
    ],
)
def test_addresses_begin_as_the_sites(blog: Site, settings: dict[str, Any], root: str) -> None:
    """Below a path, from the root, or relative to the page, as all that Pelican links."""
    blog.configure(**settings)
    blog.post("a", "![a]({static}/images/walk.jpg)")

    build = blog.build()

    found = list(addresses(tags(build)))
    assert len(found) == 6
    assert {each.removeprefix(f"{root}images/").partition("/")[1] for each in found} == {""}


def test_page_without_a_picture_is_as_without_the_plugin(blog: Site) -> None:
    """Not a byte is added."""
    blog.post("a", "Text, and `<img src=x>`.\n\n<!-- <img src='/images/walk.jpg'> -->")
    with_it = blog.build().bytes("a/index.html")

    blog.configure(PLUGINS=[])

    assert blog.build().bytes("a/index.html") == with_it


def test_pages_lessons_and_vectors(blog: Site) -> None:
    """A page of the site has them, too; a lesson has one file, and waits; an SVG has its size."""
    blog.configure(PLUGINS=["lesson", "images"])
    blog.write("content/images/line.svg", SVG)
    blog.write("content/images/film.gif", moving("GIF"))
    blog.post(
        "a",
        "![l]({static}/images/line.svg) ![f]({static}/images/film.gif)\n\n"
        '!!! lesson "Go out."\n    ![w]({static}/images/walk.jpg)\n\n    Do: walk',
    )
    blog.write("content/pages/b.md", "Title: B\n\n![w]({static}/images/walk.jpg)\n")

    build = blog.build()

    root = "https://site.example/images"
    lazy = {"loading": "lazy", "decoding": "async"}
    assert (build.status, build.messages) == (0, ())
    assert tags(build) == [
        ("img", {"alt": "l", "src": f"{root}/line.svg", "width": "30", "height": "20"}),
        ("img", {"alt": "f", "src": f"{root}/film.gif", "width": "60", "height": "40", **lazy}),
    ]
    lesson = Found(build.data("a/index.html")["lesson"]["body"]).tags
    assert [(tag, {**said, "src": ""}) for tag, said in lesson] == [
        ("img", {"alt": "w", "src": "", "width": "300", "height": "400", **lazy})
    ]
    assert len(tags(build, "pages/b.html")) == 4
    assert getattr(opened(build.bytes("images/film.gif")), "n_frames", 1) == 3
    assert build.bytes("images/line.svg") == SVG


def test_feed_has_the_file_that_lasts(blog: Site) -> None:
    """An entry has one `<img>`, whose address is whole and holds no hash."""
    blog.configure(PLUGINS=["images", "syndication"], SYNDICATION_AUTHORITY="site.example,2026")
    blog.post("a", "![The path]({static}/images/walk.jpg)")

    build = blog.build()

    entry = build.data("feed.json")["items"][0]["content_html"]
    assert Found(entry).tags == [
        (
            "img",
            {
                "alt": "The path",
                "src": "https://site.example/images/walk.jpg",
                "width": "300",
                "height": "400",
            },
        )
    ]


def test_every_picture_that_is_broken_is_told(blog: Site) -> None:
    """All at once, each with its file, whether it is shown or not; nothing is written."""
    blog.write("content/images/cut.jpg", telling()[:3000])
    blog.write("content/images/empty.png", b"")
    blog.write("content/images/note.webp", b"a note")
    blog.write("content/images/photo.heic", b"\0\0\0\x18ftypheic")
    blog.write("content/images/line.svg", b"<svg>")
    blog.post("a", "![c]({static}/images/cut.jpg) ![h]({static}/images/photo.heic)"
              " ![l]({static}/images/line.svg)")  # fmt: skip

    build = blog.build()

    remedy = "save it anew, or copy it once more from where it came"
    told = [line for line in build.messages if line.startswith("content/images/")]
    assert build.status == 1
    assert told[:1] == [f"content/images/cut.jpg: is cut off — {remedy}"]
    assert told[1:] == [
        f"content/images/empty.png: is empty — {remedy}",
        "content/images/line.svg: is no SVG: Premature end of data in tag svg line 1, line 1,"
        f" column 6 (<string>, line 1) — {remedy}",
        f"content/images/note.webp: is no JPEG, PNG, GIF, WebP or AVIF — {remedy}",
        "content/images/photo.heic: is shown by few browsers, and its metadata cannot be taken out"
        " — save it as JPEG",
    ]
    assert build.files == []


def test_what_was_drawn_is_not_drawn_again(blog: Site) -> None:
    """A picture is kept by what it is; one that is damaged is drawn anew, and so is another."""
    blog.post("a", "![w]({static}/images/walk.jpg)")
    first = blog.build()
    before = variants(first)
    kept = {path: path.stat().st_mtime_ns for path in (blog.folder / ".cache/images").iterdir()}

    blog.build()
    again = {path: path.stat().st_mtime_ns for path in (blog.folder / ".cache/images").iterdir()}
    for path in kept:
        if path.suffix != ".json":
            path.unlink()
            path.write_bytes(b"damaged")
    mended = blog.build()
    found, drawn = variants(mended), mended.bytes(before["images/walk-136.avif"])
    blog.write("content/images/walk.jpg", saved(photo(), quality=92))
    other = blog.build()

    assert again == kept
    assert found == before
    assert opened(drawn).size == (136, 181)
    assert variants(other).keys() == before.keys()
    assert variants(other) != before


def test_pictures_that_cannot_be_kept_are_shown(blog: Site) -> None:
    """Where the cache is no folder they are drawn in each build, and that is told."""
    blog.write(".cache", b"")
    blog.post("a", "![w]({static}/images/walk.jpg)")

    build = blog.build()

    assert build.status == 0
    assert len(variants(build)) == 5
    assert build.messages == (
        "pictures cannot be kept in .cache/images: Not a directory — make room for them, or each"
        " build draws them again",
    )


def test_old_output_is_stripped_and_sources_are_never_linked(blog: Site) -> None:
    """What was copied before the plugin was there is not left; a link to the source is none."""
    blog.configure(PLUGINS=[], STATIC_CREATE_LINKS=True, STATIC_CHECK_IF_MODIFIED=True)
    blog.post("a", "![w]({static}/images/walk.jpg)")
    before = (blog.folder / "content/images/walk.jpg").read_bytes()
    assert blog.build().bytes("images/walk.jpg") == before

    blog.configure(PLUGINS=["images"])
    build = blog.build()

    assert build.bytes("images/walk.jpg") == strip(before, 6)
    assert (blog.folder / "content/images/walk.jpg").read_bytes() == before


def test_settings_are_checked_before_any_work(blog: Site) -> None:
    """A misspelt setting is told, and the site is not written."""
    blog.configure(PLUGINS=["proofread", "images"], IMAGES_QUALTY=3)

    build = blog.build()

    assert build.status == 1
    assert (
        "setting IMAGES_QUALTY is unknown — write IMAGES_QUALITY, or take it out" in build.messages
    )
    assert build.files == []


def test_two_builds_are_the_same(blog: Site, tmp_path: Path) -> None:
    """Another folder, zone, hash seed and an empty cache make no other byte."""
    blog.post("a", "![w]({static}/images/walk.jpg)")
    first = blog.build(TZ="Asia/Tokyo", PYTHONHASHSEED="1")
    one = {path: first.bytes(path) for path in first.files}
    (blog.folder / ".cache").rename(tmp_path / "old")
    (blog.folder / "output").rename(tmp_path / "before")

    second = blog.build(TZ="America/Lima", PYTHONHASHSEED="2")

    assert {path: second.bytes(path) for path in second.files} == one


def test_check_tells_what_shows_at_once(blog: Site) -> None:
    """Proofreading names each picture that lacks its end, before anything is built."""
    blog.configure(PLUGINS=["proofread", "images"])
    blog.write("content/images/cut.png", saved(photo(), "PNG")[:-20])
    blog.write("content/images/behind.jpg", saved(photo()) + b"a film")
    blog.post("a", "Text.")

    build = blog.build()

    told = [line for line in build.messages if "images" in line]
    remedy = "save it anew, or copy it once more from where it came"
    assert told == [f"content/images/cut.png: is cut off — {remedy}"]


def test_data_of_the_cache_is_plain(blog: Site) -> None:
    """No code is kept: a record is JSON, and one that is odd is made anew."""
    blog.post("a", "![w]({static}/images/walk.jpg)")
    blog.build()
    (record,) = (blog.folder / ".cache/images").glob("*.json")
    before = record.read_bytes()
    assert json.loads(before)["size"] == [300, 400]

    record.write_bytes(b'{"size": "odd"}')
    build = blog.build()

    assert build.status == 0
    assert record.read_bytes() == before
