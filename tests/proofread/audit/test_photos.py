"""No picture tells where it was taken."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from tests.proofread.audit.output import told

MESSAGE = (
    "tells the place where it was taken (GPS)"
    " — take that out, as exiftool -gps:all= -xmp:geotag= does, or save it anew"
)
PLACE: dict[int, Any] = {
    ExifTags.GPS.GPSLatitudeRef: "N",
    ExifTags.GPS.GPSLatitude: (51.0, 28.0, 38.0),
    ExifTags.GPS.GPSLongitudeRef: "W",
    ExifTags.GPS.GPSLongitude: (0.0, 0.0, 5.0),
}
XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description exif:GPSLatitude="51,28.6N"/>
</x:xmpmeta>"""
FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF"}


def photo(kind: str, gps: dict[int, Any], **more: Any) -> bytes:
    """A real picture with the camera's name, and with the place in `gps`."""
    picture, file, exif = Image.new("RGB", (16, 16), "red"), io.BytesIO(), Image.Exif()
    exif[ExifTags.Base.Model] = "Camera"
    exif[ExifTags.IFD.GPSInfo] = gps
    picture.save(file, FORMATS[kind], exif=exif, **more)
    return file.getvalue()


@pytest.mark.parametrize("kind", FORMATS)
def test_position_in_exif_is_told(tmp_path: Path, kind: str) -> None:
    """A photo as a telephone takes it is told, in each format; one without the place passes."""
    files = {
        f"a.{kind}": photo(kind, PLACE),
        f"b.{kind}": photo(kind, {}),
        f"c.{kind}": photo(kind, {ExifTags.GPS.GPSVersionID: b"\2\3\0\0"}),
    }

    assert told(tmp_path, files) == [f"a.{kind}: {MESSAGE}"]


@pytest.mark.parametrize("kind", ["jpg", "webp", "avif"])
def test_position_in_xmp_is_told(tmp_path: Path, kind: str) -> None:
    """The place is told where an editor of photos has written it, too."""
    files = {
        f"a.{kind}": photo(kind, {}, xmp=XMP),
        f"b.{kind}": photo(kind, {}, xmp=XMP.replace(b"GPSLatitude", b"Flash")),
    }

    assert told(tmp_path, files) == [f"a.{kind}: {MESSAGE}"]


def test_position_in_packed_xmp_is_told(tmp_path: Path) -> None:
    """A PNG may pack what it says; it is unpacked."""
    said = PngInfo()
    said.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)

    assert told(tmp_path, {"a.png": photo("png", {}, pnginfo=said)}) == [f"a.png: {MESSAGE}"]


def test_position_in_a_film_is_told(tmp_path: Path) -> None:
    """A film of a telephone holds its place in a box of its own (ISO 6709)."""
    film = b"\0\0\0\x18ftypisom" + b"\0" * 12
    files = {
        "a.mp4": film + b"\xa9xyz\0\x12\x15\xc7+51.4772-000.0014/",
        "b.mp4": film + b"\xa9xyz\0\0\0\0nothing",
    }

    assert told(tmp_path, files) == [f"a.mp4: {MESSAGE}"]


def test_text_about_places_passes(tmp_path: Path) -> None:
    """A page may tell what a photo can hold."""
    assert told(tmp_path, {"a.html": "<p>exif:GPSLatitude"}) == []


def test_picture_that_nobody_can_read_passes(tmp_path: Path) -> None:
    """A broken picture has a beginning and no place; it is no matter of this check."""
    assert told(tmp_path, {"a.jpg": b"\xff\xd8\xff\xe1\0\x10Exif\0\0broken"}) == []
