"""A post as data that JSON can hold, and back: what a reader gave is remembered so, never pickled.

Only known kinds are written, and only known kinds are made again: times, markup, the kinds that the
caller names, and the frozen dataclasses of the site's own plugins, by their fields.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

_PLAIN = (str, int, float, bool, type(None))


@dataclass(frozen=True)
class Kind:
    """How the values of one class become data that can be packed, and values again."""

    pack: Callable[[Any], Any]
    unpack: Callable[[Any], Any]


class Codec:
    """Writes values as data and reads them again.

    `kinds` has classes of other packages; `packages` are those whose frozen dataclasses are made
    again from their fields.
    """

    def __init__(self, kinds: Mapping[type, Kind], packages: Collection[str]) -> None:
        self._packages = frozenset(packages)
        self._kinds = dict(_KINDS) | {_label(kind): each for kind, each in kinds.items()}

    def pack(self, value: Any) -> Any:
        """The value as data for JSON. Raises `TypeError` where it is or holds what is no data."""
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is list:
            return [self.pack(each) for each in value]
        if kind is dict and all(type(key) is str for key in value):
            return {"": {key: self.pack(held) for key, held in value.items()}}
        label = _label(kind)
        found = self._kinds.get(label) or self._find_dataclass(label)
        return {label: self.pack(found.pack(value))}

    def unpack(self, data: Any) -> Any:
        """The value that was packed. Raises `ValueError` where the data is none of `pack`'s."""
        try:
            return self._unpack(data)
        except Exception as error:  # whatever a class says to what is none of its own
            raise ValueError(f"{type(error).__name__}: {error}") from error

    def _unpack(self, data: Any) -> Any:
        kind = type(data)
        if kind is str:
            return data
        if kind is list:
            return [each if type(each) is str else self._unpack(each) for each in data]
        if kind is not dict:
            return data
        [(label, held)] = data.items()
        if not label:
            return {
                key: value if type(value) is str else self._unpack(value)
                for key, value in held.items()
            }
        found = self._kinds.get(label) or self._find_dataclass(label)
        return found.unpack(held if type(held) is str else self._unpack(held))

    def _find_dataclass(self, label: str) -> Kind:
        module, _, name = label.rpartition(".")
        kind = getattr(sys.modules.get(module), name, None)
        if (
            not any(f"{module}.".startswith(f"{package}.") for package in self._packages)
            or not isinstance(kind, type)
            or not is_dataclass(kind)
            or not getattr(kind, "__dataclass_params__").frozen  # noqa: B009  -- has no type
        ):
            raise TypeError(f"{label} is no data")
        names = [each.name for each in fields(kind) if each.init]
        found = self._kinds[label] = Kind(
            lambda value: [getattr(value, each) for each in names],
            lambda held: kind(**dict(zip(names, held, strict=True))),
        )
        return found


def _label(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def pack_time(value: datetime.datetime) -> list[Any]:
    """A time as ISO 8601, its fold, and its zone's name. Raises `TypeError` at other zones."""
    zone = value.tzinfo
    if zone is not None and not isinstance(zone, ZoneInfo | datetime.timezone):
        raise TypeError(f"{zone!r} is no zone of the zone database")
    named = zone.key if isinstance(zone, ZoneInfo) else None
    plain = value.replace(tzinfo=None) if named else value
    packed = [plain.isoformat(), value.fold, named]
    if repr(unpack_time(type(value))(packed)) != repr(value):  # a zone with a name of its own
        raise TypeError(f"{zone!r} is no zone of the zone database")
    return packed


def unpack_time(kind: type[datetime.datetime]) -> Callable[[list[Any]], datetime.datetime]:
    """What makes a time of this class of what `pack_time` gave."""

    def unpack(held: list[Any]) -> datetime.datetime:
        text, fold, named = held
        time = kind.fromisoformat(text).replace(fold=fold)
        return time.replace(tzinfo=ZoneInfo(named)) if named else time

    return unpack


_KINDS = {
    _label(tuple): Kind(list, tuple),
    _label(Markup): Kind(str, Markup),
    _label(datetime.date): Kind(datetime.date.isoformat, datetime.date.fromisoformat),
    _label(datetime.datetime): Kind(pack_time, unpack_time(datetime.datetime)),
}
