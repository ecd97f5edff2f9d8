"""What is left of what people write: words and links, whatever they meant to do."""

from __future__ import annotations

import re
import unicodedata

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation.replies.words import (
    MOST,
    host_of,
    initials,
    link_to,
    name_of,
    tamed,
    words,
)
from tests.conversation.hostile_replies import HOSTILE

TAGS = {
    "a", "b", "blockquote", "br", "code", "del", "em", "i", "li", "ol", "p", "pre", "strong", "ul",
}  # fmt: skip
LINK = {"rel": "nofollow ugc noopener", "referrerpolicy": "no-referrer"}
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]")


def deepest(element: object) -> int:
    """How many elements stand within one another."""
    return 1 + max(map(deepest, element), default=0)  # type: ignore[call-overload]


def check(markup: str) -> str:
    """See that HTML does nothing but say something, as the HTML standard reads it; its text."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root = parser.parse(f"<!doctype html><title>t</title><main>{markup}</main>")
    assert parser.errors == []
    main = root.find("body/main")
    assert [element.tag for element in root.find("body")] == ["main"]
    for element in [found for found in main.iter() if found is not main]:
        attributes = dict(element.attrib)
        assert element.tag in TAGS
        if element.tag == "a":
            assert re.fullmatch(r"https?://[^\s<>\"]+", attributes.pop("href"))
            assert attributes == LINK
        else:
            assert attributes == {}
    assert deepest(main) <= 8
    text = "".join(main.itertext())
    assert not TURNING.search(text)
    return text


@pytest.mark.parametrize("case", HOSTILE)
def test_nothing_runs_and_the_words_stay(case: str) -> None:
    """Of each hostile reply only known elements and safe links are left, and the words."""
    said = words(HOSTILE[case])

    text = check(said.html)

    assert "words" in text
    assert len(text) <= 2 * MOST


def test_corpus_is_no_smaller_than_it_was() -> None:
    """At least sixty replies are hostile, each in a way of its own."""
    assert len(set(HOSTILE.values())) == len(HOSTILE) >= 60


@given(
    st.lists(
        st.one_of(
            st.sampled_from([
                "<", ">", "</", "/>", "<!--", "-->", "<a href='https://x.example'>", "</a>", "<p>",
                "</p>", "<b>", "<svg>", "<math>", "<style>", "<table>", "<td>", "<li>", "<ul>",
                "<h1>", "<br>", "<pre>", "&lt;", "&#x202e;", "&", '"', "'", "<textarea>",
                "<select>", "<button>", "<template>", "<blockquote>", "</blockquote>", "<script>",
                "<i ", "=", "<a href=javascript:x>", "</em>", "<em>", "<code>", "</table>", "</li>",
                "<iframe>",
            ]),
            st.text(max_size=8),
        ),
        max_size=24,
    )
)  # fmt: skip
def test_any_markup_is_harmless(parts: list[str]) -> None:
    """Whatever tags and letters are put together, what is left says something or nothing."""
    said = words("".join(parts))

    check(said.html)


def test_what_is_meant_is_kept() -> None:
    """Paragraphs, marks, lists, quotes, code and links come through as they were."""
    html = (
        '<p>One <strong>two</strong> <em>three</em> <a href="https://x.example/?a=1&amp;b=2">x</a>'
        "<br>four</p><ul><li>a</li></ul><ol><li>b</li></ol>"
        "<blockquote><p>q</p></blockquote><pre><code>1 &lt; 2\n</code></pre>"
    )

    said = words(html)

    link = ' rel="nofollow ugc noopener" referrerpolicy="no-referrer"'
    assert (said.html, said.is_cut) == (html.replace('b=2"', f'b=2"{link}'), False)


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<h1>Big</h1>after", "<p>Big</p>after"),
        ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "<p> a  b </p>"),
        ("a<br><br><br><br>b", "a<br><br>b"),
        ("<p> </p><p></p>x<b></b>", "x"),
        ("<li>a</li><li>b</li>", "a<br>b"),
        ("<img alt=x>", ""),
        ("<button>b</button><svg><text>t</text></svg><noscript>n</noscript>x", "x"),
        ("a&nbsp;b &amp; &lt;c&gt;", "a\u00a0b &amp; &lt;c&gt;"),
    ],
)
def test_lines_stay_lines(html: str, left: str) -> None:
    """What has no place becomes paragraphs, its words do not run into one another."""
    said = words(html)

    assert said.html == left


def test_link_without_words_says_where_it_leads() -> None:
    """A link of a picture is heard as the host it leads to."""
    said = words('<a href="https://www.x.example/y"><img src="z"></a>')

    rel = 'rel="nofollow ugc noopener" referrerpolicy="no-referrer"'
    assert said.html == f'<a href="https://www.x.example/y" {rel}>x.example</a>'


@pytest.mark.parametrize("length", [MOST - 1, MOST, MOST + 1, 10 * MOST])
def test_long_text_ends_at_a_word(length: int) -> None:
    """As much as fits is kept whole; of more the last word is, and an ellipsis."""
    text = ("word " * length)[:length]

    said = words(f"<p>{text}</p>")

    whole = text if length <= MOST else ("word " * MOST)[:MOST].rpartition(" ")[0] + "…"
    assert said.is_cut is (length > MOST)
    assert said.html == f"<p>{whole}</p>"


@pytest.mark.parametrize(
    "text",
    ["naïve", "שָׁל֑וֹם", "ที่นี่", "नमस्ते", "👩\u200d👩\u200d👧 🏳️\u200d🌈", "می\u200cخواهم", "e\u0301"],
)
def test_letters_of_all_people_stay(text: str) -> None:
    """What people write with joined, pointed and marked letters is only brought into one form."""
    assert tamed(text) == unicodedata.normalize("NFC", text)


def test_marks_are_tamed() -> None:
    """No letter carries more than four marks."""
    assert tamed("q" + "\u0335" * 50 + "w") == "q" + "\u0335" * 4 + "w"


@pytest.mark.parametrize(
    ("name", "url", "shown"),
    [
        ("Mira", "https://social.example/@mira", "Mira"),
        (" Mira \n  Sol ", "", "Mira Sol"),
        ("", "https://www.x.example/@mira", "x.example"),
        ("\u202e\u200b", "https://x.example/", "x.example"),
        ("\u3164", "", "Somebody"),
        ("...", "", "Somebody"),
        ("🦋", "", "🦋"),
        ("\u202eariM", "", "ariM"),
        ("x" * 61, "", "x" * 59 + "…"),
        ("<b>Mira</b>", "", "<b>Mira</b>"),
    ],
)
def test_name_is_one_that_can_be_read(name: str, url: str, shown: str) -> None:
    """A name is a line without tricks; who has none is their host, or somebody."""
    assert name_of(name, url) == shown


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Mira", "M"), ("ada de lovelace", "AL"), ("Élodie", "É"), ("🦋", ""), ("山田 太郎", "山太"),
     ("7 of 9", "O"), ("x.example", "X")],
)  # fmt: skip
def test_initials_are_letters(name: str, letters: str) -> None:
    """The first letters of the first word and the last; no number is one."""
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://x.example/a?b#c", "https://x.example/a?b#c"),
        ("HTTP://x.example", "HTTP://x.example"),
        ("javascript:alert(1)", ""),
        ("java\u202escript:alert(1)", ""),
        ("https:///x", ""),
        ("https://[x", ""),
        ("//x.example", ""),
        ("at://did:plc:x/app.bsky.feed.post/3l", ""),
        ('https://x.example/"onfocus="x', ""),
        ("https://x.example/" + "a" * 2000, ""),
    ],
)
def test_only_the_web_is_linked(url: str, link: str) -> None:
    """A link is one of http or https with a host; all else is none."""
    assert (link_to(url), bool(host_of(link))) == (link, bool(link))


def test_reader_reads_what_it_wrote() -> None:
    """Words that are sanitised once more stay the same: nothing hides in what is left."""
    for case in HOSTILE.values():
        once = words(case)
        if not once.is_cut:
            assert words(once.html).html == once.html
