"""A value as text that is the same for the same value, in every process and on every machine.

Only what is data has such a text: numbers, text, times, what is made of them, and dataclasses of
such fields. A property of a frozen dataclass follows from its fields, so the fields stand for it.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from itertools import chain
from operator import attrgetter
from pathlib import PurePath
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from markupsafe import Markup

DEPTH = 40
# What Python and `dataclass` give a class; what lets a page show it whole follows from its fields.
_MADE = {
    "__annotations__", "__class_getitem__", "__dataclass_fields__", "__dataclass_params__",
    "__delattr__", "__dict__", "__doc__", "__eq__", "__firstlineno__", "__ge__", "__getstate__",
    "__gt__", "__hash__", "__init__", "__le__", "__lt__", "__match_args__", "__module__",
    "__orig_bases__", "__parameters__", "__post_init__", "__replace__", "__repr__", "__setattr__",
    "__setstate__", "__slots__", "__static_attributes__", "__weakref__",
}  # fmt: skip
_SHOWING = {"__bool__", "__format__", "__getattr__", "__html__", "__iter__", "__len__", "__str__"}


class Named(NamedTuple):
    """What stands for a value that is no data itself, and whether it is one all the same."""

    text: str
    is_value: bool = True


# None where nothing stands for a value.
Name = Callable[[Any], Named | None]
Writer = Callable[[Any, Name, int], str]


class OpaqueError(Exception):
    """There is no telling whether a value is the same as before."""


def write(value: Any, name: Name, depth: int = DEPTH) -> str:
    """The text of a value; `name` gives that of what is no data. Raises `OpaqueError`.

    No two values that differ have the same text: every part says its kind and, where it is not
    plain from its end, its length.
    """
    if depth < 0:
        raise OpaqueError("what holds itself")
    kind = type(value)
    writer = _WRITERS.get(kind)
    if writer is None:
        writer = _WRITERS[kind] = _choose_writer(kind)
    return writer(value, name, depth)


def _choose_writer(kind: type) -> Writer:
    label = f"{kind.__module__}.{kind.__qualname__}"
    if "__dataclass_fields__" in vars(kind):
        return _choose_for_dataclass(kind, label)
    if issubclass(kind, datetime.datetime):  # Pelican's own class
        return lambda value, name, depth: f"{label}{_write_time(value, name, depth)}"
    if issubclass(kind, enum.Enum):
        return lambda value, name, depth: f"{label}.{value.name};"
    if issubclass(kind, PurePath):
        return lambda value, name, depth: f"{label}{_write_text(str(value), name, depth)}"
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return lambda value, name, depth: f"{label}{_write_tuple(value, name, depth)}"
    if issubclass(kind, dict) and kind.__module__ in ("collections", "pelican.settings"):
        return lambda value, name, depth: f"{label}{_write_dict(value, name, depth)}"
    return _write_named


def _choose_for_dataclass(kind: Any, label: str) -> Writer:
    """A dataclass is its fields, and what else was put into it, unless it behaves as it likes."""
    own = {name for each in kind.__mro__[:-1] for name in vars(each) if name.startswith("__")}
    if issubclass(kind, tuple | list | dict | set | frozenset | str) or own - _MADE - _SHOWING:
        return _write_named
    names = [each.name for each in fields(kind)]
    read = attrgetter(*names, "__class__", "__class__")  # two more, so that it always gives many
    shows_itself = bool(own & _SHOWING)

    def write_fields(value: Any, name: Name, depth: int) -> str:
        if shows_itself:  # a page may show it whole, and no attribute is read that could be traced
            name = _values_alone(name)
        try:
            held = read(value)[:-2]
        except AttributeError:
            held = tuple(getattr(value, each, None) for each in names)
        text = _write_all(held, name, depth - 1)
        more = getattr(value, "__dict__", None)
        if more and len(more) > len(names):
            extra = {
                key: more[key]
                for key in sorted(more)
                if not hasattr(kind, key) and key not in names
            }
            text += write(extra, name, depth - 1) if extra else ""
        return f"{label}({text})"

    return write_fields


def _values_alone(name: Name) -> Name:
    def name_value(value: Any) -> Named | None:
        named = name(value)
        return named if named is None or named.is_value else None

    return name_value


def _write_named(value: Any, name: Name, _depth: int) -> str:
    named = name(value)
    if named is None:
        raise OpaqueError(f"{type(value).__module__}.{type(value).__qualname__}")
    return f"@{len(named.text)}:{named.text}"


def _write_text(value: str, _name: Name, _depth: int) -> str:
    return f"s{len(value)}:{value}"


def _write_markup(value: Markup, _name: Name, _depth: int) -> str:
    return f"m{len(value)}:{value!s}"


def _write_plain(value: object, _name: Name, _depth: int) -> str:
    return f"{value!r};"


def _write_time(value: datetime.datetime, _name: Name, _depth: int) -> str:
    zone = repr(value.tzinfo)
    if " at 0x" in zone:
        raise OpaqueError(zone)
    return f"d{value.isoformat()}{value.fold}{zone};"


def _write_all(values: Iterable[Any], name: Name, depth: int) -> str:
    """One after the other; the commonest kind is written here."""
    return "".join(
        [
            f"s{len(each)}:{each}" if type(each) is str else write(each, name, depth)
            for each in values
        ]
    )


def _write_list(value: Iterable[Any], name: Name, depth: int) -> str:
    return f"[{_write_all(value, name, depth - 1)}]"


def _write_tuple(value: tuple[Any, ...], name: Name, depth: int) -> str:
    return f"({_write_all(value, name, depth - 1)})"


def _write_dict(value: Mapping[Any, Any], name: Name, depth: int) -> str:
    return _write_pairs(value.items(), name, depth)


def _write_pairs(pairs: Iterable[tuple[Any, Any]], name: Name, depth: int) -> str:
    return f"{{{_write_all(chain.from_iterable(pairs), name, depth - 1)}}}"


_WRITERS: dict[type, Writer] = {
    str: _write_text,
    Markup: _write_markup,
    bytes: _write_plain,
    int: _write_plain,
    bool: _write_plain,
    float: _write_plain,
    type(None): _write_plain,
    datetime.datetime: _write_time,
    datetime.date: _write_plain,
    datetime.time: _write_plain,
    datetime.timedelta: _write_plain,
    datetime.timezone: _write_plain,
    ZoneInfo: _write_plain,
    range: _write_plain,
    list: _write_list,
    tuple: _write_tuple,
    dict: _write_dict,
}
