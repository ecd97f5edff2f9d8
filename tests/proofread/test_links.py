"""Links: each leads to something that a reader will find, or is told. More stand in `corpus/`."""

from __future__ import annotations

import pytest

from tests.proofread.blog import Content

PLACE = "content/rants/a.md:5"
NO_PAGE = "leads to no page of this site — mend it, or name it in PROOFREAD_PATHS"


def test_links_that_are_good(content: Content) -> None:
    """Names with spaces, signs and letters, encoded or not, and every kind of page are found."""
    content.post("my post", "Text.", "Slug: my", "Tags: x")
    for name in ("é.png", "a&b.png", "a b%25.png", "(x).png"):
        content.write(f"images/{name}", "")
    content.write("rants/beside.pdf", "")
    content.page("about")
    targets = [
        "({filename}my post.md)",
        "({filename}my%20post.md#part)",
        "({filename}/rants/my%20post.md)",
        "({filename}../pages/about.md)",
        "({static}/images/é.png)",
        "({static}../images/%C3%A9.png)",
        "(/images/a&amp;b.png)",
        "({static}/images/a%20b%2525.png)",
        "(</images/(x).png>)",
        "({attach}beside.pdf)",
        "(../my/)",
        "(/rants/my)",
        "(/rants/my/index.html?a=b#c)",
        "(https://endrant.example/about/)",
        "(https://elsewhere.example/nope/)",
        "(/tag/x/)",
        "({tag}X)",
        "({author}Anyone)",
    ]
    content.post("a", " ".join(f"[l]{target}" for target in targets))
    content.post("b", " ".join(f"![p]{target}" for target in targets if "images" in target))

    assert content.told() == []


@pytest.mark.parametrize(
    ("line", "date", "kind"),
    [
        ("Status: draft", "2026-01-02", "a draft"),
        ("Status: hidden", "2026-01-02", "a hidden post"),
        ("Status: skip", "2026-01-02", "a post that is skipped"),
        ("Status: published", "2026-12-24", "a post dated ahead"),
    ],
)
def test_link_to_what_no_reader_sees(content: Content, line: str, date: str, kind: str) -> None:
    """A link to a source that is withheld is told, by its file and by its address to come."""
    content.post("a", "[a]({filename}b.md)\n\n[b](/rants/b/)")
    content.post("b", "Text.", line, date=date)

    errors = [str(problem) for problem in content.check().errors]

    fault = f"leads to {kind}, content/rants/b.md — publish that, or take the link out"
    assert errors == [
        f"{PLACE}: link '{{filename}}b.md' {fault}",
        f"content/rants/a.md:7: link '/rants/b/' {fault}",
    ]


def test_links_among_what_is_withheld(content: Content) -> None:
    """Drafts may lead to drafts, hidden posts to hidden ones, what is ahead to what is sooner."""
    content.post("a", "[b]({filename}b.md) [c]({filename}d.md)", "Status: draft")
    content.post("b", "Text.", "Status: draft")
    content.post("c", "[d]({filename}d.md)", "Status: hidden")
    content.post("d", "[c]({filename}c.md)", "Status: hidden")
    content.post("e", "[f]({filename}f.md)", date="2026-12-24")
    content.post("f", "Text.", date="2026-12-23")

    assert content.check().errors == ()


def test_links_from_what_comes_out_sooner(content: Content) -> None:
    """On the day a post comes out, what it leads to has to be there."""
    content.post("a", "[b]({filename}b.md)", date="2026-12-24")
    content.post("b", "Text.", date="2026-12-25")
    content.post("c", "[d]({filename}d.md)", "Status: hidden")
    content.post("d", "Text.", "Status: draft")

    errors = [str(problem) for problem in content.check().errors]

    remedy = "publish that, or take the link out"
    assert errors == [
        f"{PLACE}: link '{{filename}}b.md' leads to a post dated ahead, content/rants/b.md — "
        f"{remedy}",
        f"content/rants/c.md:6: link '{{filename}}d.md' leads to a draft, content/rants/d.md — "
        f"{remedy}",
    ]


def test_site_below_a_path(content: Content) -> None:
    """Where the site is a part of a host, addresses are told inside that part only."""
    content.post("a", "\n\n".join(
        f"[x]({target})"
        for target in (
            "/blog/rants/a/", "/other/", "https://x.example/other/", "../a/",
            "/blog/nope/", "https://x.example/blog/nope/", "../nope/", "//X.Example/blog/nope/",
        )
    ))  # fmt: skip

    told = content.told(SITEURL="https://x.example/blog")

    assert told == [
        f"content/rants/a.md:13: link '/blog/nope/' {NO_PAGE}",
        f"content/rants/a.md:15: link 'https://x.example/blog/nope/' {NO_PAGE}",
        f"content/rants/a.md:17: link '../nope/' {NO_PAGE}",
        f"content/rants/a.md:19: link '//X.Example/blog/nope/' {NO_PAGE}",
    ]


