"""What a web server says with a release: the file `_headers`, nginx and Caddy, for real."""

from __future__ import annotations

import base64
import gzip
import hashlib
import http.client
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import sync_playwright

from publish.address import is_hashed
from publish.problem import PublishError
from publish.staging.needs import page_needs
from publish.staging.server import (
    FOR_A_YEAR,
    FOR_NOW,
    LONGEST_LINE,
    MOST_RULES,
    caddy,
    nginx,
)
from publish.staging.server import headers as headers_for
from tests.browser import chromium
from tests.pelican_site import ROOT, build
from tests.programs import PATH
from tests.static_host import StaticHost

SECONDS = 20
POLICY = "Content-Security-Policy"
ANY_PAGE = (
    "default-src 'none'; base-uri 'none'; connect-src 'self'; form-action 'self' https:; "
    "frame-ancestors 'none'; img-src 'self' data:; manifest-src 'self'; media-src 'self'; "
    "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'"
)
GUARDS = {
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), "
    "payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}


def headers(pages: Iterable[bytes]) -> str:
    """The file `_headers` for a release's HTML."""
    return headers_for(map(page_needs, pages))


def digest(text: str) -> str:
    """A text's hash as a policy has it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def rules(text: str) -> dict[str, dict[str, str]]:
    """The rules of `_headers`, as a host reads them: a path, below it its headers."""
    found: dict[str, dict[str, str]] = {}
    path = ""
    for line in text.splitlines():
        if line.startswith("/"):
            path = line
            assert path not in found
            found[path] = {}
        else:
            name, _, value = line.strip().partition(": ")
            assert line == f"  {name}: {value}"
            assert name not in found[path]
            found[path][name] = value
    return found


def policy(*pages: str) -> dict[str, str]:
    """The directives of the pages' policy, each with its sources."""
    whole = rules(headers(page.encode() for page in pages))["/*"][POLICY]
    return {name: sources for name, _, sources in (d.partition(" ") for d in whole.split("; "))}


def test_headers_of_a_release() -> None:
    """The file names what the pages run, where forms go, the feeds, and what is kept."""
    page = """<!doctype html><title>A</title><style>p { color: red }</style>
    <link rel="alternate" type="application/rss+xml" href="/lessons/rss.xml">
    <link rel="alternate" type="application/feed+json" href="/feed.json">
    <link rel="blogroll" type="text/xml" href="/people.opml">
    <link rel="alternate" type="text/html" hreflang="de" href="/de/">
    <script type="application/ld+json">{}</script><script type="module">go()</script>
    <form action="https://a.example/share"><button formaction="https://b.example:8/x">B</button>
    </form><img src="/assets/a.0123abcd.png" alt="">"""

    text = headers([page.encode()])

    assert (
        text
        == f"""/*
  Content-Security-Policy: default-src 'none'; base-uri 'none'; connect-src 'self'; \
form-action https://a.example https://b.example:8; frame-ancestors 'none'; \
img-src 'self' data:; manifest-src 'self'; media-src 'self'; \
script-src {digest("go()")}; style-src {digest("p { color: red }")}
  Permissions-Policy: {GUARDS["Permissions-Policy"]}
  Referrer-Policy: no-referrer
  Strict-Transport-Security: max-age=31536000
  X-Content-Type-Options: nosniff
/feed.json
  Content-Type: application/feed+json
/people.opml
  Content-Type: text/xml; charset=utf-8
/lessons/rss.xml
  Content-Type: application/rss+xml; charset=utf-8
/assets/a.0123abcd.png
  Cache-Control: public, max-age=31536000, immutable
"""
    )


def test_release_without_pages_allows_nothing() -> None:
    """What no page runs, no page may run."""
    assert rules(headers([]))["/*"] == {
        POLICY: "default-src 'none'; base-uri 'none'; connect-src 'self'; form-action 'none'; "
        "frame-ancestors 'none'; img-src 'self' data:; manifest-src 'self'; media-src 'self'; "
        "script-src 'none'; style-src 'none'",
        **GUARDS,
    }


