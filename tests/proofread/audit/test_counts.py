"""No theme and no plugin puts a number of people, or of what they did, on a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.proofread.audit.output import told

REMEDY = 'take it out, or mark the writer\'s own words: class="e-content"'
INLINE = ["abbr", "b", "bdi", "data", "em", "font", "i", "mark", "small", "span", "strong", "sub",
          "sup", "u"]  # fmt: skip
COUNTS = {
    "<p>12 replies</p>": "12 replies",
    "<p>3 likes</p>": "3 likes",
    "<p>1 like</p>": "1 like",
    "<p>1.2k views</p>": "1.2k views",
    "<p>1,234 page views</p>": "1,234 page views",
    "<p>5K+ followers</p>": "5K+ followers",
    "<p>2 new followers</p>": "2 new followers",
    "<p>Followers: 40</p>": "Followers: 40",
    "<p>Comments (3)</p>": "Comments (3)",
    "<p>Shares 3</p>": "Shares 3",
    "<p>4 comment(s)</p>": "4 comment(s)",
    "<p><span class=count>7</span> shares</p>": "7 shares",
    "<p><b>7</b><i>shares</i></p>": "7shares",
    **{f"<p>With <{tag}>7</{tag}> shares today</p>": "7 shares" for tag in INLINE},
    "<p>With 7<wbr> <img alt=''>shares today</p>": "7 shares",
    "<p>By me · 3 Aufrufe</p>": "3 Aufrufe",
    "<p>1\u202f234 vues</p>": "1\u202f234 vues",
    "<p>12 seguidores</p>": "12 seguidores",
    "<p>40 Abonnenten</p>": "40 Abonnenten",
    "<p>٣ likes</p>": "٣ likes",
    "<p>12 people like this</p>": "12 people like",
    "<p>A 3-day streak</p>": "3-day streak",
    "<p>Followers: <a href='/'>40</a></p>": "Followers: 40",
    "<p><a href='/'>40</a> followers</p>": "40 followers",
    "<a href='#c' id=c>12 comments</a>": "12 comments",
    "<h2>12 comments</h2>": "12 comments",
    "<dl><dt>Views</dt><dd>1.2k</dd></dl>": "Views 1.2k",
    "<div><div>40</div><div>Followers</div></div>": "40 Followers",
    "<table><tr><td>Likes</td><td>3</td></tr></table>": "Likes 3",
    "<ul><li><b>3</b> boosts</li></ul>": "3 boosts",
    "<button aria-label='3 likes'>x</button>": "3 likes",
    "<i title='Views: 3'></i>": "Views: 3",
    "<i data-count=3></i>": "data-count=3",
    "<i data-likes=3></i>": "data-likes=3",
    "<i class='x like-count'>3</i>": "class=x like-count: 3",
    "<meta itemprop=interactionCount content='UserComments:3'>": "itemprop=interactionCount",
    "<i itemprop=commentCount>3</i>": "itemprop=commentCount",
    '<script type="application/ld+json">{"commentCount": 3}</script>': "commentCount",
    '<script type="application/ld+json">{"interactionCount": "1"}</script>': "interactionCount",
}


@pytest.mark.parametrize(("html", "phrase"), COUNTS.items(), ids=COUNTS)
def test_count_of_the_theme_is_told(tmp_path: Path, html: str, phrase: str) -> None:
    """Before the word, after it, in pieces, in cells, in attributes, for machines: it is told."""
    shown = phrase.replace("\u202f", r" ")

    found = told(tmp_path, {"index.html": f"<h1>x</h1>\n{html}"})

    assert found == [f"index.html:2: '{shown}' counts people or what they did — {REMEDY}"]


CLASSES = {
    "e-content", "e-summary", "p-bio", "p-category", "p-content", "p-name", "p-note", "p-summary",
    "entry-content", "entry-summary", "entry-title", "lesson", "question",
}  # fmt: skip
PROPERTIES = {"articleBody", "description", "headline", "name", "text"}
WORDS = {
    "the text": "<div class='e-content prose'><p>I have <b>312</b> followers.</p></div>",
    **{
        f"class {name}": f"<div class='x {name}'><p>312 followers</div>" for name in sorted(CLASSES)
    },
    **{name: f"<div itemprop={name}>312 followers</div>" for name in sorted(PROPERTIES)},
    **{
        name: f"<{name}>312 followers</{name}>"
        for name in ("blockquote", "cite", "code", "h1", "kbd", "pre", "q", "samp", "textarea")
    },
    "the title of a drawing": "<svg><title>312 followers</title></svg>",
    "the head": "<title>312 followers</title><meta name=description content='312 followers'>",
    "a headline": '<script type="application/ld+json">{"name": "\\"commentCount\\": 3"}</script>',
    "a script": "<p>x<script>x = '312 followers'</script>",
    "a picture": "<div class=e-content><img src='data:,' title='312 followers'></div>",
}


@pytest.mark.parametrize("html", WORDS.values(), ids=WORDS)
def test_words_of_the_writer_pass(tmp_path: Path, html: str) -> None:
    """What the writer says, where the page says that it is the writer's, may count anything."""
    assert told(tmp_path, {"index.html": html}) == []


