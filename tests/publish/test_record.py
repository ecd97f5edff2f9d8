"""The record of a release: what is read out of it, and what is not trusted."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish import Article, Record, read_record
from publish.record import with_assets

ARTICLE = {"id": "tag:a,2026:x", "path": "rants/x/index.html", "title": "X", "url": "rants/x/"}
WHOLE: dict[str, Any] = {
    "schema": 1,
    "siteurl": "https://site.example",
    "plugins": ["proofread"],
    "articles": [ARTICLE],
    "aliases": {"old/index.html": "rants/x/"},
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def read_or_reason(data: bytes) -> Record | str:
    """Read it, or give the reason why not."""
    try:
        return read_record(data)
    except ValueError as error:
        return str(error)


def test_record_is_read() -> None:
    """Each part is what was written; what a later version adds is passed over."""
    whole = {**WHOLE, "assets": ["a.0a1b2c3d.css"], "gone": ["y/index.html"]}
    data = json.dumps({**whole, "more": [1]}).encode()

    assert read_record(data) == Record(
        siteurl="https://site.example",
        plugins=("proofread",),
        articles=(Article("tag:a,2026:x", "rants/x/index.html", "X", "rants/x/"),),
        aliases={"old/index.html": "rants/x/"},
        assets=("a.0a1b2c3d.css",),
        gone=("y/index.html",),
    )


def test_title_is_one_legible_line() -> None:
    """What would move the terminal's cursor or turn its line is shown as a sign."""
    article = {**ARTICLE, "title": " A\n\x1b[2Jred\u202e\ud800 \u200dé "}

    record = read_record(json.dumps({**WHOLE, "articles": [article]}).encode())

    assert record.articles[0].title == "A �[2Jred�� \u200dé"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is not JSON in UTF-8"),
        (b'{"schema": 1', "is not JSON in UTF-8"),
        (b'{"schema": 1, "siteurl": "\xff"}', "is not JSON in UTF-8"),
        (b"[" * 100_000, "is not JSON in UTF-8"),
        (b'{"schema": ' + b"1" * 5000 + b"}", "is not JSON in UTF-8"),
        (b'{"schema": NaN}', "is not JSON in UTF-8"),
        (b"[1]", "holds no JSON object"),
        (b"{}", "is of schema None, not 1"),
        (b'{"schema": 2}', "is of schema 2, not 1"),
        (b'{"schema": true}', "is of schema True, not 1"),
        (b'{"schema": "\\u001b1"}', "is of schema '\\x1b1', not 1"),
    ],
)
def test_what_is_no_record(data: bytes, reason: str) -> None:
    """Bytes that are none, or are of another schema, are refused with the reason."""
    assert read_or_reason(data) == reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"siteurl": None}, "has something in siteurl that is no plain text"),
        ({"siteurl": "https://a\n.example"}, "has something in siteurl that is no plain text"),
        ({"plugins": "lesson"}, "has no list of plugins"),
        ({"plugins": [1]}, "has something in plugins that is no plain text"),
        ({"articles": {}}, "has no list of articles"),
        ({"articles": ["x"]}, "has an article that is no JSON object"),
        ({"articles": [{**ARTICLE, "title": None}]}, "has an article whose title is no text"),
        ({"articles": [{**ARTICLE, "id": 7}]}, "has something in id that is no plain text"),
        (
            {"articles": [{**ARTICLE, "url": "\ud800"}]},
            "has something in url that is no plain text",
        ),
        (
            {"articles": [{**ARTICLE, "path": "../../.ssh/id_rsa"}]},
            "names the path '../../.ssh/id_rsa', which leads out of the site",
        ),
        (
            {"assets": ["/etc/shadow"]},
            "names the path '/etc/shadow', which leads out of the site",
        ),
        ({"assets": ["a//b"]}, "names the path 'a//b', which leads out of the site"),
        ({"assets": ["a\\..\\b"]}, "names the path 'a\\..\\b', which leads out of the site"),
        ({"assets": [""]}, "names the path '', which leads out of the site"),
        ({"assets": ["a\x00"]}, "has something in a path that is no plain text"),
        ({"assets": None}, "has no list of assets"),
        ({"gone": ["../y"]}, "names the path '../y', which leads out of the site"),
        ({"gone": {}}, "has no list of gone"),
        ({"aliases": []}, "has aliases that are no JSON object"),
        ({"aliases": {"a": 1}}, "has something in aliases that is no plain text"),
        ({"aliases": {"..": "a"}}, "names the path '..', which leads out of the site"),
        ({"articles": [ARTICLE, ARTICLE]}, "has 2 articles with the id 'tag:a,2026:x'"),
        (
            {"articles": [ARTICLE, {**ARTICLE, "id": "y"}]},
            "has 2 articles with the path 'rants/x/index.html'",
        ),
    ],
)
def test_what_is_not_trusted(change: dict[str, object], reason: str) -> None:
    """A part that is not what it should be is refused, and named."""
    assert read_or_reason(json.dumps({**WHOLE, **change}).encode()) == reason


def test_assets_are_added_in_order() -> None:
    """What the build wrote stays; the assets are sorted, so that the bytes are the same."""
    data = json.dumps({**WHOLE, "title": "Ü"}).encode()

    written = with_assets(data, ["b.0a1b2c3d.css", "a.0a1b2c3d.css"])

    assert json.loads(written) == {
        **WHOLE,
        "title": "Ü",
        "assets": ["a.0a1b2c3d.css", "b.0a1b2c3d.css"],
    }
    assert with_assets(written, ["a.0a1b2c3d.css", "b.0a1b2c3d.css"]) == written


@given(JSON)
def test_record_is_written_as_json_is(value: object) -> None:
    """Whatever a later version of the build says is written out by the usual rules."""
    whole = {**WHOLE, "more": value}
    expected = json.dumps({**whole, "assets": []}, ensure_ascii=False, indent=2)
    try:
        data = json.dumps(whole, allow_nan=False).encode()
        expected.encode()
    except ValueError:  # no number, or no text
        return

    assert with_assets(data, []).decode() == f"{expected}\n"


def test_record_that_comes_out_as_it_is_live(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read once: what is live has been."""
    data = json.dumps(WHOLE).encode()
    live = with_assets(data, ["a.0a1b2c3d.css"])
    monkeypatch.delattr("publish.record.read_record")

    assert with_assets(data, ["a.0a1b2c3d.css"], live) == live
    with pytest.raises(NameError):
        with_assets(data, [], live)
    with pytest.raises(NameError):
        with_assets(json.dumps({**WHOLE, "assets": 3}).encode(), ["a.0a1b2c3d.css"], live)


@given(st.binary())
def test_any_bytes(data: bytes) -> None:
    """Whatever bytes are live, they are read or refused with a reason."""
    assert read_or_reason(data)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys([*WHOLE, "assets"], JSON)))
def test_any_json(change: dict[str, object]) -> None:
    """Whatever stands where a part should, the record is read or refused with a reason."""
    assert read_or_reason(json.dumps({**WHOLE, **change}).encode())
