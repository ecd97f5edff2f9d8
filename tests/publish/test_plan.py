"""The plan, rule by rule: what is refused, in which words, and what the writer may agree to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish import Article, Consent, Manifest, Plan, Record, make_plan
from publish.address import is_lasting, url
from publish.plan.difference import Move, Version
from publish.plan.feeds import Entry, Feed

SLUGS = tuple("abcdefghijklmnopqrst")


def article(slug: str, key: str | None = None, title: str | None = None) -> Article:
    """An article of this blog."""
    return Article(
        f"tag:site.example,2026:{key or slug}",
        f"rants/{slug}/index.html",
        title or slug.upper(),
        f"rants/{slug}/",
    )


def entry(one: Article) -> Entry:
    """The entry of an article in a feed."""
    return Entry(one.id, f"https://site.example/{one.url}", one.title)


def version(
    articles: Iterable[Article] = map(article, SLUGS),
    files: Iterable[str] = (),
    feeds: Mapping[str, Feed] | None = None,
    **values: object,
) -> Version:
    """A site of articles with a page for each, and a home page."""
    articles, feeds = tuple(articles), feeds or {}
    record = Record("https://site.example", ("lesson", "syndication"), articles, {})
    paths = ["index.html", *(one.path for one in articles), *files, *feeds]
    manifest = Manifest({path: str(feeds.get(path, path)) for path in paths})
    return Version(manifest, replace(record, **values), feeds)  # type: ignore[arg-type]  # as they come


def plain(*paths: str, feeds: Mapping[str, Feed] | None = None) -> Version:
    """A plain folder of files."""
    return Version(Manifest(dict.fromkeys([*paths, *(feeds or {})], "1")), None, feeds or {})


def feed(articles: Iterable[Article]) -> dict[str, Feed]:
    """The site's RSS feed."""
    return {"rss.xml": Feed(tuple(map(entry, articles)))}


def lessons(*articles: Article) -> Feed:
    """The feed of the articles' lessons."""
    return Feed(tuple(replace(entry(one), id=f"{one.id}#lesson") for one in articles))


ALL = tuple(map(article, SLUGS))
LIVE = version(ALL)


def told(live: Version | None, staged: Version, consent: Consent | None = None) -> list[str]:
    """Each refusal of a plan in its words."""
    return [str(problem) for problem in make_plan(live, staged, consent or Consent()).refusals]


def test_first_publish_is_not_refused() -> None:
    """With nothing live there is nothing to lose."""
    plan = make_plan(None, LIVE, Consent())

    assert plan.refusals == ()
    assert plan.difference.new == ALL
    assert not plan.is_empty


def test_plan_tells_articles_apart_from_files() -> None:
    """An article is new, changed, moved or gone by its id; the rest is files."""
    staged_articles = (*ALL[2:], article("elsewhere", "b"), article("fresh"))
    staged = version(staged_articles, files=["rants/b/index.html"])
    changed = Manifest({**staged.manifest.digests, "rants/c/index.html": "new"})

    plan = make_plan(LIVE, replace(staged, manifest=changed), Consent(gone=("/rants/a/",)))

    assert plan.refusals == ()
    assert plan.difference.new == (article("fresh"),)
    assert plan.difference.changed == (article("c"),)
    assert plan.difference.gone == (article("a"),)
    assert plan.difference.moved == (Move(article("b"), article("elsewhere", "b")),)


def test_url_that_would_disappear() -> None:
    """A page, an article and a file are refused, each with what mends it, and one command."""
    live = version(ALL, files=["tag/x/index.html", "images/a.png", "old.html"])

    plan = make_plan(live, version(ALL[1:]), Consent())

    assert list(map(str, plan.refusals)) == [
        "/images/a.png: would disappear — put the file back,"
        ' or let it go: make publish GONE="/images/a.png"',
        "/old.html: would disappear — write Aliases: /old.html in the article that takes its"
        ' place, or let it go: make publish GONE="/old.html"',
        "/rants/a/: “A” would disappear — write Aliases: /rants/a/ in the article that takes its"
        ' place, or let it go: make publish GONE="/rants/a/"',
        "/tag/x/: would disappear — write Aliases: /tag/x/ in the article that takes its place,"
        ' or let it go: make publish GONE="/tag/x/"',
    ]
    assert plan.hint == (
        'To let all of them go: make publish GONE="/images/a.png /old.html /rants/a/ /tag/x/"'
    )


