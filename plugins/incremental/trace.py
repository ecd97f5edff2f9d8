"""What a page was made of: recorded while it is rendered, and looked at again in the next build.

A trace names every value that was read, as a name of a node: a title of an article, a list of the
site, the source of a template. It is a verifying trace (Mokhov, Mitchell, Peyton Jones: Build
Systems à la Carte, 4.2.2): whether a page is current is told by what was read, not by who changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

# The digest of what a node's names, a line each, say now. Raises `OpaqueError` where there is no
# telling.
Look = Callable[[str, str], str]


@dataclass
class Trace:
    """What is read while one page is rendered: names, by node. `doubt` is why that is not all."""

    reads: dict[str, set[str]] = field(default_factory=dict)
    doubt: str = ""

    def read(self, node: str, name: str) -> None:
        """Something was read."""
        if "\n" in name:
            self.distrust(f"{name!r} is no name")
        names = self.reads.get(node)
        if names is None:
            self.reads[node] = {name}
        else:
            names.add(name)

    def add(self, other: Trace) -> None:
        """Something was used that was made of what another trace has read."""
        for node, names in other.reads.items():
            self.reads.setdefault(node, set()).update(names)
        if other.doubt:
            self.distrust(other.doubt)

    def distrust(self, reason: str) -> None:
        """Something was read that no name stands for: the page depends on everything."""
        self.doubt = self.doubt or reason


class Claim(NamedTuple):
    """What the names of a node, a line each, said: `says` is the digest."""

    node: str
    names: str
    says: str


@dataclass(frozen=True)
class Artifact:
    """A page that was written: what it was made of and given, by name; its own digest; its claims.

    It is current as long as all of its claims hold.
    """

    shape: str
    output: str
    claims: tuple[Claim, ...]


def make_artifact(shape: str, trace: Trace, look: Look, output: str) -> Artifact:
    """The artifact of a page that was just rendered. Raises `OpaqueError`."""
    reads = ((node, "\n".join(sorted(names))) for node, names in sorted(trace.reads.items()))
    claims = (Claim(node, names, look(node, names)) for node, names in reads)
    return Artifact(shape, output, tuple(claims))


def digest(text: str) -> str:
    """BLAKE2b of a text, as hexadecimal digits."""
    return blake2b(text.encode(errors="surrogatepass"), digest_size=16).hexdigest()