@pytest.mark.parametrize(
    ("target", "remedy"),
    {
        "[x]({filename}secnd.md)": "link '{filename}secnd.md' leads to no file — "
        "write {filename}/rants/second.md",
        "[x]({filename}/second.md)": "link '{filename}/second.md' leads to no file — "
        "write {filename}/rants/second.md",
        "[x]({static}second.md)": "link '{static}second.md' is a post — write {filename}",
        "[x]({filename}notes.pdf)": "link '{filename}notes.pdf' leads to no post — write {static}",
        "[x](second.md)": "link 'second.md' is the name of a source — "
        "write {filename}/rants/second.md",
        "[x](/rants/secnd/)": "link '/rants/secnd/' leads to no page of this site — "
        "write /rants/second/",
        "![x](/images/grean.svg)": "picture '/images/grean.svg' is no picture of this site — "
        "write {static}/images/green.svg",
        "![x]({static}green.svg)": "picture '{static}green.svg' leads to no file — "
        "write {static}/images/green.svg",
        "[x]({static}../../etc/passwd)": "link '{static}../../etc/passwd' leads to no file — "
        "put the file into content/, and mend the path",
        "[x]({tag}peple)": "link '{tag}peple' names no tag that a post has — write people",
        "[x]({statik}x.pdf)": "link '{statik}x.pdf' begins with nothing that is known — "
        "write {static}",
        "<a href={filename}second.md>x</a>": "link '{filename}second.md' stays as it is in a "
        'srcset or without quotes — write src="…" or href="…"',
    }.items(),
)
def test_what_was_meant(content: Content, target: str, remedy: str) -> None:
    """The remedy names what was meant, where that can be told."""
    content.post("a", target)
    content.post("second", "Text.", "Tags: people")
    content.write("rants/notes.pdf", "")
    content.write("images/green.svg", "<svg/>")

    assert content.told() == [f"{PLACE}: {remedy}"]


def test_what_nobody_sees_is_not_meant(content: Content) -> None:
    """No remedy leads to a hidden post."""
    content.post("a", "[x](/rants/second-to-nun/)")
    content.post("second-to-none", "Text.", "Status: hidden")

    assert content.told() == [f"{PLACE}: link '/rants/second-to-nun/' {NO_PAGE}"]


def test_addresses_that_something_else_makes(content: Content) -> None:
    """What the settings name, and the theme's own files, are taken on trust."""
    content.post("a", "[x](/people/ada/) ![y](/assets/logo.png)")

    told = content.told()

    assert told == [f"{PLACE}: link '/people/ada/' {NO_PAGE}"]
    assert content.told(PROOFREAD_PATHS=("/people/*",)) == []


def test_link_that_stands_twice(content: Content) -> None:
    """A dead link is told once for each line it stands in."""
    content.post("a", "[x](/nope/) [y](/nope/)\n[z](/nope/)")

    told = content.told()

    assert told == [
        f"{PLACE}: link '/nope/' {NO_PAGE}",
        f"content/rants/a.md:6: link '/nope/' {NO_PAGE}",
    ]


def test_nesting_that_markdown_cannot_follow(content: Content) -> None:
    """Lists within lists without end are told, where Pelican would drop the post."""
    content.post("a", "\n".join(f"{'    ' * level}* a" for level in range(300)))

    told = content.told()

    assert told == [
        "content/rants/a.md:5: the text is nested too deeply to be read — "
        "take levels out of its lists"
    ]


def test_link_behind_one_that_is_none(content: Content) -> None:
    """A bracket that is not closed hides no link behind it."""
    content.post("a", "[a](/about and [b](/nope/) [c](/gone/)")

    assert content.told() == [
        f"{PLACE}: link '/gone/' {NO_PAGE}",
        f"{PLACE}: link '/nope/' {NO_PAGE}",
    ]


def test_link_deep_in_html(content: Content) -> None:
    """A link is found however deep it lies."""
    content.post("a", f"{'<div>' * 1000}<a href='/nope/'>a</a>{'</div>' * 1000}")

    assert content.told() == [f"{PLACE}: link '/nope/' {NO_PAGE}"]


def test_line_of_a_megabyte(content: Content) -> None:
    """A line without an end is read, and what is quoted of it is short."""
    content.post("a", f"{'word ' * 200_000}[x](/{'long' * 10_000}/)", title="<b>" + "T" * 1_000_000)

    told = content.told()

    assert told == [
        f"content/rants/a.md:1: Title '<b>{'T' * 56}…' holds HTML — "
        "take what stands in < and > out",
        f"{PLACE}: link '/{'long' * 14}lo…' {NO_PAGE}",
    ]