def test_url_of_an_article_that_has_moved() -> None:
    """The article that takes the place is named by its title."""
    staged = version((*ALL[1:], article("new", "a", "Anew")))

    assert told(LIVE, staged) == [
        "/rants/a/: would disappear; “A” has moved to /rants/new/ — write"
        ' Aliases: /rants/a/ in “Anew”, or let it go: make publish GONE="/rants/a/"'
    ]


def test_title_that_is_in_quotes_already() -> None:
    """It is not put into another pair."""
    live = version((article("a", title="“Quick sync?”"), *ALL[1:]))

    assert told(live, version(ALL[1:])) == [
        "/rants/a/: “Quick sync?” would disappear — write Aliases: /rants/a/ in the article that"
        ' takes its place, or let it go: make publish GONE="/rants/a/"'
    ]


def test_url_of_an_article_whose_file_was_renamed() -> None:
    """Renaming a file changes its URL and its id; both are mended in the one place."""
    staged = version((*ALL[1:], article("new", "2026-new", "A")))

    assert told(LIVE, staged) == [
        "/rants/a/: would disappear; “A” has moved to /rants/new/ — write"
        ' Aliases: /rants/a/ and Id: a in “A”, or let it go: make publish GONE="/rants/a/"'
    ]


def test_url_of_an_article_that_has_moved_before() -> None:
    """The line to write holds the aliases that stand in the article, as there is one line only."""
    staged = version(
        (*ALL[1:], article("new", "a", "Anew")),
        files=["old.html", "older/index.html", "other/index.html"],
        aliases={
            "older/index.html": "rants/new/",
            "other/index.html": "rants/b/",
            "old.html": "rants/new/",
        },
    )

    assert told(LIVE, staged) == [
        "/rants/a/: would disappear; “A” has moved to /rants/new/ — write"
        " Aliases: /old.html, /older/, /rants/a/ in “Anew”,"
        ' or let it go: make publish GONE="/rants/a/"'
    ]


def test_alias_keeps_a_url() -> None:
    """A redirect page is a page at the old path; nothing is lost."""
    staged = version((*ALL[1:], article("new", "a")), files=["rants/a/index.html"])

    assert told(LIVE, staged) == []


def test_consent_lets_urls_go() -> None:
    """What is named may go, however it is written; what is not is refused still."""
    live = version(ALL, files=["old.html", "x y.txt"])
    consent = Consent(gone=("https://site.example/rants/a", "x%20y.txt"))

    plan = make_plan(live, version(ALL[1:]), consent)

    assert list(map(str, plan.refusals)) == [
        "/old.html: would disappear — write Aliases: /old.html in the article that takes its"
        ' place, or let it go: make publish GONE="/old.html"'
    ]
    assert plan.hint == (
        'To let all of them go: make publish GONE="/old.html /rants/a/ /x%20y.txt"'
    )


def test_command_keeps_the_consent_that_was_given() -> None:
    """The one command that lets all go holds what was agreed to before."""
    live = version(ALL, files=["a.txt", "b.txt", "c.txt"], plugins=("lesson", "syndication", "x"))
    consent = Consent(gone=("/a.txt",), accept=("plugin:x",))

    plan = make_plan(live, LIVE, consent)

    assert plan.hint == (
        'To let all of them go: make publish GONE="/a.txt /b.txt /c.txt" ACCEPT="plugin:x"'
    )


def test_command_leaves_out_the_consent_that_nothing_asks_for() -> None:
    """Followed to the letter, the one command is not refused for a word of its own."""
    live = version(ALL, files=["a.txt", "b.txt"])

    plan = make_plan(live, LIVE, Consent(accept=("many",)))

    assert plan.hint == 'To let all of them go: make publish GONE="/a.txt /b.txt"'


