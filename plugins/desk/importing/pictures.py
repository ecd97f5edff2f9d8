"""The pictures of a blog: which file each is to be, and what kind its bytes are."""

from __future__ import annotations

import posixpath
import re
import unicodedata
import warnings
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from io import BytesIO
from urllib.parse import unquote, urlsplit

from PIL import Image

from .home import fold
from .record import Picture

_UPLOADS = re.compile(r".*/wp-content/uploads/|.*/(?:static|assets|images|img|files)/|/+")
_LONGEST = 80  # bytes of a part of a name


def name_pictures(pictures: Iterable[Picture]) -> dict[str, str]:
    """A path without an ending for each address, below the folder of what was brought.

    Two addresses that would be one file have the beginning of their digest in the name.
    """
    wanted = defaultdict(set)
    for picture in pictures:
        wanted[fold(_name(picture))].add(picture.url)
    names = {}
    for picture in pictures:
        name = _name(picture)
        if len(wanted[fold(name)]) > 1:
            name = f"{name}-{sha256(picture.url.encode()).hexdigest()[:8]}"
        names[picture.url] = name
    return names


def _name(picture: Picture) -> str:
    path = picture.name or _UPLOADS.sub("", unquote(urlsplit(picture.url).path), count=1)
    parts = [_part(part) for part in posixpath.splitext(path)[0].split("/")]
    return "/".join(filter(None, parts[-4:])) or "picture"


def _part(part: str) -> str:
    part = unicodedata.normalize("NFC", part)
    kept = (
        sign if unicodedata.category(sign)[0] in "LMN" or sign in "_-" else "-" for sign in part
    )
    part = re.sub("-+", "-", "".join(kept)).strip("-")
    return part.encode()[:_LONGEST].decode(errors="ignore")


def is_whole(data: bytes) -> bool:
    """Whether a picture can be drawn to its end: what a server broke off would stop the build."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a large one, which is none the less whole
        try:
            with Image.open(BytesIO(data)) as image:
                image.load()
        except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
            return False
    return True


def ending_of(data: bytes) -> str:
    """The ending that says what a picture's bytes are; empty where they are none that a page shows.

    The signatures are those of WHATWG's MIME Sniffing Standard, section 6.1, and AVIF's `ftyp`.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return ".jpg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return ".png"
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return ".gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    return ".avif" if data[4:12] in (b"ftypavif", b"ftypavis") else ""
