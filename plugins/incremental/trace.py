"""What a page was made of: recorded while it is rendered, and looked at again in the next build.

A trace names every value that was read, as a name of a node: a title of an article, a list of the
site, the source of a template. It is a verifying trace (Mokhov, Mitchell, Peyton Jones: Build
Systems à la Carte, 4.2.2): whether a page is current is told by what was read, not by who changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

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

    def distrust(self, reason: str) -> None:
        """Something was read that no name stands for: the page depends on everything."""
        self.doubt = self.doubt or reason


@dataclass(frozen=True)
class Artifact:
    """A page that was written: what was read for it, what that said, and the page's own digest.

    `shape` is what it was made of and given, by name; `reads` has the names that were read of each
    node, a line each; `says` the digest of what they said.
    """

    shape: str
    reads: Mapping[str, str]
    says: Mapping[str, str]
    output: str

    def find_stale(self, look: Look) -> str | None:
        """The first node that says something else now; None: the page is current.

        Raises `OpaqueError` where there is no telling.
        """
        for node, names in self.reads.items():
            if look(node, names) != self.says[node]:
                return node
        return None

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        reads = {node: [names, self.says[node]] for node, names in self.reads.items()}
        return {"shape": self.shape, "reads": reads, "output": self.output}


def make_artifact(shape: str, trace: Trace, look: Look, output: str) -> Artifact:
    """The artifact of a page that was just rendered. Raises `OpaqueError`."""
    reads = {node: "\n".join(sorted(names)) for node, names in sorted(trace.reads.items())}
    return Artifact(
        shape, reads, {node: look(node, names) for node, names in reads.items()}, output
    )


def read_artifact(data: Any) -> Artifact | None:
    """The artifact of what `as_data` gave; None where it is something else."""
    try:
        shape, told, output = data["shape"], data["reads"], data["output"]
        reads = {node: names for node, (names, _) in told.items()}
        says = {node: said for node, (_, said) in told.items()}
        "".join((shape, output, *reads.values(), *says.values()))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    return Artifact(shape, reads, says, output)


def digest(text: str) -> str:
    """BLAKE2b of a text, as hexadecimal digits."""
    return blake2b(text.encode(errors="surrogatepass"), digest_size=16).hexdigest()