def test_consent_to_what_does_not_disappear() -> None:
    """A URL that stays, or never was, is a slip of the pen; the nearest one is named."""
    live = version(ALL, files=["old.html"])
    consent = Consent(gone=("/odl.html", "/rants/b/"))

    assert told(live, LIVE, consent) == [
        "/old.html: would disappear — write Aliases: /old.html in the article that takes its"
        ' place, or let it go: make publish GONE="/old.html"',
        "GONE: '/odl.html' is nothing that would disappear — write /old.html",
        "GONE: '/rants/b/' is nothing that would disappear — take it out",
    ]


def test_what_a_machine_reads_may_go() -> None:
    """Nobody holds on to hashed assets, compressed twins, or what a server is told."""
    files = ["_headers", "_redirects", "release.json", "index.html.gz", "a.0a1b2c3d.css"]
    live = plain("index.html", *files)

    assert told(live, plain("index.html")) == []


def test_feed_that_would_disappear() -> None:
    """A feed is a URL as any other."""
    live = version(ALL, feeds=feed(ALL))

    assert told(live, LIVE) == [
        '/rss.xml: would disappear — put the file back, or let it go: make publish GONE="/rss.xml"'
    ]


def test_id_that_would_change() -> None:
    """The old key is written into the post; it is told once, though page and feed show it."""
    old = (article("a", "2026%20%C3%A9"), *ALL[1:])
    new = (article("a", "2026-b"), *ALL[1:])
    live, staged = version(old, feeds=feed(old)), version(new, feeds=feed(new))

    assert told(live, staged) == [
        "/rants/a/: the feed id of “A” would change from 'tag:site.example,2026:2026%20%C3%A9'"
        " to 'tag:site.example,2026:2026-b', and every subscriber would get it again — write"
        " Id: 2026 é in “A”"
    ]


def test_id_that_would_be_of_another_kind() -> None:
    """No key in the post makes a tag of what is none any more."""
    staged = version((replace(ALL[0], id="a"), *ALL[1:]))

    assert told(LIVE, staged) == [
        "/rants/a/: the feed id of “A” would change from 'tag:site.example,2026:a' to 'a',"
        " and every subscriber would get it again — put the old id back"
    ]


def test_id_that_would_change_behind_an_alias() -> None:
    """An old URL that leads to an article under a new id would bring the same text again."""
    staged = version(
        (*ALL[1:], article("new", "2026-new", "Other")),
        files=["rants/a/index.html"],
        aliases={"rants/a/index.html": "rants/new/"},
    )

    assert told(LIVE, staged) == [
        "/rants/a/: the feed id of “Other” would change from 'tag:site.example,2026:a' to"
        " 'tag:site.example,2026:2026-new', and every subscriber would get it again — write"
        " Id: a in “Other”"
    ]


def test_article_that_goes_into_an_older_one() -> None:
    """An alias to an article that was live already brings nobody anything again."""
    staged = version(ALL[1:], files=[ALL[0].path], aliases={ALL[0].path: "rants/b/"})

    assert told(LIVE, staged) == []


def test_article_in_the_place_of_one_that_has_moved() -> None:
    """A URL may change hands when the article that had it lives on elsewhere."""
    staged = version((article("elsewhere", "a"), article("a", "fresh"), *ALL[1:]))

    assert told(LIVE, staged) == []


def test_authority_that_would_change() -> None:
    """One setting changes all ids; it is told once, with the old value to copy."""
    articles = tuple(replace(one, id=one.id.replace("site", "other")) for one in ALL)
    live = version(ALL, feeds={**feed(ALL), "lessons.xml": lessons(ALL[0])})
    staged = version(articles, feeds={**feed(articles), "lessons.xml": lessons(articles[0])})

    assert told(live, staged) == [
        "SYNDICATION_AUTHORITY: 20 feed ids would change from 'site.example,2026' to"
        " 'other.example,2026', and every subscriber would get them again — write"
        ' SYNDICATION_AUTHORITY = "site.example,2026" in pelicanconf.py, as it was'
    ]


