"""What may be published is an allow-list of kinds, and each file is what its ending says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from proofread.audit import Expected, Finding, audit
from tests.proofread.audit.output import told, write

PNG = b"\x89PNG\r\n\x1a\n"
KINDS: dict[str, str | bytes] = {
    "a.html": "<p>x",
    "a.xml": "<a/>",
    "a.json": "{}",
    "a.txt": "",
    "a.css": "",
    "a.js": "",
    "a.mjs": "",
    "a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "a.png": PNG,
    "a.jpg": b"\xff\xd8\xff\xe0",
    "a.JPEG": b"\xff\xd8\xff\xe0",
    "a.gif": b"GIF89a",
    "a.webp": b"RIFF\0\0\0\0WEBP",
    "a.avif": b"\0\0\0\x1cftypavif",
    "a.ico": b"\0\0\1\0",
    "a.webmanifest": "{}",
    "a.ics": "",
    "a.opml": "<opml/>",
    "a.pdf": b"%PDF-1.7",
    "a.woff2": b"wOF2",
    "a.ttf": b"\0\1\0\0",
    "a.otf": b"OTTO",
    "a.eot": b"\0" * 34 + b"LP",
    "a.mp3": b"ID3",
    "a.mp4": b"\0\0\0\x18ftypisom",
    "a.webm": b"\x1a\x45\xdf\xa3",
    "a.ogg": b"OggS",
    "a.vtt": "WEBVTT",
    "a.m4a": b"\0\0\0\x18ftypM4A ",
    "a.html.gz": b"\x1f\x8b",
    "a.html.br": b"",
    "_redirects": "",
    "_headers": "",
    "CNAME": "site.example",
    ".nojekyll": "",
    ".well-known/webfinger": "{}",
    ".well-known/acme-challenge/a_B-1": "x",
    ".well-known/security.txt": "",
    "robots.txt": "",
}

SEEMS = {
    ".env": "a dotfile",
    ".htaccess": "a dotfile",
    ".a.html.swp": "an editor's backup",
    "a.html~": "an editor's backup",
    "#a.html#": "an editor's backup",
    "#a.html": "of no kind that is published",
    "a/#a.html": "of no kind that is published",
    "a/.b.html": "a dotfile",
    "a.html.bak": "an editor's backup",
    "a.html.orig": "an editor's backup",
    "a.js.map": "a source map",
    "a.md": "a source",
    "a.py": "a source",
    "a.zip": "an archive",
    "a.tar.gz": "an archive",
    "a.css.gz": "an archive",  # there is no a.css
    "id_rsa": "a key",
    "id_ed25519.pub": "a key",
    "a.pem": "a key",
    "a.sqlite3": "a database",
    "a": "of no kind that is published",
    "a.exe": "of no kind that is published",
    ".well-known/a~": "an editor's backup",
    ".well-known/.a": "a dotfile",
}


def test_kinds_on_the_list_pass(tmp_path: Path) -> None:
    """A file of each kind, and each name that a web host asks for, may be published."""
    assert told(tmp_path, KINDS) == []


@pytest.mark.parametrize(("path", "what"), SEEMS.items(), ids=SEEMS)
def test_other_kinds_are_told(tmp_path: Path, path: str, what: str) -> None:
    """Whatever is not on the list is told, with what it seems to be and how to allow it."""
    remedy = f"take it out of the content, or allow it: PROOFREAD_ALLOW = ['{path}']"

    assert told(tmp_path, {path: "x"}) == [f"{path}: is {what} — {remedy}"]


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini"])
def test_what_a_file_manager_makes_again_is_told(tmp_path: Path, name: str) -> None:
    """What comes back when it is removed is told with the setting that keeps it out for good."""
    remedy = f"keep it out: IGNORE_FILES = ['{name}']"

    found = told(tmp_path, {f"images/{name}": "x"})

    assert found == [f"images/{name}: is a file manager's, which makes it again — {remedy}"]


def test_folder_that_is_a_dotfile_is_told_of_each_file(tmp_path: Path) -> None:
    """Files in a folder such as .git are told, whatever their names."""
    fault = "lies in '.git', a dotfile"
    remedy = "take it out of the content, or allow it: PROOFREAD_ALLOW = ['.git/*']"

    found = told(tmp_path, {".git/config": "x", ".git/a/b.html": "<p>x"})

    assert found == [f".git/a/b.html: {fault} — {remedy}", f".git/config: {fault} — {remedy}"]


@pytest.mark.parametrize("path", SEEMS)
def test_owner_can_allow_any_of_them(tmp_path: Path, path: str) -> None:
    """A path that a pattern of the owner's fits may be there."""
    assert told(tmp_path, {path: "x"}, allow=frozenset({path.replace(path[-1], "?")})) == []


UNLIKE = {
    "a.png": b"\xff\xd8\xff",
    "a.jpg": PNG,
    "a.gif": b"<html>",
    "a.webp": b"RIFF\0\0\0\0WAVE",
    "a.avif": b"",
    "a.pdf": b"PDF",
    "a.woff2": b"wOFF",
    "a.mp4": b"\x1a\x45\xdf\xa3",
}


