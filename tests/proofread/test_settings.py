"""The settings: checked before any work, and as the README has them."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from proofread import ProofreadError
from proofread.settings import PREFIX, Settings, read_settings

README = Path(__file__).parents[2] / "plugins/proofread/README.md"


def test_readme_has_each_setting() -> None:
    """The table of the README names every setting with its type and its default."""
    rows = re.findall(r"^\| `(PROOFREAD_\w+)` \| `(\w+)` \| `(.+?)` \|", README.read_text(), re.M)

    assert rows == [
        (f"{PREFIX}{field.name.upper()}", type(field.default).__name__, repr(field.default))
        for field in fields(Settings)
    ]


def test_settings_are_read() -> None:
    """Values come with their types; what is not set is the default."""
    site = {"SITENAME": "S", "PROOFREAD_KEYS": ["Zoom"], "PROOFREAD_SUMMARY": 100}

    assert read_settings(site) == Settings(keys=("Zoom",), summary=100)
    assert read_settings({}) == Settings()


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("KEYZ", (), "is unknown — write PROOFREAD_KEYS, or take it out"),
        ("KEYS", "Zoom", "is 'Zoom' — write a list of texts in quotes"),
        ("PATHS", [1], "is [1] — write a list of texts in quotes"),
        ("SUMMARY", "300", "is '300' — write a number of characters, 1 or more"),
        ("SUMMARY", True, "is True — write a number of characters, 1 or more"),
        ("SUMMARY", 0, "is 0 — write a number of characters, 1 or more"),
        ("AUDIT", "yes", "is 'yes' — write True or False"),
    ],
)
def test_setting_that_is_wrong(name: str, value: Any, fault: str) -> None:
    """A wrong name or value is told with its remedy."""
    with pytest.raises(ProofreadError) as caught:
        read_settings({f"PROOFREAD_{name}": value})

    assert str(caught.value) == f"setting PROOFREAD_{name} {fault}"


def test_all_faults_are_told() -> None:
    """Every wrong setting is told at once, each in a line."""
    with pytest.raises(ProofreadError) as caught:
        read_settings({"PROOFREAD_AUDIT": 1, "PROOFREAD_ZZZ": 1})

    assert str(caught.value).splitlines() == [
        "setting PROOFREAD_AUDIT is 1 — write True or False",
        "setting PROOFREAD_ZZZ is unknown — write PROOFREAD_KEYS, or take it out",
    ]
