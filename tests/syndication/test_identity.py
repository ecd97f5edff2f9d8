"""An entry's id."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndication import tag_uri
from syndication.identity import AUTHORITY, shared_keys


@pytest.mark.parametrize(
    ("key", "uri"),
    [
        ("2026-11-23-a", "tag:rants.example,2026:2026-11-23-a"),
        ("naïve #1", "tag:rants.example,2026:na%C3%AFve%20%231"),
    ],
)
def test_id_is_a_tag_uri(key: str, uri: str) -> None:
    """What RFC 4151 does not allow in a key is encoded."""
    assert tag_uri("rants.example,2026", key) == uri


@given(st.text(min_size=1), st.text(min_size=1))
def test_two_keys_never_share_an_id(a: str, b: str) -> None:
    """Ids differ where keys do."""
    valid = [key for key in (a, b) if key.isprintable()]

    assert len({tag_uri("x.example,2026", key) for key in valid}) == len(set(valid))


@pytest.mark.parametrize("text", ["a.example,2026", "me@a.example,2026-11", "a.example,2026-11-23"])
def test_authority_has_a_date(text: str) -> None:
    """An authority is a domain or an address, a comma, and a date."""
    assert AUTHORITY.fullmatch(text)


@pytest.mark.parametrize("text", ["", "a.example", "a.example,26", "a b,2026", "a.example,2026-13"])
def test_nobody_is_no_authority(text: str) -> None:
    """Without a name or a date there is none."""
    assert not AUTHORITY.fullmatch(text)


def test_shared_keys_name_all_places() -> None:
    """Each key that stands in two places is told with both."""
    assert shared_keys([("k", "b"), ("j", "x"), ("k", "a")]) == {"k": ["a", "b"]}
