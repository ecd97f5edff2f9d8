"""Every page of both sites says what it may run, and holds nothing that its policy forbids."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest

ROOTS = {"blog": "", "small_site": "/blog"}


@pytest.fixture(params=ROOTS)
def site(request: pytest.FixtureRequest) -> tuple[Path, str]:
    """A site's folder, and what stands before its paths."""
    return request.getfixturevalue(request.param), ROOTS[request.param]


def pages(folder: Path) -> Iterator[tuple[str, Element]]:
    """The path of each page, and the page as a browser builds it."""
    for path in sorted(folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        yield path.relative_to(folder).as_posix(), html5lib.parse(text, namespaceHTMLElements=False)


def hashed(data: bytes) -> str:
    """What a policy says of what is allowed."""
    return f"'sha256-{base64.b64encode(sha256(data).digest()).decode()}'"


def policy(document: Element) -> dict[str, list[str]]:
    """The one policy of a page, which stands behind the charset and before all it is about."""
    head = document.find("head")
    assert head is not None
    first, second = head[0], head[1]
    assert first.get("charset") == "utf-8"
    assert second.get("http-equiv") == "Content-Security-Policy"
    others = [e for e in document.iter("meta") if e.get("http-equiv") == second.get("http-equiv")]
    assert others == [second]
    parts = [part.split() for part in second.get("content", "").split(";")]
    return {name: sources for name, *sources in parts}


def scripts(document: Element, folder: Path, root: str) -> Iterator[str]:
    """The hash of each script that a page would run."""
    for script in document.iter("script"):
        source = script.get("src")
        if source is not None:
            digest = hashed((folder / source.removeprefix(f"{root}/")).read_bytes())
            assert f"'{script.get('integrity')}'" == digest
            yield digest
        elif script.get("type") != "application/ld+json":
            yield hashed((script.text or "").encode())


def origins(document: Element) -> Iterator[str]:
    """The origin of each address that a form of the page may be sent to."""
    for element in document.iter():
        for name in ("action", "formaction"):
            if address := element.get(name):
                parts = urlsplit(address)
                yield f"{parts.scheme}://{parts.netloc}" if parts.netloc else "'self'"


def test_policy_is_just_what_the_page_holds(site: tuple[Path, str]) -> None:
    """Its style, its scripts and its forms; a page that only leads on has none of them."""
    folder, root = site
    count = 0

    for path, document in pages(folder):
        styles = [hashed((style.text or "").encode()) for style in document.iter("style")]
        runs = list(dict.fromkeys(scripts(document, folder, root)))
        runs += ["'wasm-unsafe-eval'"] if runs and "search/" in path else []
        forms = list(dict.fromkeys(origins(document)))
        own = {name: ["'self'"] for name in ("img-src", "media-src", "connect-src")}
        assert policy(document) == (
            {"default-src": ["'none'"], "form-action": forms or ["'none'"], "base-uri": ["'none'"]}
            | ({"style-src": styles} if styles else {})
            | ({"script-src": runs} if runs else {})
            | (own if styles else {})
        ), path
        count += bool(forms)

    assert count


def test_no_element_brings_its_own_style_or_script(site: tuple[Path, str]) -> None:
    """The policy would keep them from working."""
    found = [
        (path, element.tag, name)
        for path, document in pages(site[0])
        for element in document.iter()
        for name in element.keys()  # noqa: SIM118  -- an Element iterates over its children
        if name == "style" or name.startswith("on")
    ]

    assert found == []


def test_nobody_else_is_told_where_a_reader_comes_from(site: tuple[Path, str]) -> None:
    """Each page of the theme keeps its address within the site."""
    told = {
        path: [e.get("content") for e in document.iter("meta") if e.get("name") == "referrer"]
        for path, document in pages(site[0])
        if document.find("head/style") is not None
    }

    assert told
    assert [path for path, policies in told.items() if policies != ["same-origin"]] == []