def test_id_that_only_a_feed_tells_of() -> None:
    """Without a record the same link under another id shows it; other kinds of ids, too."""
    live = plain("index.html", feeds={"feed.xml": Feed((Entry("1", "/a/", "A"),))})
    staged = plain("index.html", feeds={"feed.xml": Feed((Entry("2", "/a/", "A"),))})

    assert told(live, staged) == [
        "/feed.xml: the feed id of “A” would change from '1' to '2', and every subscriber would"
        " get it again — put the old id back"
    ]


def test_id_in_a_feed_when_the_address_changes() -> None:
    """Entries are the same ones by what stands below the site's address."""
    articles = (article("a", "z"), *ALL[1:])
    live = version(ALL, feeds=feed(ALL))
    moved = Feed(
        tuple(replace(entry(one), link=f"https://new.example/blog/{one.url}") for one in articles)
    )
    staged = version(ALL, feeds={"rss.xml": moved}, siteurl="https://new.example/blog")

    assert told(live, staged, Consent(accept=("siteurl",))) == [
        "/rss.xml: the feed id of “A” would change from 'tag:site.example,2026:a' to"
        " 'tag:site.example,2026:z', and every subscriber would get it again — write Id: a in “A”"
    ]


def test_entries_with_one_link_are_no_change() -> None:
    """Where all entries lead to the home page a link says nothing of which is which."""
    live = plain("i", feeds={"f.xml": Feed((Entry("1", "/", "A"), Entry("2", "/", "B")))})
    staged = plain("i", feeds={"f.xml": Feed((Entry("4", "/", "D"), Entry("3", "/", "C")))})

    assert told(live, staged) == []


def test_entries_that_change_places_are_no_change() -> None:
    """A link may change hands as a page's URL may: to one that is known, or from one that stays."""
    live = plain("i", feeds={"f.xml": Feed((Entry("1", "/a/", "A"), Entry("2", "/b/", "B")))})
    moved = plain("i", feeds={"f.xml": Feed((Entry("3", "/a/", "C"), Entry("1", "/c/", "A")))})
    taken = plain("i", feeds={"f.xml": Feed((Entry("2", "/a/", "B"), Entry("4", "/d/", "D")))})

    assert told(live, moved) == []
    assert told(live, taken) == []


def test_more_than_a_tenth_of_the_articles() -> None:
    """Three of twenty gone is a build gone wrong; no command to let them go is at hand."""
    plan = make_plan(LIVE, version(ALL[3:]), Consent())

    lost = "would disappear — write Aliases: /rants/{0}/ in the article that takes its place"
    assert list(map(str, plan.refusals)) == [
        f"/rants/a/: “A” {lost.format('a')}",
        f"/rants/b/: “B” {lost.format('b')}",
        f"/rants/c/: “C” {lost.format('c')}",
        "content: 3 of 20 articles would vanish (“A” and 2 more) — look at what the build said;"
        ' if they are to go, make publish ACCEPT="many"',
    ]
    assert plan.hint == ""


def test_more_than_a_tenth_with_consent() -> None:
    """The word lifts the rule, and the URLs are asked for as ever."""
    staged = version(ALL[3:])
    urls = ("/rants/a/", "/rants/b/", "/rants/c/")

    asked = make_plan(LIVE, staged, Consent(accept=("many",)))
    agreed = make_plan(LIVE, staged, Consent(urls, ("many",)))

    assert len(asked.refusals) == 3
    assert asked.hint == (
        'To let all of them go: make publish GONE="/rants/a/ /rants/b/ /rants/c/" ACCEPT="many"'
    )
    assert agreed.refusals == ()


def test_a_tenth_of_the_articles() -> None:
    """Two of twenty may go with the URLs alone."""
    assert told(LIVE, version(ALL[2:]), Consent(gone=("/rants/a/", "/rants/b/"))) == []


