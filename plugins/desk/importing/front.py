"""Front matter in YAML, TOML or JSON: each value as its writer wrote it.

YAML 1.1 takes `no` for false and `12:30` for 750; here every scalar stays the text that it is. The
document is composed, not constructed: an alias of an alias cannot grow, and each key has its line.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

LARGEST = 100_000  # characters
_MOST = 2_000  # values
_NONE = {"", "~", "null", "Null", "NULL"}


class FrontError(ValueError):
    """What cannot be read; the text says why, `line` where."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Value:
    """A value: one text, or several; `parts` are the lines of a table in it, by their names."""

    texts: tuple[str, ...]
    line: int
    is_list: bool = False
    parts: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The whole of it in one line."""
        inner = [f"{name}: {value}" for name, value in self.parts]
        return " ".join(", ".join([*self.texts, *inner]).split())


@dataclass(frozen=True)
class Document:
    """A file: its values by their keys as written, its text, and the line that begins on."""

    values: dict[str, Value]
    body: str
    line: int
    twice: tuple[tuple[str, int], ...] = ()

    def find(self, *names: str) -> Value | None:
        """The first of some keys that says anything, whichever its capitals."""
        known = {key.lower(): value for key, value in reversed(self.values.items())}
        found = (known.get(name.lower()) for name in names)
        return next((value for value in found if value and (value.text or value.is_list)), None)

    def say(self, *names: str) -> str:
        """Its text, or nothing."""
        value = self.find(*names)
        return value.text if value else ""


def read_document(text: str) -> Document | None:
    """Read a file; None where it has no front matter. Raises `FrontError`."""
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0].rstrip()
    if first in ("---", "+++"):
        end = re.search(rf"^{re.escape(first)}[ \t]*$", text[len(first) :], re.MULTILINE)
        if not end:
            raise FrontError(
                1, f"'{first}' begins front matter that does not end — write '{first}' below it"
            )
        front = text[len(first) + 1 : len(first) + end.start()]
        body = text[len(first) + end.end() :]
        values, twice = (_yaml if first == "---" else _toml)(_short(front))
    elif first.startswith("{") and not first.startswith(("{%", "{{", "{:")):
        try:
            data, at = json.JSONDecoder(parse_float=str, parse_int=str).raw_decode(text)
        except (ValueError, RecursionError) as error:
            line = getattr(error, "lineno", 1)
            raise FrontError(
                line, f"is no JSON ({getattr(error, 'msg', 'too deep')}) — mend it"
            ) from error
        values, twice, body = _values(data, 1), (), text[at:]
    else:
        return None
    line = text[: len(text) - len(body)].count("\n") + 1
    bare = body.lstrip("\n")
    return Document(values, bare, line + len(body) - len(bare), twice)


def _short(front: str) -> str:
    if len(front) > LARGEST:
        raise FrontError(
            1, f"has front matter of more than {LARGEST:,} characters — move it to the text"
        )
    return front


def _yaml(front: str) -> tuple[dict[str, Value], tuple[tuple[str, int], ...]]:
    try:
        node = yaml.compose(front, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = (mark.line if mark else 0) + 2
        words = getattr(error, "problem", None) or "nested too deeply"
        raise FrontError(line, f"is no YAML ({words}) — mend that line") from error
    if node is None:
        return {}, ()
    if not isinstance(node, yaml.MappingNode):
        raise FrontError(2, "has front matter without keys — write 'title: …'")
    found: dict[str, Value] = {}
    twice = []
    budget = iter(range(_MOST))
    for key, value in node.value:
        name, line = (
            str(key.value) if isinstance(key, yaml.ScalarNode) else "?",
            key.start_mark.line + 2,
        )
        if name in found:
            twice.append((name, line))
        texts = [text for text in _leaves(value, budget) if text is not None]
        parts = _pairs(value, budget) if isinstance(value, yaml.MappingNode) else ()
        is_list = isinstance(value, yaml.SequenceNode)
        found.setdefault(name, Value(() if parts else tuple(texts), line, is_list, tuple(parts)))
    return found, tuple(twice)


def _leaves(node: Any, budget: Iterator[int], depth: int = 0) -> Iterator[str | None]:
    """The scalars in a value as text, None for nothing; a bomb of aliases ends in an error."""
    if next(budget, None) is None or depth > 20:
        raise FrontError(
            node.start_mark.line + 2, "says the same again and again — write it out, once"
        )
    if isinstance(node, yaml.ScalarNode):
        yield None if node.style is None and node.value in _NONE else str(node.value)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _leaves(each, budget, depth + 1)
    else:
        for key, value in node.value:
            words = [text or "" for text in _leaves(value, budget, depth + 1)]
            yield f"{key.value}: {', '.join(words)}"


def _pairs(node: Any, budget: Iterator[int]) -> Iterator[tuple[str, str]]:
    for key, value in node.value:
        yield str(key.value), ", ".join(text or "" for text in _leaves(value, budget, 1))


def _toml(front: str) -> tuple[dict[str, Value], tuple[tuple[str, int], ...]]:
    try:
        data = tomllib.loads(front, parse_float=str)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at.group(1)) + 1 if at else 2
        raise FrontError(line, f"is no TOML ({error}) — mend that line") from error
    return _values(data, 2, front), ()


def _values(data: Any, first: int, front: str = "") -> dict[str, Value]:
    if not isinstance(data, dict):
        raise FrontError(first, 'has front matter without keys — write "title"')
    found = {}
    for key, value in data.items():
        at = re.search(rf"^\s*[\[\"']*{re.escape(str(key))}\b", front, re.MULTILINE)
        line = front.count("\n", 0, at.start()) + first if at else first
        pairs = value.items() if isinstance(value, dict) else ()
        parts = tuple((str(name), ", ".join(_texts(inner))) for name, inner in pairs)
        texts = () if parts or isinstance(value, dict) else tuple(_texts(value))
        found[str(key)] = Value(texts, line, isinstance(value, list), parts)
    return found


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, bool):
        yield "true" if value else "false"
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        yield ", ".join(f"{name}: {', '.join(_texts(inner))}" for name, inner in value.items())
    elif value is not None:
        yield str(value)
