"""A catalogue: for each message what is said in its place (GNU gettext's PO files)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from gettext import c2py
from hashlib import blake2b
from io import BytesIO

from .language import tags_of
from .problem import Problem

_PLACE = re.compile(r"%(?:\((\w+)\)s|%)")  # all that may follow a per cent sign
_WITH_PLURAL = 2
_LINE = re.compile(
    r'\s*(?:#.*|(?:(?:msgctxt|msgid(?:_plural)?|msgstr(?:\[\d\])?)\s*)?"(?:[^"\\]|\\.)*"\s*)?'
)
_REMEDY = 'write msgid "…" and below it msgstr "…"'


@dataclass(frozen=True)
class Plural:
    """What is said of several things: the forms, and which of them a number takes."""

    forms: tuple[str, ...]
    rule: str = "n != 1"

    def choose(self, number: int) -> str:
        """The form for a number; the last where the rule names one that there is not."""
        chosen = _rule(self.rule)(number)
        return self.forms[min(chosen, len(self.forms) - 1)]


@dataclass(frozen=True)
class Catalogue:
    """The messages that are said otherwise than they are written."""

    messages: Mapping[str, str] = field(default_factory=dict)
    plurals: Mapping[str, Plural] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)  # where each stands

    def over(self, other: Catalogue) -> Catalogue:
        """Both together; where both have a message, this one counts."""
        return Catalogue({**other.messages, **self.messages}, {**other.plurals, **self.plurals})

    @property
    def digest(self) -> str:
        """That of all it says."""
        told = repr((sorted(self.messages.items()), sorted(self.plurals.items(), key=_first)))
        return blake2b(told.encode(errors="surrogatepass"), digest_size=16).hexdigest()


def read_catalogue(data: bytes, lang: str) -> tuple[Catalogue, tuple[Problem, ...]]:
    """What a PO file in UTF-8, of a language, says, and what is wrong with it.

    A message is HTML in which `%(name)s` stands for what is put there, and `%%` for a per cent
    sign. What is not translated, or fuzzy, is left out.
    """
    from babel.messages.pofile import PoFileError, read_po  # most builds need no catalogue

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return Catalogue(), (Problem(line, "is no text in UTF-8", "save it in that encoding"),)
    language = tags_of(lang)[0]  # whose plural rule it has, if its head names none
    if odd := tuple(_odd_lines(text)):
        return Catalogue(), odd
    try:
        found = read_po(BytesIO(text.encode()), language, abort_invalid=True, charset="utf-8")
    except PoFileError as error:
        fault = re.sub(r" on \d+$", "", str(error))
        return Catalogue(), (Problem(int(error.lineno) + 1, fault, _REMEDY),)
    except ValueError as error:  # of a number in its head
        return Catalogue(), (Problem(1, f"has an odd head: {error}", "mend the head"),)
    problems: list[Problem] = []
    rule = str(found.plural_expr)
    try:
        _rule(rule)
    except ValueError as error:
        fault = f"Plural-Forms '{rule}' is no rule: {error}"
        problems.append(Problem(1, fault, "write it as 'nplurals=2; plural=(n != 1);'"))
    messages: dict[str, str] = {}
    plurals: dict[str, Plural] = {}
    lines: dict[str, int] = {}
    for message in found:
        if not message.id or message.fuzzy:
            continue
        ids, forms = _all(message.id), _all(message.string)
        if not forms or not all(forms):
            continue
        line = lines[ids[0]] = message.lineno or 0
        problems += _problems(line, ids, forms)
        if len(ids) == _WITH_PLURAL:
            plurals[ids[0]] = Plural(forms, rule)
        else:
            messages[ids[0]] = forms[0]
    return Catalogue(messages, plurals, lines), tuple(problems)


def _odd_lines(text: str) -> Iterator[Problem]:
    """The lines that Babel would pass over, such as one whose quotation mark is never closed."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not _LINE.fullmatch(line):
            yield Problem(number, f"'{line.strip()[:60]}' is no line of a catalogue", _REMEDY)


def places(message: str) -> set[str]:
    """The names that stand in a message as `%(name)s`.

    Raises `ValueError` for a per cent sign that stands for nothing.
    """
    if "%" in _PLACE.sub("", message):
        raise ValueError("a '%' that begins no %(name)s")
    return {name for name in _PLACE.findall(message) if name}


def _problems(line: int, ids: Iterable[str], forms: Iterable[str]) -> Iterator[Problem]:
    try:
        known = set().union(*map(places, ids))
    except ValueError:
        known = set()  # it is none of ours, and is never asked for
    for form in forms:
        try:
            odd = sorted(places(form) - known)
        except ValueError as error:
            yield Problem(line, f"'{form}' has {error}", "write %% for a per cent sign")
            continue
        for name in odd:
            remedy = f"write {', '.join(f'%({each})s' for each in sorted(known)) or 'it without'}"
            yield Problem(line, f"'{form}' has %({name})s, which is not in the message", remedy)


def _all(said: str | Iterable[str] | None) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said or ())


def _rule(expression: str) -> Callable[[int], int]:
    """GNU's C expression as a function, read by the standard library."""
    rule: Callable[[int], int] = c2py(expression)
    return rule


def _first(pair: tuple[str, Plural]) -> str:
    return pair[0]
