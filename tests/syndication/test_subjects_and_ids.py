"""The feeds through Pelican: which there are, what is in them, and what their ids depend on."""

from __future__ import annotations

import feedparser
import pytest

from conversation.sending.websub import read_hubs
from syndication import SyndicationError
from syndication.settings import read_settings
from tests.parsed import running
from tests.small_site import Build, Site

PLUGINS = ["lesson", "conversation", "syndication"]
LESSON = '!!! lesson "Be kind."\n    Do: write to [one]({filename}b.md)\n'


def configured(site: Site, **settings: object) -> Site:
    """The site with feeds."""
    site.configure(PLUGINS=PLUGINS, SYNDICATION_AUTHORITY="site.example,2026", **settings)
    return site


def ids(build: Build, path: str) -> list[str]:
    """The ids of the entries of a feed."""
    feed = feedparser.parse(build.bytes(path))
    assert feed.bozo == 0
    return [entry.id for entry in feed.entries]


def test_each_subject_has_its_feeds(site: Site) -> None:
    """The site, the lessons and each category have feeds; the lessons' holds only lessons."""
    configured(site)
    site.post("a", LESSON, Date="2026-01-03", Category="Work")
    site.post("b", "No lesson.", Date="2026-01-02", Category="Play")
    site.post("c", LESSON, Date="2026-01-01", Status="draft")

    build = site.build()

    assert build.status == 0, build.messages
    feeds = [path for path in build.files if path.endswith((".xml", "feed.json"))]
    assert feeds == [
        "atom.xml", "category/play/atom.xml", "category/play/rss.xml", "category/work/atom.xml",
        "category/work/rss.xml", "feed.json", "lessons/atom.xml", "lessons/rss.xml", "rss.xml",
    ]  # fmt: skip
    assert ids(build, "rss.xml") == ["tag:site.example,2026:a", "tag:site.example,2026:b"]
    assert ids(build, "lessons/rss.xml") == ["tag:site.example,2026:a#lesson"]
    assert ids(build, "category/play/atom.xml") == ["tag:site.example,2026:b"]
    assert build.data("a/index.html")["syndication"][:4] == [
        "rss.xml", "atom.xml", "feed.json", "lessons/rss.xml",
    ]  # fmt: skip


def test_entry_holds_text_lesson_and_question(site: Site) -> None:
    """An entry ends in its lesson and its question; its addresses are absolute."""
    configured(site)
    site.post("a", f"The text, [there]({{filename}}b.md).\n\n{LESSON}", Question="And you?")
    site.post("b", Date="2026-01-01")

    feed = feedparser.parse(site.build().bytes("atom.xml"))
    html = feed.entries[0].content[0].value

    parts = ["The text,", "Be kind.", "write to", "And you?"]
    assert sorted(parts, key=html.index) == parts
    assert html.count('href="https://site.example/b/"') == 2
    assert 'href="/' not in html
    assert running(html) == []


def test_id_outlives_title_slug_date_and_domain(site: Site) -> None:
    """A new title, slug, date and domain leave the id as it was; `Id:` goes before the file."""
    configured(site)
    site.post("a")
    before = ids(site.build(), "rss.xml")

    site.post("a", Title="New", Slug="new", Date="2026-05-05", Category="New")
    site.configure(SITEURL="https://new.example")
    after = ids(site.build(), "rss.xml")
    site.post("a", Id="other")
    named = ids(site.build(), "rss.xml")

    assert before == after == ["tag:site.example,2026:a"]
    assert named == ["tag:site.example,2026:other"]


def test_template_can_name_every_articles_id(site: Site) -> None:
    """`article.syndication` is the entry's id, for what is in no feed, too."""
    configured(site, ARTICLE_LANG_SAVE_AS="{slug}-{lang}/index.html")
    site.write("theme/templates/article.html", "{{ article.syndication }}")
    site.post("a", Id="naïve #1")
    site.post("a-de", Slug="a", Lang="de", Id="naïve #2")
    site.post("b", Status="hidden")
    site.post("c", Status="draft")

    build = site.build()

    assert build.status == 0, build.messages
    paths = ["a/index.html", "a-de/index.html", "b/index.html", "drafts/c/index.html"]
    assert {path: build.bytes(path).decode() for path in paths} == {
        "a/index.html": "tag:site.example,2026:na%C3%AFve%20%231",
        "a-de/index.html": "tag:site.example,2026:na%C3%AFve%20%232",
        "b/index.html": "tag:site.example,2026:b",
        "drafts/c/index.html": "tag:site.example,2026:c",
    }
    assert ids(build, "rss.xml") == ["tag:site.example,2026:na%C3%AFve%20%231"]


