"""A reply's words, of the HTML that came; and an address, a moment, a language, of a field."""

from __future__ import annotations

import html5lib
import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation.fetching import fields
from conversation.fetching.markup import MOST, as_html, link, words
from conversation.replies.words import unstyled

ME = fields.places(["https://home.example/@joseph"])
MENTION = (
    '<span class="h-card"><a href="https://home.example/@joseph" class="u-url mention">'
    "@<span>joseph</span></a></span>"
)
KIM = MENTION.replace("joseph", "kim")
SPANS = (
    '<a href="https://mira.example/jo?a=1&amp;b=2"><span class="invisible">https://</span>'
    '<span class="ellipsis">mira.example/jo</span><span class="invisible">?a=1&amp;b=2</span></a>'
)


@pytest.mark.parametrize(
    ("came", "kept"),
    [
        (f"<p>{MENTION} I wrote.</p>", "<p>I wrote.</p>"),
        (f"<p>{MENTION}</p><p>I wrote.</p>", "<p>I wrote.</p>"),
        (f"<p>{MENTION}<br><br>I wrote.</p>", "<p>I wrote.</p>"),
        (f"{MENTION} I wrote.", "I wrote."),
        (f"<p>{MENTION} {MENTION} I {MENTION}</p>",
         '<p>I <a href="https://home.example/@joseph">@joseph</a></p>'),
        (f"<p>{KIM} {MENTION} yes</p>", '<p><a href="https://home.example/@kim">@kim</a>  yes</p>'),
        (f"<p>{MENTION} {KIM} yes</p>", '<p><a href="https://home.example/@kim">@kim</a> yes</p>'),
        (f"<p>Yes {MENTION}</p>", '<p>Yes <a href="https://home.example/@joseph">@joseph</a></p>'),
        ('<p><a href="https://x.example/">@joseph</a> hi</p>',
         '<p><a href="https://x.example/">@joseph</a> hi</p>'),
        (f"<p>See {SPANS}</p>",
         '<p>See <a href="https://mira.example/jo?a=1&amp;b=2">mira.example/jo…</a></p>'),
        ('<p><span class="invisible">a<span class="ellipsis">b</span></span>c</p>', "<p>c</p>"),
        ("<p>1 &lt; 2 &amp;amp; &quot;3&quot;</p>", '<p>1 &lt; 2 &amp;amp; "3"</p>'),
        ("<p>a<br/>b</p><ul><li><b>c</b></li></ul>", "<p>a<br>b</p><ul><li><b>c</b></li></ul>"),
        ("<p>a</p><p></p><p> </p><blockquote></blockquote>", "<p>a</p>"),
        ('<h1 id="x" class="y">T</h1><p style="color:red" onclick="x()">a</p>', "T<p>a</p>"),
        ('<p>a<img src=x onerror=alert(1)><script>alert(1)</script><svg onload="x()"></svg></p>',
         "<p>a</p>"),
        ('<p><a href="javascript:alert(1)">a</a> <a href="data:,x">b</a></p>', "<p>a b</p>"),
        ('<p><a href="https://good.example\\@evil.example/">a</a></p>', "<p>a</p>"),
        ('<p><a href="https://good.example@evil.example/">a</a></p>', "<p>a</p>"),
        ("<p>a", "<p>a</p>"),
        ("<p>a\u0000b\u001bc\ud800</p>", "<p>abc</p>"),
        ("<!-- a --><![CDATA[b]]><p>c</p>", "<p>c</p>"),
        ("", ""), (" \n", ""), ("<p>&nbsp;</p>", ""), ("<p><br></p>", ""), (None, ""), (3, ""),
        (["<p>a</p>"], ""), ("<img src=x>", ""),
    ],
)  # fmt: skip
def test_words(came: object, kept: str) -> None:
    """The words are there, and what leads on; the reader's own name before them is not."""
    assert words(came, me=ME) == kept


def test_words_have_an_end() -> None:
    """A megabyte is cut; what is left is whole HTML."""
    got = words("<p>" + "word " * 200_000 + "</p>")

    assert got == f"<p>{('word ' * MOST)[: MOST - 3].rstrip()}</p>" or got.endswith("</p>")
    assert len(got) <= MOST + 10


