"""Lists that show no markers."""

from __future__ import annotations

import pytest

from tests.pelican_site import ROOT

SHEETS = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("theme", "plugins")
    for path in (ROOT / folder).rglob("*.css")
)


@pytest.mark.parametrize("sheet", SHEETS)
def test_list_without_markers_is_a_list(sheet: str) -> None:
    """A marker is an empty string: with `list-style: none`, Safari no longer says it is a list.

    WebKit counts a marker by the list's style, whatever it shows; `role="list"` would help too, but
    the Nu checker warns of it.
    """
    text = (ROOT / sheet).read_text(encoding="utf-8")

    assert "list-style: none" not in text
    assert "list-style-type: none" not in text


@pytest.mark.parametrize("sheet", SHEETS)
def test_entry_of_a_list_stays_one(sheet: str) -> None:
    """No entry is laid out as a grid or a flex box: for WebKit it would be no list item then."""
    text = (ROOT / sheet).read_text(encoding="utf-8")

    rules = [rule.split("{") for rule in text.split("}") if "{" in rule]
    found = [
        rule[-2].strip()
        for rule in rules
        if rule[-2].split()[-1:] == ["li"]
        and ("display: grid" in rule[-1] or "display: flex" in rule[-1])
    ]

    assert found == []
