"""The page of people, as a reader, a feed reader and a program for microformats find it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import mf2py
import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import etree
from playwright.sync_api import Browser

from tests.browser.conftest import EXTRA, write_site
from tests.browser.visit import Visit, visit
from tests.pelican_site import build
from tests.static_host import serve

PAGE = "/people/"
HOSTILE = "<img src=x onerror=alert(1)> & \u2067co\u2069 \"'"
LONG = "https://long.example/" + "a-path-without-a-place-to-break" * 12
PEOPLE = f"""
[[person]]
name = "Zoë O’Neill-Ünal"
url = "https://zoe.example/"
says = "We talk about who mends what."
feed = "https://zoe.example/feed?a=1&b=2"

[[person]]
name = '''{HOSTILE}'''
url = "https://hostile.example/?a='%22%3E&b=<"
says = '''</p><script>alert(2)</script><a href="javascript:alert(3)">{"x" * 400}</a>'''

[[person]]
name = "מירה"
url = "{LONG}"
says = "אנחנו מדברות על דבק (glue)."
feed = "{LONG}/feed"
lang = "he"
""".replace("&b=<", "&b=%3C")
PLUGINS = [
    "translation", "lesson", "conversation", "neighbours", "syndication", "people", "addresses",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a site of which two people of three have a feed."""
    folder = tmp_path_factory.mktemp("people")
    write_site(folder, {"headed": EXTRA["headed"]}, PLUGINS=PLUGINS)  # type: ignore[arg-type]
    (folder / "content/people.toml").write_text(PEOPLE, encoding="utf-8")
    build(folder / "siteconf.py", folder / "output")
    return folder / "output"


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    """The origin of that site."""
    yield from serve(folder)


@pytest.fixture
def reader(browser: Browser, site: str) -> Iterator[Visit]:
    """A reader who looks at the page."""
    with visit(browser, site + PAGE) as visited:
        yield visited


def test_page_is_cards_in_the_order_of_the_file(site: str, reader: Visit) -> None:
    """Each has a name, a sentence and where there is one a feed; nothing of it is markup."""
    page = reader.page

    cards = page.locator("main .entries > li")
    shown = [re.split(r"\s*\n\s*", text) for text in cards.all_inner_texts()]

    assert shown == [
        ["Zoë O’Neill-Ünal", "We talk about who mends what.", "Feed"],
        [HOSTILE, f'</p><script>alert(2)</script><a href="javascript:alert(3)">{"x" * 400}</a>'],
        ["מירה", "אנחנו מדברות על דבק (glue).", "Feed"],
    ]
    assert (reader.complaints, page.locator("main script, main img").all()) == ([], [])
    assert [url for url in reader.asked if not url.startswith(site)] == []


def test_links_lead_where_the_file_says(reader: Visit) -> None:
    """Home page and feed of each, and the file of feeds; each link says whose it is."""
    links = reader.page.locator("main a").evaluate_all(
        "all => all.map(a => [a.getAttribute('href'), a.ariaLabel || a.innerText.trim()])"
    )

    assert links == [
        ["https://zoe.example/", "Zoë O’Neill-Ünal"],
        ["https://zoe.example/feed?a=1&b=2", "Feed: Zoë O’Neill-Ünal"],
        ["https://hostile.example/?a='%22%3E&b=%3C", HOSTILE],
        [LONG, "מירה"],
        [f"{LONG}/feed", "Feed: מירה"],
        ["/people.opml", "people.opml"],
    ]


def test_language_and_direction_are_the_persons(reader: Visit) -> None:
    """Name and sentence are in their language; the rest of the card is in the site's."""
    page = reader.page

    marked = page.locator("main [lang]").evaluate_all(
        "all => all.map(e => [e.tagName, e.lang, getComputedStyle(e).direction])"
    )
    directions = page.locator("main .entries > li").evaluate_all("all => all.map(e => e.dir)")

    assert marked == [["H2", "he", "rtl"], ["P", "he", "rtl"]]
    assert directions == ["", "", "rtl"]
    hreflangs = page.locator("main a[hreflang]").evaluate_all("all => all.map(a => a.hreflang)")
    assert hreflangs == ["he"]


