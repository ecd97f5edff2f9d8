"""What a value is made of: two are compared by more than `==`, which takes 1 for True."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any


def shape(value: Any) -> Any:
    """The value with its types, down to the last part, each in the order in which it is shown."""
    kind = type(value)
    if is_dataclass(value):
        return kind, [(each.name, shape(getattr(value, each.name))) for each in fields(value)]
    if isinstance(value, list | tuple | set | frozenset):
        return kind, [shape(each) for each in value]
    if isinstance(value, dict):
        return kind, [(shape(key), shape(held)) for key, held in value.items()]
    if hasattr(value, "tzinfo"):
        return kind, value.replace(tzinfo=None).isoformat(), value.fold, repr(value.tzinfo)
    return kind, str(value), repr(value)
