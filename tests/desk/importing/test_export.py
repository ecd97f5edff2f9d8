"""Exports as they are found: broken, hostile, old; and what each of their parts becomes."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desk.importing.wordpress import read_blog
from desk.importing.wxr import parse_export
from desk.settings import DeskError
from tests.desk.importing.own_site import Blog

SPACES = (
    'xmlns:excerpt="http://wordpress.org/export/1.1/excerpt/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.1/"'
)
LONDON = ZoneInfo("Europe/London")


def item(content: str = "Text.", number: int = 1, more: str = "", **said: str) -> str:
    """One item; what is not said is that of a published post."""
    words = {
        "post_id": str(number), "post_name": f"post-{number}", "status": "publish",
        "post_type": "post", "post_date": "2012-06-01 13:00:00",
        "post_date_gmt": "2012-06-01 12:00:00", **said,
    }  # fmt: skip
    title = words.pop("title", f"Post {number}")
    link = words.pop("link", f"https://old.example/2012/06/post-{number}/")
    inner = "".join(f"<wp:{key}>{value}</wp:{key}>" for key, value in words.items())
    return (
        f"<item><title>{title}</title><link>{link}</link><dc:creator>joseph</dc:creator>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded>{inner}{more}</item>\n"
    )


def export(*items: str, head: str = "", version: str = "1.1") -> bytes:
    """A whole export."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{head}<rss version="2.0" {SPACES}><channel>'
        f"<link>https://old.example</link><wp:wxr_version>{version}</wp:wxr_version>"
        f"<wp:base_blog_url>https://old.example</wp:base_blog_url>\n{''.join(items)}</channel></rss>"
    ).encode()


def bring(blog: Blog, *items: str) -> dict[str, str]:
    """Import some items; every file has to be free of errors."""
    (blog.folder / "x.xml").write_bytes(export(*items))
    done = blog.bring("x.xml")
    assert (done.status, done.errors) == (0, ""), done
    assert blog.check() == []
    return blog.posts


def field(key: str, value: str) -> str:
    inner = f"<wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value>"
    return f"<wp:postmeta>{inner}</wp:postmeta>"


BOMB = "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};&a{n - 1};&a{n - 1};">' for n in range(1, 30))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            export(item("&a29;"), head=f'<!DOCTYPE x [<!ENTITY a0 "ha">{BOMB}]>'),
            "e.xml:2: has a document type, which no export of WordPress has"
            " — take it out, if the file is one that you trust",
        ),
        (
            export(item(title="&x;"), head='<!DOCTYPE x [<!ENTITY x SYSTEM '
'"file:///etc/passwd">]>'),
            "e.xml:2: has a document type, which no export of WordPress has"
            " — take it out, if the file is one that you trust",
        ),
        (
            b"<rss><channel></channel></rss>",
            "e.xml:1: is no WordPress export (it has no 'wp:wxr_version')"
            " — make one under Tools › Export, 'All content'",
        ),
        (
            export(version="2.0"),
            "e.xml:2: wxr_version '2.0' is none that is known — export it as 1.0, 1.1 or 1.2",
        ),
        (
            export(item(title="a <b> c")),
            "e.xml:3: '<item><title>a <b> c</title><link>https://old.example/2012/0' is no XML"
            " (Opening and ending tag mismatch: b line 3 and title) — mend that line, "
"or export once more",
        ),
        (b"PK\x03\x04", "e.xml: is an archive — unpack it, and import what is in it"),
    ],
)  # fmt: skip
def test_what_is_no_export_is_an_error(data: bytes, message: str, tmp_path: Path) -> None:
    """A bomb, a file that would be read, other XML, broken XML: file, line, remedy, and no more."""
    from desk.importing.wxr import read_export

    (tmp_path / "e.xml").write_bytes(data)

    with pytest.raises(DeskError) as caught:
        read_export(tmp_path / "e.xml", "e.xml")

    assert str(caught.value) == message


