"""Every page of both sites, read as a browser, a search engine and the IndieWeb read it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import mf2py
import pytest
from PIL import Image

from tests.pelican_site import DAY

SITES = {"blog": "https://endrant.example", "small_site": "https://rants.example/blog"}


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest) -> tuple[Path, str]:
    """A site's folder and its address."""
    return request.getfixturevalue(request.param), SITES[request.param]


def pages(folder: Path) -> Iterator[tuple[str, str]]:
    """The path and the text of each page below `folder`."""
    for path in sorted(folder.rglob("*.html")):
        yield path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")


def parsed(text: str) -> Element:
    """The page as a browser builds it."""
    return html5lib.parse(text, namespaceHTMLElements=False)


def one(document: Element, path: str) -> Element:
    """The single element at `path`."""
    (element,) = document.findall(path)
    return element


def meta(document: Element, name: str) -> str | None:
    """What the page says of itself under `name`, a name or a property."""
    found = [
        element.get("content")
        for element in document.iter("meta")
        if name in (element.get("name"), element.get("property"))
    ]
    return found[0] if found else None


def test_pages_are_valid(site: tuple[Path, str]) -> None:
    """The HTML standard's parser finds no error in any page."""
    faults = {}

    for path, text in pages(site[0]):
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        parser.parse(text)
        if parser.errors:
            faults[path] = parser.errors

    assert faults == {}


def test_pages_have_one_heading_and_no_id_twice(site: tuple[Path, str]) -> None:
    """A page has one h1, headings that skip no level, and each id once."""
    faults = []

    for path, text in pages(site[0]):
        document = parsed(text)
        levels = [int(e.tag[1]) for e in document.iter() if str(e.tag) in "h1h2h3h4h5h6"]
        steps = [b - a for a, b in pairwise(levels)]
        ids = Counter(e.get("id") for e in document.iter() if e.get("id"))
        if levels.count(1) != 1 or levels[:1] != [1] or any(step > 1 for step in steps):
            faults.append((path, levels))
        faults += [(path, name) for name, count in ids.items() if count > 1]

    assert faults == []


def test_every_link_leads_somewhere(site: tuple[Path, str]) -> None:
    """Every link, picture and anchor inside the site is there, and none names the site's host."""
    folder, address = site
    root = urlsplit(address).path
    anchors = {
        path: {e.get("id") for e in parsed(text).iter() if e.get("id")}
        for path, text in pages(folder)
    }
    dead = []

    for path, text in pages(folder):
        here = f"{root}/{path.removesuffix('index.html')}"
        for element in parsed(text).iter():
            for name in ("href", "src"):
                link = element.get(name)
                if link is None or element.get("rel") == "canonical":
                    continue
                if link.startswith(address):
                    if "p-author" not in (element.get("class") or "") and element.tag != "code":
                        dead.append((path, "absolute", link))
                    continue
                target = urlsplit(urljoin(here, link))
                if target.scheme or target.netloc:
                    continue
                file = unquote(target.path).removeprefix(f"{root}/")
                file = f"{file}index.html" if file.endswith("/") or not file else file
                if not target.path.startswith(f"{root}/") or not (folder / file).is_file():
                    dead.append((path, "missing", link))
                elif target.fragment and unquote(target.fragment) not in anchors[file]:
                    dead.append((path, "anchor", link))

    assert dead == []


def test_pages_say_where_they_are(site: tuple[Path, str]) -> None:
    """A page's canonical and OpenGraph address is its own, absolute; each has a description."""
    folder, address = site
    wrong = []

    for path, text in pages(folder):
        document = parsed(text)
        own = f"{address}/{path.removesuffix('index.html')}"
        canonical = [e.get("href") for e in document.iter("link") if e.get("rel") == "canonical"]
        said = (canonical, meta(document, "og:url"))
        # What is not to be found has no canonical address.
        own_once = [] if meta(document, "robots") == "noindex" else [own]
        if path != "404.html" and said != (own_once, own):
            wrong.append((path, said))
        if not meta(document, "description") or not one(document, "head/title").text:
            wrong.append((path, "no description or title"))

    assert wrong == []


def test_feeds_are_announced_on_every_page(site: tuple[Path, str]) -> None:
    """Every page announces the site's RSS first; the lessons' follow it; all of them are there."""
    folder, address = site
    root = urlsplit(address).path
    wrong = []

    for path, text in pages(folder):
        links = [
            e.get("href", "")
            for e in parsed(text).iter("link")
            if e.get("rel") == "alternate" and e.get("type") != "text/html"
        ]
        missing = [link for link in links if not (folder / link.removeprefix(f"{root}/")).is_file()]
        if links[:1] != [f"{root}/rss.xml"] or f"{root}/lessons/rss.xml" not in links or missing:
            wrong.append((path, links))

    assert wrong == []


