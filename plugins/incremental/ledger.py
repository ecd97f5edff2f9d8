"""The artifacts of all pages of one output; what pages have in common is written down once.

Ten thousand pages make hundreds of thousands of claims, and most of them are made by many: what a
list says of an article is what the next list says of it. A claim is looked at once for all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain
from typing import Any, NamedTuple

from .trace import Artifact, Claim


class Entry(NamedTuple):
    """An artifact in a ledger: its claims by their numbers."""

    shape: str
    output: str
    claims: list[int]


class Ledger:
    """Artifacts by the names of their pages. `is_changed` says whether it is as it was read."""

    def __init__(self) -> None:
        self.claims: list[Claim] = []
        self.pages: dict[str, Entry] = {}
        self.is_changed = False
        self._numbers: dict[Claim, int] | None = None

    def keep(self, name: str, artifact: Artifact) -> None:
        """Write down the artifact of a page, in place of what was known of it."""
        if self._numbers is None:
            self._numbers = {claim: number for number, claim in enumerate(self.claims)}
        numbers = []
        for claim in artifact.claims:
            number = self._numbers.setdefault(claim, len(self.claims))
            if number == len(self.claims):
                self.claims.append(claim)
            numbers.append(number)
        self.pages[name] = Entry(artifact.shape, artifact.output, numbers)
        self.is_changed = True

    def drop(self, names: Iterable[str]) -> None:
        """Forget pages; those that are not known are no matter."""
        for name in names:
            if self.pages.pop(name, None):
                self.is_changed = True

    def as_data(self) -> Any:
        """For JSON: each text once, and no claim that no page makes."""
        made = {*chain.from_iterable(entry.claims for entry in self.pages.values())}
        used = sorted(
            made, key=self.claims.__getitem__
        )  # what is claimed of a node stands together
        numbers = {number: place for place, number in enumerate(used)}
        claims = [self.claims[number] for number in used]
        texts = _Texts()
        nodes = [texts[claim.node] for claim in claims]
        names = [texts[claim.names] for claim in claims]
        pages = {
            name: [texts[shape], output, [numbers[each] for each in claimed]]
            for name, (shape, output, claimed) in sorted(self.pages.items())
        }
        says = [claim.says for claim in claims]
        return {"texts": list(texts), "claims": [nodes, names, says], "pages": pages}


class _Texts(dict[str, int]):
    """Texts by their numbers, in the order in which they are first asked for."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


def read_ledger(data: Any) -> Ledger:
    """The ledger of what `as_data` gave; an empty one where it is something else."""
    ledger = Ledger()
    try:
        texts, (nodes, names, says), pages = data["texts"], data["claims"], data["pages"]
        _check(chain(nodes, names, (shape for shape, _, _ in pages.values())), texts)
        _check(chain.from_iterable(made for _, _, made in pages.values()), says)
        if not len(nodes) == len(names) == len(says):
            return ledger
        claims = [*map(Claim, map(texts.__getitem__, nodes), map(texts.__getitem__, names), says)]
        entries = {
            name: Entry(texts[shape], output, made) for name, (shape, output, made) in pages.items()
        }
        "".join(chain(texts, says, (entry.output for entry in entries.values())))
    except (AttributeError, KeyError, TypeError, ValueError):
        return ledger
    ledger.claims, ledger.pages = claims, entries
    return ledger


def _check(numbers: Iterable[Any], held: Collection[Any]) -> None:
    """Raises `ValueError` where one is no place in what is held."""
    found = {*numbers}
    if {*map(type, found)} - {int} or not found <= {*range(len(held))}:
        raise ValueError("no such number")
