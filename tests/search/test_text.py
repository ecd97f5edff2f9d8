"""The words of a page."""

from __future__ import annotations

import pytest

from search.text import plain, spaced


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("one<br>two", "one two"),
        ("<p>one</p><p>two</p>", "one two"),
        ("<ul><li>one</li><li>two</li></ul>", "one two"),
        ("un<em>believ</em>able", "unbelievable"),
        ("&lt;b&gt; &amp; &amp;amp;", "<b> & &amp;"),
        ("a<script>alert(1)</script>b<style>p {}</style><!-- no -->c", "abc"),
        ("a\x00b\ud800 <i>c", "ab c"),
        ("<pre>a\n  b</pre>", "a b"),
    ],
)
def test_html_is_what_a_reader_sees(html: str, text: str) -> None:
    """Blocks are parted, letters of a word are not; what is not seen is not found."""
    assert plain(html) == text


def test_signs_without_spaces_are_words() -> None:
    """Chinese and Japanese are parted sign by sign; other scripts stay as they are."""
    assert spaced("静かな人 und 手紙: Übermaß, عربي") == "静 か な 人 und 手 紙 : Übermaß, عربي"