@pytest.mark.parametrize("tag", ["b", "B\f", "font", "u", "<u>u", "<font>b", "strong/", "nobr"])
def test_markup_does_not_multiply(tag: str) -> None:
    """What a parser opens anew in each paragraph is no more at its end than was written."""
    html = f"<p>{''.join(f'<{tag} a{number}>' for number in range(200))}{'<p>x' * 800}"

    assert len(words(html)) <= 2 * MOST
    assert len(nh3.clean(unstyled(html))) < 20 * len(html)


@pytest.mark.parametrize(
    "tag", ["<b>", "<p><b>", "<ul><li>", "<blockquote>", "<a href=/>", "<span>"]
)
def test_depth_has_an_end(tag: str) -> None:
    """However deep it is nested, it is read."""
    assert "x" in words(tag * 50_000) or words(tag * 50_000) == ""
    assert words(tag * 1000 + "x").count("x") == 1


PIECES = [
    *"ab <>&\"'/=!-[]\n",
    "<p>",
    "</p>",
    "<br>",
    "<b>",
    "</b>",
    "<ul><li>",
    "&amp;",
    SPANS,
    KIM,
]


@given(st.lists(st.sampled_from([*PIECES, MENTION])).map("".join))
def test_any_text_is_read_the_same_twice(text: str) -> None:
    """No text stops it; what has been read once does not change any more."""
    once = words(text)

    assert words(once) == once
    html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(once)


@given(st.text())
def test_plain_text_stays_what_it_was(text: str) -> None:
    """A text that is shown as HTML is read as it was written, but for what is no sign."""
    tree = html5lib.parseFragment(as_html(text).replace("<br>", "\n"), namespaceHTMLElements=False)

    assert "".join(tree.itertext()) == fields.text(text).strip()


def test_link_is_escaped() -> None:
    """Nothing gets out of a link's address or its words."""
    assert link('https://a.example/?"b&c', "<i>\nx") == (
        '<a href="https://a.example/?&quot;b&amp;c">&lt;i&gt;<br>x</a>'
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://A.Example/B?c=D#e", "https://a.example/B?c=D#e"),
        (" HTTP://a.example ", "http://a.example"),
        ("https://münchen.example/é", "https://münchen.example/é"),
        ("https://[::1]:8000/", "https://[::1]:8000/"),
        ("https://a.example/ b", ""), ("https://a.example/\\b", ""), ("https:///a", ""),
        ("//a.example/", ""), ("a.example", ""), ("javascript:alert(1)", ""), ("data:,x", ""),
        ("https://a.example:x/", ""), ("https://[a", ""), ("https://b@a.example/", ""),
        ('https://a.example/"', ""), ("https://a.example/" + "x" * 2000, ""), ("", ""), (None, ""),
        (3, ""), (["https://a.example/"], ""),
    ],
)  # fmt: skip
def test_address(written: object, read: str) -> None:
    """An address is one that can be followed by anybody, or it is none."""
    assert fields.address(written) == read


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("https://a.example/b/", "http://www.A.example/b#c", True),
        ("https://a.example", "https://a.example/", True),
        ("https://a.example/b", "https://a.example/B", False),
        ("https://a.example/b", "https://a.example/b?c", False),
        ("https://a.example/b", "https://b.example/b", False),
        ("https://a.example:8000/b", "https://a.example/b", False),
    ],
)
def test_place(one: str, other: str, alike: bool) -> None:
    """Two addresses are one place where only the scheme, a slash or a fragment differ."""
    assert (fields.place(one) == fields.place(other)) is alike


@pytest.mark.parametrize(
    ("values", "read"),
    [
        (("2026-11-20T08:11:02.999Z",), "2026-11-20T08:11:02Z"),
        (("2026-11-20T00:30:00+01:00",), "2026-11-19T23:30:00Z"),
        (("2026-11-20",), "2026-11-20T00:00:00Z"),
        ((None, "x", 3, "2026-11-20T08:11:02"), "2026-11-20T08:11:02Z"),
        (("0001-01-01T00:00:00+23:00",), ""),
        (("9999-12-31T23:59:59-01:00",), ""),
        ((), ""),
    ],
)
def test_moment(values: tuple[object, ...], read: str) -> None:
    """A moment is in UTC; the first that is one counts; what cannot be in UTC is none."""
    assert fields.moment(*values) == read
