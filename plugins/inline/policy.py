"""The policy of a page: what it may load, run and send (Content Security Policy, level 3)."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from urllib.parse import urlsplit

# HTML 13.2.5: whatever stands in a script ends with its first end tag.
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_INTEGRITY = re.compile(r"""\bintegrity=["']?(sha(?:256|384|512)-[A-Za-z0-9+/]+=*)""")
_SOURCE = re.compile(r"\bsrc=")
_DATA = re.compile(r"""\btype=["']?application/""")  # is never run, and needs no leave
# What a host and its port are written with; anything else could begin another directive.
_HOST = re.compile(r"[A-Za-z0-9.-]+(?::[0-9]+)?|\[[0-9A-Fa-f:.]+\](?::[0-9]+)?")


def make_policy(
    style: str = "", scripts: str = "", forms: Iterable[str] = (), programs: bool = False
) -> str:
    """The policy of a page, as the content of its `<meta http-equiv="Content-Security-Policy">`.

    `style` is the text of its one `<style>`, `scripts` is the HTML of all its `<script>` elements,
    and `forms` are the addresses that its forms lead to. Style and inline scripts may run by their
    hashes; a script with a `src` by the hash of its `integrity`. Pictures, sound and what a script
    of the page asks for come from the page's own origin; all else is forbidden. With `programs` the
    scripts may compile WebAssembly, and nothing else that is text.

    Raises `ValueError` for a script in a file that has no `integrity`, and for a form that leads
    to no http address: the page would hold what its policy forbids.
    """
    hashes = list(dict.fromkeys(_hashes(scripts)))
    origins = list(dict.fromkeys(map(_origin, forms)))
    directives = [
        ("default-src", ["'none'"]),
        ("style-src", [_hash(style)] if style else []),
        ("script-src", [*hashes, *(["'wasm-unsafe-eval'"] if programs else [])]),
        ("img-src", ["'self'"]),
        ("media-src", ["'self'"]),
        ("connect-src", ["'self'"]),
        ("form-action", origins or ["'none'"]),
        ("base-uri", ["'none'"]),
    ]
    return ";".join(" ".join([name, *sources]) for name, sources in directives if sources)


def _hash(text: str) -> str:
    """The hash of a text as a browser takes it: its line ends are LF by then (HTML 13.2.3.5)."""
    read = re.sub(r"\r\n?", "\n", text)
    return f"'sha256-{base64.b64encode(sha256(read.encode()).digest()).decode()}'"


def _hashes(scripts: str) -> Iterator[str]:
    for attributes, text in _SCRIPT.findall(scripts):
        if _SOURCE.search(attributes):
            found = _INTEGRITY.search(attributes)
            if not found:
                raise ValueError(
                    f"<script{attributes}> has no integrity — write the hash of its file"
                )
            yield f"'{found[1]}'"
        elif not _DATA.search(attributes):
            yield _hash(text)


def _origin(address: str) -> str:
    """Where a form leads to, or the page's own site for a path."""
    parts = urlsplit(address)
    if not parts.scheme and not parts.netloc:
        return "'self'"
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc):
        raise ValueError(f"form {address!r} leads to no http address — write one, or take it out")
    return f"{parts.scheme}://{parts.netloc}"
