"""What one file says, as plain data: all that the audit of a whole site asks of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from .leads import Leads

Line = int | None
Told = Sequence[tuple[Line, str]]


@dataclass(frozen=True)
class Reading:
    """What a file says, which follows from its path, its bytes and SITEURL alone.

    `faults` are what is wrong in it, as lines and messages, and `kind` what is wrong with it as a
    file of its kind; a `blank` one has nothing but spaces. `places` are what a fragment can lead
    to, None where it is no page; `counts` the lines and phrases with which the theme counts,
    `said` what the writer counts, folded. In what is `open` a script may look addresses up.
    """

    faults: Told = ()
    kind: Told = ()
    blank: bool = False
    leads: Leads = field(default_factory=Leads)
    places: Sequence[str] | None = None
    counts: Told = ()
    said: Sequence[str] = ()
    open: bool = False


def as_data(reading: Reading) -> dict[str, Any]:
    """A reading as data that JSON can write, without what is empty."""
    leads = reading.leads
    data = {
        "faults": list(map(list, reading.faults)),
        "kind": list(map(list, reading.kind)),
        "blank": reading.blank,
        "wrong": leads.wrong,
        "paths": list(leads.paths),
        "to": {path: list(names) for path, names in leads.places.items()},
        "beside": list(leads.beside),
        "counts": list(map(list, reading.counts)),
        "said": list(reading.said),
        "open": reading.open,
    }
    found = {name: value for name, value in data.items() if value}
    return found if reading.places is None else {**found, "places": list(reading.places)}


def as_reading(data: Any) -> Reading | None:
    """The reading that `as_data` made data of; None where anything about the data is odd."""
    if not isinstance(data, dict) or not all(
        name in _SHAPES and _SHAPES[name](value) for name, value in data.items()
    ):
        return None
    return Reading(
        faults=data.get("faults", ()),
        kind=data.get("kind", ()),
        blank=data.get("blank", False),
        leads=Leads(
            data.get("wrong", False),
            data.get("paths", ()),
            data.get("to", {}),
            data.get("beside", ()),
        ),
        places=data.get("places"),
        counts=data.get("counts", ()),
        said=data.get("said", ()),
        open=data.get("open", False),
    )


def as_told(data: Any) -> Told | None:
    """Lines with messages, as they were made data of; None where anything about it is odd."""
    return data if _are_told(data) else None


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and set(map(type, value)) <= {str}


def _are_places(value: Any) -> bool:
    """Whether these are texts by their paths."""
    return (
        isinstance(value, dict)
        and set(map(type, value.values())) <= {list}
        and set(map(type, chain.from_iterable(value.values()))) <= {str}
    )


def _are_told(value: Any) -> bool:
    """Whether these are pairs of a line, or None, and a message."""
    return isinstance(value, list) and all(
        isinstance(pair, list | tuple) and list(map(type, pair)) in ([int, str], [type(None), str])
        for pair in value
    )


_SHAPES: Mapping[str, Callable[[Any], bool]] = {
    "faults": _are_told,
    "kind": _are_told,
    "blank": _is_flag,
    "wrong": _is_flag,
    "paths": _are_texts,
    "to": _are_places,
    "beside": _are_texts,
    "places": _are_texts,
    "counts": _are_told,
    "said": _are_texts,
    "open": _is_flag,
}
