"""Whatever lies in the output, the audit ends with what it found, and fails on nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofread.audit import Expected, audit
from tests.proofread.audit.output import write

PATHS = ["a.html", "a.css", "a.svg", "rss.xml", "feed.json", "app.webmanifest", "robots.txt",
         "a.js", "a.jpg", "a.png", "a.webp", "a.pdf", "a"]  # fmt: skip
PIECES = [
    "<", ">", "&", "'", '"', "\\", "{", "}", "(", ")", "/*", "\n", "\0", "\x1e", "é", "\ufffe", " ",
    "<p>", "</p>", "<a href=", "<img srcset=", "<style>", "</style>", "<script>", "<iframe srcdoc=",
    "<base href=", "<meta http-equiv=refresh content=", "<rss>", "<item>", "</item>", "<guid>",
    "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "<link/>", "<urlset>", "<loc>",
    "<pubDate>", "Sat, 99 Nov", "<time>", "</", "/>", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "&b;",
    "http://", "//[", "https://site.example:99999/", "%", "%ff", "#", "url(", "@import",
    "\\110000 ",
    "12", "followers", ":", "k", "sourceMappingURL=", "//# ", "-----BEGIN PRIVATE KEY-----", "AKIA",
    '{"version": "https://jsonfeed.org/version/1.1", "items": [', "]}", '{"id": 1}', "[", "]", ",",
    '"icons": [', "Sitemap:",
]  # fmt: skip
BEGINNINGS = [b"", b"\xff\xd8\xff\xe1\0\x20Exif\0\0II*\0", b"\x89PNG\r\n\x1a\n\0\0\0\x08eXIf",
              b"RIFF\x20\0\0\0WEBPEXIF", b"II*\0exif", b"MM\0*exif"]  # fmt: skip
ANY = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=30).map(lambda parts: "".join(parts).encode()),
    st.builds(bytes.__add__, st.sampled_from(BEGINNINGS), st.binary(max_size=80)),
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
)


@given(
    st.dictionaries(st.sampled_from(PATHS), ANY, max_size=5), st.sampled_from(["", "https://s.x/b"])
)
def test_any_bytes_are_read(files: dict[str, bytes], siteurl: str) -> None:
    """Any bytes in any of these files give findings or none, in order, each on one line."""
    expected = Expected(siteurl, {"a.html": "a.md"}, {"d/e": "d.md"}, {"h/": "h.md"})

    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), files)
        found = list(audit(Path(folder), expected))

    assert [len(str(finding).encode().splitlines()) for finding in found] == [1] * len(found)
    assert found == sorted(found, key=lambda f: (f.path, f.line or 0, f.message))


@given(st.text(max_size=30))
def test_any_address_of_a_site_is_taken(siteurl: str) -> None:
    """Whatever SITEURL holds, the audit goes on: saying what is wrong with it is another's work."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), {"a.html": "<link rel=canonical href='/a.html'><a href='#x'>x</a>"})

        assert list(audit(Path(folder), Expected(siteurl))) != []


@pytest.mark.parametrize("path", ["a.html", "a.css", "a.svg", "a.json", "a.js"])
@pytest.mark.parametrize("piece", ["<div>", "url(", 'url("', "<a href='", "{[", "12 ", "'\\", "(,"])
def test_long_file_is_read_to_its_end(tmp_path: Path, path: str, piece: str) -> None:
    """One thing again and again is no more than a long file."""
    write(tmp_path, {path: f"<img srcset='{piece * 20_000}'>" + piece * 20_000})

    assert isinstance(list(audit(tmp_path, Expected())), list)
