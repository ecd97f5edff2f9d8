"""What is known of a picture: its size as it is seen, and the narrower ones made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Variant:
    """The same picture, `width` pixels wide, of a MIME type; `digest` is that of its bytes."""

    type: str
    width: int
    digest: str

    @property
    def ending(self) -> str:
        """How its file's name ends, without a dot."""
        return "jpg" if self.type == "image/jpeg" else self.type.rpartition("/")[2]


@dataclass(frozen=True)
class Picture:
    """A picture's width and height in pixels, upright, its MIME type, and its variants.

    `file` is the digest of what is left of it without metadata. The variants are in order: by
    format, the first choice first, then by width.
    """

    width: int
    height: int
    type: str
    orientation: int = 1
    variants: tuple[Variant, ...] = ()
    file: str = ""

    @property
    def digests(self) -> tuple[str, ...]:
        """Those of all files that are kept of it."""
        return (self.file, *(each.digest for each in self.variants))

    def as_data(self) -> dict[str, Any]:
        """The picture as JSON can hold it."""
        variants = [[each.type, each.width, each.digest] for each in self.variants]
        size, turned = [self.width, self.height], self.orientation
        return {
            "size": size, "type": self.type, "up": turned, "variants": variants, "file": self.file,
        }  # fmt: skip


def read_picture(data: Mapping[str, Any]) -> Picture:
    """The picture that `as_data` wrote. Raises `KeyError`, `TypeError` or `ValueError`."""
    width, height = data["size"]
    variants = tuple(Variant(str(kind), int(w), str(d)) for kind, w, d in data["variants"])
    told = str(data["type"]), int(data["up"]), variants, str(data["file"])
    return Picture(int(width), int(height), *told)


def name_variant(place: str, variant: Variant) -> str:
    """The path of a variant of the picture at `place`; it holds the hash of its bytes.

    It follows that it may be kept for ever, and that another picture has another path.
    """
    folder, slash, name = place.rpartition("/")
    stem = name.rpartition(".")[0] or name
    return f"{folder}{slash}{stem}-{variant.width}.{variant.digest[:12]}.{variant.ending}"
