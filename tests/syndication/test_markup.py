"""HTML for a feed: nothing of the text is lost, no address is relative, nothing runs."""

from __future__ import annotations

import re

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndication.markup import legal, standalone
from tests.parsed import running, tree

BASE = "https://rants.example/blog/rants/a/"
ROOT = "https://rants.example"


@pytest.mark.parametrize(
    ("written", "absolute"),
    [
        ("/b/", f"{ROOT}/b/"),
        ("b.png", f"{BASE}b.png"),
        ("../c/", f"{ROOT}/blog/rants/c/"),
        ("../../../../d", f"{ROOT}/d"),
        ("./", BASE),
        ("", BASE),
        ("?q=1", f"{BASE}?q=1"),
        ("#x", f"{BASE}#x"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("http://x.example/", "http://x.example/"),
        ("HTTPS://x.example/a?b=1&amp;c=2", "https://x.example/a?b=1&c=2"),
        (" /b/ ", f"{ROOT}/b/"),
        ("mailto:a@b.example?subject=c%20d", "mailto:a@b.example?subject=c%20d"),
        ("tel:+441", "tel:+441"),
        ("sms:?&amp;body=a", "sms:?&body=a"),
        ("a%20b.html", f"{BASE}a%20b.html"),
    ],
)
def test_link_is_absolute(written: str, absolute: str) -> None:
    """Each kind of address of RFC 3986 becomes the one that a browser would follow."""
    html = standalone(f'<p>a <a href="{written}">b</a></p>', BASE)

    assert tree(html) == [("p", {}, ["a ", ("a", {"href": absolute}, ["b"])])]


@pytest.mark.parametrize(
    ("srcset", "expected"),
    [
        ("/a.png", f"{ROOT}/a.png"),
        ("/a.png 1x, b.png 2x", f"{ROOT}/a.png 1x, {BASE}b.png 2x"),
        ("/a.png 100w, b.png 200.5w", f"{ROOT}/a.png 100w, {BASE}b.png 200.5w"),
        ("/a.png 100w 50h, b.png", f"{ROOT}/a.png 100w 50h, {BASE}b.png"),
        ("  /a.png   1x  ,\n  b.png 2x ", f"{ROOT}/a.png 1x, {BASE}b.png 2x"),
        ("/a.png, /b.png 2x", f"{ROOT}/a.png, {ROOT}/b.png 2x"),
        ("/a,b.png 1x, /c,d.png 2x", f"{ROOT}/a,b.png 1x, {ROOT}/c,d.png 2x"),
        ("/a.png 1x,/b.png 2x", f"{ROOT}/a.png 1x, {ROOT}/b.png 2x"),
        ("/a.png 100w,b.png 200w,/c.png 300w",
         f"{ROOT}/a.png 100w, {BASE}b.png 200w, {ROOT}/c.png 300w"),
        ("data:image/png;base64,AAAA 1x, /b.png 2x",
         f"data:image/png;base64,AAAA 1x, {ROOT}/b.png 2x"),
        ("//cdn.example/a.png 2x", "https://cdn.example/a.png 2x"),
    ],
)  # fmt: skip
def test_srcset_is_absolute(srcset: str, expected: str) -> None:
    """Each candidate of a srcset, parted as HTML parts them, keeps its size."""
    html = standalone(f'<img alt="" srcset="{srcset}">', BASE)

    (found,) = html5lib.parseFragment(html, namespaceHTMLElements=False).iter("img")
    candidates = [" ".join(one.split()) for one in found.get("srcset").split(", ")]
    assert candidates == expected.split(", ")


def test_picture_is_the_file_that_lasts() -> None:
    """What holds a hash is gone after two releases, and an entry is read for years."""
    html = (
        '<p>a <picture><source type="image/webp" srcset="/a-480.0123456789ab.webp 480w,'
        ' /a-680.ba9876543210.webp 680w" sizes="50vw"><img src="/a.jpg" alt="b" width="3"'
        ' height="2" srcset="/a-680.0123456789ab.jpg" sizes="50vw"></picture> c</p>'
    )

    assert tree(standalone(html, BASE)) == tree(
        f'<p>a <img src="{ROOT}/a.jpg" alt="b" width="3" height="2"> c</p>'
    )


WHOLE = {
    "paragraphs": "<p>a &amp; b &lt; c</p><p>d</p>",
    "text alone": "a &amp; b",
    "inline": "<p><em>a</em> <strong>b</strong> <code>c</code> <kbd>d</kbd> <sub>e</sub>"
    " <sup>f</sup> <del>g</del> <ins>h</ins> <mark>i</mark> <q>j</q> <small>k</small></p>",
    "lists": '<ul><li>a<ol start="3"><li>b</li></ol></li></ul>',
    "definitions": "<dl><dt>a</dt><dd>b</dd></dl>",
    "table": "<table><thead><tr><th>a</th></tr></thead>"
    '<tbody><tr><td colspan="2">b</td></tr></tbody></table>',
    "code": '<div class="highlight"><pre><span></span><code><span class="k">def</span> '
    "f():\n    pass &lt;b&gt;\n\n</code></pre></div>",
    "quote": '<figure class="quote"><blockquote><p>a</p></blockquote>'
    "<figcaption>b</figcaption></figure>",
    "language": '<p lang="he" dir="rtl">שלום</p>',
    "ruby": "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
    "time": '<time datetime="2026-11-23">today</time>',
    "abbreviation": '<abbr title="a &quot;b&quot;">c</abbr>',
    "details": "<details><summary>a</summary><p>b</p></details>",
    "break": "<p>a<br>b<wbr>c</p><hr>",
    "emoji": "<p>👩‍👩‍👧‍👦 漢字 שלום é</p>",
    "image": '<img alt="a" src="https://x.example/a.png" width="3" height="4" title="b">',
}


@pytest.mark.parametrize("html", WHOLE.values(), ids=WHOLE)
def test_text_stays_whole(html: str) -> None:
    """What is absolute and harmless comes out as it went in."""
    assert tree(standalone(html, BASE)) == tree(html)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>'
            '<ol><li id="fn:1">x<a class="footnote-backref" href="#fnref:1">↩</a></li></ol>',
            f'<sup id="fnref:1"><a class="footnote-ref" href="{BASE}#fn:1">1</a></sup>'
            f'<ol><li id="fn:1">x<a class="footnote-backref" href="{BASE}#fnref:1">↩</a></li></ol>',
        ),
        (
            '<picture><source srcset="/a.webp 1x, b.webp 2x" type="image/webp" media="print">'
            '<img src="c.png" alt="d"></picture>',
            f'<picture><source srcset="{ROOT}/a.webp 1x, {BASE}b.webp 2x" type="image/webp"'
            f' media="print"><img src="{BASE}c.png" alt="d"></picture>',
        ),
        (
            '<video src="/v.mp4" poster="p.png" controls width="3"><source src="w.webm" type="x">'
            '<track src="t.vtt" kind="captions" srclang="en" label="l">a</video>',
            f'<video src="{ROOT}/v.mp4" poster="{BASE}p.png" controls width="3">'
            f'<source src="{BASE}w.webm" type="x">'
            f'<track src="{BASE}t.vtt" kind="captions" srclang="en" label="l">a</video>',
        ),
        (
            '<audio src="/a.mp3" controls autoplay></audio>',
            f'<audio src="{ROOT}/a.mp3" controls></audio>',
        ),
        (
            '<blockquote cite="/s"><q cite="t">a</q></blockquote>',
            f'<blockquote cite="{ROOT}/s"><q cite="{BASE}t">a</q></blockquote>',
        ),
        (
            '<h2 id="t">A <em>b</em><a class="headerlink" href="#t" title="Permanent link">¶</a>'
            "</h2><p>c</p>",
            '<h2 id="t">A <em>b</em></h2><p>c</p>',
        ),
        (
            '<h2>A<a class="x headerlink y" href="#t">#</a> b</h2>c',
            "<h2>A b</h2>c",
        ),
        (
            '<p>a</p><iframe src="//v.example/1?a=1&amp;b=2" allowfullscreen></iframe><p>b</p>',
            '<p>a</p><a href="https://v.example/1?a=1&amp;b=2">//v.example/1?a=1&amp;b=2</a>'
            "<p>b</p>",
        ),
        (
            '<iframe src="/v/"><script>alert(1)</script></iframe>',
            f'<a href="{ROOT}/v/">/v/</a>',
        ),
        ("<p>a</p><script>alert('<p>b</p>')</script><p>c</p>", "<p>a</p><p>c</p>"),
        ("<style>p { color: red }</style><p>a</p>", "<p>a</p>"),
        ('<p onclick="x()" style="y" data-z="1">a</p>', "<p>a</p>"),
        ('<form action="/x"><input name="a"><button>b</button></form>c', "bc"),
        ("<p>a<!-- <script>b</script> -->c</p>", "<p>ac</p>"),
        ('<svg onload="x()"><script>y()</script></svg>a', "a"),
        ('<base href="https://evil.example/"><a href="b">c</a>', f'<a href="{BASE}b">c</a>'),
        ('<meta http-equiv="refresh" content="0;url=x"><link rel="stylesheet" href="y">a', "a"),
    ],
)
def test_what_does_not_stand_alone_is_made_to(html: str, expected: str) -> None:
    """Footnotes, pictures, films, frames and signs: each as it can be read anywhere."""
    assert tree(standalone(html, BASE)) == tree(expected)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " JaVa\nScRiPt:alert(1)",
        "&#106;avascript&colon;alert(1)",
        "java&#9;script:alert(1)",
        "&#1;javascript:alert(1)",
        "vbscript:x",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "blob:https://x.example/1",
    ],
)
@pytest.mark.parametrize("place", ["a href", "img src", "video poster", "iframe src", "q cite"])
def test_address_that_runs_is_left_out(url: str, place: str) -> None:
    """No attribute keeps an address that a reader's browser could run or read from its disk."""
    tag, attribute = place.split()

    html = standalone(f"<{tag} {attribute}='{url}'>a</{tag}>", BASE)

    assert running(html) == []
    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    kept = [e.get(key) for e in root.iter() for key in ("href", "src", "poster") if e.get(key)]
    assert [address for address in kept if not address.startswith(BASE)] == []


