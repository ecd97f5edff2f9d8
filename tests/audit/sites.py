"""The two sites that are judged, built and served on loopback as a real host would serve them."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import brotli

from tests.audit.finding import AuditError
from tests.browser.kinds import KINDS
from tests.pelican_site import ROOT, build
from tests.static_host import StaticHost, serve

SMALL = "tests/site"
OTHERS = "the blog's others"
_KIND_OF = {address.partition("?")[0]: kind for kind, address in KINDS.items()}
_KIND_OF["/404.html"] = "nowhere"
_TEXT = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
}


@dataclass(frozen=True)
class Site:
    """A built site: its name (none for the blog), its files, and where its pages are served."""

    name: str
    folder: Path
    address: str

    def files(self) -> list[Path]:
        """Its pages' files, in order."""
        return sorted(self.folder.rglob("*.html"))

    def page(self, file: Path) -> str:
        """The name of a file's page in the table and in findings."""
        path = file.relative_to(self.folder).as_posix()
        return f"{self.name}/{_folder(path)}"

    def url(self, file: Path) -> str:
        """Where a file's page is served."""
        return f"{self.address}/{_folder(file.relative_to(self.folder).as_posix())}"


class CompressingHost(StaticHost):
    """A static host that compresses text, with brotli where the browser takes it."""

    def do_GET(self) -> None:  # noqa: N802  -- the name that the server calls
        """Answer with the file, compressed if it is text; the plain host answers all else."""
        path = Path(self.translate_path(self.path))
        if self.path.endswith("/"):
            path /= "index.html"
        accepted = self.headers.get("Accept-Encoding", "")
        encoding = next((name for name in ("br", "gzip") if name in accepted), "")
        if not encoding or path.suffix not in _TEXT or not path.is_file():
            super().do_GET()
            return
        body = path.read_bytes()
        body = brotli.compress(body) if encoding == "br" else gzip.compress(body, 9)
        self.send_response(200)
        self.send_header("Content-Type", _TEXT[path.suffix])
        self.send_header("Content-Encoding", encoding)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def blog(folder: Path) -> Iterator[Site]:
    """Build this blog below `folder` as it is published, at the address where it is served.

    Lighthouse wants a page to stand at its canonical address. Raises `AuditError`.
    """
    output = folder / "blog"
    output.mkdir()
    settings = folder / "auditconf.py"
    for origin in serve(output, CompressingHost):
        lines = [
            "from publishconf import *",
            f"SITEURL = {origin!r}",
            f"PATH = {str(ROOT / 'content')!r}",
            f"CACHE_PATH = {str(folder / 'cache')!r}",
            # It takes an address on the writer's own machine for a mistake.
            "PROOFREAD_AUDIT = False",
        ]
        settings.write_text("\n".join(lines), encoding="utf-8")
        _build(settings, output)
        yield Site("", output, origin)


@contextmanager
def small(folder: Path) -> Iterator[Site]:
    """Build the tests' small site below `folder`; it lies below a path. Raises `AuditError`."""
    output = folder / "small/blog"
    _build(ROOT / "tests/site/siteconf.py", output)
    for origin in serve(folder / "small", CompressingHost):
        yield Site(SMALL, output, f"{origin}/blog")


def kind_of(page: str) -> str:
    """The row of the table in which a page stands."""
    if page.startswith(f"{SMALL}/"):
        return SMALL
    return _KIND_OF.get(page, OTHERS)


def _build(settings: Path, output: Path) -> None:
    try:
        build(settings, output)
    except AssertionError as error:
        raise AuditError(f"{settings.name}: the site cannot be built\n{error}") from error


def _folder(path: str) -> str:
    return path.removesuffix("index.html")
