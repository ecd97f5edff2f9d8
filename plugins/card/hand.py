"""How a text is set in a font: sign by sign, or shaped by Pillow.

Pillow kerns only what it shapes, and shapes only where it finds the library fribidi. So what needs
no shaping is placed here, and looks the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from itertools import pairwise

import uharfbuzz
from PIL import Image, ImageDraw, ImageFont

# Each sign is drawn as itself: nothing takes its place.
_AS_ITSELF = dict.fromkeys(("calt", "ccmp", "clig", "liga", "locl", "rclt", "rlig"), False)
_NO_LANGUAGE = "und"  # it would be the machine's

Point = tuple[float, float]


class Hand:
    """Sets a text from the left, sign by sign, each as near to the last as the font says."""

    layout = ImageFont.Layout.BASIC

    def __init__(self, font: bytes) -> None:
        self._font = font
        self._setter = uharfbuzz.Font(uharfbuzz.Face(font))
        self._units = int(self._setter.face.upem)
        self._sizes: dict[int, ImageFont.FreeTypeFont] = {}
        # A word is measured again at each size that is tried.
        self._advance = lru_cache(maxsize=10_000)(self._measure)

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """The font at a size in pixels."""
        if size not in self._sizes:
            font = BytesIO(self._font)
            self._sizes[size] = ImageFont.truetype(font, size, layout_engine=self.layout)
        return self._sizes[size]

    def width(self, text: str, size: int) -> float:
        """How wide a text is, in pixels."""
        return self._advance(text) * size / self._units

    def write(self, pencil: ImageDraw.ImageDraw, at: Point, text: str, size: int) -> None:
        """Draw a text that begins at a point of its baseline."""
        part = size / self._units
        for signs, (right, up) in self._places(text):
            place = at[0] + right * part, at[1] - up * part
            pencil.text(place, signs, fill=255, font=self.at(size), anchor="ls")

    def ink(self, text: str, size: int) -> tuple[int, int]:
        """Where a text's ink begins and ends, in pixels from where the text does."""
        room = 2 * size
        image = Image.new("L", (int(self.width(text, size)) + 2 * room, 2 * room))
        self.write(ImageDraw.Draw(image), (room, room), text, size)
        left, _, right, _ = image.getbbox() or (room, 0, room, 0)
        return left - room, right - room

    def _measure(self, text: str) -> int:
        return sum(int(place.x_advance) for place in self._set(text).glyph_positions)

    def _places(self, text: str) -> Iterator[tuple[str, Point]]:
        """The signs of a text, each with its place: to the right and up, in units of the font."""
        buffer = self._set(text)
        starts: dict[int, Point] = {}
        pen = 0
        for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            starts[glyph.cluster] = pen + place.x_offset, place.y_offset
            pen += place.x_advance
        # Signs that the font makes one of have one place.
        for start, end in pairwise([*sorted(starts), len(text)]):
            yield text[start:end], starts[start]

    def _set(self, text: str) -> uharfbuzz.Buffer:
        buffer = uharfbuzz.Buffer()
        buffer.cluster_level = uharfbuzz.BufferClusterLevel.CHARACTERS
        buffer.add_str(text)
        buffer.direction, buffer.language = "ltr", _NO_LANGUAGE
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._setter, buffer, _AS_ITSELF)
        return buffer


class ShapingHand(Hand):
    """Leaves it all to Pillow, which has to have raqm: directions, joined letters, marks."""

    layout = ImageFont.Layout.RAQM

    def __init__(self, font: bytes, direction: str) -> None:
        super().__init__(font)
        self._direction = direction

    def width(self, text: str, size: int) -> float:
        """How wide a text is, in pixels."""
        return self.at(size).getlength(text, direction=self._direction, language=_NO_LANGUAGE)

    def write(self, pencil: ImageDraw.ImageDraw, at: Point, text: str, size: int) -> None:
        """Draw a text that begins at a point of its baseline."""
        pencil.text(
            at,
            text,
            fill=255,
            font=self.at(size),
            anchor="ls",
            direction=self._direction,
            language=_NO_LANGUAGE,
        )
