"""The feeds of sites that Pelican builds: times, names, places, and what a writer may slip on."""

from __future__ import annotations

from typing import Any

import feedparser
import jsonschema
import pytest
from lxml import etree

from tests.parsed import running, tree
from tests.small_site import Build, Site
from tests.syndication.test_feed import SCHEMA

PLUGINS = ["lesson", "conversation", "syndication"]
FEEDS = ["atom.xml", "feed.json", "lessons/atom.xml", "lessons/rss.xml", "rss.xml"]
LESSON = '!!! lesson "Be kind & <b>brave</b>."\n    It costs *nothing*.\n\n    Do: call **one**\n'
DC = "{http://purl.org/dc/elements/1.1/}"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _plugins(site: Site) -> None:
    site.configure(PLUGINS=PLUGINS, SYNDICATION_AUTHORITY="site.example,2026")


def read(build: Build, path: str) -> Any:
    """A feed as a reader's parser reads it, nothing cleaned on the way."""
    assert build.status == 0, build.messages
    feed = feedparser.parse(build.bytes(path), sanitize_html=False, resolve_relative_uris=False)
    assert feed.bozo == 0, feed.get("bozo_exception")
    return feed


@pytest.mark.parametrize(
    ("zone", "winter", "summer"),
    [
        ("Europe/London", "2026-01-02T09:00:00+00:00", "2026-07-02T09:00:00+01:00"),
        ("Asia/Kathmandu", "2026-01-02T09:00:00+05:45", "2026-07-02T09:00:00+05:45"),
        ("America/St_Johns", "2026-01-02T09:00:00-03:30", "2026-07-02T09:00:00-02:30"),
    ],
)
def test_time_is_the_writers_with_its_offset(
    site: Site, zone: str, winter: str, summer: str
) -> None:
    """A date is in the site's time zone, in winter and in summer, in each format's own form."""
    site.configure(TIMEZONE=zone)
    site.post("a", Date="2026-01-02 09:00")
    site.post("b", Date="2026-01-02 09:00", Modified="2026-07-02 09:00")

    build = site.build(TZ="Pacific/Auckland")

    items = {item["id"][-1]: item for item in build.data("feed.json")["items"]}
    assert (items["a"]["date_published"], items["a"]["date_modified"]) == (winter, winter)
    assert (items["b"]["date_published"], items["b"]["date_modified"]) == (winter, summer)
    atom = etree.fromstring(build.bytes("atom.xml"))
    assert sorted(atom.xpath("//*[local-name() = 'published']/text()")) == [winter, winter]
    assert atom.findtext(f"{ATOM}updated") == summer
    rss = etree.fromstring(build.bytes("rss.xml"))
    offset = winter[-6:].replace(":", "")
    assert rss.xpath("//item/pubDate/text()") == [f"Fri, 02 Jan 2026 09:00:00 {offset}"] * 2


def test_same_site_makes_the_same_bytes(site: Site) -> None:
    """Another time zone, locale and hash seed change no byte of any feed."""
    for name in "abc":
        site.post(name, LESSON, Tags="x, y, z", Category=name)

    first = site.build(TZ="UTC", PYTHONHASHSEED="1", LC_ALL="C.UTF-8")
    before = {path: first.bytes(path) for path in first.files}
    second = site.build(TZ="Asia/Tokyo", PYTHONHASHSEED="2", LC_ALL="POSIX")

    assert first.status == second.status == 0
    assert {path: second.bytes(path) for path in second.files} == before


def test_site_without_posts_has_empty_feeds(site: Site) -> None:
    """A new blog can be subscribed to before its first post."""
    build = site.build()

    assert (build.status, build.messages, build.files) == (0, (), FEEDS)
    assert [read(build, path).entries for path in FEEDS if path.endswith("xml")] == [[]] * 4
    jsonschema.validate(build.data("feed.json"), SCHEMA)


def test_unpublished_posts_are_in_no_feed(site: Site) -> None:
    """A draft, a hidden post and a page are told to no subscriber."""
    site.post("a", LESSON)
    site.post("b", LESSON, Status="draft", Category="Secret")
    site.post("c", LESSON, Status="hidden")
    site.write("content/pages/d.md", f"Title: D\n\n{LESSON}")

    build = site.build()

    for path in (path for path in build.files if path.endswith(".xml")):
        assert {entry.id.removesuffix("#lesson") for entry in read(build, path).entries} == {
            "tag:site.example,2026:a"
        }
    assert [item["id"] for item in build.data("feed.json")["items"]] == ["tag:site.example,2026:a"]