@pytest.mark.parametrize("url", ["http://[x", "//[", "https://[::1", "http://a]b/"])
@pytest.mark.parametrize("tag", ["a href", "img src", "img srcset", "q cite", "iframe src"])
@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_address_that_is_none_harms_nothing(url: str, tag: str) -> None:
    """A slip in an address costs that address; no traceback, no relative address, no other text."""
    name, attribute = tag.split()

    html = standalone(f'<p>a</p><{name} {attribute}="{url}"></{name}><p>b</p>', BASE)

    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    assert [p.text for p in root.iter("p")] == ["a", "b"]
    kept = [e.get(key) for e in root.iter() for key in ("href", "src", "cite") if e.get(key)]
    assert [address for address in kept if not address.startswith("http")] == []


@pytest.mark.parametrize(
    "html",
    [
        "<!doctype html><html><head><title>t</title></head><body><p>a</p></body></html>",
        '<?xml version="1.0" encoding="utf-8"?><p>a</p>',
        "<html><p>a</p>",
        "<body><p>a</p></body>",
        "</div></p><p>a</p></div>",
        "<p>a",
        "\ufeff<p>a</p>",
    ],
)
def test_html_that_is_no_fragment_is_read(html: str) -> None:
    """A whole document, a declaration, tags that do not match: the text is still there."""
    root = html5lib.parseFragment(standalone(html, BASE), namespaceHTMLElements=False)

    assert [p.text for p in root.iter("p") if p.text] == ["a"]