@pytest.mark.parametrize(("path", "data"), UNLIKE.items(), ids=UNLIKE)
def test_file_that_is_another_kind_is_told(tmp_path: Path, path: str, data: bytes) -> None:
    """A binary file begins as files of its ending do; an empty one does not."""
    kind = path.partition(".")[2]

    assert told(tmp_path, {path: data}) == [
        f"{path}: does not begin as a file named '.{kind}' does"
        " — save it as one, or name it for what it is"
    ]


TEXTS: dict[str, tuple[str, bytes, str]] = {
    "Latin-1": ("a.txt", b"one\nna\xefve", "2: is not UTF-8 at byte 6 — save it as UTF-8"),
    "UTF-16": ("a.html", "<p>x".encode("utf-16"), "1: is not UTF-8 at byte 0 — save it as UTF-8"),
    "NUL": ("a.js", b"a\nb\0", "2: holds a NUL character — take it out"),
    "a blank page": (
        "a.html",
        b" \n",
        " is empty — look at what the build said of its template",
    ),
    "broken JSON": ("a.json", b"{\n1}", "2: is no JSON from here on — mend what writes it"),
    "JSON in JSON in …": (
        "a.json",
        b"[" * 100_000 + b"]" * 100_000,
        " is no JSON that a reader can take — mend what writes it",
    ),
    "broken XML": ("a.xml", b"<a>\n<b></a>", "2: is no XML from here on — mend what writes it"),
    "broken SVG": (
        "a.svg",
        b"<svg>\n&nbsp;</svg>",
        "2: is no XML from here on — mend what writes it",
    ),
    "empty XML": ("a.xml", b"", "1: is no XML from here on — mend what writes it"),
}


@pytest.mark.parametrize(("path", "data", "message"), TEXTS.values(), ids=TEXTS)
def test_broken_text_is_told(tmp_path: Path, path: str, data: bytes, message: str) -> None:
    """Text is UTF-8, JSON and XML parse, a page is not empty; the line is told, if any."""
    assert told(tmp_path, {path: data}) == [f"{path}:{message}"]


def test_link_and_pipe_are_told(tmp_path: Path) -> None:
    """Only plain files are published; a link is told and not followed."""
    write(tmp_path, {"a.html": "<p>x"})
    (tmp_path / "b.html").symlink_to("a.html")
    (tmp_path / "c").symlink_to("..")
    os.mkfifo(tmp_path / "d.html")

    assert told(tmp_path, {}) == [
        "b.html: is a link — put the file itself in its place",
        "c: is a link — put the file itself in its place",
        "d.html: is neither a file nor a folder — remove it",
    ]


def test_names_that_fall_together_are_told(tmp_path: Path) -> None:
    """Paths that differ in case, or in the form of their Unicode, are one on some machines."""
    files = {
        "About.html": "<p>x",
        "about.html": "<p>x",
        "é.txt": "",
        "e\u0301.txt": "",
        "ss.txt": "",
    }

    assert told(tmp_path, files) == [
        "about.html: differs from 'About.html' only in case or in the form of its Unicode"
        " — give one of them another name",
        "é.txt: differs from 'e\u0301.txt' only in case or in the form of its Unicode"
        " — give one of them another name",
    ]


def test_name_that_is_no_text_is_told(tmp_path: Path) -> None:
    """A name that is not UTF-8, or has a line break, is told without breaking the line."""
    write(tmp_path, {"a\nb.md": ""})
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.html")).write_text("<p>x", encoding="utf-8")

    assert told(tmp_path, {}) == [
        r"a\nb.md: is a source — take it out of the content, or allow it:"
        r" PROOFREAD_ALLOW = ['a\nb.md']",
        r"\udcff.html: its name is not UTF-8 — give it another",
    ]


def test_site_that_is_not_there_is_told(tmp_path: Path) -> None:
    """An audit of nothing is not passed."""
    assert list(audit(tmp_path / "nowhere", Expected())) == [
        Finding(".", None, "cannot be read as a folder — look at what the build said")
    ]


def test_published_pages_are_there(tmp_path: Path) -> None:
    """Every page of the build is in the output and holds something."""
    files = {"a/index.html": "<p>x", "b/index.html": "\n", "c.html": ""}
    pages = {
        "a/index.html": "content/a.md",
        "b/index.html": "content/b.md",
        "d/index.html": "content/d.md",
    }

    assert told(tmp_path, files, pages=pages) == [
        "b/index.html: is empty, and should be the page of 'content/b.md'"
        " — look at what the build said",
        "c.html: is empty — look at what the build said of its template",
        "d/index.html: is not there, and should be the page of 'content/d.md'"
        " — look at what the build said",
    ]


def test_source_maps_are_told(tmp_path: Path) -> None:
    """A script or a sheet that names its source map is told; prose may talk of one."""
    files = {
        "a.js": "x\n//# sourceMappingURL=a.js.map",
        "b.css": "/*# sourceMappingURL=b.css.map */",
        "c.html": "<script>\n//# sourceMappingURL=c.map\n</script>",
        "d.html": "<code>//# sourceMappingURL=d.map</code>",
    }

    remedy = "leads to the source of this file — build it without a source map"
    assert told(tmp_path, files) == [
        f"a.js:2: sourceMappingURL 'a.js.map' {remedy}",
        f"b.css:1: sourceMappingURL 'b.css.map' {remedy}",
        f"c.html:1: sourceMappingURL 'c.map' {remedy}",
    ]
