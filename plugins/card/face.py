"""A font: what it draws, and how it is set."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path

import PIL
import uharfbuzz
from PIL import features

from .hand import Hand, ShapingHand
from .lettering import is_right_to_left, is_shaped
from .settings import CardError

# Fira Sans Condensed ExtraBold, under the SIL Open Font License: Latin, Greek and Cyrillic.
_PACKAGE = "fontpkg_fira_sans_condensed"
_FILE = "files/FiraSansCondensed-ExtraBold.ttf"

_TRIAL = 48  # the size at which the font is measured


class Face:
    """One font, in every size that is asked for.

    Raises `OSError` for bytes that are no font. `ascent` and `descent` are parts of a size.
    """

    def __init__(self, font: bytes) -> None:
        self._hand = Hand(font)
        ways = ("ltr", "rtl") if features.check("raqm") else ()
        self._shaping = {way: ShapingHand(font, way) for way in ways}
        self._signs = frozenset(uharfbuzz.Face(font).unicodes)
        self._digest = hashlib.sha256(font).hexdigest()
        # Whether the font has a sign, and it can be placed; asked of each sign of each text.
        self.draws: Callable[[str], bool] = cache(self._draws)
        metrics = self._hand.at(_TRIAL).getmetrics()
        self.ascent, self.descent = (way / _TRIAL for way in metrics)
        if not self._signs:
            raise OSError("a font without letters")

    def hand(self, text: str) -> Hand:
        """How a text is set, and each part of it."""
        way = "rtl" if is_right_to_left(text) else "ltr"
        return self._shaping.get(way, self._hand) if is_shaped(text) else self._hand

    def identity(self, text: str) -> tuple[str, ...]:
        """All that decides how a text looks: the font's own bytes, and what draws them.

        What is not shaped stands where the font says, whichever HarfBuzz reads it.
        """
        shaping = ("raqm", "harfbuzz", "fribidi") if is_shaped(text) else ()
        versions = (_version(name) for name in ("freetype2", *shaping))
        return (self._digest, PIL.__version__, *versions)

    def _draws(self, sign: str) -> bool:
        return ord(sign) in self._signs and bool(self._shaping or not is_shaped(sign))


@cache
def _version(library: str) -> str:
    return str(features.version(library))


def read_face(path: str = "") -> Face:
    """Read the font at a path, or the one that comes with the plugin.

    Raises `CardError` where there is none.
    """
    try:
        return Face((Path(path) if path else files(_PACKAGE).joinpath(_FILE)).read_bytes())
    except ModuleNotFoundError as error:
        fault = f"the cards' font is missing: {error.name} is not installed"
        remedy = f"install {_PACKAGE.replace('_', '-')}, or name another font as CARD_FONT"
        raise CardError(f"{fault} — {remedy}") from error
    except OSError as error:
        fault = f"setting CARD_FONT: '{path}' is no font that can be read"
        raise CardError(f"{fault} — name a file that ends in .ttf or .otf") from error
