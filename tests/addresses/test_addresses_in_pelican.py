"""The addresses of sites that Pelican builds."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.parsed import Tree, running, tree
from tests.small_site import PLUGINS, Build, Site

# Addresses of a site, and what is there.
TAKEN = {
    "/category/misc/": "is where the page category/misc/index.html stands",
    "/tag/t.html": "is where the page tag/t.html stands",
    "/2026/": "is where the page 2026/index.html stands",
    "/archives.html": "is where the page archives.html stands",
    "/images/a.html": "is where content/images/a.html stands",
    "/pages/about.html": "is where content/pages/about.md stands",
    "/b/": "is where content/posts/b.md stands",
    "/theme/site.css/": "lies below 'theme/site.css', which is a file of the site",
    "/rss.xml/": "lies below 'rss.xml', which is a file of the site",
    "/release.json/": "lies below 'release.json', which is a file of the site",
}

POLICY = {
    "http-equiv": "Content-Security-Policy",
    "content": "default-src 'none';form-action 'none';base-uri 'none'",
}


@pytest.fixture(autouse=True)
def _plugins(site: Site) -> None:
    site.configure(PLUGINS=["addresses"])


def record(build: Build) -> Any:
    """What the site says of itself."""
    assert build.status == 0, build.messages
    return build.data("release.json")


def redirects(build: Build) -> list[str]:
    """The lines of the list for the host."""
    return build.bytes("_redirects").decode("ascii").splitlines()


def errors(build: Build) -> list[str]:
    """The lines told before the traceback that Pelican adds for its own."""
    lines = list(build.messages)
    return lines[: lines.index("Traceback (most recent call last):")]


def test_page_at_an_old_address_leads_on(site: Site) -> None:
    """It names the new address in its head, by the host's root where a reader follows it."""
    site.configure(SITEURL="https://rants.example/blog")
    site.post("a", Title='A "<b>" & co', Slug="a", Aliases="/old/")

    build = site.build()

    assert build.status == 0, build.messages
    html = build.bytes("old/index.html").decode()
    title: Tree = [("bdi", {}, ['A "<b>" & co'])]
    assert html.startswith('<!doctype html>\n<html lang="en">\n')
    assert tree(html) == [
        ("meta", {"charset": "utf-8"}, []),
        ("meta", POLICY, []),
        ("meta", {"name": "viewport", "content": "width=device-width,initial-scale=1"}, []),
        ("meta", {"name": "color-scheme", "content": "light dark"}, []),
        ("title", {}, ['Moved: A "<b>" & co']),
        ("link", {"rel": "canonical", "href": "https://rants.example/blog/a/"}, []),
        ("meta", {"http-equiv": "refresh", "content": "0; url=/blog/a/"}, []),
        ("meta", {"name": "robots", "content": "noindex"}, []),
        ("p", {}, ["What stood here has moved: ", ("a", {"href": "/blog/a/"}, title)]),
    ]
    assert redirects(build) == ["/blog/old/ /blog/a/ 301"]


def test_page_escapes_in_a_site_that_does_not(site: Site) -> None:
    """Where the site's own templates escape nothing, a title still cannot run."""
    site.configure(JINJA_ENVIRONMENT={})
    site.post("a", Title="<script>alert(1)</script>", Slug="a", Aliases="/old/")

    html = site.build().bytes("old/index.html").decode()

    its_own = ["<meta>", "<meta>", "<meta>", "<meta>", "<link>", "<meta>", "<meta>"]
    assert running(html) == its_own


def test_theme_can_have_its_own_page(site: Site) -> None:
    """A template of the theme goes before the plugin's."""
    site.write(
        "theme/templates/addresses/moved.html", "{{ item.slug }} {{ target }} {{ canonical }}"
    )
    site.post("a", Aliases="/old/")

    assert site.build().bytes("old/index.html") == b"a /a/ https://site.example/a/"