@pytest.mark.parametrize(
    ("page", "sources"),
    [
        ("<form>", "'self'"),
        ("<form action=''>", "'self'"),
        ("<form action='/search'>", "'self'"),
        ("<form action='search?a=https://x.example'>", "'self'"),
        ("<form action='https://u:p@X.example/a'>", "https://X.example"),
        ("<form action='//x.example/a'>", "https://x.example"),
        ("<form action='mailto:a@x.example'>", "mailto:"),
        ("<form action='http://[x'>", "'self'"),
        ("<form action='javascript:alert(1)'>", "'self'"),
        ("<form action=\"https://x.example;script-src *\">", "https://x.examplescript-src"),
        ("<input type=submit formaction=https://y.example>", "https://y.example"),
        ("<a href='https://x.example'>", "'none'"),
    ],
)  # fmt: skip
def test_forms_may_go_where_they_name(page: str, sources: str) -> None:
    """A form's and a button's origin is allowed, and no sign ends the directive."""
    assert policy(page)["form-action"] == sources


@pytest.mark.parametrize(
    ("page", "name", "sources"),
    [
        ("<script>a</script>", "script-src", digest("a")),
        ("<script type='text/javascript'>a</script>", "script-src", digest("a")),
        ("<script type=' Module '>a</script>", "script-src", digest("a")),
        ("<script type='importmap'>{}</script>", "script-src", digest("{}")),
        ("<script type='text/plain'>a</script>", "script-src", "'none'"),
        ("<script src='/a.js'></script>", "script-src", "'self'"),
        ("<textarea><script>a</script></textarea>", "script-src", "'none'"),
        ("<!-- <script>a</script> -->", "script-src", "'none'"),
        ("<p onclick='a'>", "script-src", "'none'"),
        ("<link rel='stylesheet' href='/a.css'>", "style-src", "'self'"),
        ("<link rel='stylesheet' href='https://x.example/a.css'>", "style-src", "'none'"),
        ("<style>a\r\nb\rc &gt;</style>", "style-src", digest("a\nb\nc &gt;")),
        ("\ufeff<style>é</style>", "style-src", digest("é")),
        ("<td style='top: 0'>", "style-src-attr", f"{digest('top: 0')} 'unsafe-hashes'"),
        ("<div>" * 600 + "<style>deep</style>", "style-src", digest("deep")),
    ],
)  # fmt: skip
def test_what_runs_is_allowed_by_its_hash(page: str, name: str, sources: str) -> None:
    """An inline style or script is named by what a browser reads in it; what is data is not."""
    assert policy(page)[name] == sources


def test_sources_are_in_order() -> None:
    """The order in which pages and their styles come changes nothing."""
    styles = [f"<style>{name}</style>" for name in "abcdefgh"]

    assert policy(*styles)["style-src"] == " ".join(sorted(digest(name) for name in "abcdefgh"))


@pytest.mark.parametrize(
    ("page", "loose"),
    [
        ("".join(f"<i style='top: {n}px'>" for n in range(40)), {"style-src-attr"}),
        (
            "".join(f"<style>{n}</style><i style='top: {n}px'>" for n in range(40)),
            {"style-src", "style-src-attr"},
        ),
        (
            "<style>a</style>" + "".join(f"<script>{n}</script>" for n in range(40)),
            {"style-src", "script-src"},
        ),
        ("".join(f"<script>{n}</script>" for n in range(40)), {"script-src"}),
        ("".join(f"<form action='https://host-{n}.example'>" for n in range(80)), {"form-action"}),
    ],
)
def test_policy_fits_its_line(page: str, loose: set[str]) -> None:
    """Where hashes are too many for a line, what is allowed is wider, and never another host."""
    text = headers([page.encode()])

    assert max(map(len, text.splitlines())) <= LONGEST_LINE
    found = policy(page)
    allowed = {name for name, sources in found.items() if "unsafe-inline" in sources}
    allowed |= {name for name, sources in found.items() if sources == "'self' https:"}
    assert allowed == loose
    assert not re.search(r"sha256[^;]*unsafe-inline|unsafe-inline[^;]*sha256", text)


