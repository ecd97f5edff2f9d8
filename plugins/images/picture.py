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

    The variants are in order: by format, the first choice first, then by width.
    """

    width: int
    height: int
    type: str
    orientation: int = 1
    variants: tuple[Variant, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """The picture as JSON can hold it."""
        variants = [[each.type, each.width, each.digest] for each in self.variants]
        size = [self.width, self.height]
        return {"size": size, "type": self.type, "up": self.orientation, "variants": variants}


def read_picture(data: Mapping[str, Any]) -> Picture:
    """The picture that `as_data` wrote. Raises `KeyError`, `TypeError` or `ValueError`."""
    width, height = data["size"]
    variants = tuple(Variant(str(kind), int(w), str(d)) for kind, w, d in data["variants"])
    return Picture(int(width), int(height), str(data["type"]), int(data["up"]), variants)


def name_variant(place: str, variant: Variant) -> str:
    """The path of a variant of the picture at `place`; it holds the hash of its bytes.

    It follows that it may be kept for ever, and that another picture has another path.
    """
    folder, slash, name = place.rpartition("/")
    stem = name.rpartition(".")[0] or name
    return f"{folder}{slash}{stem}-{variant.width}.{variant.digest[:12]}.{variant.ending}"
