"""Articles and pages say what Pelican's say, of any settings and metadata."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pelican import contents
from pelican.settings import DEFAULT_CONFIG
from pelican.urlwrappers import Author, Category, Tag
from pelican.utils import SafeDatetime

import incremental.contents as quick
from incremental.trace import digest
from tests.incremental.telling import telling

PLAIN = {**DEFAULT_CONFIG, "PATH": "/content", "SITEURL": "https://site.example"}
PATTERNS = st.sampled_from(
    [
        "",
        "plain.html",
        "{slug}/",
        "a/{slug}/index.html",
        "{slug}{slug}",
        "{slug:.2}.html",
        "{date:%Y/%m}/{slug}/index.html",
        "{date.year}-{lang}-{category}-{author}",
        "{path}",
        "{title}/{{kept}}",
        "{more}",
        "{more[0]}",
        "{missing}",
        "{",
        "{title!r}",
        "{slug.missing}",
    ]
)
KINDS = {
    "ARTICLE": (quick.Article, contents.Article),
    "PAGE": (quick.Page, contents.Page),
}
KEYS = [
    f"{kind}{lang}{key}"
    for kind in ("ARTICLE", "DRAFT", "PAGE", "DRAFT_PAGE")
    for lang in ("_", "_LANG_")
    for key in ("URL", "SAVE_AS")
]
LINKS = [
    '<a href="{filename}other.md">x</a>',
    '<a href="{filename}/deep/other.md#part">x</a>',
    "<a href='{filename}other.md?q=1'>x</a>",
    '<a class="a" href = "|filename|other.md">x</a>',
    '<img src="{static}a b.png">',
    '<img src="{static}/deep/a%20b.png">',
    '<img src="{attach}a.png">',
    '<a href="{index}">x</a>',
    '<a href="{author}Ada">x</a>',
    '<a href="{tag}T">x</a>',
    '<a href="{category}C">x</a>',
    '<a href="{missing}C">x</a>',
    '<a href="{filename}none.md">x</a>',
    '<a href="((filename))other.md">x</a>',
    "<p>{filename}other.md</p>",
    '"{ \'| &lt;"',
    "<p>one two three four five six</p>",
    '<div class="toc"><a href="#a">x</a></div>',
    "",
]
BODIES = st.lists(st.sampled_from(LINKS), max_size=4).map("\n".join)
METADATA = st.fixed_dictionaries(
    {"title": st.sampled_from(["A title", "Ünïcode", "x/../y"])},
    optional={
        "slug": st.sampled_from(["slug", "s/l"]),
        "date": st.sampled_from([SafeDatetime(2020, 1, 2, 3, 4), SafeDatetime(2021, 12, 31)]),
        "category": st.sampled_from(["C", "Ä b"]).map(lambda name: Category(name, PLAIN)),
        "author": st.just(Author("Ada", PLAIN)),
        "tags": st.just([Tag("T", PLAIN)]),
        "lang": st.sampled_from(["en", "de"]),
        "status": st.sampled_from(["draft", "hidden", "published", "Draft", "odd"]),
        "path": st.sampled_from(["given/path.md", "a\\b"]),
        "more": st.sampled_from(["more", ["a"], None]),
        "url": st.just("own/url"),
        "save_as": st.sampled_from(["own/index.html", "../outside"]),
        "summary": BODIES,
        "template": st.just("own"),
    },
)
SETTINGS = st.fixed_dictionaries(
    dict.fromkeys(KEYS, PATTERNS),
    optional={
        "SUMMARY_MAX_LENGTH": st.sampled_from([None, 0, 3]),
        "SUMMARY_MAX_PARAGRAPHS": st.sampled_from([None, 1]),
        "INTRASITE_LINK_REGEX": st.just(r"\(\((?P<what>.*?)\)\)"),
        "DEFAULT_LANG": st.sampled_from(["en", "de"]),
        "FORMATTED_FIELDS": st.sampled_from([[], ["summary"], ["summary", "title"]]),
        "SLUGIFY_SOURCE": st.sampled_from(["title", "basename"]),
        "OUTPUT_PATH": st.just("/output"),
        "RELATIVE_URLS": st.booleans(),
    },
)
PATHS = st.sampled_from(["/content/a.md", "/content/deep/a.md", "/elsewhere/a.md", "b.md"])


def made(kind: type, body: str, metadata: Any, settings: Any, path: str | None) -> Any:
    """A content in a site with others that it may link to."""
    context: dict[str, Any] = {"localsiteurl": "..", "generated_content": {}, "static_content": {}}
    for name in ("other.md", "deep/other.md", "elsewhere/other.md"):
        fields = {"title": name, "date": SafeDatetime(2020, 1, 1), "slug": name}
        other = contents.Article("", fields, PLAIN, f"/content/{name}", context)
        context["generated_content"][name] = other
    for name in ("a.png", "a b.png", "deep/a b.png"):
        static = contents.Static("", {"title": name}, PLAIN, f"/content/{name}", context)
        static.override_save_as = static.override_url = name
        context["static_content"][name] = static
    return kind(body, dict(metadata), settings, path, context)


def asked(work: Any) -> Any:
    try:
        return work()
    except Exception as error:
        return type(error), str(error)


def all_of(kind: type, *parts: Any) -> dict[str, Any]:
    """All that a theme may ask a content, and what is told meanwhile."""
    with telling() as told:
        content = made(kind, *parts)
        ask = {
            "static": content.get_static_links,
            "refreshed": content.refresh_metadata_intersite_links,
            "place": content.get_relative_source_path,
            "other place": lambda: content.get_relative_source_path("/content/x/y.md"),
            "valid": content.is_valid,
            "fields": lambda: {
                key: value
                for key, value in content.url_format.items()
                if key != "date" or hasattr(content, "date")
            },
            "content again": lambda: content.get_content("https://else.example"),
            "summary again": lambda: content.get_summary("https://else.example"),
            "text": lambda: str(content),
        }
        names = ("url", "save_as", "content", "summary", "relative_source_path", "relative_dir")
        names += ("slug", "status", "lang", "template", "in_default_lang", "metadata", "date")
        ask |= {name: lambda name=name: getattr(content, name) for name in names}
        found = {name: asked(work) for name, work in ask.items()}
    return {**found, "told": told}


@pytest.mark.parametrize("kind", KINDS)
@given(body=BODIES, metadata=METADATA, settings=SETTINGS, path=PATHS)
def test_they_say_what_pelicans_say(kind, body, metadata, settings, path):
    if "date" not in metadata and any("{date" in settings[key] for key in KEYS):
        metadata = {**metadata, "date": SafeDatetime(2020, 1, 1)}  # Pelican takes the clock's
    own, theirs = KINDS[kind]
    parts = (body, metadata, {**PLAIN, **settings}, path)
    assert all_of(own, *parts) == all_of(theirs, *parts)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("status", ["published", "draft", "hidden"])
def test_each_field_of_an_address_is_pelicans(kind, lang, status):
    metadata = {
        "title": "A title",
        "slug": "slug",
        "date": SafeDatetime(2020, 1, 2),
        "category": Category("Ä b", PLAIN),
        "author": Author("Ada", PLAIN),
        "lang": lang,
        "status": status,
        "more": "more",
    }
    every = "{title}-{slug}-{lang}-{date:%Y}-{category}-{author}-{path}-{more}"
    settings = {**PLAIN, **{key: f"{key}-{every}" for key in KEYS}}
    parts = ("", metadata, settings, "/content/deep/a.md")
    assert all_of(KINDS[kind][0], *parts) == all_of(KINDS[kind][1], *parts)


def test_a_name_of_a_class_makes_the_name_of_a_setting():
    assert [own.__name__ for own, _ in KINDS.values()] == ["Article", "Page"]


@pytest.mark.parametrize("own", [own for own, _ in KINDS.values()])
def test_what_changes_later_is_looked_at(own):
    """A plugin may change the body, the source, the metadata; Pelican looks each time."""
    content = made(own, "<p>one</p>", {"title": "t", "more": "1"}, {**PLAIN}, "/content/a.md")
    content.settings |= {"ARTICLE_URL": "{slug}-{more}", "PAGE_URL": "{slug}-{more}"}
    assert (content.url, content.links_files(), content.get_static_links()) == ("t-1", False, set())
    first = content.say("")
    content.metadata["more"], content.slug = "2", "s"
    content._content = '<img src="{static}x.png">'
    content.source_path = "/content/deep/a.md"
    assert content.url == "s-2"
    assert content.links_files()
    assert content.get_static_links() == {"deep/x.png"}
    assert content.get_relative_source_path() == "deep/a.md"
    assert content.say("") != first


def test_a_body_is_not_kept_for_as_long_as_python_runs():
    import gc
    import weakref

    content = made(quick.Article, "<p>x</p>", {"title": "t"}, PLAIN, "/content/a.md")
    assert content.content == "<p>x</p>"
    assert content.summary
    held = weakref.ref(content)
    del content
    gc.collect()
    assert held() is None


def test_what_was_given_once_is_given_again_as_in_pelican():
    pages = []
    for kind in KINDS["ARTICLE"]:
        content = made(
            kind, '<a href="{filename}other.md">x</a>', {"title": "t"}, PLAIN, "/content/a"
        )
        before = content.content
        content._content = "changed"
        pages.append((before, content.content, content.get_content("https://new.example")))
    assert pages[0] == pages[1]


LINK = '<a href="{index}">x</a>'


@pytest.mark.parametrize("kind", [quick.Article, quick.Page])
def test_a_body_is_fetched_when_it_is_asked_for_and_once(kind: Any) -> None:
    fetched = []

    def fetch() -> str:
        fetched.append(1)
        return LINK

    body = quick.Body(fetch, digest(LINK), quick.find_links(LINK, PLAIN))
    content = kind(body, {"title": "T"}, PLAIN, "/content/a.md", {"localsiteurl": "/up"})
    said = content.say("/up"), content.say("/down")
    assert (content.links_files(), content.get_static_links(), fetched) == (False, set(), [])
    assert content.content == '<a href="/up/index.html">x</a>'
    assert content._content == LINK
    assert (content.say("/up"), content.say("/down"), fetched) == (*said, [1])
    assert said[0] != said[1]


def test_a_body_that_a_plugin_replaces_is_the_plugins() -> None:
    content = quick.Page(quick.Body(lambda: "", "digest", ["x"]), {}, PLAIN, "/content/a.md")
    content._content = "plain"
    assert (content.links_files(), content.say("")) == (False, digest("plain"))
    assert content.content == "plain"


PIECES = [
    "<a\nhref='{index}' title=\"{static}a.png\">",
    "<b>",
    ">",
    "<",
    '"{index}"',
    " href=",
    "é",
]
TEXTS = st.lists(st.sampled_from([*LINKS, *PIECES]), max_size=5).map("".join)


@given(TEXTS, TEXTS, st.sampled_from(["", "..", "https://site.example"]))
def test_a_body_says_the_same_when_its_html_is_the_same(one: str, other: str, siteurl: str) -> None:
    """Of other words, or of links that lead elsewhere, it says something else."""
    pages = [made(quick.Page, text, {}, PLAIN, "/content/a.md") for text in (one, other)]
    bare = made(quick.Page, one, {}, PLAIN, "/content/a.md")
    bare._context = {"localsiteurl": "..", "generated_content": {}, "static_content": {}}
    is_same = pages[0].get_content(siteurl) == bare.get_content(siteurl)
    assert (pages[0].say(siteurl) == bare.say(siteurl)) == is_same
    assert (pages[0].say(siteurl) == pages[1].say(siteurl)) == (one == other)


@given(BODIES)
def test_with_a_pattern_of_its_own_a_site_looks_at_all_of_a_body(body: str) -> None:
    settings = PLAIN | {"INTRASITE_LINK_REGEX": r"\(\((?P<what>.*?)\)\)"}
    page = made(quick.Page, body, {}, settings, "/content/a.md")
    assert page.links_files()
    assert page.say("") == digest(page.get_content(""))


@pytest.mark.parametrize(
    "path",
    ["/content/a/b.md", "/content/a/../b.md", "/content//a.md", "/elsewhere/a.md", "a.md", None],
)
@pytest.mark.parametrize("folder", ["/content", "/content/", "/", "content"])
def test_the_place_of_a_source_is_pelicans(path: str | None, folder: str) -> None:
    settings = PLAIN | {"PATH": folder}
    mine, pelicans = (
        asked(lambda kind=kind: kind("", {"slug": "a"}, settings, path).relative_source_path)
        for kind in KINDS["PAGE"]
    )
    assert mine == pelicans
