"""What is drawn of a picture: narrower, upright, in the same colours, and only what weighs less."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageDraw

from images import BrokenError, Settings
from images.drawing import Drawn, draw, look
from tests.images.pictures import moving, opened, photo, saved, telling

SMALL = Settings(widths=(48, 68, 136))
PLUGINS = Path(__file__).parents[2] / "plugins"


def kinds(drawn: Drawn) -> list[tuple[str, int]]:
    return [(each.type.removeprefix("image/"), each.width) for each in drawn.picture.variants]


def pictures(drawn: Drawn) -> list[Image.Image]:
    return [opened(drawn.files[each.digest]) for each in drawn.picture.variants]


def test_photo_has_each_width_in_each_format() -> None:
    """The lightest format comes first; the picture's own is there once, for old browsers."""
    drawn = draw(saved(photo(), quality=92), SMALL)

    assert (drawn.picture.width, drawn.picture.height) == (400, 300)
    assert kinds(drawn) == [
        *(("avif", width) for width in (48, 68, 136)),
        *(("webp", width) for width in (48, 68, 136)),
        ("jpeg", 136),
    ]
    assert [each.size for each in pictures(drawn)] == [
        *[(48, 36), (68, 51), (136, 102)] * 2,
        (136, 102),
    ]
    for each in drawn.picture.variants:
        assert blake2b(drawn.files[each.digest], digest_size=32).hexdigest() == each.digest


def test_nothing_is_drawn_wider_than_it_is() -> None:
    """The widest is the picture's own width, and then the file itself is all of its format."""
    drawn = draw(saved(photo(100, 75), quality=98), SMALL)

    assert kinds(drawn) == [(kind, width) for kind in ("avif", "webp") for width in (48, 68, 100)]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_variants_are_upright(orientation: int) -> None:
    """Width and height are as seen, and what is red stands where the reader sees it."""
    data = telling(orientation=orientation)
    drawn = draw(data, SMALL)

    seen = (300, 400) if orientation > 4 else (400, 300)
    corner = [(0, 0), (0, 0), (1, 0), (1, 1), (0, 1), (0, 0), (1, 0), (1, 1), (0, 1)][orientation]
    assert (drawn.picture.width, drawn.picture.height) == seen
    for each in pictures(drawn):
        assert each.width / each.height == pytest.approx(seen[0] / seen[1], rel=0.03)
        place = (3 + corner[0] * (each.width - 7), 3 + corner[1] * (each.height - 7))
        red, green, blue = each.convert("RGB").getpixel(place)  # type: ignore[misc]  # three bands
        assert red > 180
        assert max(green, blue) < 80
        assert "exif" not in each.info


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_what_moves_is_left_as_it_is(kind: str) -> None:
    """A film has its size and nothing else."""
    picture = draw(moving(kind), SMALL).picture

    assert (picture.width, picture.height, picture.variants) == (60, 40, ())


def test_photo_with_another_behind_it_is_one() -> None:
    """Telephones write two pictures into one JPEG, which is no film."""
    data = saved(photo(), "MPO", save_all=True, append_images=[photo(40, 30)])

    assert ("jpeg", 136) in kinds(draw(data, SMALL))


MODES: dict[str, tuple[Image.Image, str, dict[str, Any]]] = {
    "CMYK": (photo().convert("CMYK"), "JPEG", {"quality": 92}),
    "grey": (photo().convert("L"), "JPEG", {"quality": 92}),
    "grey, 16 bits": (
        photo().convert("L").convert("I").point(lambda value: value * 257).convert("I;16"),
        "PNG",
        {},
    ),
    "palette": (photo().quantize(200), "PNG", {}),
    "GIF": (photo().quantize(200), "GIF", {}),
    "PNG": (photo(), "PNG", {}),
    "WebP": (photo(), "WEBP", {"quality": 95}),
}