def test_article_that_leaves_a_page_behind() -> None:
    """Where a page says that it is gone nothing is lost: not its URL, nor its entry in a feed."""
    live = version(ALL, feeds=feed(ALL))
    staged = version(ALL[1:], files=["rants/a/index.html"], feeds=feed(ALL[1:]))
    digests = {**staged.manifest.digests, "rants/a/index.html": "gone"}
    staged = replace(staged, manifest=Manifest(digests))

    plan = make_plan(live, staged, Consent())
    without = make_plan(staged, version(ALL[1:], feeds=feed(ALL[1:])), Consent())

    assert plan.refusals == ()
    assert plan.difference.gone == ALL[:1]
    assert plan.changes.gone == ()
    assert [refusal.place for refusal in without.refusals] == ["/rants/a/"]


@pytest.mark.parametrize("key", ["a", "b2"])
def test_article_that_has_moved_leaves_no_page_that_says_gone(key: str) -> None:
    """It is asked for an alias, as if there were none; in an alias's place there is none."""
    moved = article("z", key, "A")
    staged = version((moved, *ALL[1:]), files=["rants/a/index.html"], gone=("rants/a/index.html",))
    own = "" if key == "a" else " and Id: a"

    assert told(LIVE, staged) == [
        "/rants/a/: would disappear; “A” has moved to /rants/z/ — write Aliases: /rants/a/"
        f'{own} in “A”, or let it go: make publish GONE="/rants/a/"'
    ]
    assert told(LIVE, staged, Consent(gone=("/rants/a/",))) == []
    assert told(staged, staged) == []


def test_many_articles_that_leave_pages_behind() -> None:
    """A source that was not read would tell everybody that its posts are gone: that is asked."""
    left = [one.path for one in ALL[:3]]

    assert told(LIVE, version(ALL[3:], files=left)) == [
        "content: 3 of 20 articles would vanish (“A” and 2 more) — look at what the build said;"
        ' if they are to go, make publish ACCEPT="many"'
    ]


def test_site_without_an_article() -> None:
    """A blog that has none is never published, and no word lifts it."""
    assert told(None, version(())) == ["content: there is no article — look at what the build said"]


def test_record_that_is_missing() -> None:
    """It is told alone: that no article is named is what follows from it."""
    staged = Version(LIVE.manifest)

    assert told(LIVE, staged) == [
        'release.json: is not there, and the live site has one — put "addresses" back in PLUGINS'
        " and build again"
    ]


def test_plugin_that_is_missing() -> None:
    """Each plugin that the live site had is asked for; the word lets one go."""
    staged = version(ALL, plugins=())

    assert told(LIVE, staged, Consent(accept=("plugin:syndication",))) == [
        "PLUGINS: 'lesson' is missing, and the live site was built with it — put it back in"
        ' pelicanconf.py, or make publish ACCEPT="plugin:lesson"'
    ]


def test_feed_that_would_shrink() -> None:
    """Fewer entries than before, though the articles are there."""
    live = version(ALL, feeds=feed(ALL))
    staged = version(ALL, feeds=feed(ALL[:1]))

    assert told(live, staged) == [
        "/rss.xml: would shrink from 20 entries to 1 — look at what the build said,"
        ' or make publish ACCEPT="feed:/rss.xml"'
    ]
    assert told(live, staged, Consent(accept=("feed:/rss.xml",))) == []


def test_feed_without_the_articles_that_go() -> None:
    """The entries of what goes are not missed; one more is."""
    live = version(ALL, feeds={**feed(ALL), "lessons.xml": lessons(ALL[0])})
    without = {**feed(ALL[1:]), "lessons.xml": Feed(())}
    short = {**feed(ALL[2:]), "lessons.xml": Feed(())}
    consent = Consent(gone=("/rants/a/",))

    assert told(live, version(ALL[1:], feeds=without), consent) == []
    assert told(live, version(ALL[1:], feeds=short), consent) == [
        "/rss.xml: would shrink from 20 entries to 18 — look at what the build said,"
        ' or make publish ACCEPT="feed:/rss.xml"'
    ]


