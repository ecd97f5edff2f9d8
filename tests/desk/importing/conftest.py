"""An empty blog to import into."""

from pathlib import Path

import pytest

from tests.desk.importing.own_site import Blog, make_blog


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    """The blog of this repository, without posts."""
    folder = tmp_path / "blog"
    folder.mkdir()
    return make_blog(folder)