def test_bytes_that_are_no_xml_are_mended_and_told() -> None:
    """Control characters, bytes that are no UTF-8, HTML's entities: real exports have them."""
    data = export(item("a\x11b"), item(title="x&nbsp;&raquo; y", number=2), item("\x93it\x92s\x94"))
    data = data.replace(b"Text.", b"T\xe9xt.\n\xe9")

    found = parse_export(data, "e.xml")

    assert [(item.title, item.content) for item in found.items] == [
        ("Post 1", "ab"),
        ("x\xa0» y", "T�xt.\n�"),
        ("Post 1", "“it’s”"),
    ]
    assert [(loss.what, loss.line) for loss in found.losses] == [
        ("bytes that are not UTF-8, as �", 4),
        ("bytes that are not UTF-8, as �", 5),
        ("3 signs of Windows-1252 from here on, read as such", 6),
        ("the control character U+0011, taken out", 3),
    ]


def test_dates_are_the_moments_they_were(blog: Blog) -> None:
    """UTC becomes the site's time; an hour that comes twice has its offset; no date, a draft."""
    none = "0000-00-00 00:00:00"
    found = bring(
        blog,
        item(number=1, post_date_gmt="2012-06-30 23:30:05"),
        item(number=2, post_date_gmt="2012-10-28 00:30:00"),
        item(number=3, post_date_gmt="2012-10-28 01:30:00"),
        item(number=4, post_date_gmt=none, post_date="2012-01-02 03:04:05"),
        item(number=5, post_date_gmt=none, post_date=none),
    )

    dates = {path: text.split("\n")[1] for path, text in found.items()}
    assert dates == {
        "rants/2012-07-01-post-1.md": "Date: 2012-07-01 00:30:05",
        "rants/2012-10-28-post-2.md": "Date: 2012-10-28 01:30+01:00",
        "rants/2012-10-28-post-3.md": "Date: 2012-10-28 01:30+00:00",
        "rants/2012-01-02-post-4.md": "Date: 2012-01-02 03:04:05",
        "rants/post-5.md": "Slug: post-5",
    }
    assert found["rants/post-5.md"].endswith("Status: draft\n\nText.\n")


def test_hostile_names_stay_in_their_folder(blog: Blog) -> None:
    """Paths in slugs, names of Windows, very long ones, HTML in titles, none at all."""
    found = bring(
        blog,
        item(number=1, post_name="..%2F..%2Fx"),
        item(number=2, post_name="con", post_type="page", link="https://old.example/con/"),
        item(number=3, post_name="w" * 300, link="https://old.example/?p=3"),
        item(number=4, title="&lt;script&gt;alert(1)&lt;/script&gt;Hi &amp;lt;b&amp;gt;"),
        item(number=5, title="", post_name=""),
        item(number=6, post_name="%e6%97%a5%e6%9c%ac"),
        item(number=7, post_name="rants", post_type="page", link="https://old.example/rants/"),
        item(number=8, post_name="post-6x"),
        item(number=9, post_name="Post-6X"),
    )

    assert sorted(found) == [
        "pages/con-page.md",
        "pages/rants-2.md",
        "rants/2012-06-01-post-4.md",
        "rants/2012-06-01-post-6x-2.md",
        "rants/2012-06-01-post-6x.md",
        "rants/2012-06-01-untitled-5.md",
        f"rants/2012-06-01-{'w' * 150}.md",
        "rants/2012-06-01-x.md",
        "rants/2012-06-01-日本.md",
    ]
    assert found["rants/2012-06-01-post-4.md"].startswith("Title: Hi ‹b›\n")
    untitled = found["rants/2012-06-01-untitled-5.md"]
    assert untitled.startswith("Title: Untitled 5\n")
    assert "\nStatus: draft\n" in untitled


def test_old_addresses_are_aliases(blog: Blog) -> None:
    """Permalinks, and those of slugs before; what no file can answer is told."""
    found = bring(
        blog,
        item(number=1, more=field("_wp_old_slug", "first")),
        item(number=2, link="https://old.example/?p=2"),
        item(number=3, link="https://old.example/rants/post-3/"),
        item(number=4, link="https://old.example/lessons/2012/"),
        item(number=5, link="https://old.example/post-5.html"),
    )

    aliases = [
        line for text in found.values() for line in text.split("\n") if line.startswith("Aliases")
    ]
    assert sorted(aliases) == [
        "Aliases: /2012/06/post-1/, /2012/06/first/",
        "Aliases: /post-5.html",
    ]
    report = (blog.folder / ".build/import.txt").read_text()
    assert (
        "https://old.example/?p=2 has a query, and a host of files answers to paths alone" in report
    )
    assert "https://old.example/lessons/2012/ is where something else stands" in report