def test_feed_of_a_plain_folder_without_the_pages_that_go() -> None:
    """Without a record an entry's page tells whether the entry may go."""
    entries = (
        Entry("1", "https://a.example/x.html", "X"),
        Entry("2", "https://a.example/y.html", "Y"),
    )
    live = plain("index.html", "x.html", "y.html", feeds={"rss.xml": Feed(entries)})
    staged = plain("index.html", "y.html", feeds={"rss.xml": Feed(entries[1:])})

    assert told(live, staged, Consent(gone=("/x.html",))) == []


def test_feed_of_a_plain_folder_with_a_page_that_has_moved() -> None:
    """An entry that stays is counted, though its page is gone; so another one is missed."""
    entries = (Entry("1", "https://a.example/x.html", "X"), Entry("2", "https://a.example/", "Y"))
    moved = Entry("1", "https://a.example/new.html", "X")
    live = plain("index.html", "x.html", feeds={"rss.xml": Feed(entries)})
    staged = plain("index.html", "new.html", feeds={"rss.xml": Feed((moved,))})

    assert told(live, staged, Consent(gone=("/x.html",))) == [
        "/rss.xml: would shrink from 2 entries to 1 — look at what the build said,"
        ' or make publish ACCEPT="feed:/rss.xml"'
    ]


def test_feed_with_new_entries_for_old_ones() -> None:
    """A feed holds the newest twenty: what falls out at its end is not missed."""
    staged = version((*ALL, article("u")), feeds=feed((article("u"), *ALL[:-1])))

    assert told(version(ALL, feeds=feed(ALL)), staged) == []


def test_feed_that_is_one_no_more() -> None:
    """A file that no reader can read stands at the feed's place."""
    live = version(ALL, feeds=feed(ALL[:1]))
    staged = version(ALL, files=["rss.xml"])

    assert told(live, staged) == [
        "/rss.xml: would be no feed any more; it has 1 entry — look at what the build said,"
        ' or make publish ACCEPT="feed:/rss.xml"'
    ]


def test_feed_that_would_turn_its_order() -> None:
    """Oldest first is not newest first."""
    live = version(ALL, feeds=feed(ALL))
    staged = version(ALL, feeds=feed(reversed(ALL)))

    assert told(live, staged) == [
        "/rss.xml: would turn its order round — put the order back,"
        ' or make publish ACCEPT="feed:/rss.xml"'
    ]
    assert told(live, staged, Consent(accept=("feed:/rss.xml",))) == []


@pytest.mark.parametrize(("order", "count"), [("bacd", 0), ("badc", 0), ("dcab", 1), ("cbad", 0)])
def test_feed_with_a_few_entries_in_other_places(order: str, count: int) -> None:
    """A changed date moves an entry; only when most pairs have turned has the feed."""
    live = version(ALL, feeds=feed(map(article, "abcd")))
    staged = version(ALL, feeds=feed(map(article, order)))

    assert len(told(live, staged)) == count


@pytest.mark.parametrize(
    ("siteurl", "fault"),
    [
        ("", "'' is empty"),
        ("site.example", "'site.example' does not begin with https:// and a host"),
        ("ftp://site.example", "'ftp://site.example' does not begin with https:// and a host"),
        ("https:///x", "'https:///x' does not begin with https:// and a host"),
        ("http://[", "'http://[' is no address"),
        ("http://localhost:8000", "'http://localhost:8000' leads to this machine alone"),
        ("http://LOCALHOST.", "'http://LOCALHOST.' leads to this machine alone"),
        ("http://127.0.0.1/x", "'http://127.0.0.1/x' leads to this machine alone"),
        ("http://127.1", "'http://127.1' leads to this machine alone"),
        ("http://0.0.0.0", "'http://0.0.0.0' leads to this machine alone"),
        ("http://[::1]:8000", "'http://[::1]:8000' leads to this machine alone"),
        ("http://mac.local", "'http://mac.local' leads to this machine alone"),
        ("http://blog", "'http://blog' leads to this machine alone"),
    ],
)
def test_address_that_none_can_reach(siteurl: str, fault: str) -> None:
    """Feeds and canonical links would lead nowhere; it is told at the first publish, too."""
    assert told(None, version(ALL, siteurl=siteurl)) == [
        f'SITEURL: {fault} — write the site\'s address, as "https://example.org", in publishconf.py'
    ]