@pytest.mark.parametrize("mode", MODES)
def test_colours_are_the_same(mode: str) -> None:
    """Each kind of picture comes out in the colours in which it went in."""
    image, kind, how = MODES[mode]
    data = saved(image, kind, **how)
    drawn = draw(data, SMALL)

    before = opened(data)
    wanted = before.convert("L") if before.mode.startswith("I;") else before.convert("RGB")
    if before.mode.startswith("I"):
        wanted = photo().convert("L")
    assert drawn.picture.variants
    for each in pictures(drawn):
        for x, y in ((1, 1), (each.width - 2, each.height - 2)):
            place = (x * 400 // each.width, y * 300 // each.height)
            want = wanted.convert("RGB").getpixel(place)
            found = each.convert("RGB").getpixel((x, y))
            assert found == pytest.approx(want, abs=24)


def test_what_is_clear_stays_clear() -> None:
    """Transparency goes through, that of a palette, too."""
    clear = photo()
    clear.putalpha(Image.linear_gradient("L").resize((400, 300)))
    pale = photo().quantize(100)
    hole = pale.getpixel((200, 5))

    drawn = draw(saved(clear, "PNG"), SMALL)
    holed = draw(saved(pale, "PNG", transparency=hole), SMALL)

    assert {each.mode for each in pictures(drawn)} == {"RGBA"}
    for each in pictures(drawn):
        alpha = [each.getpixel((each.width // 2, y))[3] for y in (0, each.height - 1)]  # type: ignore[index]  # four bands
        assert alpha == pytest.approx([0, 255], abs=12)
    assert {each.mode for each in pictures(holed)} == {"RGBA"}


def test_profile_of_colours_is_kept_unless_it_is_srgb() -> None:
    """A browser takes a picture without a profile for sRGB, so that one need not be sent."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    other = srgb.replace(b"s\0R\0G\0B", b"w\0i\0d\0e").replace(b"sRGB", b"wide")

    plain = draw(saved(photo(), icc_profile=srgb, quality=92), SMALL)
    wide = draw(saved(photo(), icc_profile=other, quality=92), SMALL)
    inks = draw(saved(photo().convert("CMYK"), icc_profile=other, quality=92), SMALL)

    assert {each.info.get("icc_profile") for each in pictures(plain)} == {None}
    assert {each.info.get("icc_profile") for each in pictures(wide)} == {other}
    assert {each.info.get("icc_profile") for each in pictures(inks)} == {None}


def test_what_would_weigh_more_is_not_made() -> None:
    """A small picture stays alone: to name another takes more than it saves."""
    assert draw(saved(Image.new("RGB", (20, 20), "red"), "PNG"), SMALL).picture.variants == ()
    assert draw(saved(photo(60, 45), quality=10), SMALL).picture.variants == ()


def test_drawing_keeps_its_lines() -> None:
    """Letters and lines are saved without loss, where that weighs little more."""
    drawing = Image.new("RGB", (600, 400), "white")
    pencil = ImageDraw.Draw(drawing)
    for row in range(20):
        pencil.text((20, 20 * row), "What stands here is to be read, " * 3, fill="#a02020")

    drawn = draw(saved(drawing, "PNG"), Settings(widths=(300, 600)))

    assert kinds(drawn) == [("webp", 300), ("webp", 600)]
    assert pictures(drawn)[1].tobytes() == drawing.tobytes()


def test_webp_is_its_own_narrower_form() -> None:
    """A WebP has its narrower ones in the `<img>` itself, and AVIF before it."""
    drawn = draw(saved(photo(), "WEBP", quality=95), SMALL)

    assert kinds(drawn) == [(kind, width) for kind in ("avif", "webp") for width in (48, 68, 136)]


def test_formats_are_those_of_the_settings() -> None:
    """Without AVIF there is none, without either only the picture's own."""
    data = saved(photo(), quality=92)

    assert [kind for kind, _ in kinds(draw(data, replace(SMALL, formats=("webp",))))] == [
        "webp", "webp", "webp", "jpeg",
    ]  # fmt: skip
    assert kinds(draw(data, replace(SMALL, formats=()))) == [("jpeg", 136)]


def test_same_bytes_in_every_process() -> None:
    """Neither the hash seed, nor the zone, nor how many cores there are makes another picture."""
    program = f"""
import sys
sys.path[:0] = [{str(PLUGINS)!r}, {str(PLUGINS.parent)!r}]
from images import Settings
from images.drawing import draw
from tests.images.pictures import photo, saved
print([each.digest for each in draw(saved(photo()), Settings(widths=(136,))).picture.variants])
"""
    said = {
        subprocess.run(
            [sys.executable, "-c", f"import os; os.sched_setaffinity(0, {cores})\n{program}"],
            env={"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone, cores in (("1", "Asia/Tokyo", {0}), ("2", "UTC", {0, 1}))
    }

    assert len(said) == 1


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "is empty"),
        (b"%PDF-1.4", "is no JPEG, PNG, GIF, WebP or AVIF"),
        (telling()[:2000], "is cut off"),
        (saved(photo())[:60], "is cut off or damaged"),
    ],
)
def test_what_is_no_picture_is_told(data: bytes, fault: str) -> None:
    """The message says in the writer's words what is wrong."""
    with pytest.raises(BrokenError) as caught:
        look(data)

    assert str(caught.value) == fault


def test_damage_within_is_told() -> None:
    """What holds together and yet cannot be decoded is found when it is drawn."""
    data = saved(photo(), "PNG")
    at = data.index(b"IDAT") + 40

    with pytest.raises(BrokenError, match="is damaged, so that not all of it can be shown"):
        draw(data[:at] + bytes(60) + data[at + 60 :], SMALL)


def test_bomb_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that would fill the memory is refused before it is unpacked."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 5_000_000)
    bomb = saved(Image.new("1", (4000, 4000)), "PNG")

    with pytest.raises(BrokenError, match="has more than 10 million pixels"):
        look(bomb)
