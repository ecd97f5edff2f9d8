"""Lines of text: as large as their place allows, and about as long as one another.

Pure: how wide a text is, the caller measures.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, takewhile

# How wide a text is, in pixels, at a size.
Measure = Callable[[str, int], float]

_WORD = re.compile(r"(?:\S|\u00a0)+")  # what a no-break space joins is one word
_SENTENCE = re.compile(r"[.!?…;·][\"'”’»)]*$")
# A sentence that begins a line is worth this part of the size.
_SMALLER = 0.78


@dataclass(frozen=True)
class Place:
    """Where a text is set: its width and height in pixels, its sizes, the largest first.

    The rest are parts of a size: from one baseline to the next, above the first, below the last.
    """

    width: int
    height: int
    sizes: Sequence[int]
    leading: float
    ascent: float
    descent: float

    def room(self, size: int) -> int:
        """How many lines of a size there is room for."""
        left = self.height - (self.ascent + self.descent) * size
        return 1 + int(left // (self.leading * size)) if left >= 0 else 0


@dataclass(frozen=True)
class Block:
    """A text that has been set: its lines, their size, and whether some of it was cut off."""

    lines: tuple[str, ...]
    size: int
    cut: bool = False


def fit(text: str, measure: Measure, place: Place, *, ellipsis: str = "…") -> Block:
    """Set a text in the largest size at which all of it fits.

    Each sentence begins a line, where that takes but a little of the size. Only where the smallest
    size is too large is a word broken, or the text cut at a word.
    """
    words = _WORD.findall(text)
    sizes = place.sizes
    position = bisect_left(sizes, True, key=lambda size: _fits(words, measure, place, size))
    if position == len(sizes):
        return _cut(words, measure, place, ellipsis)
    largest, sentences = sizes[position], _sentences(words)
    for size in takewhile(lambda size: size >= _SMALLER * largest, sizes[position:]):
        parts = [_lines(sentence, measure, place, size) for sentence in sentences]
        lines = tuple(chain.from_iterable(parts))
        if len(lines) <= place.room(size):
            return Block(lines, size)
    return Block(_lines(words, measure, place, largest), largest)


def _fits(words: list[str], measure: Measure, place: Place, size: int) -> bool:
    if any(measure(word, size) > place.width for word in words):
        return False
    return len(_lines(words, measure, place, size)) <= place.room(size)


def _sentences(words: list[str]) -> list[list[str]]:
    """The words of each sentence."""
    sentences = [words[:1]]
    for before, word in pairwise(words):
        # After "e.g." a small letter follows; "Ms." and "J." begin with a large one.
        is_short = before[0].isupper() and before.endswith(".") and len(before) <= 3
        if _SENTENCE.search(before) and not is_short and not word[0].islower():
            sentences.append([])
        sentences[-1].append(word)
    return sentences


def _cut(words: list[str], measure: Measure, place: Place, ellipsis: str) -> Block:
    """As much of a text as fits in the smallest size, words that are too wide broken."""
    size = place.sizes[-1]
    pieces = [piece for word in words for piece in _pieces(word, measure, place, size)]

    def lines(count: int) -> tuple[str, ...]:
        kept = pieces[:count]
        if count < len(pieces):
            kept[-1] = kept[-1].rstrip(".,:;–—-") + ellipsis
        return _lines(kept, measure, place, size)

    counts = range(len(pieces), 1, -1)
    position = bisect_left(counts, True, key=lambda count: len(lines(count)) <= place.room(size))
    count = len(pieces) - position
    return Block(lines(count), size, cut=count < len(pieces))


def _pieces(word: str, measure: Measure, place: Place, size: int) -> list[str]:
    """A word in pieces, each with room for an ellipsis; a mark stays with its letter."""
    if measure(word, size) <= place.width - size:
        return [word]
    pieces = [""]
    for sign in word:
        is_mark = unicodedata.category(sign) in ("Mn", "Mc", "Cf")
        if pieces[-1] and not is_mark and measure(pieces[-1] + sign, size) > place.width - size:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def _lines(words: list[str], measure: Measure, place: Place, size: int) -> tuple[str, ...]:
    """As few lines as can be, and of all such the most even."""
    widths, space = [measure(word, size) for word in words], measure(" ", size)
    # For each number of words: how many lines, how uneven, and where the last line begins.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(words) + 1):
        length, found = widths[end - 1], []
        for start in range(end - 1, -1, -1):
            count, cost, _ = best[start]
            found.append((count + 1, cost + (1 - length / place.width) ** 2, start))
            length += space + widths[start - 1]
            if length > place.width:
                break
        best.append(min(found))
    lines: list[str] = []
    end = len(words)
    while end:
        start = best[end][2]
        lines.insert(0, " ".join(words[start:end]))
        end = start
    return tuple(lines)