def test_rules_are_at_most_a_hundred() -> None:
    """The rule for all pages comes first, then feeds by depth; what is too many is left out."""
    feeds = "".join(
        f"<link rel=alternate type=application/atom+xml href=/category/{n:03}/atom.xml>"
        for n in range(200)
    )
    page = f"{feeds}<link rel=alternate type=application/atom+xml href=/z.xml>"

    found = list(rules(headers([page.encode()])))

    assert len(found) == MOST_RULES
    assert found[:3] == ["/*", "/z.xml", "/category/000/atom.xml"]


@pytest.mark.parametrize(
    "link",
    ["/a:b.0123abcd.png", "/*.0123abcd.png", "//x.example/a.0123abcd.png", "https://x.example/a.0123abcd.png",
     "/a.20260102.png", "/a.0123abcd.html", "/é.0123abcd.png", "/a%20b.png"],
)  # fmt: skip
def test_only_what_a_rule_can_name_is_kept(link: str) -> None:
    """Another host's file, a page, a day and a rule's own signs make no rule."""
    assert list(rules(headers([f"<img src='{link}'>".encode()]))) == ["/*"]


def test_every_size_of_a_picture_is_kept() -> None:
    """Addresses in a set are read one by one, without what follows them."""
    page = b"<img srcset='/a.0123abcd.png, /b.0123abcd.png?v=1 2x' src='/c.0123abcd.png#d'>"

    assert list(rules(headers([page])))[1:] == [
        "/a.0123abcd.png", "/b.0123abcd.png", "/c.0123abcd.png",
    ]  # fmt: skip


PIECES = st.sampled_from(
    ["<style>", "</style>", "<script>", "</script>", "<form action='", "'>", "<svg>", "<!--", "-->",
     "<link rel=alternate type=application/rss+xml href='/", "<![CDATA[", "]]>", "\n", ";", "\0",
     "x", "é", "&lt;", "<img src='/", ".0123abcd.", "[", "//", "\r"]
)  # fmt: skip


@given(st.lists(st.one_of(st.binary(), st.lists(PIECES).map("".join).map(str.encode)), max_size=5))
def test_any_pages_make_whole_rules(pages: list[bytes]) -> None:
    """Whatever a page holds, no line is broken, too long, or allows another host to run."""
    text = headers(pages)

    assert text == headers([*reversed(pages), *pages])
    assert text.isascii()
    assert text.isprintable() or set(filter(lambda sign: not sign.isprintable(), text)) == {"\n"}
    assert max(map(len, text.splitlines())) <= LONGEST_LINE
    found = rules(text)
    assert {**found["/*"], POLICY: ""} == {POLICY: "", **GUARDS}
    names = [directive.partition(" ")[0] for directive in found["/*"][POLICY].split("; ")]
    assert len(names) == len(set(names))
    assert "http" not in re.sub("form-action [^;]*;", "", found["/*"][POLICY])


@dataclass(frozen=True)
class Answer:
    """What a server answered: its status, its headers by lower-case name, its content."""

    status: int
    headers: dict[str, str]
    content: bytes


