"""A picture loses all that it tells, and no pixel."""

from __future__ import annotations

import struct
import zlib

import pytest
from PIL import Image

from images import BrokenError, strip
from images.drawing import look
from tests.images.pictures import TOLD, WRITTEN, moving, opened, photo, saved, telling

KINDS = ("JPEG", "PNG", "WEBP", "AVIF")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_a_place_is_left(kind: str) -> None:
    """No byte of EXIF, XMP, comments or texts stays; what is shown is the same, pixel by pixel."""
    data = telling(kind)
    assert any(told in data for told in TOLD)

    stripped = strip(data)

    assert [told for told in TOLD if told in stripped] == []
    assert opened(stripped).tobytes() == opened(data).tobytes()
    assert dict(opened(stripped).getexif()) in ({}, {0x0112: 1})
    assert strip(stripped) == stripped


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize("kind", KINDS)
def test_orientation_stays(kind: str, orientation: int) -> None:
    """A photo taken upright is shown upright: of EXIF that one tag comes back."""
    data = telling(kind, orientation)

    stripped = strip(data, look(data).orientation)

    assert dict(opened(stripped).getexif()) == {0x0112: orientation}
    assert [told for told in TOLD if told in stripped] == []
    assert look(stripped) == look(data)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_what_moves_goes_on_moving(kind: str) -> None:
    """All pictures of a film are there, as long as before, again and again."""
    data = moving(kind)

    stripped = strip(data + WRITTEN)

    assert WRITTEN not in stripped
    film, before = opened(stripped), opened(data)
    assert (getattr(film, "n_frames", 1), film.info["loop"]) == (3, 0)
    for number in range(3):
        film.seek(number)
        before.seek(number)
        shown, wanted = film.convert("RGB"), before.convert("RGB")  # which loads it
        assert film.info["duration"] == before.info["duration"]
        assert shown.tobytes() == wanted.tobytes()


def test_what_follows_a_photo_goes() -> None:
    """A telephone puts a film, or a second picture with its own EXIF, behind the first."""
    data = saved(photo(), progressive=True)

    assert strip(data + b"\0\0" + telling()) == strip(data)
    assert strip(saved(photo(), "PNG") + WRITTEN) == strip(saved(photo(), "PNG"))


def test_thumbnail_goes() -> None:
    """JFIF has room for a small picture, which shows what was cut off the large one."""
    data = saved(Image.new("RGB", (8, 8)))
    thumbnail = b"\xff\xe0" + struct.pack(">H", 16 + 12) + data[6:18] + b"\2\2" + b"seen" * 3
    assert data[2:4] == b"\xff\xe0"

    stripped = strip(data[:2] + thumbnail + data[20:])

    assert stripped == data


def test_colours_stay() -> None:
    """A profile is kept, and so is what says how a CMYK's inks are to be read."""
    profile = b"p" * 200
    for kind in KINDS[:3]:
        data = saved(photo(), kind, icc_profile=profile)
        assert opened(strip(data)).info["icc_profile"] == profile
    inks = saved(photo().convert("CMYK"))
    assert b"Adobe" in inks
    assert strip(inks).count(b"Adobe") == 1
    assert opened(strip(inks)).tobytes() == opened(inks).tobytes()


def test_unknown_chunk_goes() -> None:
    """What nobody knows may tell anything."""
    data = saved(photo(40, 30), "PNG")
    chunk = b"prVt" + WRITTEN
    more = struct.pack(">L", len(WRITTEN)) + chunk + struct.pack(">L", zlib.crc32(chunk))

    assert strip(data[:33] + more + data[33:]) == data


@pytest.mark.parametrize("kind", [*KINDS, "GIF"])
def test_picture_that_is_cut_off_is_told(kind: str) -> None:
    """Wherever the end is missing, nothing is written as if it were whole."""
    data = moving("GIF") if kind == "GIF" else telling(kind)
    cuts = [len(data) * part // 40 for part in range(4, 39)] + [len(data) - 3]

    for cut in cuts:
        if kind == "AVIF" and cut > len(data) // 2:
            continue  # what its items hold is looked at by the decoder
        with pytest.raises(BrokenError):
            look(data[:cut])


def test_other_bytes_are_left_alone() -> None:
    """A format that is not known is given back as it is."""
    assert strip(b"<svg/>") == b"<svg/>"
    assert strip(b"") == b""
