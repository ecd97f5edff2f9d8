"""What the pages tell search engines, judged by the vocabulary of schema.org itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, get_args
from urllib.parse import unquote, urlsplit

import html5lib
import pytest
from schema_org import registry

SITES = {"blog": "https://endrant.example", "small_site": "https://rants.example/blog"}
ADDRESSES = ("@id", "url", "mainEntityOfPage", "image")


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest) -> tuple[Path, str]:
    """A site's folder and its address."""
    return request.getfixturevalue(request.param), SITES[request.param]


def told(page: Path) -> list[Any]:
    """What a page says as JSON-LD, as a crawler reads it: out of the parsed HTML."""
    document = html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    scripts = [e for e in document.iter("script") if e.get("type") == "application/ld+json"]
    return [json.loads(script.text or "") for script in scripts]


def all_told(folder: Path) -> Iterator[tuple[str, Any]]:
    """Everything that the pages below `folder` say, each with the page's path."""
    for page in sorted(folder.rglob("*.html")):
        for block in told(page):
            yield page.relative_to(folder).as_posix(), block


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """A thing and all the things within it."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item
            for inner in item.values():
                yield from nodes(inner)


def judged(value: Any) -> Any:
    """The same as a thing of the vocabulary, from the inside out.

    Raises where a type or a property is unknown or on its way out, where one has no place in the
    other, and where a value is none that the property takes.
    """
    if isinstance(value, list):
        return [judged(item) for item in value]
    if not isinstance(value, dict):
        return value
    model = registry.get_model(value["@type"])
    outdated = [each.schema_name for each in model.SCHEMA_PROPERTIES if each.superseded_by]
    if not value.keys().isdisjoint(outdated):
        raise ValueError(f"{sorted(value)} has one of {outdated}")
    properties = {name: judged(item) for name, item in value.items() if name != "@context"}
    moments = [
        field.alias
        for field in model.model_fields.values()
        if field.alias in properties and datetime in get_args(field.annotation)
    ]
    return model(
        **properties | {name: datetime.fromisoformat(properties[name]) for name in moments}
    )


def test_vocabulary_has_all_that_is_said(site: tuple[Path, str]) -> None:
    """Each type, property and value on any page is one of schema.org's, in its place."""
    faults = []

    for path, block in all_told(site[0]):
        try:
            judged(block)
        except (KeyError, TypeError, ValueError) as error:
            faults.append((path, str(error)))
        if block["@context"] != "https://schema.org":
            faults.append((path, "no context"))

    assert faults == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"@type": "Lesson"},
        {"@type": "BlogPosting", "hasParts": []},
        {"@type": "BlogPosting", "hasPart": {"@type": "Person", "name": "Ada"}},
        {"@type": "BlogPosting", "hasPart": {"@type": "LearningResource", "teach": "to mend"}},
        {"@type": "BlogPosting", "datePublished": "tomorrow"},
        {"@type": "BlogPosting", "author": "Ada"},
        {"@type": "CollectionPage", "itemListElement": []},
        {"@type": "CollectionPage", "mainEntity": {"@type": "ItemList", "itemListElement": 1}},
        {"@type": "ListItem", "position": 1.5},
        {"@type": "Person", "awards": "on its way out"},
    ],
    ids=str,
)
def test_judge_knows_what_is_wrong(wrong: dict[str, Any]) -> None:
    """The judge tells an unknown type, a misplaced property and a value of the wrong kind."""
    with pytest.raises((KeyError, ValueError)):
        judged(wrong)


def test_every_rant_and_every_list_of_lessons_says_what_it_is(site: tuple[Path, str]) -> None:
    """A rant is one BlogPosting, a page of lessons one CollectionPage; other pages say nothing."""
    folder, _ = site
    pages = [page.relative_to(folder).as_posix() for page in folder.rglob("*.html")]
    rants = {path for path in pages if path.startswith("rants/") and path.count("/") > 1}
    lists = {path for path in pages if "lessons/" in path and not path.startswith("lessons/people")}

    types = sorted((path, block["@type"]) for path, block in all_told(folder))

    assert rants
    assert {"lessons/index.html", "lessons/2026/index.html"} < lists
    assert types == sorted(
        [(path, "BlogPosting") for path in rants] + [(path, "CollectionPage") for path in lists]
    )


def test_lesson_is_a_part_of_its_rant(small_site: Path) -> None:
    """A rant says its lesson: the sentence, the text, what it teaches to do, and where it is."""
    (posting,) = told(small_site / "rants/everything/index.html")

    assert posting["hasPart"] == {
        "@type": "LearningResource",
        "@id": "https://rants.example/blog/rants/everything/#lesson",
        "name": 'Mend it together & "soon".',
        "text": "One thing, and its page.",
        "teaches": "mend one thing with somebody",
    }


