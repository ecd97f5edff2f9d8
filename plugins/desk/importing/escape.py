"""Text as Markdown: nothing in it means more than its own letters.

The rules are those of Python-Markdown with the extensions `extra` and `meta`, and of the lesson,
whose lines `Do:`, `By:` and `Say:` may stand nowhere else. What has no backslash there becomes a
character reference.
"""

from __future__ import annotations

import re

_SIGNS = "\\`*_{}[]()>#+-.!|"  # Python-Markdown's ESCAPED_CHARS, and the tables' own
# What may stand for itself: a word in brackets that nothing follows which would make it a link.
_BRACKETS = re.compile(r"\[[^\[\]\\`*_^<&!]+\](?=[^(\[:\s])|\[[^\[\]\\`*_^<&!]+\](?=\s[^(\[])")
_CONTROL = re.compile(
    "[\u202d\u202e\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]"
)
# Where a line begins, and a block of Markdown would.
_STARTS = (
    (re.compile(r"(?=[#>])"), "\\"),
    (re.compile(r"(?=[-+](?:\s|$))"), "\\"),
    (re.compile(r"(?=-[-:| ]*$)"), "\\"),  # a rule, or the line below a table's head
    (re.compile(r"(?=!!!)"), "\\"),
)
_NUMBER = re.compile(r"(\d+)\.(?=\s|$)")
_REFERENCED = re.compile(r"[:=~](?=[:=~ ]|$)|[:|](?=[-:| ]*$)")
_FIELD = re.compile(r"([A-Za-z]{2,6})(\s*):")
_FIELDS = ("do", "by", "say")
_WIDE = re.compile(r"^[^\S\n ]+|[^\S\n ]+$")  # white space that Python strips and HTML shows


def clean(text: str) -> tuple[str, int]:
    """Take out what no page and no feed can hold; with it, how many characters that were."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.subn("", text)


def escape(text: str, *, in_table: bool = False, in_link: bool = False) -> str:
    """Escape the text of one run within a block; line ends are spaces in HTML, so they become."""
    text = re.sub(r"[ \t\n]+", " ", text)
    found: list[str] = []
    at = 0
    while at < len(text):
        sign, rest = text[at], text[at + 1 :]
        if sign == "[" and not in_link and (words := _BRACKETS.match(text, at)):
            inner = _plain(words.group(), in_table)
            found.append(inner)
            at = words.end()
            continue
        found.append(_sign(sign, text[at - 1 : at], rest, in_table, in_link))
        at += 1
    return "".join(found)


def _plain(words: str, in_table: bool) -> str:
    words = words.replace("{", "\\{").replace("}", "\\}")
    return words.replace("|", "&#124;") if in_table else words


def _sign(sign: str, before: str, rest: str, in_table: bool, in_link: bool) -> str:
    after = rest[:1]
    if sign in "`*{}[" or (sign == "]" and in_link):
        return f"\\{sign}"
    if sign == "_":
        return sign if before.isalnum() and after.isalnum() else "\\_"
    if sign == "\\":
        return "\\\\" if not after or after in _SIGNS else sign
    if sign == "!":
        return "\\!" if not after or after == "[" else sign
    if sign == "<":
        return "&lt;" if not after or re.match(r"[A-Za-z/!?]", after) else sign
    if sign == "&":
        return "&amp;" if not after or re.match(r"#?\w+;", rest) else sign
    return "&#124;" if sign == "|" and in_table else sign


def guard(run: str, *, is_lesson: bool = False) -> str:
    """Guard the beginning of each line of a finished run, so that it begins no block.

    A run is inline Markdown, its line ends are hard breaks. In a lesson no line may even look
    like a misspelt `Say:`.
    """
    lines = run.strip(" \n\t").split("\n")
    return "\n".join(_line(line, is_lesson) for line in lines)


def _line(line: str, is_lesson: bool) -> str:
    break_ = "  " if line.endswith("  ") else ""
    line = _WIDE.sub(
        lambda wide: "".join(f"&#{ord(sign)};" for sign in wide.group()), line.strip(" ")
    )
    for pattern, sign in _STARTS:
        if pattern.match(line):
            line = sign + line
            break
    line = _NUMBER.sub(r"\1\\.", line, count=1) if _NUMBER.match(line) else line
    if _REFERENCED.match(line):
        line = f"&#{ord(line[0])};{line[1:]}"
    named = _FIELD.match(line)
    if named and (is_lesson or named.group(1).lower() in _FIELDS):
        line = f"{named.group(1)}{named.group(2)}&#58;{line[named.end() :]}"
    return line + break_


def inline(text: str) -> str:
    """A plain text as one line of Markdown, as a summary is."""
    return guard(escape(" ".join(text.split(" ")).strip()))


def address(href: str) -> str:
    """An address for the round brackets of a link, with what would end or change it encoded."""
    codes = {sign: f"%{ord(sign):02X}" for sign in " ()<>\"'\\`*_[]{}|\n\t" if sign not in "*_"}
    return re.sub(r"[ ()<>\"'\\`\[\]{}|\n\t]", lambda sign: codes[sign.group()], href.strip())
