"""One alias: what may be one, and where its page lies."""

from __future__ import annotations

import os
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from addresses import Alias, Fault, read_alias, redirect
from addresses.alias import LONGEST_NAME, encode, split

PIECES = st.sampled_from(
    [
        *"/.%#?:\\ abé",
        "..",
        "%2e",
        "%2F",
        "%5c",
        "%00",
        "%C3%A9",
        "%ff",
        ".html",
        "index.html",
        "//",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map("/".join)).map(
    lambda text: text if text[:1] == "/" else f"/{text}"
)
NAMES = st.lists(st.sampled_from(["/a", "/", ".html", "/index.html", "%61", "é", "%C3%A9"])).map(
    lambda pieces: "".join(["/", *pieces]).replace("//", "/")
)


@pytest.mark.parametrize(
    ("text", "address", "path"),
    [
        ("/", "/", "index.html"),
        ("/old/", "/old/", "old/index.html"),
        ("/old", "/old", "old/index.html"),
        ("/old/index.html", "/old/index.html", "old/index.html"),
        ("/old.html", "/old.html", "old.html"),
        ("/old.HTM", "/old.HTM", "old.HTM"),
        ("/old.html/", "/old.html/", "old.html/index.html"),
        ("/2019/05/old.php", "/2019/05/old.php", "2019/05/old.php/index.html"),
        ("/café/", "/caf%C3%A9/", "café/index.html"),
        ("/cafe\u0301/", "/caf%C3%A9/", "café/index.html"),
        ("/caf%c3%a9", "/caf%C3%A9", "café/index.html"),
        ("/a b/*:c%25", "/a%20b/%2A%3Ac%25", "a b/*:c%/index.html"),
        ("/what%3F%23", "/what%3F%23", "what?#/index.html"),
    ],
)
def test_alias_has_a_page(text: str, address: str, path: str) -> None:
    """A folder's page is its index; what ends in .html is a page; letters are decoded for it."""
    assert read_alias(text) == Alias(address, path)


@pytest.mark.parametrize(
    ("text", "fault", "remedy"),
    [
        ("https://x.example/old/", "names a host or a scheme", "write '/old/'"),
        ("https://x.example", "names a host or a scheme", "write '/old/'"),
        ("//x.example/old", "names a host or a scheme", "write '/old'"),
        ("//", "names a host or a scheme", "write '/old/'"),
        ("mailto:a@x.example", "names a host or a scheme", "write '/old/'"),
        ("old/", "does not begin with a slash", "write '/old/'"),
        ("", "does not begin with a slash", "write '/'"),
        ("/old?p=1#a", "has a query, which no page can answer to", "write '/old'"),
        ("/old/#a?b", "has a fragment, which no page can answer to", "write '/old/'"),
        ("?p=1", "has a query, which no page can answer to", "write '/old/'"),
        ("/a//b", "has two slashes in a row", "write one"),
        ("/a//", "has two slashes in a row", "write one"),
        ("/../a", "has the part '..', which begins with a dot", "write it without"),
        ("/a/%2e%2E", "has the part '..', which begins with a dot", "write it without"),
        ("/a/./b", "has the part '.', which begins with a dot", "write it without"),
        ("/.git/", "has the part '.git', which begins with a dot", "write it without"),
        ("/a\\b", "holds a backslash", "write '/a/b'"),
        ("/a\x07", "holds a control character", "write it without"),
        ("/a\u2028b", "holds a control character", "write it without"),
        ("/a\ud800", "holds a control character", "write it without"),
        ("/50%", "holds a % that begins no code", "write %25 where the sign itself is meant"),
        ("/%ff/", "has percent-encoding that is not UTF-8", "write its letters as they are"),
        *(
            (text, "hides a slash, a backslash or a control character in a code", "take it out")
            for text in ("/a%2Fb", "/a%5cb", "/a%0Ab", "/a%00")
        ),
        ("/" + "a" * (LONGEST_NAME + 1), "has a part longer than 240 bytes", "take it out"),
        ("/" + "é/" * 100, "is longer than 700 characters, encoded", "take it out"),
    ],
)  # fmt: skip
def test_what_is_no_alias_says_why(text: str, fault: str, remedy: str) -> None:
    """What cannot be one says what is wrong with it and what mends that."""
    assert read_alias(text) == Fault(fault, remedy)


@given(st.one_of(TEXTS, st.text()))
@example("/%E2%80%A8")
@example("/%ED%A0%80")
def test_any_text_is_a_fault_or_a_file_inside(text: str) -> None:
    """An alias's file lies in the output folder, and its line has three fields."""
    alias = read_alias(text)

    if isinstance(alias, Fault):
        assert alias.fault
        assert alias.remedy
        return
    assert os.path.normpath(os.path.join("/output", alias.path)) == f"/output/{alias.path}"  # noqa: PTH118  -- a path that is not one must not be mended
    assert unicodedata.is_normalized("NFC", alias.path)
    assert not {"\0", "\n", "\\"} & set(alias.path)
    fields = redirect(alias, "new/", "/blog").split()
    assert fields == [f"/blog{alias.address}", "/blog/new/", "301"]
    assert alias.address.isascii()


@given(NAMES, NAMES)
def test_two_pages_never_share_a_path(one: str, other: str) -> None:
    """Two addresses have one file only if they differ in no more than how they say "folder"."""

    def page(alias: Alias) -> str:
        return unquote(alias.address).removesuffix("index.html").rstrip("/")

    first, second = read_alias(one), read_alias(other)

    if isinstance(first, Alias) and isinstance(second, Alias):
        assert page(first) == page(second) or first.path != second.path


@given(TEXTS)
def test_address_is_its_own_alias(text: str) -> None:
    """What was read reads the same again."""
    alias = read_alias(text)

    if isinstance(alias, Alias):
        assert read_alias(alias.address) == alias


@pytest.mark.parametrize(
    ("written", "aliases"),
    [
        ("/a/", ["/a/"]),
        (" /a/ ,, /b.html,", ["/a/", "/b.html"]),
        (["/a/, /b", "/c"], ["/a/", "/b", "/c"]),
        ("/a\n/b", ["/a", "/b"]),
        ("", []),
        (" , ", []),
    ],
)
def test_aliases_are_parted(written: object, aliases: list[str]) -> None:
    """Commas and line ends part them; what is empty is none."""
    assert list(split(written)) == aliases


@pytest.mark.parametrize(
    ("url", "encoded"),
    [
        ("rants/a/", "rants/a/"),
        ("café b/", "caf%C3%A9%20b/"),
        ("caf%C3%A9/", "caf%C3%A9/"),
        ("a:b/*/?p=1#c", "a%3Ab/%2A/?p=1#c"),
    ],
)
def test_target_is_encoded_once(url: str, encoded: str) -> None:
    """What is encoded stays so; a sign that is a rule's own in `_redirects` is encoded."""
    assert encode(url) == encoded
