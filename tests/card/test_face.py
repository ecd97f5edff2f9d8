"""The font that comes with the plugin: what it has."""

from __future__ import annotations

import struct
from pathlib import Path

import fontpkg_fira_sans_condensed
import pytest
from PIL import features

from card import CardError, Face, read_face

BLACK = Path(fontpkg_fira_sans_condensed.__file__).parent / "files/FiraSansCondensed-Black.ttf"
ALPHABETS = {
    "Latin": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzÆŒØÐÞßŁłĐđŊŋƏəẞ",
    "accents": "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝāăąćĉċčďēĕėęěğġģĥĩīįıĵķĺļľńņňōŏőŕřśşšţťũūŭůűųŵŷźżžșț",
    "Vietnamese": "ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊị"
    "ỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ",
    "Greek": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰἀἁἂἃἄἅἆἇᾳᾴᾷῆῖῥ",
    "Cyrillic": "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя"
    "ёђѓєіїјљњћќўџґқңүұһәө",
    "signs": ".,:;!?…–—-‘’“”«»„()[]&@#%§°©®™€£$+=×÷•†",
}
SEVERAL_HAVE_ONE_SHAPE = {"Vietnamese": 0, "Latin": 1}  # Ð and Đ


@pytest.fixture(scope="module")
def face() -> Face:
    return read_face()


@pytest.mark.parametrize("name", ALPHABETS)
def test_alphabet_is_drawn_letter_by_letter(face: Face, name: str) -> None:
    """Every letter is drawn, and differently from every other: a box would be always the same."""
    letters = ALPHABETS[name]

    shapes = {bytes(face.hand(sign).at(200).getmask(sign)) for sign in letters}

    assert [sign for sign in letters if not face.draws(sign)] == []
    assert len(letters) - len(shapes) == SEVERAL_HAVE_ONE_SHAPE.get(name, 0)


@pytest.mark.parametrize("sign", "学ぶ한سשनไ😀☃♥𝄞\ue000")
def test_what_the_font_has_not_is_known(face: Face, sign: str) -> None:
    """Han, kana, hangul, Arabic, Hebrew, Devanagari, Thai, emoji and symbols are not drawn."""
    assert not face.draws(sign)


def test_another_font_has_another_identity() -> None:
    """The bytes of the font decide, and so do the libraries; where it lies does not."""
    black = read_face(str(BLACK))

    assert black.identity("a") == Face(BLACK.read_bytes()).identity("a")
    assert black.identity("a")[0] != read_face().identity("a")[0]
    assert black.identity("a")[1:] == read_face().identity("a")[1:]


def test_what_shapes_counts_only_where_something_is_shaped(face: Face) -> None:
    """Pillow's own HarfBuzz decides how Hebrew looks, and nothing of Latin with its accents."""
    plain, shaped = face.identity("Ta q\u0323"), face.identity("Ta ש")

    names = ("raqm", "harfbuzz", "fribidi")
    assert shaped == plain + tuple(str(features.version(name)) for name in names)


def test_what_is_no_font_is_told(tmp_path: Path) -> None:
    """A file that is not there, one that is no font, and a packed one are named with the remedy."""
    text = tmp_path / "own.ttf"
    text.write_bytes(b"no font")
    packed = tmp_path / "packed.woff"
    packed.write_bytes(woff(BLACK.read_bytes()))

    for path in (text, tmp_path / "none.ttf", packed):
        with pytest.raises(CardError) as caught:
            read_face(str(path))
        assert str(caught.value) == (
            f"setting CARD_FONT: '{path}' is no font that can be read "
            "— name a file that ends in .ttf or .otf"
        )


def woff(font: bytes) -> bytes:
    """A font as the web has it, which Pillow opens and HarfBuzz does not."""
    tables = [
        font[at : at + 16] for at in range(12, 12 + 16 * int.from_bytes(font[4:6], "big"), 16)
    ]
    at, heads, bodies = 44 + 20 * len(tables), b"", b""
    for name, checksum, start, length in (struct.unpack(">4sIII", table) for table in tables):
        heads += struct.pack(">4sIIII", name, at + len(bodies), length, length, checksum)
        bodies += font[start : start + length] + bytes(-length % 4)
    head = (b"wOFF", font[:4], at + len(bodies), len(tables), 0, len(font), 1, 0, *(0,) * 5)
    return struct.pack(">4s4sIHHIHHIIIII", *head) + heads + bodies
