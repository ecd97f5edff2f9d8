"""The words of a post are its words: nothing becomes Markdown by accident, and nothing is lost."""

from __future__ import annotations

import re
from html import escape as as_html

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.desk.importing.rendering import imported, render, squeeze, words

SIGNS = "\\`*_{}[]()<>#+-.!:~=|&;\"'^$% \n\nab1"
TEXT = st.one_of(
    st.text(st.sampled_from(SIGNS), max_size=60),
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn")), max_size=40),
)


@given(TEXT)
@example('!!! lesson "x"\n    y')
@example("Do: it\nBy: Friday\nSay: Hm?")
@example("1. one\n2. two\n\n- three\n\n# four\n\n> five\n\n===\n\n---\n\n***")
@example("Title: x\nDate: y")
@example("[a](b) [c][d] [e]: f\n\n[g]: h\n\n*[HTML]: i\n\n[^1]: j")
@example("a | b\n--- | ---\nc | d")
@example("term\n:   definition\n\n{: .class #id }")
@example("\\* \\\\ &copy; &amp;copy; <b> <!-- x --> <http://x.example> a_b _c_ __d__")
@example("```\ncode\n```\n\n~~~\ncode\n~~~")
@example("\xa0x\xa0\n\nשלום 🙂\xa0y")
@settings(max_examples=250)
def test_plain_text_stays_itself(text: str) -> None:
    """Text of a classic post, imported and rendered, is the same text."""
    text = re.sub(r"\[\[.*?\]\]|^\s*https?://\S+\s*$", "", text)  # shortcodes, and addresses
    expected = squeeze(text).strip()

    markdown, _ = imported(as_html(text, quote=False))

    assert squeeze(words(render(markdown))).strip() == expected


INLINE = st.recursive(
    st.sampled_from(["word", "a*b", "_x_", "1. y", "# z", "[q]", "p|q", "&amp;lt;", "Say: s"]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{' '.join(parts)}</{tag}>",
        st.sampled_from(["em", "strong", "code", "b", "i", "sup", "del", "span"]),
        st.lists(inner, min_size=1, max_size=2),
    ),
    max_leaves=4,
)
LINE = st.lists(INLINE, min_size=1, max_size=3).map(lambda parts: " ".join(parts))
BLOCK = st.recursive(
    st.one_of(
        LINE.map(lambda text: f"<p>{text}</p>"),
        LINE.map(lambda text: f"<h2>{text}</h2>"),
        st.sampled_from(["<pre>x = [1]\n  y</pre>", "<pre>```\n</pre>"]),
        LINE.map(
            lambda text: f"<table><tr><th>{text}</th><th>k</th></tr><tr><td>v</td></tr></table>"
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=2).map(
            lambda parts: f"<blockquote>{''.join(parts)}</blockquote>"
        ),
        st.builds(
            lambda tag, text, parts: f"<{tag}><li>{text}{''.join(parts)}</li><li>last</li></{tag}>",
            st.sampled_from(["ul", "ol"]),
            LINE,
            st.lists(inner, max_size=2),
        ),
    ),
    max_leaves=4,
)


@given(st.lists(BLOCK, min_size=1, max_size=3))
@settings(max_examples=200)
def test_structure_keeps_its_words(blocks: list[str]) -> None:
    """Blocks in blocks, emphasis in emphasis: all words are there, in order, and no sign more."""
    html = "".join(blocks)

    markdown, _ = imported(f"<!-- wp:html -->{html}<!-- /wp:html -->")

    assert words_alone(render(markdown)) == words_alone(html), markdown


