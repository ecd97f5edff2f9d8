"""Pictures as cameras and programs make them, some of them with all that they tell."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageDraw, PngImagePlugin

# What a picture in these tests tells of its place, and its maker's name; as bytes, too.
WRITTEN = b"51.4778"
LATITUDE = (51.0, 28.0, 40.123)
RATIONAL = (40123).to_bytes(4, "big") + (1000).to_bytes(4, "big")
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><d exif:GPSLatitude="51.4778"/></x:xmpmeta>'
TOLD = (WRITTEN, b"GPSLatitude", b"PhoneMaker", RATIONAL, RATIONAL[3::-1] + RATIONAL[:3:-1])


def photo(width: int = 400, height: int = 300) -> Image.Image:
    """A picture with much in it, the same each time: red above on the left, blue below."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    waves = Image.radial_gradient("L").resize((max(1, width // 9), max(1, height // 9)))
    fine = Image.new("L", (width, height))
    for left in range(0, width, waves.width):
        for top in range(0, height, waves.height):
            fine.paste(waves, (left, top))
    picture = Image.merge(
        "RGB", (Image.blend(across, fine, 0.4), Image.blend(down, fine, 0.4), fine)
    )
    pencil = ImageDraw.Draw(picture)
    pencil.rectangle((0, 0, width // 4, height // 4), fill="#e01010")
    pencil.rectangle((width * 3 // 4, height * 3 // 4, width, height), fill="#1010e0")
    return picture


def saved(picture: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    """The bytes of a picture."""
    file = io.BytesIO()
    picture.save(file, kind, **how)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    """The picture of some bytes."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes of a photo."""
    told = Image.Exif()
    told[0x0112] = orientation
    told[0x010F] = "PhoneMaker"
    told[0x8825] = {1: "N", 2: LATITUDE, 3: "W", 4: LATITUDE}
    return told


def telling(kind: str = "JPEG", orientation: int = 1, size: tuple[int, int] = (400, 300)) -> bytes:
    """A photo that tells its place in each way that its format has."""
    how: dict[str, Any] = {"exif": exif(orientation)}
    if kind == "PNG":
        how["pnginfo"] = words = PngImagePlugin.PngInfo()
        words.add_text("Location", WRITTEN.decode())
        words.add_text("Comment", WRITTEN.decode(), zip=True)
        words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    else:
        how["xmp"] = XMP
    if kind == "JPEG":
        how |= {"comment": WRITTEN, "quality": 92}
    return saved(photo(*size), kind, **how)


def moving(kind: str) -> bytes:
    """Three pictures, one after the other, again and again."""
    first, *others = (Image.new("RGB", (60, 40), colour) for colour in ("red", "lime", "blue"))
    how: dict[str, Any] = {"comment": WRITTEN} if kind == "GIF" else {}
    return saved(first, kind, save_all=True, append_images=others, duration=80, loop=0, **how)