def ask(port: int, path: str, **fields: str) -> Answer:
    """Ask a server on this machine for a path, as it is written."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", path, headers=fields)
        answer = connection.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, named, answer.read())
    finally:
        connection.close()


def make_release(folder: Path, number: str, text: str) -> None:
    """Put a small release into a folder that is published to, and make it live."""
    release = folder / "releases" / number
    for name in (
        "index.html", "404.html", "rants/a/index.html", "rss.xml", "category/a/atom.xml",
        "feed.json", "lesson.ics", "a.0123abcd.css", "a.20260102.css", "a.0123abcd.html",
        "icon.svg", "release.json", "_headers", "_redirects", ".env", ".git/config",
        ".well-known/security.txt", "robots.txt", "app.webmanifest", "people.opml",
    ):  # fmt: skip
        path = release / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text} {name}", encoding="utf-8")
    with gzip.open(release / "rants/a/index.html.gz", "wb") as file:
        file.write(f"{text} packed".encode())
    (folder / ".new").symlink_to(f"releases/{number}")
    (folder / ".new").replace(folder / "current")


@dataclass(frozen=True)
class Served:
    """A folder that is published to, and the port at which nginx serves it."""

    folder: Path
    port: int

    def ask(self, path: str, **fields: str) -> Answer:
        """Ask for a path."""
        return ask(self.port, path, **fields)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A release served by a real nginx, with the configuration as it is told."""
    prefix = tmp_path_factory.mktemp("nginx")
    folder = prefix / "blog’s folder; here"
    make_release(folder, "0001", "first")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = shutil.which("nginx", path=PATH)
    assert program, "nginx is not here: python -m tests.programs installs it"
    (prefix / "site.conf").write_text(nginx(str(folder), "rants.example"), encoding="utf-8")
    (prefix / "nginx.conf").write_text(CONFIGURATION % (prefix, port), encoding="utf-8")
    with (prefix / "log").open("wb") as log:
        command = [program, "-p", str(prefix), "-c", "nginx.conf", "-e", "stderr"]
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        wait_for(port, server, prefix / "log")
        yield Served(folder, port)
    finally:
        server.terminate()
        server.wait(timeout=SECONDS)
    # Nothing in the configuration was worth a warning.
    told = (prefix / "log").read_text(encoding="utf-8")
    assert not re.search(r"\[(?:warn|emerg|alert|crit)\]", told), told


CONFIGURATION = """
daemon off;
master_process off;
error_log stderr warn;
pid nginx.pid;
events { worker_connections 64; }
http {
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    # What a server may have set for all its sites, the snippet must undo.
    open_file_cache max=100;
    open_file_cache_valid 600s;
    disable_symlinks on;
    server {
        include %s/site.conf;
        listen 127.0.0.1:%d;
    }
}
"""


def wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server listens; fail with what it said when it has ended or takes too long."""
    until = time.monotonic() + SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=SECONDS).close()
        except ConnectionRefusedError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError(log.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/rants/a/", "text/html; charset=utf-8"),
        ("/rss.xml", "application/rss+xml; charset=utf-8"),
        ("/category/a/atom.xml", "application/atom+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json"),
        ("/lesson.ics", "text/calendar; charset=utf-8"),
        ("/app.webmanifest", "application/manifest+json"),
        ("/people.opml", "text/xml; charset=utf-8"),
        ("/a.0123abcd.css", "text/css; charset=utf-8"),
        ("/icon.svg", "image/svg+xml; charset=utf-8"),
        ("/release.json", "application/json"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/.well-known/security.txt", "text/plain; charset=utf-8"),
    ],
)
def test_nginx_sends_each_kind_as_what_it_is(served: Served, path: str, kind: str) -> None:
    """Every kind has its type, and every answer the same guards; text is UTF-8."""
    answer = served.ask(path)

    assert (answer.status, answer.headers["content-type"]) == (200, kind)
    guards = {POLICY: ANY_PAGE, **GUARDS}
    assert {name: answer.headers.get(name.lower()) for name in guards} == guards


@pytest.mark.parametrize(
    "path", ["/", "/a.0123abcd.css", "/a.20260102.css", "/a.0123abcd.html", "/rss.xml"]
)
def test_nginx_keeps_what_has_a_hash(served: Served, path: str) -> None:
    """A name with a hash may be kept for a year; a page, a day, a feed are asked for anew."""
    expected = FOR_A_YEAR if is_hashed(path) else FOR_NOW

    assert served.ask(path).headers["cache-control"] == expected


@pytest.mark.parametrize(
    "path",
    ["/nope", "/nope.0123abcd.css", "/.env", "/.git/config", "/rants/", "/rants/.env", "/_headers",
     "/_redirects", "/%2eenv", "/rants/..%2f.env"],
)  # fmt: skip
def test_nginx_shows_nothing_private(served: Served, path: str) -> None:
    """What is not there and what is nobody's business get the site's own page, not to be kept."""
    answer = served.ask(path)

    assert answer.status == 404
    assert answer.content.endswith(b" 404.html")
    assert answer.headers["cache-control"] == FOR_NOW
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_nginx_leads_to_the_folder(served: Served) -> None:
    """A folder without its slash leads on, whatever the host and port in front are."""
    answer = served.ask("/rants/a", Host="rants.example")

    assert (answer.status, answer.headers["location"]) == (301, "/rants/a/")


def test_nginx_sends_what_is_compressed(served: Served) -> None:
    """The file beside goes to who can read it, and caches are told that there are two."""
    packed = served.ask("/rants/a/", **{"Accept-Encoding": "gzip"})
    plain = served.ask("/rants/a/")

    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.content).endswith(b" packed")
    assert packed.headers["content-type"] == "text/html; charset=utf-8"
    assert "content-encoding" not in plain.headers
    assert plain.content.endswith(b" rants/a/index.html")
    assert [answer.headers["vary"] for answer in (packed, plain)] == ["Accept-Encoding"] * 2


def test_nginx_shows_a_new_release_at_once(served: Served) -> None:
    """After the link is switched the very next answer is the new release's, and back."""
    make_release(served.folder, "0002", "second")
    second = [served.ask(path).content for path in ("/", "/rants/a/", "/nope")]
    (served.folder / "current").unlink()
    (served.folder / "current").symlink_to("releases/0001")
    first = served.ask("/").content

    assert second == [b"second index.html", b"second rants/a/index.html", b"second 404.html"]
    assert first == b"first index.html"