def test_aliases_are_pages_and_lines(site: Site) -> None:
    """Each form has its page and its line; several lines in the front matter are one list."""
    site.post("a", Aliases="/old, /older.html,\n    /café b/, /old/")
    site.write("content/pages/about.md", "Title: About\nAliases: /who/\n\nText.\n")

    build = site.build()

    assert build.status == 0, build.messages
    assert build.files == [
        "_redirects", "a/index.html", "café b/index.html", "category/misc/index.html",
        "old/index.html", "older.html", "pages/about.html", "release.json", "who/index.html",
    ]  # fmt: skip
    assert redirects(build) == [
        "/caf%C3%A9%20b/ /a/ 301",
        "/old /a/ 301",
        "/old/ /a/ 301",
        "/older.html /a/ 301",
        "/who/ /pages/about.html 301",
    ]
    assert record(build)["aliases"] == {
        "café b/index.html": "a/",
        "old/index.html": "a/",
        "older.html": "a/",
        "who/index.html": "pages/about.html",
    }


def test_template_can_name_the_addresses(site: Site) -> None:
    """`addresses` is a tuple on every article and page, empty where there is none."""
    for kind in ("article", "page"):
        site.write(f"theme/templates/{kind}.html", f"{{{{ {kind}.addresses|list|tojson }}}}")
    site.post("a", Aliases="/old/, /café, /old/")
    site.post("b")
    site.write("content/pages/c.md", "Title: C\nAliases: /c.html\n\nText.\n")

    build = site.build()

    assert build.data("a/index.html") == ["/old/", "/caf%C3%A9"]
    assert build.data("b/index.html") == []
    assert build.data("pages/c.html") == ["/c.html"]


def test_without_aliases_there_is_no_list(site: Site) -> None:
    """The host reads no empty file."""
    site.post("a")

    build = site.build()

    assert build.files == ["a/index.html", "category/misc/index.html", "release.json"]


def test_draft_and_hidden_are_not_listed(site: Site) -> None:
    """A draft's alias is not written; a hidden post's is a page that no list names."""
    site.post("a", Status="draft", Aliases="/old-a/, nonsense")
    site.post("b", Status="hidden", Aliases="/old-b/")
    site.post("c", Date="2999-01-01", Aliases="/old-c/")
    site.configure(WITH_FUTURE_DATES=False, DRAFT_SAVE_AS="")

    build = site.build()

    assert record(build) == {
        "aliases": {},
        "articles": [],
        "plugins": ["addresses"],
        "schema": 1,
        "siteurl": "https://site.example",
    }
    assert build.files == ["b/index.html", "old-b/index.html", "release.json"]
    assert build.messages == (
        "content/posts/a.md:4: Alias 'nonsense' does not begin with a slash — write '/nonsense'",
    )


def test_record_lists_posts_and_translations(site: Site) -> None:
    """Ids are the feeds' own, titles one line of text, paths and URLs below the site."""
    site.configure(
        PLUGINS=["syndication", "addresses"],
        SYNDICATION_AUTHORITY="site.example,2026",
        ARTICLE_LANG_SAVE_AS="{slug}-{lang}/index.html",
        ARTICLE_LANG_URL="{slug}-{lang}/",
    )
    site.post("a", Title="A   “<b>”", Slug="a", Id="first")
    site.post("a-de", Slug="a", Lang="de")

    build = site.build()

    ours = "tag:site.example,2026:"
    assert record(build) == {
        "aliases": {},
        "articles": [
            {"id": f"{ours}a-de", "path": "a-de/index.html", "title": "a-de", "url": "a-de/"},
            {"id": f"{ours}first", "path": "a/index.html", "title": "A “<b>”", "url": "a/"},
        ],
        "plugins": ["syndication", "addresses"],
        "schema": 1,
        "siteurl": "https://site.example",
    }