def test_feed_holds_the_newest(site: Site) -> None:
    """A feed holds as many entries as the setting says, newest first; twenty without one."""
    site.configure(SYNDICATION_LIMIT=2)
    for day in (3, 1, 4, 2):
        site.post(f"p{day}", LESSON, Date=f"2026-01-0{day}")

    build = site.build()

    for path in ("rss.xml", "atom.xml", "lessons/rss.xml", "category/misc/atom.xml"):
        keys = [e.id.split(":")[2].removesuffix("#lesson") for e in read(build, path).entries]
        assert keys == ["p4", "p3"]
    site.configure(SYNDICATION_LIMIT=...)
    for number in range(10, 31):
        site.post(f"p{number}", Date="2026-02-01")
    assert len(read(site.build(), "rss.xml").entries) == 20


def test_entry_that_is_in_no_feed_is_not_made(site: Site) -> None:
    """However many older posts there are, their entries are not rendered."""
    site.configure(SYNDICATION_LIMIT=1)
    for name in ("rant", "lesson"):
        site.write(
            f"theme/templates/syndication/{name}.html", "{{ 1 // (article.title != 'old')|int }}"
        )
    site.post("old", LESSON, Date="2026-01-01")
    site.post("new", LESSON, Date="2026-01-02")

    build = site.build()

    assert [entry.id for entry in read(build, "rss.xml").entries] == ["tag:site.example,2026:new"]
    site.configure(SYNDICATION_LIMIT=2)
    assert site.build().status == 1


def test_entries_of_one_moment_are_in_the_order_of_their_ids(site: Site) -> None:
    """Whose ids are told, with all that is in them: a lesson's has its own ending."""
    site.post("b", LESSON, Id="a!")
    site.post("c", LESSON, Id="a")

    build = site.build()

    orders = [
        [entry.id.removeprefix("tag:site.example,2026:") for entry in read(build, path).entries]
        for path in ("rss.xml", "lessons/rss.xml")
    ]
    assert orders == [["a", "a!"], ["a!#lesson", "a#lesson"]]


@pytest.mark.parametrize("root", ["https://site.example", "https://site.example/my/blog"])
def test_every_address_is_absolute(site: Site, root: str) -> None:
    """With and without a path in SITEURL: links, pictures, anchors, notes, the lesson's too."""
    site.configure(SITEURL=root, STATIC_PATHS=["images"])
    site.write("content/images/c.png", b"PNG")
    site.post("b", Date="2026-01-01")
    site.post(
        "a",
        "[b]({filename}b.md#x) ![c]({static}/images/c.png) [d](#e) [f](/g/) note[^1]\n\n"
        "[^1]: Note.\n\n"
        '<img alt="" src="{static}/images/c.png" srcset="{static}/images/c.png 2x">\n\n'
        '!!! lesson "T"\n    [b]({filename}b.md)\n\n    Do: see ![c]({static}/images/c.png)\n',
    )

    build = site.build()

    for path in ("rss.xml", "atom.xml", "lessons/rss.xml"):
        html = read(build, path).entries[0].content[0].value
        urls = [url for url in attributes(html) if not url.startswith(("mailto:", "sms:"))]
        assert [url for url in urls if not url.startswith(("https://", "http://"))] == []
        ours = {url for url in urls if url.startswith("https://site.example")}
        assert [url for url in ours if not url.startswith(f"{root}/") and url != (
            "https://site.example/g/")] == []  # fmt: skip
        assert {f"{root}/b/", f"{root}/images/c.png"} <= ours
    rant = read(build, "rss.xml").entries[0]
    assert rant.link == f"{root}/a/"
    assert {f"{root}/a/#e", f"{root}/a/#fn:1", f"{root}/a/#fnref:1", f"{root}/b/#x"} <= set(
        attributes(rant.content[0].value)
    )
    links = {link.rel: link.href for link in read(build, "lessons/atom.xml").feed.links}
    assert links["self"] == f"{root}/lessons/atom.xml"


def attributes(html: str) -> list[str]:
    """Every address in the HTML."""
    found = []

    def walk(nodes: list[Any]) -> None:
        for node in nodes:
            if not isinstance(node, str):
                found.extend(node[1][key] for key in ("href", "src", "cite") if key in node[1])
                found.extend(part.split()[0] for part in node[1].get("srcset", "").split(", ")
                             if part)  # fmt: skip
                walk(node[2])

    walk(tree(html))
    return found


