"""A source's bytes as text: which encoding they look like, and what no text may hold."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_NAMES = {"cp932": "Shift-JIS", "cp949": "EUC-KR", "cp936": "GBK", "cp950": "Big5"}
_WESTERN = {"cp1252", "latin_1", "iso8859_15"}
# XML 1.0, section 2.2, allows none of these, so no feed could carry them; C1 controls are allowed
# there and mean nothing on a page. A null, which only UTF-16 has a use for, is among them.
# An override makes a text read otherwise than it is written, and the page behind it, too.
_TURNS = "\u202d\u202e"
_CONTROL = re.compile("[\u202d\u202e\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def decode(data: bytes) -> str:
    """The text of a source in UTF-8, without the byte order mark and with one kind of line end.

    Raises `UnicodeDecodeError` where it is not UTF-8.
    """
    if _is_wide(data) and not _has_mark(data):
        # Each of its bytes may be UTF-8, and none of it is text.
        null = data.index(0)
        raise UnicodeDecodeError("utf-8", data, null, null + 1, "a null")
    text = data.decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def describe(data: bytes, error: UnicodeDecodeError) -> tuple[int, str]:
    """Say where `data` stops being UTF-8, the line first, and which encoding it looks like."""
    # The error of `utf-8-sig` counts from behind the byte order mark, where there is one.
    offset = error.start + len(data) - len(error.object)
    line = len(re.findall(rb"\r\n|\r|\n", data[:offset])) + 1
    fault = f"byte 0x{data[offset]:02x} at offset {offset} is not UTF-8"
    if data[offset] == 0:
        fault = f"byte 0x00 at offset {offset} is no text"
    elif 0 in data and not _has_mark(data):
        return line, f"{fault}, and others are nulls: this is no text — remove it"
    return line, f"{fault}; the file looks like {_guess(data)} — save it as UTF-8"


def control_characters(text: str) -> Iterator[tuple[int, str]]:
    """Each line, 1 for the first, with a character that no page may hold; and what to do."""
    # Nearly no text has one.
    for number, line in enumerate(text.split("\n") if _CONTROL.search(text) else (), start=1):
        match = _CONTROL.search(line)
        if match:
            fault = "turns what follows" if match.group() in _TURNS else "no page can show"
            which = f"character {match.start() + 1} is U+{ord(match.group()):04X}"
            yield number, f"{which}, which {fault} — take it out"


def _guess(data: bytes) -> str:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    if _is_wide(data):
        return "UTF-16"
    names = [name for match in from_bytes(data) for name in match.could_be_from_charset]
    if not names or _WESTERN.intersection(names):
        return "Windows-1252 (Latin-1)"
    name = re.sub(r"\Acp(125\d)\Z", r"Windows-\1", names[0])
    return _NAMES.get(name, name).replace("_", "-")


def _has_mark(data: bytes) -> bool:
    return any(data.startswith(bom) for bom, _ in _BOMS)


def _is_wide(data: bytes) -> bool:
    """Whether every other byte is a null, or nearly, as in UTF-16 and UTF-32."""
    return data.count(0) > len(data) // 4
