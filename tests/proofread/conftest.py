"""What the tests of proofreading share: a folder of sources to fill."""

from pathlib import Path

import pytest

from tests.proofread.blog import Content


@pytest.fixture
def content(tmp_path: Path) -> Content:
    """An empty folder of sources, with a folder for articles, pages and pictures."""
    return Content(tmp_path / "content")
