"""What becomes of an `<img>`: what was written stays, what was left out is added."""

from __future__ import annotations

import pytest

from images import Picture, Variant, complete
from images.page import ROOT, Shown

DIGEST = "0123456789abcdef" * 4
HASH = DIGEST[:12]
SIZES = "(min-width: 9px) 8px, 100vw"


def _variants(*wanted: tuple[str, int]) -> tuple[Variant, ...]:
    return tuple(Variant(f"image/{kind}", width, DIGEST) for kind, width in wanted)


PICTURES = {
    "plain.gif": Picture(60, 40, "image/gif"),
    "photo.jpg": Picture(
        3000, 2000, "image/jpeg", 1, _variants(("webp", 480), ("webp", 680), ("jpeg", 680))
    ),
    "small.png": Picture(300, 200, "image/png", 1, _variants(("webp", 300))),
    "own.webp": Picture(900, 600, "image/webp", 1, _variants(("webp", 480), ("webp", 680))),
    "a, b.jpg": Picture(300, 200, "image/jpeg", 1, _variants(("webp", 300))),
}


def find(source: str) -> Shown | None:
    picture = PICTURES.get(source)
    return Shown(picture, f"images/{source}") if picture else None


def written(html: str, **how: bool) -> str:
    return complete(html, find, SIZES, **how).replace(ROOT, "")


WEBP = (
    f'<source type="image/webp" srcset="/images/photo-480.{HASH}.webp 480w,'
    f' /images/photo-680.{HASH}.webp 680w" sizes="{SIZES}">'
)
OWN = f'srcset="/images/photo-680.{HASH}.jpg"'
CASES = {
    "photo": (
        '<img alt="a" src="photo.jpg">',
        f'<picture>{WEBP}<img alt="a" src="photo.jpg" width="3000" height="2000" {OWN}></picture>',
    ),
    "one width needs no size": (
        '<p><img alt="" src="small.png" /></p>',
        f'<p><picture><source type="image/webp" srcset="/images/small-300.{HASH}.webp">'
        '<img alt="" src="small.png" width="300" height="200" /></picture></p>',
    ),
    "webp is its own": (
        '<img src="own.webp">',
        f'<img src="own.webp" width="900" height="600" srcset="/images/own-480.{HASH}.webp 480w,'
        f' /images/own-680.{HASH}.webp 680w" sizes="{SIZES}">',
    ),
    "nothing lighter": ('<img src="plain.gif">', '<img src="plain.gif" width="60" height="40">'),
    "comma and space in a name": (
        '<img src="a, b.jpg">',
        f'<picture><source type="image/webp" srcset="/images/a%2C%20b-300.{HASH}.webp">'
        '<img src="a, b.jpg" width="300" height="200"></picture>',
    ),
    "width alone": (
        '<img src="plain.gif" width="30">', '<img src="plain.gif" width="30" height="20">',
    ),
    "height alone": (
        '<img src="plain.gif" height="20">', '<img src="plain.gif" height="20" width="30">',
    ),
    "both": (
        '<img height=9 src="plain.gif" width=9>', '<img height=9 src="plain.gif" width=9>',
    ),
    "a part of the column": (
        '<img src="plain.gif" width="50%">', '<img src="plain.gif" width="50%">',
    ),
    "shown narrow": (
        '<img src="photo.jpg" width="200">',
        f'<picture>{WEBP.replace(SIZES, "min(200px, 100vw)")}'
        f'<img src="photo.jpg" width="200" height="133" {OWN}></picture>',
    ),
    "sizes": (
        '<img src="photo.jpg" sizes="50vw">',
        f'<picture>{WEBP.replace(SIZES, "50vw")}'
        f'<img src="photo.jpg" sizes="50vw" width="3000" height="2000" {OWN}></picture>',
    ),
    "srcset": (
        '<img src="photo.jpg" srcset="x.jpg 2x">',
        '<img src="photo.jpg" srcset="x.jpg 2x" width="3000" height="2000">',
    ),
    "picture": (
        '<picture><source srcset="x.webp"><img src="photo.jpg"></picture>',
        '<picture><source srcset="x.webp"><img src="photo.jpg" width="3000" height="2000">'
        "</picture>",
    ),
    "link": (
        '<a href="photo.jpg"><img src="plain.gif"></a>',
        '<a href="photo.jpg"><img src="plain.gif" width="60" height="40"></a>',
    ),
    "elsewhere": (
        '<img src="https://other.example/x.png">', '<img src="https://other.example/x.png">',
    ),
    "no source": ("<img>", "<img>"),
    "capitals": ('<IMG SRC="plain.gif">', '<IMG SRC="plain.gif" width="60" height="40">'),
    "a sign within a value": (
        '<img alt="a > b" src="plain.gif">',
        '<img alt="a > b" src="plain.gif" width="60" height="40">',
    ),
    "no quotes": ("<img src=plain.gif>", '<img src=plain.gif width="60" height="40">'),
    "lines": (
        '<p>é\n\n<b\n>x</b> <img\nsrc="plain.gif"\n/> y',
        '<p>é\n\n<b\n>x</b> <img\nsrc="plain.gif" width="60" height="40" /> y',
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_written_stays(case: str) -> None:
    """Every sign that the writer wrote is there, and only what was left out is added."""
    html, expected = CASES[case]

    assert written(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        '<!-- <img src="plain.gif"> -->',
        "<pre><code>&lt;img src=&quot;plain.gif&quot;&gt;</code></pre>",
        "<script>let a = '<img src=\"plain.gif\">'</script>",
        '<p title="<img src=plain.gif>">',
        "<p>no picture</p>",
        '<img src="plain.gif',
        "",
    ],
)
def test_what_is_no_picture_is_left_alone(html: str) -> None:
    """A comment, code, a script or a value is none."""
    assert written(html) == html


def test_all_but_the_first_are_lazy() -> None:
    """What is seen first is loaded at once; who says otherwise is heard."""
    html = '<img src="x.png">' * 2 + '<img src="y.png" loading="eager"><img decoding="sync">'

    assert written(html) == (
        '<img src="x.png"><img src="x.png" loading="lazy" decoding="async">'
        '<img src="y.png" loading="eager"><img decoding="sync" loading="lazy">'
    )
    assert written('<img src="x.png">', first=False) == (
        '<img src="x.png" loading="lazy" decoding="async">'
    )


def test_without_sets_there_are_attributes_alone() -> None:
    """What is sanitised once more keeps its one file."""
    assert written('<img src="photo.jpg">', sets=False) == (
        '<img src="photo.jpg" width="3000" height="2000">'
    )