def test_lesson_is_an_entry_of_its_own(site: Site) -> None:
    """Its title is the lesson's, its link the post, its id never the rant's."""
    site.post("a", f"The rant.\n\n{LESSON}", Question="And you?")
    site.post("b", "No lesson.")

    build = site.build()

    (entry,) = read(build, "lessons/rss.xml").entries
    assert (entry.title, entry.link, entry.id) == (
        "Be kind & <b>brave</b>.",
        "https://site.example/a/",
        "tag:site.example,2026:a#lesson",
    )
    html = entry.content[0].value
    assert "The rant." not in html
    parts = ["It costs <em>nothing</em>.", "call <strong>one</strong>", "mailto:?subject=Be", "And"]
    assert sorted(parts, key=html.index) == parts
    assert running(html) == []


def test_nothing_a_writer_writes_can_run(site: Site) -> None:
    """Title, summary, tags, category, question and lesson are words in every feed."""
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)> \"'"
    site.post(
        "a",
        f"{attack}\n\n<iframe src='javascript:alert(1)'></iframe>\n\n"
        f'!!! lesson "{attack}"\n    Text.\n\n    Do: go\n    Say: {attack}\n',
        Title=attack,
        Slug="a",
        Summary=attack,
        Tags=f"ok{attack}",
        Category=f"ok{attack}",
        Question=f"{attack}?",
        Author=f"ok{attack}",
    )

    build = site.build()

    assert build.status == 0, build.messages
    for path in ("rss.xml", "atom.xml", "lessons/rss.xml", "lessons/atom.xml"):
        feed = read(build, path)
        (entry,) = feed.entries
        assert running(entry.content[0].value) == []
        assert entry.title == attack
    rss = etree.fromstring(build.bytes("rss.xml"))
    assert running(rss.findtext("channel/item/description")) == []
    item = build.data("feed.json")["items"][0]
    assert running(item["content_html"]) == []
    assert item["title"] == attack
    jsonschema.validate(build.data("feed.json"), SCHEMA)


@pytest.mark.parametrize(
    "body",
    ["An escape \x1b.", "An escape &#27;.", "![&#8;](a.png)", '<p title="&#x1b;">x</p>',
     '<iframe src="https://v.example/&#8;"></iframe>'],
    ids=["raw", "reference", "alternative text", "title", "frame"],
)  # fmt: skip
def test_control_character_breaks_no_build(site: Site, body: str) -> None:
    """However it is written, a control character is left out of every feed."""
    site.post("a", body)

    build = site.build()

    assert (build.status, build.messages) == (0, ())
    html = read(build, "rss.xml").entries[0].content[0].value
    assert [char for char in html if ord(char) < 32 and char not in "\t\n"] == []


def test_control_character_in_a_field_is_in_no_feed(site: Site) -> None:
    """Title, summary and tags have none in any format."""
    site.post("a", Title="A \x08 title", Slug="a", Summary="s\x01", Tags="x\x1by")

    build = site.build()

    jsonschema.validate(build.data("feed.json"), SCHEMA)
    item = build.data("feed.json")["items"][0]
    assert (item["title"].split(), item["summary"], item["tags"]) == (
        ["A", "title"],
        "s",
        ["misc", "xy"],
    )


@pytest.mark.parametrize("body", ["[x](http://[y)", "![z](//[)", '<img alt="" srcset="//[ 2x">'])
def test_address_that_is_none_is_no_traceback(site: Site, body: str) -> None:
    """A slip in an address prints nothing that the writer cannot read."""
    site.post("a", body)

    build = site.build()

    assert [line for line in build.messages if "Traceback" in line or "ValueError" in line] == []


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("2026-11-23-naïve ü #1", "2026-11-23-na%C3%AFve%20%C3%BC%20%231"),
        ("漢字", "%E6%BC%A2%E5%AD%97"),
        ("a.b", "a.b"),
        ("a+b=c@d", "a+b=c@d"),
    ],
)
def test_any_file_name_makes_an_id(site: Site, name: str, key: str) -> None:
    """The file's name without its ending, percent-encoded where RFC 4151 wants it."""
    site.post(name, Slug="x")

    build = site.build()

    assert [entry.id for entry in read(build, "atom.xml").entries] == [
        f"tag:site.example,2026:{key}"
    ]


def test_moved_file_keeps_its_id(site: Site) -> None:
    """The folder a post lies in is no part of its id."""
    site.post("sub/a")

    assert read(site.build(), "rss.xml").entries[0].id == "tag:site.example,2026:a"


@pytest.mark.parametrize("blank", ["", " "])
def test_empty_id_is_no_id(site: Site, blank: str) -> None:
    """`Id:` without a value leaves the file's name, or is told; never an id of nothing."""
    site.post("a", Id=blank)

    build = site.build()

    assert build.status == 1 or read(build, "rss.xml").entries[0].id == "tag:site.example,2026:a"


