"""A telephone's photo in a real browser: upright, of the right format, and nothing moves."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.visit import visit
from tests.images.pictures import saved, telling
from tests.pelican_site import build
from tests.static_host import serve

TEXT = """Title: A walk
Date: 2026-11-20
Category: Life

![The path]({static}/images/walk.jpg)

![The path, whole](/images/walk.jpg){ srcset="/images/walk.jpg 1x" }

FAR

![A screen]({static}/images/turned.png)

Words behind it all.
"""
# How far what is shown has moved by itself since the page began (layout-instability, 3.2).
MOVED = """() => new Promise(done => {
    new PerformanceObserver(list => {}).observe({ type: "layout-shift", buffered: true })
    const seen = []
    new PerformanceObserver(list => seen.push(...list.getEntries().map(each => each.value)))
        .observe({ type: "layout-shift", buffered: true })
    setTimeout(() => done(seen.reduce((sum, each) => sum + each, 0)), 300)
})"""


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a post with photos, below this blog's theme."""
    folder = tmp_path_factory.mktemp("walk")
    _write(
        folder / "content/rants/2026-11-20-walk.md",
        TEXT.replace("FAR", "Words.\n\n" * 300).encode(),
    )
    _write(folder / "content/images/walk.jpg", telling(orientation=6, size=(1600, 1200)))
    exif = Image.Exif()
    exif[0x0112] = 6
    _write(folder / "content/images/turned.png", saved(_halves(), "PNG", exif=exif))
    _write(
        folder / "siteconf.py",
        f"from publishconf import *\nPATH = {str(folder / 'content')!r}\nPROOFREAD_AUDIT = False\n"
        f"CACHE_PATH = {str(folder / 'cache')!r}\n"
        'PLUGINS = ["translation", "lesson", "images", "inline", "addresses", "neighbours"]\n',
    )
    build(folder / "siteconf.py", folder / "output")
    for origin in serve(folder / "output"):
        yield f"{origin}/rants/walk/"


def _write(path: Path, data: bytes | str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def _halves() -> Image.Image:
    """Red above, blue below; turned, as the tag says, red is on the right."""
    image = Image.new("RGB", (400, 400), "#1010e0")
    image.paste("#e01010", (0, 0, 400, 200))
    return image


@pytest.mark.parametrize("width", [360, 1280])
def test_photo_is_upright_and_in_its_place(browser: Browser, walk: str, width: int) -> None:
    """Red stands in the upper right corner, in the variant and in the file itself."""
    with visit(browser, walk, width=width) as visited:
        page = visited.page
        page.wait_for_load_state("load")
        images = page.locator("main img")
        for number in range(2):
            image = images.nth(number)
            image.scroll_into_view_if_needed()
            image.evaluate("e => e.decode()")
            box = image.bounding_box()
            assert box
            assert box["height"] / box["width"] == pytest.approx(4 / 3, rel=0.01)
            shown = Image.open(io.BytesIO(image.screenshot())).convert("RGB")
            assert _is_red(shown.getpixel((shown.width - 12, 12)))
            assert not _is_red(shown.getpixel((12, 12)))
            assert not _is_red(shown.getpixel((12, shown.height - 12)))
        column = page.locator("main p").last.bounding_box()
        current = images.first.evaluate("e => e.currentSrc")
        moved = page.evaluate(MOVED)

    assert column
    assert box
    assert box["width"] == pytest.approx(column["width"], abs=1)
    assert current.endswith(".avif")
    assert f"walk-{480 if width == 360 else 680}." in current
    assert moved == 0
    assert [line for line in visited.complaints if "icon" not in line] == []


def test_picture_below_waits_with_its_room(browser: Browser, walk: str) -> None:
    """What is far below is not asked for until it is near, and has its room before it comes."""
    with visit(browser, walk) as visited:
        page = visited.page
        page.wait_for_load_state("load")
        far = page.locator("main img").nth(2)
        before, asked = far.bounding_box(), [*visited.asked]
        far.scroll_into_view_if_needed()
        far.evaluate("e => e.decode()")
        after = far.bounding_box()
        shown = Image.open(io.BytesIO(far.screenshot())).convert("RGB")

    assert [url for url in asked if "turned" in url] == []
    assert [url for url in visited.asked if "turned" in url] != []
    assert before
    assert after
    assert (before["width"], before["height"]) == (after["width"], after["height"])
    assert after["width"] > 300
    assert _is_red(shown.getpixel((shown.width - 12, shown.height // 2)))


def _is_red(colour: object) -> bool:
    return isinstance(colour, tuple) and colour[0] > 170 and max(colour[1:]) < 90