def test_two_posts_cannot_share_an_id(site: Site) -> None:
    """Both files are named, and nothing is written."""
    configured(site)
    site.post("a")
    site.post("b", Id="a")

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert (
        "content/posts/a.md:1: feed id 'a' is also that of content/posts/b.md — "
        "write a line 'Id: …' of its own in the newer"
    ) in build.messages


def test_translation_has_an_id_of_its_own(site: Site) -> None:
    """It is in no feed, and still may not take the id of what it translates."""
    configured(site, ARTICLE_LANG_SAVE_AS="{slug}-{lang}/index.html")
    site.configure(PLUGINS=["syndication"])
    site.post("a")
    site.post("de/a", Title="A", Slug="a", Lang="de")

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert (
        "content/posts/a.md:1: feed id 'a' is also that of content/posts/de/a.md — "
        "write a line 'Id: …' of its own in the newer"
    ) in build.messages


def test_wrong_settings_are_told(site: Site) -> None:
    """A missing authority, a wrong limit and an unknown name are told before any work."""
    site.configure(PLUGINS=["proofread", *PLUGINS], SYNDICATION_LIMIT=0, SYNDICATION_LIMITS=3)
    site.post("a")

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert build.messages == (
        "setting SYNDICATION_LIMITS is unknown — write SYNDICATION_LIMIT, or take it out",
        "setting SYNDICATION_AUTHORITY '' names nobody — write a domain or address that was yours, "
        "a comma and the year, 'example.org,2026', and never change it",
        "setting SYNDICATION_LIMIT 0 is no number of entries — write 1 or more",
        "ProofreadError: nothing was written: mend the settings above",
    )


@pytest.mark.parametrize(
    ("hubs", "line"),
    [
        ("https://hub.example/", " 'https://hub.example/' is no list of hubs — write EXAMPLE"),
        (["http://hub.example/"], ": 'http://hub.example/' NONE"),
        (["https://hub.example/", "https:///x"], ": 'https:///x' NONE"),
        (["https://hub.example/#x"], ": 'https://hub.example/#x' NONE"),
        ([3], ": 3 NONE"),
    ],
)
def test_wrong_hubs_are_told(hubs: object, line: str) -> None:
    """A hub is an address that begins with https, and hubs are a list of them."""
    site = {"SYNDICATION_AUTHORITY": "site.example,2026", "SYNDICATION_HUBS": hubs}

    with pytest.raises(SyndicationError) as caught:
        read_settings(site)

    none = "is no address that begins with https:// — write EXAMPLE, or take it out"
    words = line.replace("NONE", none).replace("EXAMPLE", '("https://hub.example.org/",)')
    assert str(caught.value) == f"setting SYNDICATION_HUBS{words}"


def test_every_feed_names_the_hubs(site: Site) -> None:
    """Whatever it is of, and whatever its format; a hub that is written twice is one."""
    site.configure(
        PLUGINS=PLUGINS,
        SYNDICATION_AUTHORITY="site.example,2026",
        SYNDICATION_HUBS=["https://hub.example", "https://hub.example"],
    )
    site.post("a")

    build = site.build()

    assert build.status == 0, build.messages
    feeds = [path for path in build.files if path.endswith((".xml", "feed.json"))]
    assert len(feeds) == 7
    assert {read_hubs(build.bytes(path)) for path in feeds} == {("https://hub.example",)}


def test_control_character_in_a_post_breaks_no_feed(site: Site) -> None:
    """A control character that Pelican's own feeds die of is left out."""
    configured(site)
    site.post("a", "An escape \x1b and a form feed \x0c.", Title="A \x08 title")

    build = site.build()

    assert build.status == 0, build.messages
    assert ids(build, "rss.xml") == ["tag:site.example,2026:a"]
