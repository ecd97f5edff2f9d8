"""The blog, published to a folder and served on loopback, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium
from tests.pelican_site import ROOT, build
from tests.static_host import serve


@pytest.fixture(scope="session")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of this blog as it is published."""
    folder = tmp_path_factory.mktemp("blog")
    build(ROOT / "publishconf.py", folder)
    yield from serve(folder)


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the small site, which lies below a path and holds hostile fields."""
    folder = tmp_path_factory.mktemp("small")
    build(ROOT / "tests" / "site" / "siteconf.py", folder / "blog")
    for origin in serve(folder):
        yield f"{origin}/blog"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each opens a context of its own."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium.ensure(), args=list(chromium.FLAGS)
        )
        yield running
        running.close()
