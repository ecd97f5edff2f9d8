"""The picture itself: its bytes, and what is seen of it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path

import fontpkg_fira_sans_condensed
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, features

from card import Face, Wording, draw, key, read_face, word_post
from card.picture import _DRAWING
from tests.small_site import PLUGINS

BLACK = Path(fontpkg_fira_sans_condensed.__file__).parent / "files/FiraSansCondensed-Black.ttf"
TITLE, LESSON = "Forget how many followers you have", "Stop counting. Start knowing them."
LONG = "Walk over to the one person who can mend it, and ask how their week is going. " * 9
WORDINGS = {
    "usual": Wording(TITLE, LESSON, "End Rant"),
    "short": Wording("Hush", "Be kind.", "End Rant"),
    "long": Wording(LONG, LONG, LONG),
    "one word": Wording("x" * 400, "W" * 400, "y" * 400),
    "no title": Wording("", LESSON, "End Rant"),
    "no lesson": Wording(TITLE, "", "End Rant"),
    "no name": Wording(TITLE, LESSON),
    "own": Wording("End Rant", "Rants that end in a lesson.", own=True),
    "Greek": Wording("Ξέχνα το", "Σταμάτα να μετράς. Άρχισε να γνωρίζεις.", "Τέλος"),
    "Cyrillic": Wording("Забудь", "Перестань считать. Начни узнавать.", "Конец"),
    "tall": Wording("ẤỄỖ ậ", "ẤỄỖ ỰẬ Ἆᾯ Ѝ gjpq̣ " * 4, "Ấ"),
    "marks": Wording("a" + "\u0301" * 80, ("o" + "\u0323" * 40 + "\u0302" * 40) * 9, "ă"),
    "dense": Wording("%§&@#" * 30, "@&§%#8B " * 60, "@"),
}
PAPER, LESSON_PAPER = (251, 250, 246), (232, 241, 236)
RED, GREEN, SOFT = (163, 35, 27), (11, 90, 76), (95, 90, 82)

Colour = tuple[int, int, int]


# The pixels of all these pictures, by the number of the drawing.
DRAWN = {1: "b094e8c28e4d0653f64f408b44383c9745712f2929b18dd9e2a018661387688e"}


@pytest.fixture(scope="module")
def face() -> Face:
    return read_face()


@pytest.fixture(scope="module")
def pictures(face: Face) -> dict[str, bytes]:
    return {name: draw(wording, face) for name, wording in WORDINGS.items()}


def seen(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture)).convert("RGB")


def colours(image: Image.Image, box: tuple[int, int, int, int]) -> dict[Colour, int]:
    """How many pixels of each colour there are in a part of an image."""
    part = image.crop(box)
    found = part.getcolors(part.width * part.height)
    return {colour: count for count, colour in found or ()}


@pytest.mark.parametrize("name", WORDINGS)
def test_picture_is_a_small_png_without_a_word_of_when(
    pictures: dict[str, bytes], name: str
) -> None:
    """1200 by 630, a palette, under 60,000 bytes, and only the chunks that make the picture."""
    picture = pictures[name]

    image = Image.open(BytesIO(picture))
    image.load()
    assert (image.format, image.mode, image.size) == ("PNG", "P", (1200, 630))
    assert len(picture) < 60_000
    assert set(chunks(picture)) == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}


def chunks(picture: bytes) -> Iterator[bytes]:
    """The names of a PNG's parts."""
    at = 8
    while at < len(picture):
        length = int.from_bytes(picture[at : at + 4], "big")
        yield picture[at + 4 : at + 8]
        at += length + 12


@pytest.mark.parametrize("name", WORDINGS)
def test_nothing_is_drawn_outside_the_margins(pictures: dict[str, bytes], name: str) -> None:
    """Left, right, above and below there is paper, and the bar of the lesson, in whole colours."""
    image = seen(pictures[name])

    bar = {GREEN} if WORDINGS[name].lesson else set()
    assert set(colours(image, (0, 0, 24, 630))) <= {PAPER} | bar
    assert set(colours(image, (24, 0, 76, 630))) <= {PAPER, LESSON_PAPER}
    assert set(colours(image, (1124, 0, 1200, 630))) <= {PAPER, LESSON_PAPER}
    assert set(colours(image, (76, 0, 1124, 24))) == {PAPER}
    assert set(colours(image, (24, 606, 1200, 630))) == {LESSON_PAPER if bar else PAPER}


