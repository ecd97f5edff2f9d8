"""What a photo tells of the place where it was taken."""

from __future__ import annotations

import io
import re
import warnings

from PIL import ExifTags, Image

from .finding import Finding

# XMP of photos and drones, and the boxes in which phones put a film's place (ISO 6709).
_WRITTEN = re.compile(
    rb"G[Pp][Ss]L(?:at|ong)itude|com\.apple\.quicktime\.location|\xa9xyz.{4}[+-]\d\d", re.DOTALL
)
# Only where one of these stands is it worth the time to have Pillow read a picture.
_METADATA = re.compile(rb"exif|adobe\.xmp|\AII\*\0|\AMM\0\*", re.IGNORECASE)
_PLACES = (
    ExifTags.GPS.GPSLatitude,
    ExifTags.GPS.GPSLongitude,
    ExifTags.GPS.GPSDestLatitude,
    ExifTags.GPS.GPSDestLongitude,
)


def photo_finding(path: str, data: bytes) -> Finding | None:
    """Say that a picture or a film holds a position, in EXIF (CIPA DC-008) or XMP; else None."""
    if _WRITTEN.search(data) or (_METADATA.search(data) and _has_place(data)):
        fault = "tells the place where it was taken (GPS)"
        remedy = "take that out, as exiftool -gps:all= -xmp:geotag= does, or save it anew"
        return Finding(path, None, f"{fault} — {remedy}")
    return None


def _has_place(data: bytes) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of sizes and of tags: nothing is shown here
        try:
            with Image.open(io.BytesIO(data)) as picture:
                position = picture.getexif().get_ifd(ExifTags.IFD.GPSInfo)
                said = " ".join(str(value) for value in picture.info.values())
        except Exception:  # Pillow lets through whatever its parsers raise; then nobody reads it
            return False
    written = _WRITTEN.search(said.encode("utf-8", "replace"))
    return bool(written) or any(position.get(tag) for tag in _PLACES)
