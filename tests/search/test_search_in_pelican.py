"""The search in a site that Pelican builds."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.pelican_site import files
from tests.small_site import Build, Site

BASE = """<!doctype html><html lang="en"><title>{% block title %}{% endblock %}</title>
{% block content %}{% endblock %}{% if SEARCH_URL %}<a href="/{{ SEARCH_URL }}">s</a>{% endif %}"""
EVIL = "<img src=x onerror=alert(1)> & </script>"


@pytest.fixture
def searched(site: Site) -> Site:
    """A site with a search, in a theme that knows nothing of it."""
    site.configure(PLUGINS=["lesson", "search"], CACHE_PATH=str(site.folder / "cache"))
    site.write("theme/templates/base.html", BASE)
    site.write("theme/templates/article.html", "{{ SEARCH_URL }}")
    site.post("one", "A zebra walks by.")
    return site


def fragments(build: Build) -> dict[str, Any]:
    """What the index shows of each page, by its address."""
    found = {}
    for path in sorted((build.output / "pagefind/fragment").iterdir()):
        data = gzip.decompress(path.read_bytes())
        fragment = json.loads(data.removeprefix(b"pagefind_dcd"))
        found[fragment["url"]] = fragment
    return found


def index(build: Build) -> dict[str, bytes]:
    """The files of the index."""
    return files(build.output / "pagefind")


def test_what_is_published_is_found(searched: Site) -> None:
    """A post is found by its text and lesson and shown with its date; a draft's word is nowhere."""
    lesson = '!!! lesson "Feed the *okapi*."\n    Because.\n\n    Do: bring a mango\n'
    searched.post("two", f"A heron stands.\n\n{lesson}", Category="Birds", Lang="de")
    searched.post("draft", "A secretbird.", Status="draft")
    searched.post("hidden", "A hiddenbird.", Status="hidden")
    searched.post("later", "A laterbird.", Date="2999-01-01")
    searched.configure(WITH_FUTURE_DATES=False, ARTICLE_LANG_URL="{slug}/{lang}/")
    searched.configure(ARTICLE_LANG_SAVE_AS="{slug}/{lang}/index.html")
    searched.write("content/pages/about.md", "Title: About\n\nA human writes.\n")

    build = searched.build()

    assert (build.status, build.messages) == (0, ())
    found = fragments(build)
    assert sorted(found) == ["one/", "pages/about.html", "two/de/"]
    assert found["two/de/"]["meta"] == {
        "title": "two",
        "date": "Fri 02 January 2026",
        "category": "Birds",
        "lesson": "Feed the *okapi*.",
        "lang": "de",
    }
    assert found["two/de/"]["content"] == "A heron stands. Feed the *okapi*. Because. bring a mango"
    assert found["pages/about.html"]["meta"] == {"title": "About"}
    unpacked = b"".join(
        gzip.decompress(data) for path, data in index(build).items() if ".pf_" in path
    )
    assert b"zebra" in unpacked
    for word in (b"secretbird", b"hiddenbird", b"laterbird"):
        assert word not in unpacked


def test_page_in_another_theme(searched: Site) -> None:
    """A theme without a page of its own is given one, with the script by its hash."""
    build = searched.build()

    page = (build.output / "search/index.html").read_text()
    (script,) = [path for path in index(build) if path.endswith(".js")]
    assert f'src="/pagefind/{script}" integrity="sha256-' in page
    assert "<title>Search</title>" in page
    assert (build.output / "one/index.html").read_text() == "search/"


def test_site_below_a_path(searched: Site) -> None:
    """Where the site lies below a path, so do the page's script and index."""
    searched.configure(SITEURL="https://site.example/blog")

    page = (searched.build().output / "search/index.html").read_text()

    assert 'src="/blog/pagefind/search.' in page
    assert 'data-home="/blog/" data-index="/blog/pagefind/"' in page
    assert 'action="/blog/search/"' in page


def test_hostile_title_stays_text(searched: Site) -> None:
    """What a title holds is a text in the index, and no HTML in the page."""
    searched.post("evil", "Text.", Title=EVIL, Slug="evil")

    build = searched.build()

    assert "onerror" in fragments(build)["evil/"]["meta"]["title"]
    assert "onerror" not in (build.output / "search/index.html").read_text()


