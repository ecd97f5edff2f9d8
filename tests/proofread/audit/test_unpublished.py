"""What is not published, or not to be found, is nowhere in the output."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.proofread.audit.output import told

DRAFT = {"drafts/a/": "content/a.md"}
HIDDEN = {"rants/b/": "content/b.md", "rants/b/fr/": "content/b-fr.md"}


@pytest.mark.parametrize("path", ["drafts/a/", "drafts/a/index.html"])
def test_draft_in_the_output_is_told(tmp_path: Path, path: str) -> None:
    """The page of a draft, or of a post of the future, is told by its source, itself included."""
    page = "<p>x <a href='/drafts/a/'>x</a>"

    found = told(tmp_path, {"drafts/a/index.html": page}, withheld={path: "content/a.md"})

    assert found == [
        "drafts/a/index.html: comes from 'content/a.md', which is a draft or of the future"
        " — keep it out of the output"
    ]


def test_link_to_a_draft_is_told(tmp_path: Path) -> None:
    """A link to what is not published says what it leads to."""
    html = "<a href='/drafts/a/'>x</a>\n<a href='/drafts/c/'>x</a>"

    found = told(tmp_path, {"a.html": html}, withheld=DRAFT)

    assert found == [
        "a.html:1: a href '/drafts/a/' leads to 'content/a.md', which is not published"
        " — take it out, or publish that",
        "a.html:2: a href '/drafts/c/' leads to no file of the site"
        " — mend it, or put the file there",
    ]


def test_hidden_page_is_at_its_address_alone(tmp_path: Path) -> None:
    """A hidden page may be there and name itself and its twin; nobody else may lead there."""
    page = "<a href='/rants/b/'>x</a><a href='fr/'>x</a>"
    files = {
        "rants/b/index.html": page,
        "rants/b/fr/index.html": "<p>x",
        "index.html": "<p>x\n<a href='rants/b/'>x</a>",
    }

    assert told(tmp_path, files, hidden=HIDDEN) == [
        "index.html:2: a href 'rants/b/' leads to 'content/b.md', which is hidden"
        " — take it out, or publish that"
    ]


def test_hidden_page_is_in_no_feed_and_no_sitemap(tmp_path: Path) -> None:
    """Neither a feed's entry, nor its text, nor a sitemap leads to what is hidden or a draft."""
    files = {
        "rants/b/index.html": "<p>x",
        "index.html": "<p>x",
        "sitemap.xml": "<urlset><url>\n<loc>https://site.example/rants/b/</loc></url></urlset>",
        "rss.xml": """<rss><channel><link>https://site.example/</link>
<item><guid>1</guid><link>https://site.example/rants/b/</link>
<pubDate>Sat, 21 Nov 2026 10:30:00 +0000</pubDate>
<description>&lt;a href="/drafts/a/"&gt;x&lt;/a&gt;</description></item></channel></rss>""",
    }

    assert told(tmp_path, files, hidden=HIDDEN, withheld=DRAFT) == [
        "rss.xml:2: a href '/drafts/a/' leads to 'content/a.md', which is not published"
        " — take it out, or publish that",
        "rss.xml:2: link alternate 'https://site.example/rants/b/' leads to 'content/b.md',"
        " which is hidden — take it out, or publish that",
        "sitemap.xml:2: loc 'https://site.example/rants/b/' leads to 'content/b.md',"
        " which is hidden — take it out, or publish that",
    ]


def test_index_for_a_search_names_neither(tmp_path: Path) -> None:
    """A text that a script reads names no draft and nothing hidden; what begins alike passes."""
    files = {
        "search.json": '[\n"/drafts/a/", "/rants/b/c/"]',
        "search.js": "x = 'https://site.example/rants/b/fr/'",
        "good.txt": "/rants/b/c/ /drafts/a /drafts/abc/ /short/ /d/e.html",
        "d/e.html": "<p>x",
    }
    # An address of one word is too often a word of another meaning; that of a page is the page's.
    drafts = {**DRAFT, "short/": "content/short.md", "d/e.html": "content/d.md"}
    pages = {"d/e.html": "content/e.md"}

    assert told(tmp_path, files, hidden=HIDDEN, withheld=drafts, pages=pages) == [
        "search.js:1: names 'rants/b/fr/', the address of 'content/b-fr.md',"
        " which is not to be found — take it out",
        "search.json:2: names 'drafts/a/', the address of 'content/a.md',"
        " which is not to be found — take it out",
    ]


def test_page_that_took_the_place_is_published(tmp_path: Path) -> None:
    """Where a published page has the address of a draft, the address is the page's."""
    found = told(
        tmp_path,
        {"a/index.html": "<a href='/a/'>x</a>"},
        pages={"a/index.html": "content/a.md"},
        withheld={"a/": "content/draft.md"},
        hidden={"": "content/nowhere.md"},
    )

    assert found == []
