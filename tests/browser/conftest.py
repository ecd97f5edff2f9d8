"""The blog, published to a folder and served on loopback, in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium
from tests.pelican_site import ROOT, build


class StaticHost(SimpleHTTPRequestHandler):
    """A web server as a blog has it: files, folders with an index, and the blog's own 404 page."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the page that the site has for an address that leads nowhere."""
        page = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing; a test that fails says enough."""


def serve(folder: Path) -> Iterator[str]:
    """Serve `folder` on loopback until the tests are done; gives its origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(StaticHost, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


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
