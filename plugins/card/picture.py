"""The picture: a post in small, with its title, the rule below it, and the lesson in its box."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from io import BytesIO

from PIL import Image, ImageColor, ImageDraw

from .face import Face
from .hand import Hand, Point
from .layout import Place, fit
from .lettering import is_right_to_left
from .wording import Wording

WIDTH, HEIGHT = 1200, 630

# Counted up with every change to what is drawn: it is how the cache, and whoever keeps a
# picture by its address, learn of the change.
_DRAWING = 1

_END = "END RANT."
_LOUD = tuple(range(164, 36, -4))
_OWN = tuple(range(124, 36, -4))
_TITLE = (48, 42, 36)
_SMALL = 28

_LEFT, _RIGHT, _TOP, _NAME, _BOTTOM = 76, WIDTH - 76, 36, 556, 600

# How high a capital stands, of a size; and how close lines stand, of the height of the font.
_CAPITAL, _CLOSE = 0.69, 0.9

# How many pixels the ink of a line may reach beyond its end.
_HANG = 8

# A ground, and an ink on it; between the two lie sixteen shades of the palette.
_SHADES = 16
_RAMPS = (
    ("#fbfaf6", "#a3231b"),
    ("#fbfaf6", "#5f5a52"),
    ("#e8f1ec", "#0b5a4c"),
    ("#e8f1ec", "#5f5a52"),
)
_RED, _SOFT, _GREEN, _SOFT_ON_GREEN = range(len(_RAMPS))


@dataclass(frozen=True)
class _Box:
    """A part of the picture, in pixels; nothing that is set in it leaves it."""

    left: int
    top: int
    right: int
    bottom: int


def key(wording: Wording, face: Face) -> str:
    """The hash of everything that decides the picture."""
    texts = (wording.title, wording.lesson, wording.site)
    decided = [_DRAWING, *face.identity("".join(texts)), *texts, wording.own]
    return hashlib.sha256(json.dumps(decided).encode()).hexdigest()


def draw(wording: Wording, face: Face) -> bytes:
    """Draw a picture, as a PNG of few shades; the same words give the same bytes."""
    canvas = _Canvas(face)
    if wording.lesson:
        _draw_lesson(canvas, wording)
    else:
        _draw_title(canvas, wording)
    return canvas.encode()


def _draw_lesson(canvas: _Canvas, wording: Wording) -> None:
    """The title, the rule below it, and the lesson in its box."""
    top = _TOP
    if wording.title:
        box = _Box(_LEFT, top - 6, _RIGHT, top + (136 if wording.own else 110))
        top = canvas.text(wording.title, box, _OWN if wording.own else _TITLE, _RED)
    canvas.rule(top + 44, "" if wording.own else _END)
    top += 88
    canvas.box(top, right=is_right_to_left(wording.lesson))
    box = _Box(_LEFT, top + 14, _RIGHT, _NAME - 6 if wording.site else _BOTTOM)
    canvas.text(wording.lesson, box, _LOUD, _GREEN, middle=True)
    canvas.text(wording.site, _Box(_LEFT, _NAME, _RIGHT, _BOTTOM), (_SMALL,), _SOFT_ON_GREEN)


def _draw_title(canvas: _Canvas, wording: Wording) -> None:
    """The title alone, large."""
    canvas.text(wording.title, _Box(_LEFT, _TOP, _RIGHT, 496), _LOUD, _RED, middle=True)
    canvas.rule(520)
    canvas.text(wording.site, _Box(_LEFT, _NAME, _RIGHT, _BOTTOM), (_SMALL,), _SOFT)


class _Canvas:
    """A picture that is being drawn, in shades of the palette."""

    def __init__(self, face: Face) -> None:
        self._face = face
        self._image = Image.new("L", (WIDTH, HEIGHT), _RED * _SHADES)
        signs = ("…", "...", "")
        self._ellipsis = next(sign for sign in signs if all(map(face.draws, sign)))

    def text(
        self, text: str, box: _Box, sizes: Sequence[int], ramp: int, *, middle: bool = False
    ) -> int:
        """Set a text at the top of a box, or in its middle; say where its last line stands."""
        if not text:
            return box.top
        width, height = box.right - box.left - _HANG, box.bottom - box.top
        hand, ascent, descent = self._face.hand(text), self._face.ascent, self._face.descent
        place = Place(width, height, sizes, (ascent + descent) * _CLOSE, ascent, descent)
        block = fit(text, hand.width, place, ellipsis=self._ellipsis)
        step, first = place.leading * block.size, box.top + ascent * block.size
        if middle:
            below = step * (len(block.lines) - 1)
            first = max(first, (box.top + box.bottom + _CAPITAL * block.size - below) / 2)
        right = is_right_to_left(text)
        lines = []
        for number, line in enumerate(block.lines):
            # It is the ink that stands flush, whatever white a letter has beside it.
            ink = hand.ink(line, block.size)
            left = box.right - ink[1] if right else box.left - ink[0]
            lines.append(((left, first + number * step), line))
        self._write(hand, lines, block.size, box, ramp)
        return round(lines[-1][0][1])

    def rule(self, middle: int, words: str = "") -> None:
        """Draw the red rule, with words in its middle that the font has."""
        words = words if all(map(self._face.draws, words)) else ""
        hand = self._face.hand(words)
        steps = [hand.width(sign, _SMALL) + 0.12 * _SMALL for sign in words]
        half = round(sum(steps) / 2)
        gap = half + 20 if words else 0
        for left, right in ((_LEFT, WIDTH // 2 - gap), (WIDTH // 2 + gap, _RIGHT)):
            self._fill(_Box(left, middle - 2, right, middle + 2), _RED, _SHADES - 1)
        base = middle + _CAPITAL / 2 * _SMALL
        signs = [
            ((WIDTH / 2 - half + sum(steps[:number]), base), sign)
            for number, sign in enumerate(words)
        ]
        box = _Box(WIDTH // 2 - half, middle - _SMALL, WIDTH // 2 + half, middle + _SMALL)
        self._write(hand, signs, _SMALL, box, _RED)

    def box(self, top: int, *, right: bool) -> None:
        """Fill all below with the lesson's paper, its bar on the side where its lines begin."""
        self._fill(_Box(0, top, WIDTH, HEIGHT), _GREEN, 0)
        bar = _Box(WIDTH - 24, top, WIDTH, HEIGHT) if right else _Box(0, top, 24, HEIGHT)
        self._fill(bar, _GREEN, _SHADES - 1)

    def encode(self) -> bytes:
        """The picture as a PNG that says nothing of when it was made."""
        self._image.putpalette([part for ramp in _RAMPS for part in _palette(*ramp)])
        file = BytesIO()
        self._image.save(file, "PNG", compress_level=6)
        return file.getvalue()

    def _fill(self, box: _Box, ramp: int, shade: int) -> None:
        self._image.paste(ramp * _SHADES + shade, astuple(box))

    def _write(
        self,
        hand: Hand,
        texts: Sequence[tuple[Point, str]],
        size: int,
        box: _Box,
        ramp: int,
    ) -> None:
        """Draw texts at their places; what would leave the box is cut off."""
        mask = Image.new("L", (box.right - box.left, box.bottom - box.top))
        pencil = ImageDraw.Draw(mask)
        for (left, base), text in texts:
            hand.write(pencil, (left - box.left, base - box.top), text, size)
        shades = [ramp * _SHADES + round(grey / 255 * (_SHADES - 1)) for grey in range(256)]
        self._image.paste(mask.point(shades), (box.left, box.top))


def _palette(ground: str, ink: str) -> list[int]:
    """The shades from a ground to its ink, as red, green and blue in turn."""
    ends = tuple(zip(ImageColor.getrgb(ground), ImageColor.getrgb(ink), strict=True))
    parts = range(_SHADES)
    return [round(a + (b - a) * part / (_SHADES - 1)) for part in parts for a, b in ends]
