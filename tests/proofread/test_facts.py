"""The site's own facts, told once and not once a post."""

from __future__ import annotations

from typing import Any

import pytest

from tests.proofread.blog import Content

WHOLE = "write the whole address, as 'https://rants.example'"


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("TIMEZONE", "Europe/Lodnon", "is no time zone — write one as 'Europe/London'"),
        ("TIMEZONE", "../etc/passwd", "is no time zone — write one as 'Europe/London'"),
        ("TIMEZONE", "Europe", "is no time zone — write one as 'Europe/London'"),
        ("SITEURL", "rants.example", f"is no address — {WHOLE}"),
        ("SITEURL", "//rants.example", f"is no address — {WHOLE}"),
        ("SITEURL", "https://", f"is no address — {WHOLE}"),
        ("SITEURL", "https://rants.example?a=b", f"is no address — {WHOLE}"),
        ("SITEURL", 5, f"is no address — {WHOLE}"),
        ("SITEURL", "https://rants.example/", "ends in a slash — take it off"),
        (
            "LOCALE",
            ["xx_XX.UTF-8", "yy_YY"],
            "is not on this machine — write LOCALE = 'C', or install one of them",
        ),
    ],
)
def test_fault_of_the_whole_site(content: Content, name: str, value: Any, fault: str) -> None:
    """A fault that every post would suffer is told once, and stops a build."""
    content.post("a")
    content.post("b")

    told = content.told(**{name: value})

    assert told == [f"the settings: {name} {value!r} {fault}"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIMEZONE", None),
        ("SITEURL", ""),
        ("SITEURL", "http://localhost:8000"),
        ("SITEURL", "https://x.example/blog"),
        ("LOCALE", ""),
        ("LOCALE", ["xx_XX", "C"]),
    ],
)
def test_facts_that_are_good(content: Content, name: str, value: Any) -> None:
    """Nothing is told of what Pelican understands."""
    content.post("a")

    assert content.told(**{name: value}) == []
