"""A picture without what it tells of its maker: no pixel is changed, whatever else is left out.

Each format is a row of parts. Those that are needed to show the picture are kept, all others go:
EXIF, XMP, IPTC, comments, thumbnails, makers' notes, what follows the end. Of EXIF only the
orientation comes back, in 26 bytes that hold nothing else.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator

# ITU-T T.81, table B.1: what stands alone, and what is needed: frames, tables, scans.
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_NEEDED = frozenset({*range(0xC0, 0xD0), *range(0xDA, 0xE0)}) - {0xC8}
_AFTER_SCAN = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")  # neither a byte nor a restart
_JFIF = b"JFIF\0"
_PNG = b"\x89PNG\r\n\x1a\n"
# PNG (third edition), 5.6, and what it takes to be in the right colours.
_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT "
    b"acTL fcTL fdAT".split()
)
# RFC 9649, 2.7
_PARTS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_HAS_EXIF, _HAS_XMP = 0x08, 0x04
# In an AVIF: where the header lies (ISO/IEC 23008-12, A.2.1), and a directory without fields.
_NO_EXIF = b"\0\0\0\0" + struct.pack("<2sHLH", b"II", 42, 8, 0)
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")


class BrokenError(Exception):
    """A picture does not hold together; the message says how, for the writer."""


def strip(data: bytes, orientation: int = 1) -> bytes:
    """The picture without metadata; the same bytes where there is none, or of an unknown format.

    `orientation` is EXIF's (CIPA DC-008, 4.6.5.1.4), 1 to 8, and is kept. Raises `BrokenError`.
    """
    for begins, without in _FORMATS:
        if begins.match(data):
            try:
                return without(data, orientation if 2 <= orientation <= 8 else 1)
            except (IndexError, struct.error) as error:
                raise BrokenError("is cut off") from error
    return data


def knows_format(data: bytes) -> bool:
    """Whether the bytes begin as those of a format that `strip` knows."""
    return any(begins.match(data) for begins, _ in _FORMATS)


def write_exif(orientation: int) -> bytes:
    """A TIFF header and one directory of one field: the orientation."""
    return struct.pack("<2sHLHHHLHHL", b"II", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def _strip_jpeg(data: bytes, orientation: int) -> bytes:
    parts, rest = [data[:2]], []
    for marker, part in _segments(data):
        if marker == 0xE0 and part[4:9] == _JFIF:
            parts.append(b"\xff\xe0\0\x10" + part[4:16] + b"\0\0")  # and no thumbnail
        elif _is_needed(marker, part):
            rest.append(part)
    if orientation > 1:
        exif = b"Exif\0\0" + write_exif(orientation)
        parts.append(b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    return b"".join((*parts, *rest, b"\xff\xd9"))


def _is_needed(marker: int, part: bytes) -> bool:
    if marker == 0xE2:
        return part[4:16] == b"ICC_PROFILE\0"
    return marker in _NEEDED or (marker == 0xEE and part[4:9] == b"Adobe")


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment with its marker, a scan with all its coded bytes, up to the end of the image."""
    at = 2
    while True:
        if data[at] != 0xFF:
            raise BrokenError(f"is damaged at byte {at}")
        while data[at] == 0xFF:  # any number may fill
            at += 1
        marker, at = data[at], at + 1
        if marker == _END:
            return
        end = at + struct.unpack_from(">H", data, at)[0]
        if marker == _SCAN:
            found = _AFTER_SCAN.search(data, end)
            end = found.start() if found else len(data)
        if end >= len(data):
            raise BrokenError("is cut off")
        yield marker, bytes((0xFF, marker)) + data[at:end]
        at = end


def _strip_png(data: bytes, orientation: int) -> bytes:
    parts, at, name = [_PNG], len(_PNG), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">L4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise BrokenError("is cut off")
        if name in _CHUNKS:
            parts.append(data[at:end])
        if name == b"IHDR" and orientation > 1:
            exif = b"eXIf" + write_exif(orientation)
            crc = struct.pack(">L", zlib.crc32(exif))
            parts.append(struct.pack(">L", len(exif) - 4) + exif + crc)
        at = end
    return b"".join(parts)


