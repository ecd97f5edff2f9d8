"""Lists that go on over several pages: each page leads to the next, and nothing is left out."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tests.pelican_site import build

HOME = "https://rants.example/blog/"
SETTINGS = """
from tests.site.siteconf import *
PATH = {content!r}
PAGINATED_TEMPLATES = dict.fromkeys(PAGINATED_TEMPLATES, 2)
"""
POST = """Title: Post {number}
Date: {date} 09:00
Category: Craft
Tags: {tags}

Text.

End rant.

!!! lesson "Lesson {number}."
    A text.
"""
# Five of the newest year, in two months, and one of the year before.
DATES = ("2025-06-01", "2026-01-01", "2026-01-02", "2026-03-01", "2026-03-02", "2026-03-03")
MANY = 300  # tags


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site with two things on each page of a list, and one tag too many."""
    folder = tmp_path_factory.mktemp("lists")
    rants = folder / "content/rants"
    rants.mkdir(parents=True)
    for number, date in enumerate(DATES):
        tags = ", ".join(f"t{n:03}" for n in range(MANY)) if not number else "new, t007"
        text = POST.format(number=number, date=date, tags=tags)
        (rants / f"{date}-p{number}.md").write_text(text, encoding="utf-8")
    settings = folder / "settings.py"
    settings.write_text(SETTINGS.format(content=str(folder / "content")), encoding="utf-8")
    build(settings, folder / "output")
    return folder / "output"


def parsed(page: Path) -> Element:
    """The page as a browser builds it."""
    return html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False)


def heads(document: Element) -> dict[str, str]:
    """What the links of a page's head say of its place among others: in full, by their `rel`."""
    return {
        rel: urljoin(HOME, link.get("href"))
        for link in document.iter("link")
        if (rel := link.get("rel", "")) in ("canonical", "prev", "next")
    }


def ways(page: Path) -> set[str]:
    """The addresses of the site to which the text of a page leads, without their root."""
    (main,) = parsed(page).iter("main")
    found = (urljoin(HOME, link.get("href")) for link in main.iter("a"))
    return {each.removeprefix(HOME).partition("#")[0] for each in found if each.startswith(HOME)}


def rants(page: Path) -> list[str]:
    """The numbers of the rants to which the text of a page leads, in their order, each once."""
    (main,) = parsed(page).iter("main")
    found = [link.get("href", "").partition("/rants/p") for link in main.iter("a")]
    return list(dict.fromkeys(rest.partition("/")[0] for _, sign, rest in found if sign))


@pytest.mark.parametrize(
    ("path", "title", "pages"),
    [
        ("", "Small Site", [["5", "4"], ["3", "2"], ["1", "0"]]),
        ("category/craft/", "Craft", [["5", "4"], ["3", "2"], ["1", "0"]]),
        ("tag/new/", "Tagged new", [["5", "4"], ["3", "2"], ["1"]]),
        ("2026/", "Rants of 2026", [["5", "4"], ["3", "2"], ["1"]]),
        ("2025/", "Rants of 2025", [["0"]]),
        ("lessons/2026/", "Lessons of 2026", [["5", "4"], ["3", "2"], ["1"]]),
        ("category/craft/lessons/", "Craft: the lessons", [["4", "5"], ["2", "3"], ["0", "1"]]),
    ],
)
def test_list_goes_on(lists: Path, path: str, title: str, pages: list[list[str]]) -> None:
    """Each page has its part, is called by its number, and leads to those on either side."""
    places = [path, *(f"{path}{number}/" for number in range(2, len(pages) + 1))]
    found, names, related = [], [], []

    for place in places:
        page = lists / place / "index.html"
        day = path == "" == place  # the day's lesson leads to a rant, too
        found.append(rants(page)[-2:] if day else rants(page))
        names.append(parsed(page).findtext("head/title", "").removesuffix(" · Small Site"))
        related.append(heads(parsed(page)))

    assert found == pages
    title = f"{title}, page " if path else "The rants, page "
    assert names[1:] == [f"{title}{number}" for number in range(2, len(pages) + 1)]
    urls = [HOME + place for place in places]
    wanted = [{"canonical": url} for url in urls]
    for number in range(1, len(urls)):
        wanted[number]["prev"], wanted[number - 1]["next"] = urls[number - 1], urls[number]
    assert related == wanted
    assert not (lists / path / f"{len(pages) + 1}").exists()
    for number, place in enumerate(places):
        beside = {places[other] for other in (number - 1, number + 1) if 0 <= other < len(places)}
        assert beside <= ways(lists / place / "index.html")


def test_every_rant_is_three_clicks_from_the_archive(lists: Path) -> None:
    """From `rants/` there is a way to each year, from there to each of its pages, and to a post."""
    years = {"2025/", "2026/"}

    first = ways(lists / "rants/index.html")
    pages = {way for year in years for way in ways(lists / year / "index.html")}
    found = {way for place in (years | pages) for way in ways(lists / place / "index.html")}

    assert years <= first
    assert {"2026/2/", "2026/3/"} <= pages
    assert {f"rants/p{number}/" for number in range(len(DATES))} <= found


def test_page_of_a_year_is_named_by_its_months(lists: Path) -> None:
    """A year that goes on says which months are on which page; one that does not, says nothing."""
    named = {}

    for year in ("2025", "2026"):
        for nav in parsed(lists / year / "index.html").iter("nav"):
            if nav.get("aria-label") == "Months":
                named[year] = [
                    (e.get("href"), e.text, e.get("aria-current")) for e in nav.iter("a")
                ]

    assert named == {
        "2026": [
            ("/blog/2026/", "March", "page"),
            ("/blog/2026/2/", "March–January", None),
            ("/blog/2026/3/", "January", None),
        ]
    }


@pytest.mark.parametrize(
    ("path", "shown", "year"),
    [("rants", ["5", "4"], "2026/"), ("lessons", ["5", "4"], "lessons/2026/")],
)
def test_first_page_shows_the_newest(lists: Path, path: str, shown: list[str], year: str) -> None:
    """The archive and the lessons begin with the newest of the year, and lead to all of it."""
    page = lists / path / "index.html"
    (main,) = parsed(page).iter("main")
    more = [e for e in main.iter("a") if (e.text or "").startswith("All the ")]

    assert rants(page) == shown
    assert [urljoin(HOME, each.get("href")) for each in more] == [HOME + year]


def test_tags_are_so_many_at_most(lists: Path) -> None:
    """Where there are more, those with the most rants are shown, by name: a reader can look."""
    (main,) = parsed(lists / "tags/index.html").iter("main")
    shown = [e.text for e in main.iter("a")]

    assert len(shown) == MANY
    assert shown == sorted(map(str, shown))
    assert {"new", "t007"} < set(shown)
    assert "The tags with the most rants." in "".join(main.itertext())


def test_sitemap_has_the_beginning_of_a_list_alone(lists: Path) -> None:
    """What goes on is found by going on, as it is for a category."""
    sitemap = (lists / "sitemap.xml").read_text(encoding="utf-8")

    for path in ("category/craft/", "2026/", "lessons/2026/", "category/craft/lessons/"):
        assert f"<loc>{HOME}{path}</loc>" in sitemap
        assert f"{HOME}{path}2/" not in sitemap
