"""What the writer has agreed to lose or to change in this one publish."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Consent:
    """The URLs that may go, and the words for what else may happen."""

    gone: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()


def read_consent(gone: Iterable[str], accept: Iterable[str]) -> Consent:
    """Read what was given on the command line; each text may hold several, parted by spaces."""
    return Consent(_words(gone), _words(accept))


def _words(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for text in texts for word in text.split()))
