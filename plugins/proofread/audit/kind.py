"""What may be published: an allow-list of kinds of files, each told by its ending.

A list of what to leave out is never whole; Pelican's own, `IGNORE_FILES`, lets `.env` through.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from .finding import Finding, quoted

TEXTS = frozenset({
    "atom", "css", "htm", "html", "ics", "js", "json", "jsonld", "mjs", "opml", "rss", "srt",
    "svg", "txt", "vcf", "vtt", "webmanifest", "xhtml", "xml", "xsl",
})  # fmt: skip
XMLS = frozenset({"atom", "opml", "rss", "svg", "xml", "xsl"})
JSONS = frozenset({"json", "jsonld", "webmanifest"})
PAGES = frozenset({"htm", "html", "xhtml"})
SHEETS = frozenset({"css"})
SCRIPTS = frozenset({"js", "mjs"})

# How each binary kind begins, as file(1) has it; what stands for any byte is a dot.
BEGINNINGS: Mapping[str, re.Pattern[bytes]] = {
    ending: re.compile(beginning, re.DOTALL)
    for endings, beginning in {
        "apng png": rb"\x89PNG\r\n\x1a\n",
        "jpeg jpg": rb"\xff\xd8\xff",
        "gif": rb"GIF8[79]a",
        "webp": rb"RIFF....WEBP",
        "avif": rb"....ftyp",
        "ico": rb"\x00\x00\x01\x00|\x89PNG",
        "pdf": rb"%PDF-",
        "epub": rb"PK\x03\x04",
        "woff": rb"wOFF",
        "woff2": rb"wOF2",
        "otf ttf": rb"\x00\x01\x00\x00|OTTO|true",
        "eot": rb".{34}LP",
        "mp3": rb"ID3|\xff[\xe0-\xff]",
        "m4a m4v mp4": rb"....ftyp",
        "webm": rb"\x1a\x45\xdf\xa3",
        "oga ogg ogv opus": rb"OggS",
        "flac": rb"fLaC",
        "wav": rb"RIFF....WAVE",
        "pagefind pf_fragment pf_index pf_meta": rb"\x1f\x8b",  # a search's, packed
    }.items()
    for ending in endings.split()
}
_PUBLISHED = TEXTS | BEGINNINGS.keys()
PHOTOS = frozenset({
    "apng", "avif", "gif", "jpeg", "jpg", "m4a", "m4v", "mp4", "pdf", "png", "svg", "tif",
    "tiff", "webp",
})  # fmt: skip
NAMES = ("_redirects", "_headers", "CNAME", ".nojekyll")

# A file manager makes them again when they are removed.
_COME_BACK = (".DS_Store", "Thumbs.db", "Desktop.ini", "desktop.ini")

# What is not on the list is told by what it seems to be; whatever is left is of no known kind.
_SEEMS: Mapping[str, tuple[str, ...]] = {
    "a key": ("id_rsa*", "id_dsa*", "id_ecdsa*", "id_ed25519*", "*.pem", "*.key", "*.p12", "*.pfx",
              "*.ppk", "*.kdbx", "*.jks"),
    "an editor's backup": ("*~", "#*#", ".*.sw?", "*.bak", "*.orig", "*.rej", "*.old", "*.tmp"),
    "a dotfile": (".*",),
    "a source map": ("*.map",),
    "a source": ("*.md", "*.markdown", "*.rst", "*.py", "*.pyc", "*.toml", "*.yaml", "*.yml",
                 "*.ini", "*.cfg", "*.sh", "*.scss", "*.sass", "*.less", "*.ts", "*.j2"),
    "an archive": ("*.zip", "*.tar", "*.tgz", "*.gz", "*.br", "*.bz2", "*.xz", "*.zst", "*.7z",
                   "*.rar"),
    "a database": ("*.db", "*.sqlite", "*.sqlite3", "*.sql", "*.dump"),
    "a log": ("*.log",),
}  # fmt: skip


def ending(path: str) -> str:
    """The ending of a file's name in small letters, without the dot; empty where it has none."""
    name = path.rpartition("/")[2].lstrip(".")
    return name.rpartition(".")[2].lower() if "." in name else ""


def is_plainly_known(path: str) -> bool:
    """Whether a path is that of a kind that is published, told at once as it can be for most."""
    return (
        path.rpartition(".")[2] in _PUBLISHED
        and path[0] not in ".#"
        and "/." not in path
        and "/#" not in path
    )


def kind_finding(path: str, paths: Mapping[str, Any], allow: frozenset[str]) -> Finding | None:
    """Say why the file at `path` may not be published; None if it may."""
    if _known(path, paths) or any(fnmatchcase(path, pattern) for pattern in sorted(allow)):
        return None
    folders = path.removeprefix(".well-known/").split("/")[:-1]
    hidden, name = next(filter(_dotted, folders), None), path.rpartition("/")[2]
    if name in _COME_BACK and not hidden:
        fault = "is a file manager's, which makes it again"
        return Finding(path, None, f"{fault} — keep it out: IGNORE_FILES = [{name!r}]")
    if hidden:
        fault, pattern = f"lies in {quoted(hidden)}, a dotfile", f"{hidden}/*"
    else:
        fault, pattern = f"is {_seems(path)}", path
    remedy = f"take it out of the content, or allow it: PROOFREAD_ALLOW = [{pattern!r}]"
    return Finding(path, None, f"{fault} — {remedy}")


def content_finding(path: str, data: bytes) -> Finding | None:
    """Say why a file is not what its ending says; None if it is, or if nothing is known of it."""
    kind = ending(path)
    if kind in TEXTS:
        return next(_text_findings(path, kind, data), None)
    beginning = BEGINNINGS.get(kind)
    if beginning and not beginning.match(data):
        fault = f"does not begin as a file named '.{kind}' does"
        return Finding(path, None, f"{fault} — save it as one, or name it for what it is")
    return None


def _text_findings(path: str, kind: str, data: bytes) -> Iterator[Finding]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        yield Finding(path, line, f"is not UTF-8 at byte {error.start} — save it as UTF-8")
        return
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        yield Finding(path, line, "holds a NUL character — take it out")
    elif kind in PAGES and not text.strip():
        yield Finding(path, None, "is empty — look at what the build said of its template")
    elif kind in JSONS:
        yield from _json_findings(path, text)


def _json_findings(path: str, text: str) -> Iterator[Finding]:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        yield Finding(path, error.lineno, "is no JSON from here on — mend what writes it")
    except (ValueError, RecursionError):  # a number of thousands of digits, or lists in lists
        yield Finding(path, None, "is no JSON that a reader can take — mend what writes it")


def _known(path: str, paths: Mapping[str, Any]) -> bool:
    folders, _, name = path.rpartition("/")
    well_known = f"{folders}/".startswith(".well-known/")  # RFC 8615
    if any(map(_dotted, folders.removeprefix(".well-known").lstrip("/").split("/"))):
        return False
    if name in NAMES or (well_known and re.fullmatch(r"[\w-]+", name)):
        return True
    if ending(name) in ("gz", "br"):  # beside the text that it is the compressed form of
        plain = path.rpartition(".")[0]
        return plain in paths and ending(plain) in TEXTS and _known(plain, {})
    return not _dotted(name) and ending(name) in _PUBLISHED and name[0] != "#"


def _dotted(part: str) -> bool:
    return part.startswith(".")


def _seems(path: str) -> str:
    name = path.rpartition("/")[2]
    for what, patterns in _SEEMS.items():
        if any(fnmatchcase(name, pattern) for pattern in patterns):
            return what
    return "of no kind that is published"
