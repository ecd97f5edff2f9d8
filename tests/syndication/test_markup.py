"""A post's HTML in a feed: it stands alone, and nothing in it runs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndication import standalone
from syndication.markup import legal
from tests.parsed import running

BASE = "https://rants.example/blog/rants/a/"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/b/">b</a>', '<a href="https://rants.example/b/">b</a>'),
        ('<a href="#fn:1">1</a>', f'<a href="{BASE}#fn:1">1</a>'),
        ('<a href="../c/">c</a>', '<a href="https://rants.example/blog/rants/c/">c</a>'),
        ('<a href="//h.example/x">x</a>', '<a href="https://h.example/x">x</a>'),
        ('<a href="mailto:a@b.example">m</a>', '<a href="mailto:a@b.example">m</a>'),
        ('<img alt="" src="i.png">', f'<img alt="" src="{BASE}i.png">'),
        (
            '<img alt="" srcset="/a,b.png 1x, c.png 2x">',
            f'<img alt="" srcset="https://rants.example/a,b.png 1x, {BASE}c.png 2x">',
        ),
        ('<blockquote cite="/s">q</blockquote>', None),
        ("<p>a</p><script>alert(1)</script><style>p{}</style>", "<p>a</p>"),
        ('<p onclick="alert(1)" style="x">a</p>', "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', "<a>a</a>"),
        ('<h2>T<a class="headerlink" href="#t">¶</a></h2>', "<h2>T</h2>"),
        (
            '<iframe src="https://v.example/1"></iframe>',
            '<a href="https://v.example/1">https://v.example/1</a>',
        ),
        ("a\x0bb\x00c", "abc"),
        ("", ""),
    ],
)
def test_html_stands_alone(html: str, expected: str | None) -> None:
    """Addresses are absolute, scripts and signs are gone, a frame is a link."""
    if expected is None:
        expected = '<blockquote cite="https://rants.example/s">q</blockquote>'

    assert standalone(html, BASE) == expected


@given(st.text(alphabet="<>/ab=\"'&;:#javscript onl-!\x00\n\ud7ff", max_size=120))
def test_nothing_ever_runs(html: str) -> None:
    """Whatever is put in, nothing that runs comes out, and a second pass changes nothing."""
    clean = standalone(html, BASE)

    assert running(clean) == []
    assert standalone(clean, BASE) == clean


@given(st.text())
def test_legal_text_is_xml(text: str) -> None:
    """What is left holds only characters of XML 1.0."""
    allowed = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")

    assert allowed.fullmatch(legal(text))
