"""What some files say together: each address that they lead to is written once and judged once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from .reading import Reading, as_reading

_OWN = frozenset({"paths", "to", "places"})  # what is written once for all


@dataclass(frozen=True)
class Batch:
    """Some files by their paths, and what they lead to: `paths`, and `places` within paths.

    Of each file there are a digest of its bytes, the numbers of its paths and of its places, each
    parted by spaces, the number of its own places in `lists`, or None, and what else it says, as
    `as_data` has it.
    """

    files: Mapping[str, list[Any]]
    paths: list[str]
    places: list[list[str]]
    lists: list[list[str]]

    @cached_property
    def digests(self) -> dict[str, str]:
        """The digest of each file, in hexadecimal."""
        return {path: entry[0] for path, entry in self.files.items()}

    @cached_property
    def said(self) -> dict[str, Reading]:
        """What files say apart from where they lead, of each that says anything."""
        found = {path: as_reading(entry[4]) for path, entry in self.files.items() if entry[4]}
        return {path: reading for path, reading in found.items() if reading}

    @property
    def listed(self) -> dict[str, list[str]]:
        """The places that each page has."""
        return {
            path: self.lists[number]
            for path, (_, _, _, number, _) in self.files.items()
            if number is not None
        }

    def data(self, path: str) -> dict[str, Any] | None:
        """All that a file says, as `as_data` has it; None where it cannot be told."""
        _, paths, places, own, data = self.files[path]
        to: dict[str, list[str]] = {}
        try:
            for place in places.split():
                where, name = self.places[int(place)]
                to.setdefault(where, []).append(name)
            led = [self.paths[int(number)] for number in paths.split()]
        except (ValueError, IndexError):
            return None
        data = {**data, "paths": led, "to": to}
        return data if own is None else {**data, "places": self.lists[own]}


def pack(said: Mapping[str, tuple[str, Mapping[str, Any]]]) -> dict[str, Any]:
    """What files say, each with its digest, as the plain data of one batch."""
    paths: dict[str, int] = {}
    places: dict[tuple[str, str], int] = {}
    lists: dict[tuple[str, ...], int] = {}
    files: dict[str, list[Any]] = {}
    for path, (digest, data) in said.items():
        to = ((where, name) for where, names in data.get("to", {}).items() for name in names)
        own = data.get("places")
        files[path] = [
            digest,
            _numbers(paths, data.get("paths", ())),
            _numbers(places, to),
            None if own is None else lists.setdefault(tuple(own), len(lists)),
            {name: value for name, value in data.items() if name not in _OWN},
        ]
    return {
        "files": files,
        "paths": list(paths),
        "places": list(map(list, places)),
        "lists": list(map(list, lists)),
    }


def unpack(data: Any) -> Batch | None:
    """The batch that `pack` made data of; None where anything about the data is odd."""
    try:
        batch = Batch(**data)
        columns = list(zip(*batch.files.values(), strict=True))
        is_whole = _are_lists(batch) and (not columns or _are_columns(batch, *columns))
    except (TypeError, ValueError, AttributeError):
        return None
    return batch if is_whole else None


def _numbers(known: dict[Any, int], values: Iterable[Any]) -> str:
    """The number of each value, which is known by the first that it had."""
    return " ".join([str(known.setdefault(value, len(known))) for value in values])


def _are_lists(batch: Batch) -> bool:
    tables = (batch.paths, batch.places, batch.lists)
    return (
        isinstance(batch.files, dict)
        and _are(list, tables)
        and _are(list, (*batch.files.values(), *batch.places, *batch.lists))
        and _are(str, chain(batch.paths, *batch.places, *batch.lists))
        and {*map(len, batch.places)} <= {2}
    )


def _are_columns(batch: Batch, *columns: tuple[Any, ...]) -> bool:
    digests, paths, places, own, said = columns
    numbers = {*own} - {None}
    return (
        _are(str, chain(digests, paths, places))
        and _are(int, numbers)
        and numbers <= {*range(len(batch.lists))}
        and _are(dict, said)
        and len(batch.said) == sum(map(bool, said))
        and not any(_OWN & data.keys() for data in said if data)
    )


def _are(kind: type, values: Iterable[Any]) -> bool:
    return {*map(type, values)} <= {kind}