def test_id_of_two_lines_is_no_list(site: Site) -> None:
    """What Pelican reads as a list is one key, or is told; never Python's brackets for life."""
    site.post("a", Id="one\n    two")

    build = site.build()

    if build.status == 0:
        assert read(build, "rss.xml").entries[0].id == "tag:site.example,2026:one%20two"
    else:
        assert "content/posts/a.md" in build.messages[0]


def test_words_are_their_authors(site: Site) -> None:
    """A post by somebody else is told as theirs in every feed."""
    site.post("a", Author="Grace")

    build = site.build()

    rss = etree.fromstring(build.bytes("rss.xml"))
    assert rss.findtext(f"channel/item/{DC}creator") == "Grace"
    assert read(build, "atom.xml").entries[0].author == "Grace"
    assert build.data("feed.json")["items"][0]["authors"] == [{"name": "Grace"}]


def test_site_without_an_author_has_feeds(site: Site) -> None:
    """AUTHOR is none of Pelican's defaults; without it there are feeds, or a setting is told."""
    site.configure(AUTHOR=...)
    site.post("a")

    build = site.build()

    assert [line for line in build.messages if "Traceback" in line] == []
    if build.status == 0:
        assert read(build, "atom.xml").feed.author
        jsonschema.validate(build.data("feed.json"), SCHEMA)
    else:
        assert "AUTHOR" in build.messages[0]
        assert build.files == []


def test_feeds_need_no_other_plugin(site: Site) -> None:
    """Without lessons and conversations the feeds hold the rants."""
    site.configure(PLUGINS=["syndication"])
    site.post("a", "Just *this*.", Tags="x, y")

    build = site.build()

    (entry,) = read(build, "rss.xml").entries
    assert tree(entry.content[0].value) == tree("<p>Just <em>this</em>.</p>")
    assert [tag.term for tag in entry.tags] == ["misc", "x", "y"]
    assert read(build, "lessons/rss.xml").entries == []


def test_wrong_setting_stops_the_build_without_other_plugins(site: Site) -> None:
    """The plugin stands alone: nothing is written, and the setting is named."""
    site.configure(PLUGINS=["syndication"], SYNDICATION_AUTHORITY="nobody")
    site.post("a")

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert build.messages[0] == (
        "setting SYNDICATION_AUTHORITY 'nobody' names nobody — write a domain or address that was "
        "yours, a comma and the year, 'example.org,2026', and never change it"
    )


def test_theme_may_override_an_entry(site: Site) -> None:
    """A template of the same name in the theme makes the entry; what it makes is sanitised."""
    site.write(
        "theme/templates/syndication/rant.html",
        "<p>{{ article.title }}, <a href='/x'>{{ url }}</a></p><script>x()</script>",
    )
    site.post("a")

    html = read(site.build(), "rss.xml").entries[0].content[0].value

    assert tree(html) == tree(
        '<p>a, <a href="https://site.example/x">https://site.example/a/</a></p>'
    )


def test_summary_is_plain_text(site: Site) -> None:
    """The summary as written, else the lesson, else the first words; never markup."""
    site.post("a", f"Text.\n\n{LESSON}", Summary="A *short* `<b>` one")
    site.post("b", f"Text.\n\n{LESSON}")
    site.post("c", "First *words* & more.")

    items = {item["id"][-1]: item["summary"] for item in site.build().data("feed.json")["items"]}

    assert items == {
        "a": "A short <b> one",
        "b": "Be kind & <b>brave</b>. Do this: call one",
        "c": "First words & more.",
    }


def test_feeds_escape_in_a_site_that_does_not(site: Site) -> None:
    """With Pelican's own default, autoescape off, a title is still text in every entry."""
    site.configure(JINJA_ENVIRONMENT={"trim_blocks": True})
    site.write("theme/templates/article.html", "x")
    site.post("a", LESSON, Title="<b>1</b> & <i>2</i>", Slug="a", Question="<u>Who</u> & why?")

    build = site.build()

    (entry,) = read(build, "lessons/rss.xml").entries
    shown = tree(entry.content[0].value)
    headings = [node for node in shown if not isinstance(node, str) and node[0] == "h2"]
    assert ("h2", {}, ["<u>Who</u> & why?"]) in headings
    link = ("a", {"href": "https://site.example/a/"}, ["<b>1</b> & <i>2</i>"])
    assert [node[2] for node in shown if link in node[2]] == [["The end of a rant: ", link]]