def test_category_page_announces_its_own_feed(blog: Path) -> None:
    """A category's page announces the category's feeds besides the site's."""
    document = parsed((blog / "category/social-media/index.html").read_text(encoding="utf-8"))

    links = [e.get("href") for e in document.iter("link") if e.get("rel") == "alternate"]

    assert "/category/social-media/rss.xml" in links
    assert "/category/work/rss.xml" not in links


def test_rant_is_an_h_entry(small_site: Path) -> None:
    """A reader of microformats finds name, url, dates, author, text, categories and copies."""
    text = (small_site / "rants/everything/index.html").read_text(encoding="utf-8")

    (entry,) = [
        item
        for item in mf2py.parse(doc=text, url="https://rants.example/blog/rants/everything/")[
            "items"
        ]
        if item["type"] == ["h-entry"]
    ]

    properties = entry["properties"]
    assert properties["name"] == ["Everything a post may hold"]
    assert properties["url"] == ["https://rants.example/blog/rants/everything/"]
    assert properties["published"] == ["2026-11-20T09:00:00+0000"]  # as mf2py writes it
    assert properties["updated"] == ["2026-11-21T10:30:00+0000"]
    assert properties["author"][0]["type"] == ["h-card"]
    assert properties["author"][0]["properties"]["name"] == ["Joseph"]
    assert properties["category"] == ["Work & life", "C++", "people"]
    assert properties["syndication"] == [
        "https://social.example/@writer/115600000000000001",
        "https://bsky.app/profile/rants.example/post/3lrant",
    ]
    assert "We are what we mend." in properties["content"][0]["value"]
    assert properties["summary"] == ["A post with all the parts, & then some."]


def test_rant_tells_search_engines_what_it_is(small_site: Path) -> None:
    """A rant carries one BlogPosting, whose values are those of the post."""
    document = parsed((small_site / "rants/everything/index.html").read_text(encoding="utf-8"))

    (script,) = [e for e in document.iter("script") if e.get("type") == "application/ld+json"]
    posting = json.loads(script.text or "")

    assert posting["@context"] == "https://schema.org"
    assert posting["@type"] == "BlogPosting"
    assert posting["headline"] == "Everything a post may hold"
    assert posting["datePublished"] == "2026-11-20T09:00:00+00:00"
    assert posting["dateModified"] == "2026-11-21T10:30:00+00:00"
    assert posting["author"]["name"] == "Joseph"
    assert posting["articleSection"] == "Work & life"
    assert posting["inLanguage"] == "en"
    assert posting["mainEntityOfPage"] == "https://rants.example/blog/rants/everything/"


def test_description_is_made_from_the_lesson(blog: Path) -> None:
    """Without a summary the page is described by its lesson and what it asks to do."""
    path = blog / "rants/please-enter-a-valid-name/index.html"

    described = meta(parsed(path.read_text(encoding="utf-8")), "description")

    assert described == (
        "Take a name the way it is given. Do this: find one person whose name you have been "
        "shortening, mumbling or avoiding, and ask how they say it"
    )


def test_reader_of_another_language_is_told(small_site: Path) -> None:
    """A post in Arabic says so, runs from right to left, and is left as it was written."""
    document = parsed((small_site / "rants/one-word/ar/index.html").read_text(encoding="utf-8"))

    (article,) = [e for e in document.iter("article") if "h-entry" in (e.get("class") or "")]

    assert (article.get("lang"), article.get("dir")) == ("ar", "rtl")
    assert "".join(next(article.iter("h1")).itertext()).strip() == "كلمة واحدة تكفي"


def test_conversation_can_be_off(small_site: Path) -> None:
    """A post with `Conversation: off` has no question, no doors and no form."""
    document = parsed((small_site / "rants/one-word/ar/index.html").read_text(encoding="utf-8"))

    found = [e for e in document.iter() if "conversation" in (e.get("class") or "").split()]

    assert found == []
    assert list(document.iter("form")) == []


def test_drafts_stay_at_home(site: tuple[Path, str]) -> None:
    """A draft is in no file; a hidden post is at its address and linked from nowhere."""
    folder, address = site

    files = [path for path in folder.rglob("*") if path.is_file()]

    assert [path for path in files if b"Nobody sees this secret" in path.read_bytes()] == []
    assert [path for path in files if "drafts" in path.parts] == []
    assert [
        path.relative_to(folder).as_posix()
        for path in files
        if b"/rants/hidden/" in path.read_bytes()
    ] == (["rants/hidden/index.html"] if address == SITES["small_site"] else [])


def test_tags_that_differ_have_pages_that_differ(small_site: Path) -> None:
    """C++ and C# are two tags with a page each."""
    names = sorted(path.name for path in (small_site / "tag").iterdir())

    assert "c" not in names
    assert len([name for name in names if name.startswith("c-")]) == 2


