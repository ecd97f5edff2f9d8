"""Where a page takes webmentions: its endpoint, in a header or in the page (W3C Webmention, 3.1.2).

Pure: what has been fetched is read, nothing is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urldefrag, urljoin, urlsplit

from ..web import Answer
from .document import is_page, links, read_document

_REL = "webmention"
# Every alternative takes what it begins with, closed or not, so that no header takes long.
_TOKEN = re.compile(r"""<[^>]*>?|"(?:[^"\\]|\\.)*\\?"?|[;,=]|[^\s;,=<"]+""", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def find_endpoint(answer: Answer) -> str | None:
    """The endpoint that a fetched page names, absolute and without a fragment; None for none.

    A `Link` header goes before the page, and in the page the first `<link>` or `<a>` that has an
    address. What is no http or https address is passed over.
    """
    endpoints = [*_in_header(answer), *_in_page(answer)]
    return next(filter(None, endpoints), None)


def _in_header(answer: Answer) -> Iterator[str | None]:
    for url, parameters in _read_links(answer.headers.get("link", "")):
        about = resolved(answer.url, parameters.get("anchor", ""))
        if _names(parameters.get("rel", "")) and about == urldefrag(answer.url).url:
            yield resolved(answer.url, url)


def _in_page(answer: Answer) -> Iterator[str | None]:
    content_type = answer.headers.get("content-type", "")
    root = read_document(answer.body, content_type) if is_page(content_type) else None
    if root is None:
        return
    base = next((resolved(answer.url, href) for _, href in links(root, "base")), None)
    for element, href in links(root, "link", "a"):
        if _names(element.get("rel", "")):
            yield resolved(base or answer.url, href)


def resolved(base: str, href: str) -> str | None:
    """The address against `base`, without a fragment; None where no web address comes of it."""
    try:
        url = urldefrag(urljoin(base, href)).url
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:  # such as http://[x
        return None


def _names(rel: str) -> bool:
    """Link relations are compared without regard to capitals (RFC 8288, section 2.1.1)."""
    return _REL in rel.lower().split()


def _read_links(header: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each link of a `Link` header with its parameters (RFC 8288, section 3)."""
    for link in _split(_TOKEN.findall(header), ","):
        target, *parameters = _split(link, ";")
        if target and target[0].startswith("<"):
            url = "".join(target).removeprefix("<").removesuffix(">").strip()
            # Of two of one name the first counts.
            yield url, dict(map(_parameter, reversed(parameters)))


def _parameter(tokens: list[str]) -> tuple[str, str]:
    name, value = "".join(tokens[:1]).lower(), "".join(tokens[2:])
    if value.startswith('"'):
        value = _ESCAPED.sub(r"\1", value.removeprefix('"').removesuffix('"'))
    return name, value


def _split(tokens: list[str], sign: str) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token == sign:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
