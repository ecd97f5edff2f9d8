"""Scripts that stand in a page."""

from __future__ import annotations

import re

from tests.pelican_site import ROOT

SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL)


def test_script_begins_and_ends_with_its_tags() -> None:
    """No space stands around what a script says: the Nu checker takes its hash without any.

    A browser takes it with them, so that the policy would be right and a finding.
    """
    pages = sorted((ROOT / "tests/site/expected").rglob("*.html"))
    found = [
        (path.parent.name, text)
        for path in pages
        for text in SCRIPT.findall(path.read_text(encoding="utf-8"))
    ]

    assert found
    assert [name for name, text in found if text != text.strip()] == []