def test_dates_are_in_the_sites_words(small_site: Path) -> None:
    """A date is written with the site's month names, whatever the machine's locale."""
    text = (small_site / "rants/everything/index.html").read_text(encoding="utf-8")

    times = {e.get("datetime"): "".join(e.itertext()).strip() for e in parsed(text).iter("time")}

    assert times["2026-11-20T09:00:00+00:00"] == "20 November 2026"
    assert times["2026-12-01"] in ("by 1 December 2026", "1 December 2026")


def test_sitemap_holds_every_page_and_no_other(site: tuple[Path, str]) -> None:
    """The sitemap lists published rants, pages and categories by their own addresses."""
    folder, address = site
    sitemap = html5lib.parse((folder / "sitemap.xml").read_text(encoding="utf-8"))

    listed = [e.text.strip() for e in sitemap.iter() if str(e.tag).endswith("loc") and e.text]

    assert listed[0] == f"{address}/"
    assert len(listed) == len(set(listed))
    paths = [url.removeprefix(f"{address}/") for url in listed]
    assert [path for path in paths if not (folder / path / "index.html").is_file()] == []
    assert f"{address}/rants/hidden/" not in listed
    robots = (folder / "robots.txt").read_text(encoding="utf-8")
    assert f"Sitemap: {address}/sitemap.xml" in robots.splitlines()


def test_nothing_on_a_page_counts_people(blog: Path) -> None:
    """No page has a number beside a word for followers, likes, shares, replies or views."""
    counted = re.compile(
        r"\b\d[\d,.]*\s+(?:followers?|likes?|shares?|repl(?:y|ies)|views?|visitors?)\b", re.I
    )
    found = []

    for path, text in pages(blog):
        document = parsed(text)
        for prose in [e for e in document.iter() if "e-content" in (e.get("class") or "")]:
            prose.clear()  # the rant may say what it likes about numbers
        words = " ".join("".join(document.itertext()).split())
        found += [(path, match) for match in counted.findall(words)]

    assert found == []


def test_holes_can_be_told(small_site: Path) -> None:
    """security.txt (RFC 9116) names the writer, and is good for at most a year from the build."""
    text = (small_site / ".well-known/security.txt").read_text(encoding="utf-8")

    fields = dict(line.split(": ", 1) for line in text.splitlines())
    expires = datetime.fromisoformat(fields.pop("Expires"))

    assert fields == {
        "Contact": "mailto:writer@rants.example",
        "Preferred-Languages": "en",
        "Canonical": "https://rants.example/blog/.well-known/security.txt",
    }
    assert (
        timedelta(days=330) < expires - datetime.fromtimestamp(int(DAY), UTC) <= timedelta(days=365)
    )


def test_icon_is_a_drawing_and_a_picture(site: tuple[Path, str]) -> None:
    """Each page names both; the picture is small, square, and has no hole in it."""
    folder, address = site
    root = urlsplit(address).path

    for _, text in pages(folder):
        document = parsed(text)
        links = {e.get("rel"): e.get("href") for e in document.iter("link")}
        if document.find("head/style") is not None:
            assert links["icon"] == f"{root}/assets/icon.svg"
            assert links["apple-touch-icon"] == f"{root}/assets/icon.png"
    with Image.open(folder / "assets/icon.png") as icon:
        assert (icon.format, icon.size, icon.has_transparency_data) == ("PNG", (180, 180), False)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("", "End Rant"),
        ("2/", "The rants, page 2"),
        ("category/work/", "Work"),
        ("tag/people/", "Tagged people"),
        ("lessons/", "Lessons"),
        ("lessons/2026/", "Lessons of 2026"),
        ("category/work/lessons/", "Work: the lessons"),
    ],
)
def test_list_is_an_h_feed(blog: Path, path: str, name: str) -> None:
    """A reader of microformats can follow a list: who writes it, and each entry of the page."""
    text = (blog / path / "index.html").read_text(encoding="utf-8")
    address = f"https://endrant.example/{path}"

    (feed,) = [
        item for item in mf2py.parse(doc=text, url=address)["items"] if item["type"] == ["h-feed"]
    ]

    properties = feed["properties"]
    (author,) = properties.pop("author")
    assert properties == {"name": [name], "url": [address]}
    assert author["properties"] == {
        "name": ["Joseph"],
        "url": ["https://endrant.example/"],
        "uid": ["https://endrant.example/"],
    }
    listed = [
        each for each in parsed(text).iter() if "h-entry" in (each.get("class") or "").split()
    ]
    assert len(feed["children"]) == len(listed) > 0
    for entry in feed["children"]:
        assert entry["type"] == ["h-entry"]
        told = entry["properties"]
        assert {"name", "url", "published"} <= told.keys()
        assert len(told["name"]) == len(told["url"]) == len(told["published"]) == 1
        assert urlsplit(told["url"][0]).path.startswith("/rants/")
        assert "Read on" not in "".join(told.get("summary", []))
