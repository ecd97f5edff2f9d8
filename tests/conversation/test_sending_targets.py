"""What a built page says to whom."""

from __future__ import annotations

import pytest

from conversation.sending.targets import Entry, read_entry

SITE = "https://rants.example/blog"
URL = f"{SITE}/rants/a/"


def read(content: str, *, before: str = "", after: str = "", title: str = "T") -> Entry | None:
    """The entry of a post with this content."""
    html = (
        f'<body><a href="https://menu.example/">m</a><article class="h-entry">'
        f'<h1 class="p-name">{title}</h1>{before}<div class="e-content">{content}</div>{after}'
        f'</article><footer class="h-card"><a href="https://foot.example/">f</a></footer>'
    )
    return read_entry(html.encode(), URL, SITE)


def targets(content: str, **around: str) -> tuple[str, ...]:
    """The targets alone."""
    entry = read(content, **around)
    assert entry is not None
    return entry.targets


def test_targets_are_the_links_of_the_words_and_what_is_answered() -> None:
    """Each once, as written, the answered page first; what the theme links to is none."""
    content = '<a href="https://b.example/#x">1</a><a href="https://b.example/#x">2</a>'

    found = targets(
        content + '<a href="http://C.example">3</a>',
        before='<a class="u-in-reply-to h-cite" href="https://a.example/p?x=1&amp;y=2">A</a>',
        after='<a href="https://share.example/">s</a><a class="p-category" href="https://t.example">t',
    )

    assert found == ("https://a.example/p?x=1&y=2", "https://b.example/#x", "http://C.example")


@pytest.mark.parametrize(
    "href",
    [
        "../b/",
        "#x",
        "",
        "/blog/rants/b/",
        "https://rants.example/blog",
        "https://rants.example/blog#lesson",
        "http://rants.example/blog/x",
        "//rants.example/blog/x",
        "HTTPS://RANTS.example/blog/",
        "mailto:a@b.example",
        "javascript:void(0)",
        "http://[x",
        "https://",
    ],
)
def test_link_that_leads_to_no_other_site_is_no_target(href: str) -> None:
    """Nor is what leads to no page at all."""
    assert targets(f'<a href="{href}">x</a>') == ()


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("https://rants.example/", "https://rants.example/"),
        ("https://rants.example/blogs/", "https://rants.example/blogs/"),
        ("/other/", "https://rants.example/other/"),
        ("//b.example/x", "https://b.example/x"),
        (" https://b.example/x ", "https://b.example/x"),
        ("HTTPS://B.example", "HTTPS://B.example"),
    ],
)
def test_link_beside_the_site_is_a_target(href: str, target: str) -> None:
    """What is not below SITEURL is somebody else's; it stays as it is written."""
    assert targets(f'<a href="{href}">x</a>') == (target,)


def test_links_of_replies_are_none_of_the_posts() -> None:
    """What people answered is not what the post says, and its changes change nothing."""
    reply = (
        '<li class="p-comment h-cite"><b class="p-name">R</b><div class="e-content">'
        '<a href="https://r.example/">r</a><a class="u-in-reply-to" href="https://s.example/">s</a>'
        "</div></li>"
    )

    assert read("words", after=f"<ol>{reply}</ol>") == read("words")


def test_doors_to_the_writer_are_none_of_the_posts() -> None:
    """A copy elsewhere, which comes after the post, is no reason to tell others of it."""
    door = (
        '<div class="report"><p>Tell me <a href="https://social.example/1">on Mastodon</a>.</div>'
    )

    assert read(f"<section>words{door}</section> after") == read("<section>words</section> after")


def test_quotation_is_part_of_the_words() -> None:
    """A cited page within the content is linked to by the post."""
    content = (
        '<blockquote class="h-cite"><a class="u-url" href="https://q.example/">q</a></blockquote>'
    )

    assert targets(content) == ("https://q.example/",)


@pytest.mark.parametrize(
    "html",
    [
        "<p class=new>One  two\n<em>three</em>",
        "<p>One two <em>three</em><button>Copy</button></p>",
        "<p>One two <em>three</em><span hidden> due</span><!-- c --><style>a</style></p>",
        '<p>One two <a href="../b/">three</a></p>',
    ],
)
def test_hash_is_of_the_words(html: str) -> None:
    """What only the markup, the theme or a script adds is no change."""
    assert read(html) == read("<p>One two <em>three</em></p>")


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("<p>One two four</p>", "T"),
        ("<p>One two three</p>", "U"),
        ('<p>One two <a href="https://b.example/">three</a></p>', "T"),
    ],
)
def test_hash_changes_with_what_is_said(content: str, title: str) -> None:
    """Words, title and targets count."""
    before, after = read("<p>One two three</p>"), read(content, title=title)

    assert before is not None
    assert after is not None
    assert before.hash != after.hash


@pytest.mark.parametrize("html", ["", "<p>x</p>", '<article class="h-entry"><p>x</p></article>'])
def test_page_without_words_has_no_entry(html: str) -> None:
    """A page of another kind, or of a theme without microformats, says nothing."""
    assert read_entry(html.encode(), URL, SITE) is None