def test_caddy_says_what_nginx_says() -> None:
    """Its block for the host is whole, and has the same guards."""
    text = caddy("/srv/the blog", "rants.example")

    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    depth = 0
    for line in lines:
        assert not line or line == "\t" * (depth - line.lstrip().startswith("}")) + line.strip()
        depth += line.endswith("{") - (line.strip() == "}")
    assert depth == 0
    assert [line for line in lines if line and not line.startswith("\t")] == [
        "rants.example {",
        "}",
    ]
    assert '\troot * "/srv/the blog/current"' in lines
    block = text.split("\theader {\n")[1].split("\n\t}")[0].splitlines()
    said = [re.fullmatch(r'\t\t([\w-]+) "([^"]*)"', line) for line in block]
    assert {match[1]: match[2] for match in said if match} == {POLICY: ANY_PAGE, **GUARDS}


@pytest.mark.parametrize("make", [nginx, caddy])
@pytest.mark.parametrize(
    ("root", "host", "problems"),
    [
        ("public", "rants.example", ["public"]),
        ('/a"; evil', "rants.example", ['/a"; evil']),
        ("/a$b", "rants.example", ["/a$b"]),
        ("/a\nb", "rants.example", ["/a\ufffdb"]),
        ("/{env.HOME}", "rants.example", ["/{env.HOME}"]),
        ("/a", "", [""]),
        ("/a", "a b;", ["a b;"]),
        ("a", "é.example", ["a", "é.example"]),
    ],
)
def test_configuration_cannot_be_broken_out_of(
    make: Any, root: str, host: str, problems: list[str]
) -> None:
    """A folder or host with a sign of the configuration's own is refused, both at once."""
    remedies = {
        "folder": "is no whole path that a web server's configuration can name — publish to one "
        "without quotes, braces, backslashes and dollar signs",
        "host": "is no host's name — write SITEURL as https://rants.example",
    }

    with pytest.raises(PublishError) as raised:
        make(root, host)

    bad_host = problems[-1] == host
    kinds = ["folder"] * (len(problems) - bad_host) + ["host"] * bad_host
    told = [f"{place}: {remedies[kind]}" for place, kind in zip(problems, kinds, strict=True)]
    assert str(raised.value) == "\n".join(told)


class HeadersHost(StaticHost):
    """A host that reads `_headers`: what it says of all pages goes with each."""

    def end_headers(self) -> None:
        """Add the headers of the rule for all pages."""
        text = Path(self.directory, "_headers").read_text(encoding="utf-8")
        for name, value in rules(text)["/*"].items():
            self.send_header(name, value)
        super().end_headers()