@pytest.mark.parametrize("name", sorted(set(WORDINGS) - {"no title", "no lesson", "no name"}))
def test_texts_are_there_in_their_colours(
    face: Face, pictures: dict[str, bytes], name: str
) -> None:
    """The title is red above the rule, the lesson green below it, and far larger."""
    image = seen(pictures[name])

    ink = colours(image, (76, 0, 1124, 630))
    without = colours(seen(draw(replace(WORDINGS[name], title=""), face)), (76, 0, 1124, 630))
    assert ink[RED] > without[RED] + 300
    assert ink[GREEN] > 3000
    assert (SOFT in ink) is bool(WORDINGS[name].site)


def test_title_alone_is_large(face: Face) -> None:
    """A post without a lesson has no box, and its title fills the place."""
    alone = colours(seen(draw(WORDINGS["no lesson"], face)), (0, 0, 1200, 630))
    small = colours(seen(draw(WORDINGS["usual"], face)), (0, 0, 1200, 630))

    assert LESSON_PAPER not in alone
    assert GREEN not in alone
    assert alone[RED] > 3 * small[RED]


def test_short_lesson_is_larger_than_a_long_one(face: Face) -> None:
    """Ten letters stand higher than three hundred."""
    heights = []
    for lesson in ("Be curious", LONG[:300]):
        image = seen(draw(Wording("", lesson), face))
        rows = [GREEN in colours(image, (76, row, 1124, row + 1)) for row in range(130, 620)]
        first = rows.index(True)
        heights.append(rows.index(False, first) - first)

    assert heights[0] > 2.5 * heights[1]


@pytest.mark.parametrize("sign", "HTVA3Jjοω„«—Ж@")
def test_ink_is_flush_and_whole(face: Face, sign: str) -> None:
    """Whatever the letter, its ink begins at the margin, and none of it is cut off."""
    image = seen(draw(Wording("", sign), face))

    left, right = face.hand(sign).ink(sign, 164)
    columns = [
        column
        for column in range(24, 1200)
        if set(colours(image, (column, 200, column + 1, 630))) != {LESSON_PAPER}
    ]
    assert columns[0] == 76
    assert columns[-1] - (76 + right - left - 1) in (-1, 0)  # a column may be all but white


@pytest.mark.parametrize("name", WORDINGS)
def test_no_line_is_cut_off_at_its_end(pictures: dict[str, bytes], name: str) -> None:
    """However full the lines are, the last columns before the margin hold no ink of theirs."""
    image = seen(pictures[name])

    assert len(set(colours(image, (1121, 245, 1124, 500)))) == 1


def test_short_lesson_stands_in_the_middle(face: Face) -> None:
    """Between the box's edge and the margin, there is as much above its capitals as below."""
    image = seen(draw(Wording("", "HH"), face))

    rows = [GREEN in colours(image, (76, row, 1124, row + 1)) for row in range(630)]
    edge = [LESSON_PAPER in colours(image, (76, row, 77, row + 1)) for row in range(630)].index(
        True
    )
    first, last = rows.index(True), 629 - rows[::-1].index(True)
    assert abs((first - edge - 14) - (600 - last)) <= 2


def test_text_from_the_right_is_set_on_the_right(face: Face) -> None:
    """The bar stands where the lines begin; the picture is a mirror of the other."""
    image = seen(draw(Wording("", "\u05d0", ""), face))

    assert set(colours(image, (1176, 200, 1200, 630))) == {GREEN}
    assert set(colours(image, (0, 200, 600, 630))) == {LESSON_PAPER}


@pytest.mark.parametrize("lost", ["学ぶ", "سلام", "नमस्ते", "a 学 b"])
def test_letters_that_lack_are_not_drawn_as_boxes(face: Face, lost: str) -> None:
    """With a lesson that cannot be drawn, the picture is that of the title alone, to the byte."""
    worded = word_post(TITLE, lost, "End Rant", face.draws)

    assert worded.wording is not None
    assert draw(worded.wording, face) == draw(Wording(TITLE, "", "End Rant"), face)


def test_emoji_does_not_cost_the_lesson(face: Face) -> None:
    """The picture is that of the lesson without it, to the byte."""
    worded = word_post(f"{TITLE} 😡", f"👩\u200d👧 {LESSON} 👍🏽", "End Rant", face.draws)

    assert worded.wording is not None
    assert draw(worded.wording, face) == draw(Wording(TITLE, LESSON, "End Rant"), face)