def test_tags_of_one_address_are_one(blog: Blog) -> None:
    """Of tags that differ in capitals the site's own counts, else the most used one."""
    (blog.folder / "content/rants/2020-01-01-own.md").write_text(
        "Title: Own\nDate: 2020-01-01\nTags: PYTHON\n\nx\n"
    )
    terms = '<category domain="post_tag" nicename="x">{}</category>'

    found = bring(
        blog,
        item(number=1, more="".join(map(terms.format, ("Python", "C++", "Go, now", "!!!")))),
        item(number=2, more="".join(map(terms.format, ("python", "C#", "web")))),
        item(number=3, more="".join(map(terms.format, ("Web", "web")))),
    )

    tags = [line for text in found.values() for line in text.split("\n") if line.startswith("Tags")]
    assert sorted(tags) == [
        "Tags: PYTHON",
        "Tags: PYTHON, C#, web",
        "Tags: PYTHON; C++; Go, now",
        "Tags: web",
    ]


def test_links_follow_their_posts(blog: Blog) -> None:
    """A link to another post names its file; one to a draft, or to nothing, keeps its address."""
    text = (
        '<a href="/2012/06/post-2/#part">a</a> <a href="http://www.old.example/?p=2">b</a> '
        '<a href="https://old.example/?p=3">c</a> <a href="/tag/x/">d</a> <a '
        'href="//x.example">e</a>'
    )
    second = item('<h2 id="part">Part</h2>', number=2)
    found = bring(blog, item(text), second, item(number=3, status="private"))

    assert found["rants/2012-06-01-post-1.md"].split("\n\n")[1] == (
        "[a]({filename}/rants/2012-06-01-post-2.md#part) "
        "[b]({filename}/rants/2012-06-01-post-2.md) "
        "[c](https://old.example/?p=3) [d](https://old.example/tag/x/) [e](https://x.example)\n"
    )


def test_links_of_the_same_domain_lead_nowhere_dead(blog: Blog) -> None:
    """Where the old blog had the new one's domain, what is gone is shown and not linked."""
    text = '<a href="https://endrant.example/tag/x/">d [x]</a> <img src="/a.jpg" alt="A">'
    data = export(item(text, link="https://endrant.example/post-1/"))
    (blog.folder / "x.xml").write_bytes(data.replace(b"old.example", b"endrant.example"))

    assert blog.bring("x.xml").status == 0

    assert blog.check() == []
    (post,) = blog.posts.values()
    assert post.split("\n\n")[1] == (
        "d \\[x\\] (`https://endrant.example/tag/x/`) A (`https://endrant.example/a.jpg`)\n"
    )


def test_lesson_that_is_not_plain_is_left_and_told(blog: Blog) -> None:
    """Two of them, one with a link, one in the middle: told, and no word is changed."""
    found = bring(
        blog,
        item("Lesson: one. Yes.\n\nLesson: two. No.", number=1),
        item('Lesson: <a href="https://x.example">look</a> here.', number=2),
        item("Lesson: early.\n\n" + "More.\n\n" * 9, number=3),
        item("A.\n\nThe lesson for today is that people matter.", number=4),
    )

    assert [("!!!" in text) for _, text in sorted(found.items())] == [False, False, False, True]
    assert found["rants/2012-06-01-post-4.md"].endswith(
        'A.\n\nEnd rant.\n\n!!! lesson "That people matter."\n'
        "    The lesson for today is that people matter.\n"
    )
    report = (blog.folder / ".build/import.txt").read_text()
    assert "2012-06-01-post-1.md:9: there are several; which one is it?" in report
    assert "2012-06-01-post-2.md:7: its sentence holds a link or code" in report
    assert "2012-06-01-post-3.md:7: more follows than a lesson's text" in report