def words_alone(html: str) -> str:
    return re.sub(r"\s+", "", words(html))


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<b>a</b><b>b</b>", "**ab**"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n    - b\n- c"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n<!-- -->\n\n- b"),
        ("<blockquote><p>Said.</p><cite>Ada</cite></blockquote>", "> Said.\n>\n> — Ada"),
        ('<pre class="brush: php">&lt;?php\n</pre>', "```php\n<?php\n```"),
        ("<pre><code class='language-Rust'>x</code></pre>", "```rust\nx\n```"),
        ("<h1>C#</h1>", "## C\\#"),
        ('<p dir="rtl">שלום</p>', 'שלום\n{: dir="rtl" }'),
        ("a<br>b", "a  \nb"),
        ("H<sub>2</sub>O", "H<sub>2</sub>O"),
        ("<dl><dt>t</dt><dd>d</dd></dl>", "t\n:   d"),
        ("x<!--more-->y", "x\n\n<!--more-->\n\ny"),
        ("<p>&nbsp;</p><p>a</p>", "&#160;\n\na"),
        (
            '<p>x<sup><a href="#f1">1</a></sup></p><ol><li id="f1">Note <a '
            'href="#r">↩</a></li></ol>',
            "x[^1]\n\n[^1]: Note",
        ),
        ("<table><tr><th>a</th></tr><tr><td>b|c</td></tr></table>", "| a |\n| --- |\n| b&#124;c |"),
    ],
)
def test_html_becomes_this_markdown(html: str, markdown: str) -> None:
    """Each kind of HTML has one form here."""
    assert imported(html)[0] == markdown


def test_what_no_page_may_load_is_a_link() -> None:
    """A frame is a link to what it showed, a script is gone, and both are told."""
    markdown, notes = imported(
        '<iframe src="https://www.youtube.com/embed/ab"></iframe><script '
        'src="//x/y.js">z()</script>'
    )

    assert markdown == "[https://www.youtube.com/watch?v=ab](\x02l0\x03)"
    assert [(loss.kind, loss.what) for loss in notes.losses] == [
        ("frame", "https://www.youtube.com/watch?v=ab"),
        ("element", "<script> //x/y.js z()"),
    ]


def test_links_that_run_are_words() -> None:
    """An address that runs in a browser is no link, and is told."""
    markdown, notes = imported('<a href="java\nscript:alert(1)">x</a>')

    assert markdown == "x"
    assert [loss.kind for loss in notes.losses] == ["link"]


def test_looks_are_told() -> None:
    """What a style attribute said is in no Markdown; it is told once for the post."""
    markdown, notes = imported('<p style="color: red">a <span style="color: red;">b</span></p>')

    assert markdown == "a b"
    assert [(loss.kind, loss.what) for loss in notes.losses] == [("style", "color: red")]


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ('<pre lang="php">\n<?php // <b>x</b>\n$a < 2;\n?>\n</pre>',
         "```php\n<?php // <b>x</b>\n$a < 2;\n?>\n```"),
        ('<pre lang="php">&lt;b&gt;</pre>', "```php\n<b>\n```"),
        ('<pre lang="php" escaped="true">a &amp; b</pre>', "```php\na & b\n```"),
        ("<pre>List<String> x; <?php echo 1 ?></pre>",
         "```\nList<String> x; <?php echo 1 ?>\n```"),
        ("a<b. Dear <your name>, see <http://a.example/> <o:p></o:p>x",
         "a&lt;b. Dear &lt;your name>, see &lt;http://a.example/> x"),
        ('<acronym title="As Far">AF</acronym> <strike>no</strike>',
         '<abbr title="As Far">AF</abbr> <s>no</s>'),
    ],
)  # fmt: skip
def test_what_is_no_tag_is_text(html: str, markdown: str) -> None:
    """A sign that begins no tag, and code that nobody escaped, lose no word."""
    text, _ = imported(html)

    assert text == markdown


def test_remarks_are_told() -> None:
    """What a writer has hidden in a comment stays behind, and is told."""
    text, notes = imported("a<!-- ask\nAda --><!--more Go on--><!--nextpage--><!-- --> b")

    assert re.findall("<!--.*?-->|Ada", text) == ["<!--more Go on-->", "<!--nextpage-->"]
    assert [loss.what for loss in notes.losses] == ["<!-- ask Ada -->"]
