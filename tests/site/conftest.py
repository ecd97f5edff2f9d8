"""The two sites that are read whole: this blog as it is published, and the small one."""

from pathlib import Path

import pytest

from tests.pelican_site import ROOT, build


@pytest.fixture(scope="session")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this blog as it is published."""
    folder = tmp_path_factory.mktemp("blog")
    build(ROOT / "publishconf.py", folder)
    return folder


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small site, which belongs below the path /blog."""
    folder = tmp_path_factory.mktemp("small")
    build(ROOT / "tests" / "site" / "siteconf.py", folder)
    return folder