def test_one_setting_turns_it_off(searched: Site) -> None:
    """Then there is no page, no file and no link, and no program is asked for."""
    searched.configure(SEARCH_SAVE_AS="")

    build = searched.build(PAGEFIND_BINARY_PATH="/none")

    assert (build.status, build.messages) == (0, ())
    assert [path for path in build.files if "search" in path or "pagefind" in path] == []
    assert (build.output / "one/index.html").read_text() == ""


def test_without_an_index_the_page_says_so(searched: Site) -> None:
    """While writing nothing is indexed, and the page says when it will be."""
    searched.configure(SEARCH_INDEX=False)

    build = searched.build(PAGEFIND_BINARY_PATH="/none")

    page = (build.output / "search/index.html").read_text()
    assert "The search comes with publishing" in page
    assert "<script" not in page
    assert [path for path in build.files if "pagefind" in path] == []


def test_index_is_made_when_something_changed(searched: Site) -> None:
    """Unchanged posts need no program, and give the same files; a changed one is found anew."""
    first = searched.build()
    second = searched.build(PAGEFIND_BINARY_PATH="/none")

    assert (second.status, second.messages) == (0, ())
    assert index(second) == index(first)

    searched.post("one", "A quagga walks by.")
    refused = searched.build(PAGEFIND_BINARY_PATH="/none")
    assert refused.status == 1
    assert "/none: does not run" in " ".join(refused.messages)

    assert fragments(Build(0, (), searched.folder / "output"))["one/"]["content"].split()[1] == (
        "zebra"
    )
    searched.configure(DELETE_OUTPUT_DIRECTORY=True)
    assert fragments(searched.build())["one/"]["content"] == "A quagga walks by."


@pytest.mark.parametrize("harm", ["list", "file", "gone", "shape"])
def test_what_is_kept_and_odd_is_made_anew(searched: Site, harm: str) -> None:
    """A damaged list, a damaged or a missing file: one line, and the same index again."""
    first = index(searched.build())
    cache = searched.folder / "cache/search"
    parts = sorted(path for path in cache.iterdir() if path.suffix != ".json")
    if harm == "list":
        (cache / "index.json").write_bytes((cache / "index.json").read_bytes()[:-5])
    elif harm == "shape":
        (cache / "index.json").write_bytes(b"[]")
    elif harm == "file":
        os.truncate(parts[0], 3)
    else:
        parts[0].unlink()
    searched.configure(DELETE_OUTPUT_DIRECTORY=True)

    again = searched.build()

    assert index(again) == first
    assert len(again.messages) == 1
    assert again.messages[0].endswith("— the search is made anew")


def test_posts_in_another_order_of_reading(searched: Site, tmp_path: Path) -> None:
    """The names of the files, and so their order on the disk, change nothing but themselves."""
    for name in ("b", "a", "c"):
        searched.post(name, f"Of {name}.")
    first = searched.build()
    for number, name in enumerate(("c", "one", "a", "b")):
        text = (searched.folder / f"content/posts/{name}.md").read_text()
        searched.write(f"content/posts/{number}.md", f"Slug: {name}\n{text}")
        (searched.folder / f"content/posts/{name}.md").unlink()
    searched.configure(CACHE_PATH=str(searched.folder / "other"), DELETE_OUTPUT_DIRECTORY=True)
    expected = index(first)

    assert index(searched.build()) == expected


def test_page_that_stands_there_is_told(searched: Site) -> None:
    """A page of the writer's is not written over: nothing is written at all."""
    searched.configure(PAGE_SAVE_AS="{slug}/index.html")
    searched.write("content/pages/search.md", "Title: Search\n\nMine.\n")

    build = searched.build()

    assert build.status == 1
    assert build.messages[0].endswith(
        "content/pages/search.md:1: stands at search/index.html, where the search is to be — "
        "give it another place, or SEARCH_SAVE_AS"
    )
    assert build.files == []