def test_record_without_feeds_has_the_files_names(site: Site) -> None:
    """Without the syndication plugin an article is known by its source's name."""
    site.post("2026-01-02-a", Slug="a")

    assert [article["id"] for article in record(site.build())["articles"]] == ["2026-01-02-a"]


def test_plugin_that_did_not_load_is_not_named(site: Site) -> None:
    """The record tells which plugins made the site, not which were to."""
    site.configure(PLUGINS=["neighbours", "nowhere", "addresses"])
    site.post("a")

    assert record(site.build())["plugins"] == ["neighbours", "addresses"]


def test_same_site_makes_the_same_bytes(site: Site) -> None:
    """Another hash seed, time zone and locale change no byte, nor the order of what is told."""
    for name in "abcdef":
        site.post(name, Aliases=f"/{name}-old/, /{name}.html")
        site.post(f"{name}-draft", Status="draft", Aliases=name)

    first = site.build(TZ="UTC", PYTHONHASHSEED="1", LC_ALL="C.UTF-8")
    before = {path: first.bytes(path) for path in first.files}
    second = site.build(TZ="Asia/Tokyo", PYTHONHASHSEED="2", LC_ALL="POSIX")

    assert first.status == second.status == 0
    assert (
        first.messages
        == second.messages
        == tuple(
            f"content/posts/{name}-draft.md:4: Alias '{name}' does not begin with a slash"
            f" — write '/{name}'"
            for name in "abcdef"
        )
    )
    assert {path: second.bytes(path) for path in second.files} == before


def test_every_wrong_alias_is_told_at_once(site: Site) -> None:
    """Each has its file and line, what is in its way and what mends it; nothing is written."""
    site.configure(
        PLUGINS=["syndication", "addresses"],
        SYNDICATION_AUTHORITY="site.example,2026",
        DIRECT_TEMPLATES=["archives"],
        TAG_SAVE_AS="tag/{slug}.html",
        YEAR_ARCHIVE_SAVE_AS="{date:%Y}/index.html",
        STATIC_PATHS=["images"],
    )
    site.write("theme/static/site.css", "")
    site.write("theme/templates/archives.html", "")
    site.write("content/images/a.html", "")
    site.write("content/pages/about.md", "Title: About\nSlug: about\n\nText.\n")
    site.post("a", Tags="t", Aliases="old, \n    " + ",\n    ".join(TAKEN))
    site.post("b", Aliases="/same/, nope")
    site.post("c", Aliases="/same")

    build = site.build()

    assert (build.status, build.files) == (1, [])
    a, b, c = (f"content/posts/{name}.md" for name in "abc")
    assert errors(build) == [
        f"{a}:4: Alias 'old' does not begin with a slash — write '/old'",
        *(
            f"{a}:{line}: Alias '{alias}' {fault} — take it out"
            for line, (alias, fault) in enumerate(TAKEN.items(), 5)
        ),
        f"{b}:3: Alias 'nope' does not begin with a slash — write '/nope'",
        f"{b}:3: Alias '/same/' is also that of {c}:3 — keep one of the two",
        f"{c}:3: Alias '/same' is also that of {b}:3 — keep one of the two",
        f"AddressError: nothing was written: mend the aliases of {a}, {b}, {c}",
    ]


def test_page_that_only_the_writer_knows_is_not_overwritten(site: Site) -> None:
    """The second page of a list, which nobody knew before, stops the build all the same."""
    site.configure(
        DIRECT_TEMPLATES=["index"],
        PAGINATED_TEMPLATES={"index": 1},
        PAGINATION_PATTERNS=[(1, "/", "index.html"), (2, "{number}/", "{number}/index.html")],
    )
    site.write("theme/templates/index.html", "A list.")
    site.post("a", Aliases="/2/")
    site.post("b")

    build = site.build()

    assert build.status == 1
    assert errors(build)[-1] == (
        "AddressError: content/posts/a.md:3: Alias '/2/' is where the page 2/index.html stands"
        " — take it out"
    )
    assert build.bytes("2/index.html") == b"A list."


