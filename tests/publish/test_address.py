"""What a path means to a reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.address import is_asset, is_companion, is_hashed, is_lasting, named, url

PATHS = st.text(min_size=1).filter(lambda path: not path.startswith("/"))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("index.html", "/"),
        ("rants/a/index.html", "/rants/a/"),
        ("about.html", "/about.html"),
        ("myindex.html", "/myindex.html"),
        ("rss.xml", "/rss.xml"),
        ("a b/é\n.html", "/a%20b/%C3%A9%0A.html"),
        ("broken\udcff.txt", "/broken%FF.txt"),
    ],
)
def test_path_has_a_url(path: str, expected: str) -> None:
    """A folder's page is the folder, and what a URL cannot hold is escaped."""
    assert url(path) == expected


@given(PATHS)
def test_url_names_its_path(path: str) -> None:
    """The URL of a path, copied, names that path again, whatever signs are in it."""
    try:
        address = url(path)
    except UnicodeEncodeError:
        # A surrogate that no undecodable byte has made is in no file's name.
        return

    assert named(address, "", [path]) == path
    assert named(f"https://site.example/blog{address}", "https://site.example/blog", [path]) == path
    assert not set(address) & set(" \n\"'$`")


@pytest.mark.parametrize(
    "address",
    [
        "/rants/a/",
        "/rants/a",
        "rants/a/",
        "rants/a/index.html",
        "https://site.example/rants/a/",
        "http://elsewhere.example/rants/a",
        "/rants/a/index.html",
    ],
)
def test_writer_may_write_a_url_in_many_ways(address: str) -> None:
    """With and without the host, the slashes and the page's name it is the same one."""
    paths = ["index.html", "rants/a/index.html", "rants/b/index.html"]

    assert named(address, "https://site.example", paths) == "rants/a/index.html"


@pytest.mark.parametrize(
    "address", ["/rants/", "/rants/c/", "", "http://[", "//", "/../index.html"]
)
def test_other_addresses_name_nothing(address: str) -> None:
    """What no path has for its URL names none."""
    assert named(address, "https://site.example", ["rants/a/index.html"]) is None


def test_home_is_named_by_a_slash_or_the_address() -> None:
    """The home page is the site's address, with a slash or without."""
    addresses = ["/", "https://site.example", "https://site.example/", "index.html"]

    found = [named(address, "https://site.example/", ["index.html"]) for address in addresses]

    assert found == ["index.html"] * 4


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("assets/style.0a1b2c3d.css", True),
        ("assets/style.0a1b2c3d4e5f60718293a4b5c6d7e8f9.js", True),
        ("style.12345678.css", True),
        ("style.css", False),
        ("style.0a1b2c3.css", False),
        ("style.0A1B2C3D.css", False),
        ("page.0a1b2c3d.html", False),
        ("report.20261123.pdf", False),
        ("0a1b2c3d.css", False),
        ("style.0a1b2c3d", False),
        ("v.0a1b2c3d.d/readme", False),
    ],
)
def test_hashed_name(path: str, expected: bool) -> None:
    """Eight or more digits of a hash before the ending; not a day, not a page."""
    assert is_hashed(path) is expected


def test_lasting_paths() -> None:
    """All may be held on to but hashed assets, compressed twins and what a machine reads."""
    paths = [
        "_headers",
        "_redirects",
        "archive.tar.gz",
        "index.html",
        "index.html.br",
        "index.html.gz",
        "release.json",
        "rss.xml",
        "style.0a1b2c3d.css",
        "style.0a1b2c3d.css.gz",
    ]

    assert [path for path in paths if is_lasting(path, paths)] == [
        "archive.tar.gz",
        "index.html",
        "rss.xml",
    ]
    assert [path for path in paths if is_companion(path, paths)] == [
        "index.html.br",
        "index.html.gz",
        "style.0a1b2c3d.css.gz",
    ]


@pytest.mark.parametrize(
    ("path", "asset", "lasting"),
    [
        ("pagefind/fragment/en_181371d.pf_fragment", True, False),
        ("pagefind/index/pt-br_4c315881.pf_index", True, False),
        ("pagefind/pagefind.en_6bbc6eaa6a.pf_meta", True, False),
        ("pagefind/wasm.en.bb16c9e6d3d214d4.pagefind", True, False),
        ("pagefind/search.3e1929727837ed19.js", True, False),
        ("pagefind/pagefind-entry.json", False, False),
        ("notes/en_181371d.pf_notes", False, True),
        ("search/index.html", False, True),
    ],
)
def test_parts_of_a_search_go_with_their_release(path: str, asset: bool, lasting: bool) -> None:
    """Its script alone asks for them; none but those of a long hash may be kept for a year."""
    assert is_asset(path) == asset
    assert is_lasting(path, {path}) == lasting
    assert is_hashed(path) == (asset and ".pf_" not in path)
