"""What a page is given so that it loads anew, and how errors are shown."""

from __future__ import annotations

import base64
import re
from hashlib import sha256

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.serving.page import SCRIPT, error_page, version, with_reload

HASH = f"'sha256-{base64.b64encode(sha256(SCRIPT).digest()).decode()}'"


@pytest.mark.parametrize(
    ("policy", "allowed"),
    [
        ("default-src 'none'", f"default-src 'none';script-src {HASH};connect-src 'self'"),
        (
            "default-src 'self'",
            f"default-src 'self';script-src 'self' {HASH};connect-src 'self'",
        ),
        (
            "default-src 'none'; script-src 'none'; connect-src 'self'; base-uri 'none'",
            f"default-src 'none';script-src {HASH};connect-src 'self';base-uri 'none'",
        ),
        (
            "script-src 'sha256-AAAA';connect-src https://a.example",
            f"script-src 'sha256-AAAA' {HASH};connect-src https://a.example 'self'",
        ),
    ],
)
def test_policy_lets_the_script_run_and_listen(policy: str, allowed: str) -> None:
    """Whatever else a policy forbids it still does."""
    page = f'<meta http-equiv="Content-Security-Policy" content="{policy}"><p>Words.</p>'

    given = with_reload(page.encode(), "1").decode()

    assert re.findall(r'content="([^"]*)"', given) == [allowed]


def test_script_stands_at_the_end_of_the_body() -> None:
    """Once, with its integrity, and with what the page was."""
    page = with_reload("<body><p>é 🦋</p></body></html>".encode(), "ab-1").decode()

    assert page == (
        '<body><p>é 🦋</p><script src="/.desk/reload.js" integrity="'
        f'{HASH[1:-1]}" data-events="/.desk/events" data-seen="ab-1"></script></body></html>'
    )


@given(st.binary(max_size=200))
def test_page_of_any_bytes(page: bytes) -> None:
    """No byte of a page is lost, whatever it holds."""
    assert re.sub(rb"<script src=[^>]*></script>", b"", with_reload(page, "1"), count=1) == page


@given(st.binary(max_size=20), st.binary(max_size=20), st.integers(0, 3), st.integers(0, 3))
def test_version_is_of_a_page_and_a_generation(
    one: bytes, other: bytes, first: int, second: int
) -> None:
    """Two are the same where both are."""
    is_same = (one, first) == (other, second)

    assert (version(one, first) == version(other, second)) is is_same


def test_errors_are_text() -> None:
    """File and line stand out, where there are some; a traceback keeps its lines; nothing runs."""
    page = error_page(
        [
            "content/a b.md:7: link '<script>' leads to no file — mend it",
            "content/posts/x.md: cannot be read",
            "CARD_FONT 'x' is no file — write one",
            "Traceback:\n  File one.py:3: x\nValueError: <b>",
        ]
    )

    tree = html5lib.parse(page.decode(), namespaceHTMLElements=False)
    assert tree.findtext(".//title") == "To mend: 4"
    assert tree.findtext(".//h1") == "4 things are to be mended"
    assert [(item.findtext("strong"), item.findtext("pre")) for item in tree.iter("li")] == [
        ("content/a b.md:7", "link '<script>' leads to no file — mend it"),
        ("content/posts/x.md", "cannot be read"),
        (None, "CARD_FONT 'x' is no file — write one"),
        (None, "Traceback:\n  File one.py:3: x\nValueError: <b>"),
    ]