@settings(max_examples=40)
@given(
    st.text(max_size=200),
    st.one_of(st.text(max_size=400), st.text(st.characters(max_codepoint=0x500), max_size=400)),
)
def test_any_text_makes_a_small_picture(title: str, lesson: str) -> None:
    """Whatever is written, what can be drawn is drawn, under 60,000 bytes, within the margins."""
    face = read_face()
    wording = word_post(title, lesson, "End Rant", face.draws).wording or Wording("End Rant")

    picture = draw(wording, face)

    assert len(picture) < 60_000
    assert set(colours(seen(picture), (1124, 0, 1200, 630))) <= {PAPER, LESSON_PAPER}


@pytest.mark.parametrize("pair", ["Ta", "To", "We", "AV", "VA", "ΓΑ", "ТА", "УД"])
def test_letters_are_kerned(face: Face, pair: str) -> None:
    """Two letters whose shapes leave a gap stand closer than one after the other would."""
    hand = face.hand(pair)

    first, second = pair
    apart = hand.width(first, 300) + hand.width(second, 300)
    end_apart = hand.width(first, 300) + hand.ink(second, 300)[1]
    assert hand.width(pair, 300) <= apart - 3
    assert hand.ink(pair, 300)[1] <= end_apart - 2


@pytest.mark.parametrize("text", ["q\u0323", "ɛ\u0301", "G\u0303", "e\u0323\u0301"])
def test_accent_stands_above_or_below_its_letter(face: Face, text: str) -> None:
    """What has no sign of its own is as wide as its letter, in its ink, too."""
    hand = face.hand(text)

    assert hand.width(text, 100) == hand.width(text[0], 100)
    assert hand.ink(text, 100) == hand.ink(text[0], 100)


def test_another_drawing_has_another_number(pictures: dict[str, bytes]) -> None:
    """Whoever keeps a picture learns of every change to how it is drawn."""
    drawn = hashlib.sha256()
    for picture in pictures.values():
        drawn.update(seen(picture).tobytes())

    assert {_DRAWING: drawn.hexdigest()} == DRAWN, (
        f"the pictures have changed — count _DRAWING up in plugins/card/picture.py, and write "
        f'DRAWN = {{{_DRAWING + 1}: "{drawn.hexdigest()}"}} here. Where nothing but Pillow has '
        f"changed, whose version is in each key, _DRAWING stays {_DRAWING}."
    )


PROGRAM = """
import hashlib
import json
import sys
from PIL import features
from card import Wording, draw, key, read_face

print(features.check("raqm"))
face = read_face()
for wording in (Wording(**words) for words in json.load(sys.stdin)):
    print(key(wording, face), hashlib.sha256(draw(wording, face)).hexdigest())
"""


def test_bytes_are_the_same_everywhere(
    face: Face, pictures: dict[str, bytes], tmp_path: Path
) -> None:
    """Another process, hash seed, zone, locale and folder draw the same bytes under one name.

    So does a machine without fribidi, where Pillow cannot shape: a broken one hides it here.
    """
    for name in ("libfribidi.so.0", "libfribidi.so"):
        (tmp_path / name).write_bytes(b"none")
    here = [
        f"{key(wording, face)} {hashlib.sha256(pictures[name]).hexdigest()}"
        for name, wording in WORDINGS.items()
    ]
    words = json.dumps([asdict(wording) for wording in WORDINGS.values()])
    found = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=tmp_path,
            env={
                **os.environ,
                "PYTHONPATH": str(PLUGINS),
                **environment,
            },
            input=words,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
        for environment in (
            {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
            {
                "PYTHONHASHSEED": "2",
                "TZ": "Pacific/Kiritimati",
                "LC_ALL": "C.UTF-8",
                "LD_LIBRARY_PATH": str(tmp_path),
            },
        )
    ]

    assert found == [[str(features.check("raqm")), *here], ["False", *here]]


def test_everything_that_decides_is_in_the_key(face: Face) -> None:
    """Each word, each place of a word, and the font make a key of their own."""
    wordings = [
        Wording("a", "b", "c"),
        Wording("a", "b", ""),
        Wording("a", "bc", ""),
        Wording("b", "a", "c"),
        Wording("a", "", "c"),
        Wording("a", "b", "c", own=True),
    ]
    keys = {key(wording, face) for wording in wordings}

    other = read_face(str(BLACK))
    assert len(keys) == len(wordings)
    assert key(wordings[0], other) not in keys
    assert draw(wordings[0], other) != draw(wordings[0], face)