TRICKY = """<!doctype html><html lang="en"><meta charset="utf-8"><title>T</title>
<link rel="icon" href="data:,">
<style>p { color: rgb(1, 2, 3) }\r\n</style>
<style>/* \0 é */ h1 { color: rgb(1, 2, 3) }</style>
<p>p<h1>h1</h1><table><tr><td style="color: rgb(1, 2, 3)">td</table>
<svg><style><![CDATA[text { color: rgb(1, 2, 3) } g > text { top: 0 }]]></style><text>t</text></svg>
<svg><style>a &gt; rect { top: 0 } rect { color: rgb(1, 2, 3) }</style><rect/></svg>
<textarea><style>p { color: red }</style></textarea>
<script type="application/ld+json">{"not": "run"}</script>
<script>document.title += "1" // <!-- </script>
<script type="module">document.title += "2"</script>
</html>"""
VIOLATIONS = """violations = [];
document.addEventListener("securitypolicyviolation", event => violations.push(
  event.violatedDirective + " " + event.blockedURI))"""


def visit(folder: Path, paths: list[str], *expressions: str) -> tuple[list[str], list[Any]]:
    """Open pages in Chromium; give the complaints of all, and each expression's value on each."""
    complaints: list[str] = []
    values: list[Any] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(HeadersHost, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium.ensure(), args=list(chromium.FLAGS)
            )
            page = browser.new_page()
            page.add_init_script(VIOLATIONS)
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            for path in paths:
                page.goto(f"http://127.0.0.1:{server.server_port}{path}")
                complaints += page.evaluate("violations")
                values += [page.evaluate(expression) for expression in expressions]
            browser.close()
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    return complaints, values


def visited(folder: Path, paths: list[str], *expressions: str) -> tuple[list[str], list[Any]]:
    """Do it in a thread of its own: another test's browser may be open in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(visit, folder, paths, *expressions).result()


def test_blog_runs_under_its_policy(tmp_path: Path) -> None:
    """Every kind of page of the blog is styled and works, and Chromium finds nothing amiss."""
    build(ROOT / "publishconf.py", tmp_path)
    pages = sorted(path for path in tmp_path.rglob("*.html"))
    text = headers(path.read_bytes() for path in pages)
    (tmp_path / "_headers").write_text(text, encoding="utf-8")

    paths = [f"/{path.relative_to(tmp_path).as_posix()}" for path in pages]
    styled = "getComputedStyle(document.querySelector('.skip')).position"
    complaints, values = visited(tmp_path, paths, styled)
    rant = "/rants/forget-how-many-followers-you-have/"
    script = "!document.querySelector('[data-way=copy]').parentElement.hidden"
    more, works = visited(tmp_path, [rant], script)

    assert complaints + more == []
    assert set(values) == {"absolute"}
    assert works == [True]
    assert "'unsafe" not in text
    assert text.count("'wasm-unsafe-eval'") == 1  # the search page's


def test_browser_agrees_on_every_hash(tmp_path: Path) -> None:
    """Line ends, letters, drawings and attributes are hashed as Chromium hashes them."""
    (tmp_path / "index.html").write_bytes(TRICKY.encode())
    (tmp_path / "_headers").write_text(headers([TRICKY.encode()]), encoding="utf-8")

    colour = "name => getComputedStyle(document.querySelector(name)).color"
    colours = f"['p', 'h1', 'td', 'text', 'rect'].map({colour})"
    complaints, values = visited(tmp_path, ["/"], colours, "document.title")

    assert complaints == []
    assert values == [["rgb(1, 2, 3)"] * 5, "T12"]


def test_what_is_not_in_the_pages_does_not_run(tmp_path: Path) -> None:
    """With another release's policy the same page is told off: the test can fail."""
    (tmp_path / "index.html").write_bytes(TRICKY.encode())
    (tmp_path / "_headers").write_text(headers([b"<style>a</style>"]), encoding="utf-8")

    complaints, values = visited(tmp_path, ["/"], "violations", "document.title")

    assert complaints
    assert sorted(values[0]) == [
        *["script-src-elem inline"] * 2, "style-src-attr inline", *["style-src-elem inline"] * 4,
    ]  # fmt: skip
    assert values[1] == "T"
