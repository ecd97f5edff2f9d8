"""What proofreading tells of a source's aliases, before anything is built."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from addresses import Remark, check_source


@dataclass(frozen=True)
class Field:
    """One key of the front matter."""

    values: tuple[str, ...]


@dataclass(frozen=True)
class Front:
    """The front matter by its keys."""

    fields: dict[str, Field] = field(default_factory=dict)

    def find(self, key: str) -> Field | None:
        """The key's field, where it is written."""
        return self.fields.get(key)


@dataclass(frozen=True)
class Source:
    """A source as proofreading has it."""

    text: str
    front: Front


@pytest.mark.parametrize(
    ("lines", "remarks"),
    [
        ((), []),
        (("/old/", "/older.html"), []),
        (
            ("old, /a/", "/b/?c"),
            [
                Remark(2, "Alias 'old' does not begin with a slash — write '/old'"),
                Remark(3, "Alias '/b/?c' has a query, which no page can answer to — write '/b/'"),
            ],
        ),
    ],
)
def test_each_alias_that_is_none_is_told(lines: tuple[str, ...], remarks: list[Remark]) -> None:
    """All of them, in the words that stop a build, each at its line."""
    written = "\n    ".join(lines)
    front = Front({"aliases": Field(lines)} if lines else {})

    told = list(check_source(Source(f"Title: A\nAliases: {written}\n\nText.\n", front)))

    assert told == remarks