def test_nesting_without_an_end_is_told() -> None:
    """A post of ten thousand levels is a line in the list, and costs no more."""
    data = export(item("<div>" * 10_000 + "x"), item(number=2))

    found = read_blog(parse_export(data, "e.xml"))

    assert [entry.where for entry in found.entries] == ["'Post 2' (post 2)"]
    assert [(loss.kind, loss.what) for loss in found.losses] == [
        ("entry", "'Post 1' (post 1) is nested more than 60 levels deep")
    ]


def test_pictures_lead_where_their_links_did(blog: Blog) -> None:
    """One that led to its own page is the file of that; one that led to a post leads to it."""
    file = "https://old.example/wp-content/uploads/sea.jpg"
    posts = bring(
        blog,
        item(
            '<a href="https://old.example/?attachment_id=9"><img src="/s-1x1.jpg" alt="A"></a> '
            '<a href="http://www.old.example/sea/"><img src="/s-2x2.jpg" alt="B"></a> '
            '<a href="/sea/">its page</a> '
            '<a href="/2012/06/post-2/"><img src="https://e.example/c.jpg" alt="C"></a> '
            '<a href="/gone/"><img src="https://e.example/d.jpg" alt="D"></a>'
        ),
        item(number=2),
        item(
            number=9, post_type="attachment", status="inherit", attachment_url=file,
            link="https://old.example/sea/",
        ),
    )  # fmt: skip

    text = posts["rants/2012-06-01-post-1.md"].split("\n\n", 1)[1]
    assert text == (
        f"[A]({file}) [B]({file}) [its page]({file}) "
        "[C]({filename}/rants/2012-06-01-post-2.md) [D](https://old.example/gone/)\n"
    )
    report = (blog.folder / ".build/import.txt").read_text()
    assert "content/rants/2012-06-01-post-1.md:7: https://old.example/gone/" in report


def test_what_plugins_say_of_a_post(blog: Blog) -> None:
    """Its language is `Lang`; its description the summary, where the post has none of its own."""
    said = field("_yoast_wpseo_metadesc", "For *engines*")
    own = "<excerpt:encoded>Mine</excerpt:encoded>"
    arabic = '<category domain="language" nicename="ar">العربية</category>'
    posts = bring(blog, item(number=1, more=f"{said}{arabic}"), item(number=2, more=f"{own}{said}"))

    first, second = posts["rants/2012-06-01-post-1.md"], posts["rants/2012-06-01-post-2.md"]
    assert "\nSummary: For \\*engines\\*\nLang: ar\n" in first
    assert "\nSummary: Mine\n" in second
    report = (blog.folder / ".build/import.txt").read_text()
    assert report.count("For *engines*") == 1
    assert "العربية" not in report


def test_places_within_a_post(blog: Blog) -> None:
    """A heading that is linked to keeps its name; a link to what has none leads to the post."""
    second = "https://old.example/2012/06/post-2/"
    posts = bring(
        blog,
        item(f'<a href="{second}#part">a</a> <a href="{second}#gone">b</a>'),
        item('<h2 id="part">Part</h2><h3 id="other">Other</h3><a href="#part">c</a>', 2),
    )

    to = "{filename}/rants/2012-06-01-post-2.md"
    assert posts["rants/2012-06-01-post-1.md"].endswith(f"\n\n[a]({to}#part) [b]({to})\n")
    assert posts["rants/2012-06-01-post-2.md"].endswith(
        "\n\n## Part {: #part }\n\n### Other\n\n[c](#part)\n"
    )
    report = (blog.folder / ".build/import.txt").read_text()
    assert f"post-1.md: {second}#gone leads to the beginning of that post now" in report


def test_reused_blocks_are_in_their_posts(blog: Blog) -> None:
    """A block that WordPress keeps once stands in each post that shows it; another is told."""
    a, shared = (f"<!-- wp:paragraph -->\n<p>{x}</p>\n<!-- /wp:paragraph -->" for x in ("a", "b"))
    posts = bring(
        blog,
        item(f'{a}\n<!-- wp:block {{"ref":8}} /-->'),
        item(shared, 8, post_type="wp_block"),
        item("x", 9, post_type="wp_block", title="Alone"),
    )

    assert posts["rants/2012-06-01-post-1.md"].endswith("\n\na\n\nb\n")
    assert "wp_block 'Alone'" in (blog.folder / ".build/import.txt").read_text()