def test_file_in_the_place_of_the_record_is_told(site: Site) -> None:
    """A file of the writer's own called `release.json` is not overwritten."""
    site.configure(
        STATIC_PATHS=["extra"],
        EXTRA_PATH_METADATA={"extra/release.json": {"path": "release.json"}},
    )
    site.write("content/extra/release.json", "{}")

    build = site.build()

    assert (build.status, build.files) == (1, [])
    assert errors(build)[0] == (
        "content/extra/release.json:1: takes the place of release.json, which the site itself "
        "needs — give it another"
    )


def test_record_is_put_in_place_whole(site: Site) -> None:
    """What lies in its place is replaced and never written through."""
    site.post("a")
    site.write("elsewhere.json", "{}")
    (site.folder / "output").mkdir()
    (site.folder / "output" / "release.json").symlink_to(site.folder / "elsewhere.json")

    build = site.build()

    assert json.loads((site.folder / "elsewhere.json").read_text()) == {}
    assert not (build.output / "release.json").is_symlink()
    assert [article["id"] for article in record(build)["articles"]] == ["a"]


GONE = """
from pelican import signals

PATHS = (
    "posts/x/index.html", "a/index.html", "old/index.html", "OLDER.html", "pages/about.html",
    "category/misc/index.html", "h/index.html", "d-old/index.html", "release.json", "misc2.html",
)

def register():
    signals.article_generator_finalized.connect(tell)

def tell(generator):
    generator.context["tombstones"] = PATHS
"""


def test_post_that_is_gone_has_a_page_that_says_so(site: Site) -> None:
    """It is for servers, readers and search engines; home is below the host's root."""
    site.write("more/gone.py", GONE)
    site.configure(PLUGINS=["conversation", "addresses", "gone"], SITENAME="A & <b>")
    site.configure(PLUGIN_PATHS=[str(PLUGINS), "more"], SITEURL="https://rants.example/blog")

    build = site.build()

    assert build.status == 0, build.messages
    home: Tree = [("bdi", {}, ["A & <b>"])]
    said = ["What stood here is gone: it was taken away. The rest is at "]
    assert tree(build.bytes("posts/x/index.html").decode()) == [
        ("meta", {"charset": "utf-8"}, []),
        ("meta", POLICY, []),
        ("meta", {"http-equiv": "Status", "content": "410 Gone"}, []),
        ("meta", {"name": "viewport", "content": "width=device-width,initial-scale=1"}, []),
        ("meta", {"name": "color-scheme", "content": "light dark"}, []),
        ("title", {}, ["Gone: A & <b>"]),
        ("meta", {"name": "robots", "content": "noindex"}, []),
        ("p", {}, [*said, ("a", {"href": "/blog/"}, home), "."]),
    ]
    assert build.bytes("posts/x/index.html").startswith(b'<!doctype html>\n<html lang="en">\n')
    assert record(build)["articles"] == []


def test_post_that_is_gone_takes_nobodys_place(site: Site) -> None:
    """Where a post, a page, an alias or a list stands it stays; a draft's alias is none."""
    site.write("more/gone.py", GONE)
    site.configure(PLUGINS=["conversation", "addresses", "gone"])
    site.configure(PLUGIN_PATHS=[str(PLUGINS), "more"])
    site.post("a", Aliases="/old/, /older.html")
    site.post("h", Status="hidden")
    site.post("d", Status="draft", Aliases="/d-old/")
    site.write("content/pages/about.md", "Title: About\n\nText.\n")

    build = site.build()

    assert build.status == 0, build.messages
    gone = [path for path in build.files if b"410 Gone" in build.bytes(path)]
    assert gone == ["d-old/index.html", "misc2.html", "posts/x/index.html"]
    assert record(build)["gone"] == gone
    assert sorted(record(build)["aliases"]) == ["old/index.html", "older.html"]
