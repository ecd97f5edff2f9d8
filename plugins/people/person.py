"""Somebody the writer talks with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """A name, a home page and a sentence; where there is one, a feed and a language.

    The addresses are https and percent-encoded. All is text, to be escaped by whoever shows it.
    """

    name: str
    url: str
    says: str
    feed: str = ""
    lang: str = ""