HARMLESS = {
    "a date": "<li><time datetime=2026-11-20>20</time><a href='/'>Views</a></li>",
    "a year and a tag": "<ul><li><a href='/'>2026</a></li><li><a href='/'>followers</a></li></ul>",
    **{
        f"two of {tag}": f"<{tag}>2026</{tag}><{tag}>followers</{tag}>"
        for tag in ("button", "label", "li", "option", "summary")
    },
    "two rows": "<table><tr><td>2026</td></tr><tr><td>followers</td></tr></table>",
    "what a date parts": "<i>3</i><time>2026</time><i>views</i>",
    "a page and a button": "<a href='/'>1</a> <a href='/'>Share</a><button>Like</button>",
    "a page and words": "<p>Page 2 of 3</p><p>Views on life</p>",
    "a number of another thing": "<p>5 min read · 12 posts · Likely 3 · 2 shared lists</p>",
    "a word alone": "<p>Replies</p><p>Follow me</p><p>No likes, no shares.</p>",
    "a verb": "<p>Rule 2: share it. Share 2 things. Like 3.</p>",
    "boxes with more": "<p>Room 40</p><p>Followers</p><p>And</p><p>7</p><p>Likes of mine</p>",
    "other attributes": "<i itemprop=author>3</i><i rel=commentCount data-x=like-count>3</i>",
    "a place for a number": "<i data-count=''></i>",
    "an order": "<p>Step 2 share it</p><p>Like 3</p>",
    "more words": "<p>All comments 12</p><p>Comments 12 and more</p>",
    "a script's own": '<script>x = {"commentCount": 3}</script>',
    "an example of a version": "<p>HTML 5 viewport</p>",
    "a class without a number": "<i class=comment-count></i>",
    "a tag": "<a class=p-category href='/'>3 likes</a>",
}


@pytest.mark.parametrize("html", HARMLESS.values(), ids=HARMLESS)
def test_number_of_something_else_passes(tmp_path: Path, html: str) -> None:
    """Dates, pages and buttons side by side are no counts."""
    assert told(tmp_path, {"index.html": html}) == []


def test_words_of_the_writer_pass_wherever_the_theme_repeats_them(tmp_path: Path) -> None:
    """A title with a count in it may stand in every list; another number there may not."""
    files = {
        "index.html": "<p><a href='/a.html'>My 312 Followers</a></p>\n<p>313 followers</p>",
        "a.html": "<h1>My 312 followers</h1>",
    }

    assert told(tmp_path, files) == [
        f"index.html:2: '313 followers' counts people or what they did — {REMEDY}"
    ]
