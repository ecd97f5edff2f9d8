"""The owner's sheets, and those that have no place."""

from __future__ import annotations

from inline.own import misspelt


def test_sheet_without_a_place_is_named() -> None:
    """With the nearest name that has one; `own.css` where none is near."""
    names = ["own.css", "css/site.css", "css/sites.css", "owm.css", "mine.txt.css"]

    assert list(misspelt(names, {"css/site.css", "lesson/lesson.css"})) == [
        ("css/sites.css", "css/site.css"),
        ("owm.css", "own.css"),
        ("mine.txt.css", "own.css"),
    ]