@pytest.mark.parametrize("place", ["text", "a title", "a href", "img alt", "iframe src", "p id"])
@pytest.mark.parametrize("control", ["&#8;", "&#x1b;", "&#0;", "&#xFFFE;", "&#11;"])
def test_control_character_is_impossible_however_written(control: str, place: str) -> None:
    """A character that XML cannot hold is not smuggled in as a reference either."""
    tag, _, attribute = place.partition(" ")
    html = f"a{control}b" if tag == "text" else f"<{tag} {attribute}='a{control}b'>c</{tag}>"

    clean = standalone(f"<p>x</p>{html}<p>y</p>", BASE)

    assert legal(clean) == clean
    root = html5lib.parseFragment(clean, namespaceHTMLElements=False)
    texts = [*root.itertext(), *(value for e in root.iter() for value in e.attrib.values())]
    assert [text for text in texts if legal(text) != text] == []


@pytest.mark.parametrize("html", ["", " ", "\n", "<!-- a -->", "<script>a</script>", "\x00"])
def test_nothing_is_nothing(html: str) -> None:
    """What shows nothing becomes nothing, and is no error."""
    assert standalone(html, BASE) == ""


PIECES = [
    *WHOLE.values(), "<a href='", "<img src='x' srcset='a 1x,b 2x'>", "<iframe src='/v'></iframe>",
    "<a class='headerlink' href='#x'>¶</a>", "<script>", "</script>", "<style>", "</style>",
    "<!--", "-->", "<svg>", "</svg>", "<math>", "<p", ">", "'", '"', "<", "&", "&lt;", "&#0;",
    "javascript:", " onclick=x()", "<b>", "</b>", "</div>", "<table>", "<td>", "<li>", "text",
    "é", "漢", "\x00", "\x0b", "\ud800", "\ufffe", "\r", "\n", " ", "<![CDATA[", "]]>", "<?",
    "<template>", "<select>", "<noscript>", "<textarea>", "<plaintext>", "<title>",
    "http://[", "//", "<p id='x' class='y'>",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_no_mixture_runs_or_changes_twice(html: str) -> None:
    """Whatever is run together: nothing runs, every address is whole, once is enough."""
    once = standalone(html, BASE)

    assert running(once) == []
    root = html5lib.parseFragment(once, namespaceHTMLElements=False)
    addresses = [e.get(key) for e in root.iter() for key in ("href", "src") if e.get(key)]
    assert [url for url in addresses if not url.startswith(("http", "mailto:"))] == []
    assert standalone(once, BASE) == once


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
