"""The addresses in a style sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# The mark that closes a text may be missing: then the text ends with its line, or with the sheet.
_TOKEN = re.compile(
    r"""
    /\*.*?(?:\*/|\Z)
  | (?P<rule>@(?:import|namespace)\b|(?:-webkit-)?image-set\()
  | (?P<end>[;{}])
  | (?<![\w-])(?:url|src)\(\s*(?:
        "(?P<double>(?:[^"\\]|\\.)*)"?
      | '(?P<single>(?:[^'\\]|\\.)*)'?
      | (?P<bare>(?:[^\s"'()\\]|\\[0-9a-f]{1,6}\s?|\\.)+)
    )
  | (?<![\w-])type\(\s*(?:"[^"]*"?|'[^']*'?)
  | "(?P<text>(?:[^"\\\n]|\\.)*)"?
  | '(?P<word>(?:[^'\\\n]|\\.)*)'?
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n]?|(.))", re.DOTALL)


@dataclass(frozen=True)
class SheetAddress:
    """One address in a sheet, and how many characters stand before it."""

    url: str
    offset: int


def sheet_addresses(css: str) -> Iterator[SheetAddress]:
    """Find what a sheet loads: `url()`, `@import`, `image-set()` (CSS Values 4, Images 4).

    The name of an `@namespace` is never loaded, and a text in quotes is only a text.
    """
    rule = ""
    for token in _TOKEN.finditer(css):
        if token["end"]:
            rule = ""
        elif token["rule"]:
            rule = token["rule"].lower()
        else:
            url = _first(token, "double", "single", "bare")
            if url is None and rule and rule != "@namespace":
                url = _first(token, "text", "word")
            if url is not None and rule != "@namespace":
                yield SheetAddress(_ESCAPE.sub(_unescaped, url), token.start())
            if rule.startswith("@"):
                rule = ""


def _first(token: re.Match[str], *names: str) -> str | None:
    return next((token[name] for name in names if token[name] is not None), None)


def _unescaped(escape: re.Match[str]) -> str:
    if not escape[1]:
        return escape[2].strip("\n")  # at the end of a line the text goes on in the next
    code = int(escape[1], 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
