"""HTML read as a browser reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import html5lib

Tree = list[Any]
_VERBATIM = {"pre", "textarea"}


def _children(element: Any, verbatim: bool) -> Iterator[Any]:
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str):
            inside = verbatim or child.tag in _VERBATIM
            yield (child.tag, dict(child.attrib), _joined(_children(child, inside), inside))
        else:
            yield ("#comment", {}, [child.text])
        if child.tail:
            yield child.tail


def _joined(parts: Iterator[Any], verbatim: bool) -> Tree:
    """The parts without white space that no reader sees."""
    whole: Tree = []
    for part in parts:
        if isinstance(part, str) and not verbatim:
            if part.isspace() and "\n" in part:
                continue
            part = re.sub(r"\s+", " ", part)
        whole.append(part)
    if not verbatim:
        if whole and isinstance(whole[0], str):
            whole[0] = whole[0].lstrip()
        if whole and isinstance(whole[-1], str):
            whole[-1] = whole[-1].rstrip()
    return [part for part in whole if part != ""]


def tree(html: str) -> Tree:
    """HTML as a browser reads it, as nested tuples that can be compared."""
    root = html5lib.parseFragment(str(html), namespaceHTMLElements=False)
    return _joined(_children(root, False), False)


_RUNNING_TAGS = {
    "script", "style", "iframe", "object", "embed", "applet", "base", "meta", "link", "form",
    "svg", "math", "input", "button", "textarea", "frame", "frameset", "template", "noscript",
}  # fmt: skip
_RUNNING_URL = re.compile(r"\s*(?:javascript|vbscript|data(?!:image/(?:png|gif|jpeg|webp)\b))\s*:")
_URL_ATTRIBUTES = {
    "action", "background", "cite", "data", "formaction", "href", "longdesc", "manifest", "ping",
    "poster", "src", "xlink:href",
}  # fmt: skip


def running(html: str) -> list[str]:
    """What in HTML can run, be submitted or be styled; an empty list where nothing can."""
    root = html5lib.parseFragment(str(html), namespaceHTMLElements=False)
    found = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag.split("}")[-1] in _RUNNING_TAGS:
            found.append(f"<{element.tag}>")
        for name, value in element.attrib.items():
            folded = re.sub(r"[\t\n\r]", "", value).strip("".join(map(chr, range(33)))).lower()
            if str(name).lower().startswith("on") or str(name) in ("style", "srcdoc"):
                found.append(f"<{element.tag} {name}={value!r}>")
            if str(name) in _URL_ATTRIBUTES and _RUNNING_URL.match(folded):
                found.append(f"<{element.tag} {name}={value!r}>")
    return found