def _strip_webp(data: bytes, orientation: int) -> bytes:
    whole = struct.unpack_from("<L", data, 4)[0] + 8
    if whole > len(data):
        raise BrokenError("is cut off")
    parts, at, is_extended = [], 12, False
    while at + 8 <= whole:
        name, length = struct.unpack_from("<4sL", data, at)
        part = bytearray(data[at : at + 8 + length + length % 2])
        if name == b"VP8X":
            is_extended = True
            part[8] = part[8] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if orientation > 1 else 0)
        if name in _PARTS:
            parts.append(bytes(part))
        at += 8 + length + length % 2
    if orientation > 1 and is_extended:
        exif = write_exif(orientation)
        parts.append(b"EXIF" + struct.pack("<L", len(exif)) + exif)
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<L", len(body)) + body


def _strip_gif(data: bytes, _orientation: int) -> bytes:
    at = 13 + _colours(data[10])
    parts = [data[:at]]
    while data[at] != 0x3B:
        start, label = at, data[at + 1]
        if data[at] == 0x21:
            at = _after_blocks(data, at + 2)
            is_kept = label == 0xF9 or (label == 0xFF and data[start + 3 : start + 14] in _LOOPS)
        elif data[at] == 0x2C:
            at = _after_blocks(data, at + 11 + _colours(data[at + 9]))
            is_kept = True
        else:
            raise BrokenError(f"is damaged at byte {at}")
        if is_kept:
            parts.append(data[start:at])
    return b"".join((*parts, b"\x3b"))


def _colours(packed: int) -> int:
    """How many bytes a table of colours has."""
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


def _strip_avif(data: bytes, _orientation: int) -> bytes:
    """Overwrite what the items `Exif` and `mime` hold with nothing at all; nothing is moved.

    An AVIF's orientation is a box of its own (`irot`, `imir`), which stays.
    """
    meta = next((span for name, span in _boxes(data, 0, len(data)) if name == b"meta"), None)
    if meta is None:
        return data
    boxes = dict(_boxes(data, meta[0] + 4, meta[1]))
    if b"iinf" not in boxes or b"iloc" not in boxes:
        return data
    told = set(_metadata_items(data, *boxes[b"iinf"]))
    base = boxes[b"idat"][0] if b"idat" in boxes else 0
    blank = bytearray(data)
    for item, is_inside, start, length in _extents(data, boxes[b"iloc"][0]):
        if item in told:
            first = start + (base if is_inside else 0)
            if first + length > len(data):
                raise BrokenError("is cut off")
            blank[first : first + length] = _NO_EXIF[:length].ljust(length, b"\0")
    return bytes(blank)


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """The boxes between two places (ISO/IEC 14496-12, 4.2), each with where its content lies."""
    while at + 8 <= end:
        length, name = struct.unpack_from(">L4s", data, at)
        head = 8
        if length == 1:
            length, head = struct.unpack_from(">Q", data, at + 8)[0], 16
        length = length or end - at
        if length < head or at + length > end:
            raise BrokenError("is cut off")
        yield name, (at + head, at + length)
        at += length


def _metadata_items(data: bytes, at: int, end: int) -> Iterator[int]:
    """The numbers of the items that hold metadata (8.11.6)."""
    first = at + (6 if data[at] == 0 else 8)
    for name, (start, _) in _boxes(data, first, end):
        if name == b"infe" and data[start] >= 2:
            wide = data[start] == 3
            number = struct.unpack_from(">L" if wide else ">H", data, start + 4)[0]
            place = start + (10 if wide else 8)
            if data[place : place + 4] in (b"Exif", b"mime"):
                yield number


def _extents(data: bytes, at: int) -> Iterator[tuple[int, bool, int, int]]:
    """Each item's number, whether it lies in `idat`, and its places (8.11.3)."""
    version, sizes = data[at], struct.unpack_from(">H", data, at + 4)[0]
    offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    index = index if version else 0
    wide = 4 if version == 2 else 2
    at += 6

    def take(size: int) -> int:
        nonlocal at
        if at + size > len(data):
            raise BrokenError("is cut off")
        at += size
        return int.from_bytes(data[at - size : at], "big")

    for _ in range(take(wide)):
        item = take(wide)
        is_inside = bool(version and take(2) & 15 == 1)
        take(2)  # the file that holds it: this one
        start = take(base)
        for _ in range(take(2)):
            take(index)
            yield item, is_inside, start + take(offset), take(length)


_FORMATS: tuple[tuple[re.Pattern[bytes], Callable[[bytes, int], bytes]], ...] = (
    (re.compile(rb"\xff\xd8\xff"), _strip_jpeg),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), _strip_png),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), _strip_webp),
    (re.compile(rb"GIF8[79]a"), _strip_gif),
    (re.compile(rb"....ftyp(?:avif|avis)", re.DOTALL), _strip_avif),
)