def test_rant_without_a_lesson_has_no_part(small_site: Path) -> None:
    """A rant that ends in none says nothing of a lesson."""
    (posting,) = told(small_site / "rants/plain/index.html")

    assert "hasPart" not in posting


def test_year_is_a_list_of_its_lessons(small_site: Path) -> None:
    """A year's page lists its lessons as it shows them, the newest first, each by its box."""
    (page,) = told(small_site / "lessons/2026/index.html")

    assert page == {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": "Lessons of 2026",
        "description": "What the rants of 2026 came to, each with one thing to do about it.",
        "inLanguage": "en",
        "url": "https://rants.example/blog/lessons/2026/",
        "isPartOf": {"@type": "Blog", "name": "Small Site", "url": "https://rants.example/blog/"},
        "mainEntity": {
            "@type": "ItemList",
            "name": "Lessons of 2026",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": 1,
                    "name": 'Mend it together & "soon".',
                    "url": "https://rants.example/blog/rants/everything/#lesson",
                },
                {
                    "@type": "ListItem",
                    "position": 2,
                    "name": '</h2><script>alert("lesson")</script>',
                    "url": "https://rants.example/blog/rants/hostile/#lesson",
                },
            ],
        },
    }


@pytest.mark.parametrize(
    "path", ["lessons", "lessons/2025", "lessons/2026", "category/work/lessons"]
)
def test_list_for_machines_is_the_list_for_people(blog: Path, path: str) -> None:
    """What a page lists for machines is what it shows, in the same order and all of it."""
    page = blog / path / "index.html"
    document = html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    shown = [
        ("".join(e.itertext()), f"https://endrant.example{e.get('href')}")
        for e in document.iter("a")
        if e.get("class") == "p-name u-url" and "#" in e.get("href", "")
    ]

    (block,) = told(page)
    items = block["mainEntity"]["itemListElement"]

    assert shown
    assert [(item["name"], item["url"]) for item in items] == shown
    assert [item["position"] for item in items] == [*range(1, len(shown) + 1)]


def test_booklet_begins_with_the_oldest(blog: Path) -> None:
    """A booklet goes from the oldest lesson to the newest, a year from the newest to the oldest."""
    (booklet,) = told(blog / "category/work/lessons/index.html")
    (year,) = told(blog / "lessons/2025/index.html")

    first, second = (block["mainEntity"]["itemListElement"] for block in (booklet, year))

    assert first[0]["name"] == "Write the minutes before you call the meeting."
    assert second[-1]["name"] == "Subscribe in secret, then give yourself away."


def test_addresses_lead_to_what_they_name(site: tuple[Path, str]) -> None:
    """Every address that is told is absolute, of this site, and there, to the box itself."""
    folder, root = site
    wrong = []

    for path, block in all_told(folder):
        for name, url in [(k, v) for node in nodes(block) for k, v in node.items()]:
            if name not in ADDRESSES:
                continue
            parts = urlsplit(url.removeprefix(f"{root}/"))
            file = folder / parts.path
            file = file / "index.html" if file.is_dir() else file
            text = file.read_text(encoding="utf-8") if file.suffix == ".html" else ""
            anchor = f' id="{parts.fragment}"' if parts.fragment else ""
            if not url.startswith(f"{root}/") or not file.is_file() or anchor not in text:
                wrong.append((path, url))

    assert wrong == []


def test_machines_are_told_no_numbers_of_people(site: tuple[Path, str]) -> None:
    """No page tells a machine how many there are of anything; a position is all the number."""
    numbers = {
        (name, type(value))
        for _, block in all_told(site[0])
        for node in nodes(block)
        for name, value in node.items()
        if isinstance(value, int | float) or "umber" in name or "ount" in name
    }

    assert numbers == {("position", int)}


def test_search_engines_get_what_they_ask_of_an_article(site: tuple[Path, str]) -> None:
    """Headline, picture, dates, each author's name and page (Google Search Central, Article)."""
    folder, address = site
    postings = [
        (path, block) for path, block in all_told(folder) if block["@type"] == "BlogPosting"
    ]

    assert postings
    for path, posting in postings:
        assert posting["headline"], path
        assert posting["mainEntityOfPage"] == f"{address}/{path.removesuffix('index.html')}"
        assert (folder / unquote(posting["image"].removeprefix(f"{address}/"))).is_file(), path
        dates = [
            datetime.fromisoformat(posting[f"date{name}"]) for name in ("Published", "Modified")
        ]
        assert dates == sorted(dates), path
        assert all(date.tzinfo for date in dates), path
        authors = posting["author"]
        for author in authors if isinstance(authors, list) else [authors]:
            assert author == {"@type": "Person", "name": author["name"], "url": f"{address}/about/"}


def test_each_author_is_a_person(small_site: Path) -> None:
    """Two who wrote together are two."""
    (posting,) = told(small_site / "rants/hidden/index.html")

    assert [author["name"] for author in posting["author"]] == ["Joseph", "Ada"]
