"""What of a text can be drawn: letters as the font has them, and no signs that it has not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

# Signs that look alike, of which every font has one.
_ALIKE = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2212": "–", "\u202f": "\u00a0"})
_SPACE = re.compile(r"[^\S\u00a0]+")
_JOINERS = "\u200c\u200d"
_VARIANTS = range(0xFE00, 0xFE10)
_ACCENTS = frozenset(map(chr, (*range(0x300, 0x370), *range(0x1DC0, 0x1E00))))
# An accent above takes the place of the dot.
_DOTTED = re.compile("[ijịį](?=[\u0316-\u0333]*[\u0300-\u0314])")
_DOTLESS = {"i": "ı", "j": "ȷ", "ị": "ı\u0323", "į": "ı\u0328"}
_PICTURES = range(0x1F000, 0x1FB00)  # a later Unicode than Python's has more of them


@dataclass(frozen=True)
class Lettering:
    """A text as it is drawn, the signs that were left out, and the first letter that lacks.

    With a letter that lacks, the text says something else: it is not to be drawn.
    """

    text: str
    left_out: str = ""
    lacking: str = ""


def letter(text: str, draws: Callable[[str], bool]) -> Lettering:
    """Write a text with what a font draws: an emoji can be missed, a letter cannot."""
    if _is_as_it_is(text) and all(map(draws, set(text))):
        return Lettering(text)  # as most are
    return _letter_by_letter(text, draws)


def _letter_by_letter(text: str, draws: Callable[[str], bool]) -> Lettering:
    kept = left_out = lacking = before = ""
    text = unicodedata.normalize("NFC", text).translate(_ALIKE)
    if all(map(draws, "ıȷ\u0323\u0328")):
        text = _DOTTED.sub(lambda match: _DOTLESS[match[0]], text)
    for sign in _plain(text):
        if sign in _JOINERS:
            # After a letter that joins it says how, between emoji that they are one.
            kept += sign if is_shaped(before) and draws(before) else ""
        elif sign.isspace() or draws(sign):
            kept += sign
        elif _is_picture(sign):
            left_out += sign
        else:
            lacking = lacking or sign
        before = sign
    kept = _plain(kept)
    return Lettering(kept, left_out, lacking or ("" if kept else left_out[:1]))


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs from the right."""
    directions = (unicodedata.bidirectional(sign) for sign in text)
    return next((way for way in directions if way in ("L", "R", "AL")), "L") != "L"


def is_shaped(text: str) -> bool:
    """Whether a sign of a text looks as its neighbours let it.

    It runs from the right, or is a mark other than those of Latin, Greek and Cyrillic.
    """
    return any(map(_is_shaped, set(text)))


@cache
def _is_shaped(sign: str) -> bool:
    return unicodedata.bidirectional(sign) in ("R", "AL") or (
        unicodedata.category(sign)[0] == "M" and sign not in _ACCENTS
    )


def _is_as_it_is(text: str) -> bool:
    """Whether a font that has all signs of a text draws it as it stands."""
    return (
        all(map(_is_simple, set(text)))
        and unicodedata.is_normalized("NFC", text)
        and "  " not in text
        and text.strip() == text
    )


@cache
def _is_simple(sign: str) -> bool:
    """Whether a sign stands for itself, whatever is beside it."""
    is_other = sign.isspace() or ord(sign) in _ALIKE or _is_unseen(sign)
    return sign == " " or not (is_other or unicodedata.category(sign)[0] == "M")


def _plain(text: str) -> str:
    """A text in one line, without signs that are seen only by what they do to others."""
    line = _SPACE.sub(" ", text)
    seen = "".join(sign for sign in line if sign in _JOINERS or not _is_unseen(sign))
    return _SPACE.sub(" ", seen).strip()


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cf", "Cc", "Cs", "Me") or ord(sign) in _VARIANTS


def _is_picture(sign: str) -> bool:
    return unicodedata.category(sign) in ("So", "Sk", "Co") or ord(sign) in _PICTURES