def test_address_that_would_change() -> None:
    """Every page and entry gets another address; a slash at the end is no change."""
    staged = version(ALL, siteurl="https://other.example")

    assert told(LIVE, version(ALL, siteurl="https://site.example/")) == []
    assert told(LIVE, staged, Consent(accept=("siteurl",))) == []
    assert told(LIVE, staged) == [
        "SITEURL: would change from 'https://site.example' to 'https://other.example', the"
        " address of every page and entry — write 'https://site.example' in publishconf.py,"
        ' or make publish ACCEPT="siteurl"'
    ]


@pytest.mark.parametrize(
    ("word", "problem"),
    [
        ("mny", "ACCEPT: 'mny' is unknown — write many"),
        ("qqq", "ACCEPT: 'qqq' is unknown — write many, siteurl, plugin:NAME, feed:/rss.xml"),
        ("siteurl", "ACCEPT: 'siteurl' is nothing that is asked for — take it out"),
        (
            "plugin:lesion",
            "ACCEPT: 'plugin:lesion' is nothing that is asked for — write plugin:lesson",
        ),
        ("feed:/rss.xml", "ACCEPT: 'feed:/rss.xml' is nothing that is asked for — take it out"),
    ],
)
def test_word_that_nothing_asks_for(word: str, problem: str) -> None:
    """A consent to what does not happen is a slip of the pen, and refused as one."""
    staged = version(ALL, plugins=("syndication",))

    assert told(LIVE, staged, Consent(accept=("plugin:lesson", word))) == [problem]


def test_nothing_has_changed() -> None:
    """The same files make an empty plan; carried assets that would go are no reason for more."""
    live = plain("index.html", "a.0a1b2c3d.css", "a.0a1b2c3d.css.gz")

    assert make_plan(live, live, Consent()).is_empty
    assert make_plan(live, plain("index.html"), Consent()).is_empty
    assert not make_plan(live, plain("index.html", "b.0a1b2c3d.css"), Consent()).is_empty
    assert not make_plan(plain("index.html", "x"), plain("index.html"), Consent()).is_empty
    assert not make_plan(plain("i.html", "i.html.gz"), plain("i.html"), Consent()).is_empty


NAMES = st.sampled_from(
    ["index.html", "a/index.html", "b.html", "a b.txt", "rss.xml", "rss.xml.gz", "é/index.html",
     "_headers", "_redirects", "release.json", "s.0a1b2c3d.css", "d.20261123.pdf", "%41.html"]
)  # fmt: skip
SITES = st.dictionaries(NAMES, st.sampled_from("12"))
WORDS = st.lists(NAMES.map(url) | st.text(max_size=5), max_size=4)


@given(SITES, SITES, WORDS)
def test_no_url_is_lost_unsaid(
    live: dict[str, str], staged: dict[str, str], words: list[str]
) -> None:
    """Of any two sites, each URL that would be lost is agreed to by name or refused by name."""
    plan = make_plan(Version(Manifest(live)), Version(Manifest(staged)), Consent(tuple(words)))

    lost = {url(path) for path in live.keys() - staged.keys() if is_lasting(path, live)}
    refused = {problem.place for problem in plan.refusals} - {"GONE"}
    assert refused <= lost
    assert lost <= refused | set(words) | {f"/{word}".replace("//", "/") for word in words}


KEYS = st.lists(st.sampled_from("abcdef"), unique=True)


@given(KEYS, KEYS, KEYS, KEYS)
def test_no_article_is_lost_unsaid(
    live: list[str], staged: list[str], old_feed: list[str], new_feed: list[str]
) -> None:
    """Of any two blogs and their feeds, a plan without refusals loses no article, no entry."""
    before = version(map(article, live), feeds=feed(map(article, old_feed)))
    after = version(map(article, staged), feeds=feed(map(article, new_feed)))

    plan: Plan = make_plan(before, after, Consent())

    if not plan.refusals:
        assert set(live) <= set(staged)
        assert len(new_feed) >= len(old_feed)