def test_cards_are_read_as_cards(folder: Path) -> None:
    """mf2py finds a card for each of them, with name, address and note, and no picture."""
    parsed = mf2py.parse((folder / "people/index.html").read_text(encoding="utf-8"))

    cards = [item["properties"] for item in parsed["items"] if item["type"] == ["h-card"]]

    assert cards[:-1] == [
        {
            "name": ["Zoë O’Neill-Ünal"],
            "url": ["https://zoe.example/"],
            "note": ["We talk about who mends what."],
        },
        {
            "name": [HOSTILE],
            "url": ["https://hostile.example/?a='%22%3E&b=%3C"],
            "note": [f'</p><script>alert(2)</script><a href="javascript:alert(3)">{"x" * 400}</a>'],
        },
        {"name": ["מירה"], "url": [LONG], "note": ["אנחנו מדברות על דבק (glue)."]},
    ]
    assert cards[-1]["uid"] == ["/"]  # the writer's own, in the footer


def test_nobody_is_counted(reader: Visit) -> None:
    """There is no number on the page, and no marker that would be one."""
    page = reader.page

    text = page.evaluate("document.title + document.querySelector('main').innerText")
    markers = page.locator("main .entries > li").evaluate_all(
        "all => all.map(e => getComputedStyle(e).listStyleType)"
    )

    assert re.findall(r"\d+", re.sub(r"alert\(\d\)", "", text)) == []
    assert markers == ['""'] * 3


def test_every_page_leads_to_the_feeds(folder: Path) -> None:
    """In the head of each page, once, as programs look for it, and in the footer to people."""
    pages = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}

    found = {
        path.relative_to(folder).as_posix(): (
            [dict(link.attrib) for link in tree.iterfind("head/link[@rel='blogroll']")],
            [link.text for link in tree.iterfind(".//footer//a[@href='/people/']")],
        )
        for path, text in pages.items()
        for tree in [etree.fromstring(text.encode(), etree.HTMLParser(encoding="utf-8"))]
    }

    link = {
        "rel": "blogroll",
        "type": "text/xml",
        "title": "People Joseph talks with",
        "href": "/people.opml",
    }
    assert found == dict.fromkeys(found, ([link], ["People"]))
    assert {"index.html", "people/index.html", "404.html", "rants/headed/index.html"} <= set(found)


def test_file_of_feeds_has_those_who_have_one(folder: Path) -> None:
    """It is beside the page, in the same order."""
    root = etree.parse(folder / "people.opml")

    feeds = [each.get("xmlUrl") for each in root.iterfind("body/outline")]

    assert feeds == ["https://zoe.example/feed?a=1&b=2", f"{LONG}/feed"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_has_no_accessibility_violation(browser: Browser, site: str, scheme: str) -> None:
    """axe-core, with WCAG 2.2 AA and best practices, finds nothing at phone and desk width."""
    found = []

    for width in (360, 1280):
        with visit(browser, site + PAGE, width=width) as visited:
            visited.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            violations = Axe().run(visited.page).response["violations"]
            found += [(width, v["id"], [node["target"] for node in v["nodes"]]) for v in violations]

    assert found == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_page_fits_every_width(browser: Browser, site: str, width: int) -> None:
    """Neither a name, nor a sentence without a space makes the page scroll sideways."""
    with visit(browser, site + PAGE, width=width) as visited:
        needed = visited.page.evaluate("document.documentElement.scrollWidth")

    assert needed <= width


def test_page_says_everything_without_scripts(browser: Browser, site: str) -> None:
    """It is a page of text and links."""
    with visit(browser, site + PAGE, scripts=False) as visited:
        headings = visited.page.locator("main :is(h1, h2)").all_inner_texts()

    assert headings == ["People", "Zoë O’Neill-Ünal", HOSTILE, "מירה", "Read them yourself"]
