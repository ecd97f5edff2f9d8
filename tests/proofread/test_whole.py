"""What two sources claim: slugs, pages, aliases, feed ids and the names of tags."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from os.path import relpath
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from proofread.catalogue import Catalogue
from proofread.problem import shown_from
from proofread.source import Source
from tests.proofread.blog import Content, blog

OWN_SLUG = "write a line 'Slug: …' of its own"


def test_slug_of_three(content: Content) -> None:
    """Each later post is told with the name of the first, at its slug or at its first line."""
    content.post("2026-01-02-a")
    content.post("2026-03-04-a")
    content.post("b", "Text.", "Slug: a", "Status: hidden")

    told = content.told()

    fault = "Slug 'a' is also that of content/rants/2026-01-02-a.md"
    assert told == [
        f"content/rants/2026-03-04-a.md:1: {fault} — {OWN_SLUG}",
        f"content/rants/b.md:4: {fault} — {OWN_SLUG}",
    ]


def test_slug_of_a_translation_and_a_draft(content: Content) -> None:
    """Another language has an address of its own, and a draft none, or one among drafts."""
    content.post("a")
    content.post("b", "Text.", "Slug: a", "Lang: de")
    content.post("c", "Text.", "Slug: a", "Status: draft")

    assert content.told() == []
    assert content.told(DRAFT_SAVE_AS="drafts/{slug}/index.html") == []


def test_slug_of_two_drafts(content: Content) -> None:
    """Where drafts are written, two of them cannot share an address."""
    content.post("a", "Text.", "Slug: x", "Status: draft")
    content.post("b", "Text.", "Slug: x", "Status: draft")

    told = content.told(DRAFT_SAVE_AS="drafts/{slug}/index.html")

    assert told == [
        f"content/rants/b.md:4: Slug 'x' is also that of content/rants/a.md — {OWN_SLUG}"
    ]
    assert content.told() == []


def test_post_called_index(content: Content) -> None:
    """A post whose page would be the home page is told, where titles make slugs."""
    content.post("a", title="Index")

    told = content.told(
        SLUGIFY_SOURCE="title",
        FILENAME_METADATA="",
        ARTICLE_URL="{slug}.html",
        ARTICLE_SAVE_AS="{slug}.html",
    )

    assert told == [
        "content/rants/a.md:1: its page would be index.html, where the page 'index' stands — "
        "write another 'Slug: …'"
    ]


@pytest.mark.parametrize(
    ("output", "owner"),
    {
        "index.html": "the page 'index'",
        "2/index.html": "the page 'index'",
        "404.html": "the page '404'",
        "rants/index.html": "the page 'archives'",
        "lessons/index.html": "the page 'lessons'",
        "tag/x/index.html": "the page of the tag 'x'",
        "category/rants/index.html": "the page of the category 'Rants'",
        "author/joseph.html": "the page of the author 'Joseph'",
        "2026/index.html": "the archive of the year in 2026/index.html",
        "2026/2/index.html": "the archive of the year in 2026/index.html",
        "images/x.html": "the file images/x.html",
        "rants/p0/index.html": "content/rants/p0.md",
    }.items(),
)
def test_page_that_is_reserved(content: Content, output: str, owner: str) -> None:
    """A page that takes the place of another is told, whoever makes that one."""
    for number in range(11):  # one more than the home page shows, and a year's
        content.post(f"p{number}", "Text.", "Tags: x")
    content.write("images/x.html", "A file.")
    content.page("a", f"Save_as: {output}", f"Url: {output.removesuffix('index.html')}")

    told = content.told(
        AUTHOR_SAVE_AS="author/{slug}.html",
        PAGINATED_TEMPLATES={"index": 10, "period_archives": 10},
    )

    where = "content/pages/a.md:2"
    what = f"its page would be {output}, where {owner} stands — write another 'Save_as: …'"
    if "p0" in owner:  # of two sources the later is told
        where = "content/rants/p0.md:1"
        what = "its page would be rants/p0/index.html, where content/pages/a.md stands"
        what += " — write another 'Slug: …'"
    assert told == [f"{where}: {what}"]


def test_page_below_a_page(content: Content) -> None:
    """A page cannot lie below another as if that were a folder."""
    content.page("a", "Save_as: 404.html/x.html", "Url: 404.html/x.html")

    told = content.told()

    assert told == [
        "content/pages/a.md:2: its page would be 404.html/x.html, and 404.html is no folder — "
        "write another 'Save_as: …'"
    ]


def test_page_below_a_page_by_another_name(content: Content) -> None:
    """Nor does it where its path takes a step that leads nowhere."""
    content.page("a", "Save_as: ./404.html/x.html", "Url: 404.html/x.html")

    assert [line for line in content.told() if "and 404.html is no folder" in line]


_PIECES = [
    "a",
    "/",
    "%",
    "{{",
    "{date}",
    "{date:}",
    "{date:x}",
    "{date.year}",
    "{slug}",
    "{date:%H}",
]
_PIECES += [f"{{date:%{sign}}}" for sign in "YymbBdjp"]
_DATES = st.datetimes(timezones=st.sampled_from([None, UTC]))


@given(pieces=st.lists(st.sampled_from(_PIECES), max_size=3), dates=st.lists(st.none() | _DATES))
@example(["{date:%m}"], [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2)])
@example(["{date:}"], [datetime(2026, 1, 1, hour, tzinfo=UTC) for hour in (1, 2)])
def test_every_archive_has_its_place(pieces: list[str], dates: list[datetime | None]) -> None:
    """Of dates that fall together one is asked for all, and no archive is lost by it."""
    written = "".join(pieces)
    site = blog(Path("nowhere"), MONTH_ARCHIVE_SAVE_AS=written, YEAR_ARCHIVE_SAVE_AS="")
    sources = []
    for number, date in enumerate(dates):
        source = Source(site, "article", f"{number}.md", f"{number}.md", lambda: "Title: A\n")
        source.__dict__.update(date=date, status="published")
        sources.append(source)

    found = [place.path for place in Catalogue(site, sources, []).places if "month" in place.owner]

    assert found == [path for path in dict.fromkeys(map(_formatted(written), dates)) if path]


def _formatted(written: str) -> Callable[[datetime | None], str]:
    def formatted(date: datetime | None) -> str:
        try:
            return written.format(date=date)
        except (KeyError, IndexError, ValueError, AttributeError, TypeError):
            return ""

    return formatted


@given(st.lists(st.sampled_from(["a", "..", ".", "", ".a", "b"]), max_size=5).map("/".join))
@example("x")
def test_a_file_is_named_as_from_the_folder(below: str) -> None:
    """As `relpath` names it, however its path is written."""
    for path in (f"/a/b/{below}", f"/{below}"):
        assert shown_from(Path("/a/b"))(path) == relpath(path, "/a/b")


def test_home_page_of_ones_own(content: Content) -> None:
    """Where no other home page is made, a page may be it, with no address, as Pelican has it."""
    content.page("a", "Save_as: index.html", "Url:")

    assert content.told(DIRECT_TEMPLATES=[]) == []


def test_aliases(content: Content) -> None:
    """An old address may be claimed once, and not be the address of anything."""
    content.post("a", "[b](/old/)", "Aliases: /old/, /older/")
    content.post("b", "Text.", "Aliases: /old/index.html")
    content.post("c", "Text.", "Aliases: /rants/a/", "    /index.html, /c.html, /c.html")

    told = content.told()

    line = "content/rants/c.md:4"
    assert told == [
        "content/rants/b.md:4: Aliases '/old/index.html' is also in content/rants/a.md — "
        "take it out of one of them",
        f"{line}: Aliases '/c.html' is also in content/rants/c.md — take it out of one of them",
        f"{line}: Aliases '/index.html' is where the page 'index' stands — take it out",
        f"{line}: Aliases '/rants/a/' is where content/rants/a.md stands — take it out",
    ]


def test_alias_of_a_draft(content: Content) -> None:
    """A draft claims no address yet."""
    content.post("a", "[b](/old/)", "Aliases: /old/")
    content.post("b", "Text.", "Aliases: /old/", "Status: draft")

    assert content.told() == []


def test_feed_ids(content: Content) -> None:
    """Two entries with one id would be one to a reader: written, or made of the file's name."""
    content.post("a", "Text.", "Id: x")
    content.post("b", "Text.", "Id: x")
    content.post("c/d", "Text.", "Slug: cd")
    content.post("e/d", "Text.")

    told = content.told()

    remedy = "write a line 'Id: …' of its own"
    assert told == [
        f"content/rants/b.md:4: Id 'x' is also that of content/rants/a.md — {remedy}",
        f"content/rants/e/d.md:1: Id 'd' is also that of content/rants/c/d.md — {remedy}",
    ]


def test_tags_of_one_slug(content: Content) -> None:
    """C++ and C# are one address where the settings take signs out; the rarer one is told."""
    content.post("a", "Text.", "Tags: C++, x")
    content.post("b", "Text.", "Tags: C++")
    content.post("c", "Text.", "Tags: C#")

    told = content.told(SLUG_REGEX_SUBSTITUTIONS=[(r"[^\w\s-]", "")])

    assert told == [
        "content/rants/c.md:4: Tag 'C#' has the same address, 'c', as 'C++' in "
        "content/rants/a.md — write one of them everywhere"
    ]
    assert content.told() == []


def test_categories_of_one_slug(content: Content) -> None:
    """A category and itself in capitals are two to Pelican, and one address."""
    content.post("a", "Text.", "Category: Code")
    content.post("b", "Text.", "Category: code")

    told = content.told()

    assert told == [
        "content/rants/b.md:4: Category 'code' has the same address, 'code', as 'Code' in "
        "content/rants/a.md — write one of them everywhere"
    ]


def test_names_without_an_address(content: Content) -> None:
    """A tag or a category of signs alone would be a page without a name."""
    content.post("a", "Text.", "Tags: 😀", "Category: …")

    told = content.told()

    assert told == [
        "content/rants/a.md:4: Tag '😀' leaves no address — write it with letters",
        "content/rants/a.md:5: Category '…' leaves no address — write it with letters",
    ]


def test_file_named_by_an_emoji(content: Content) -> None:
    """A name of which no address can be made is told, and would be a file called `.html`."""
    content.post("😀")

    told = content.told()

    assert told == [
        "content/rants/😀.md:1: the file's name makes no slug — write 'Slug: a-few-words'"
    ]


def test_no_title_and_so_no_slug(content: Content) -> None:
    """Where titles make slugs, a post without one is told for that, and not twice."""
    content.write("rants/a.md", "Date: 2026-01-02\nQuestion: Why?\n\nText.\n")

    errors = [str(problem) for problem in content.check(SLUGIFY_SOURCE="title").errors]

    assert errors == ["content/rants/a.md:1: has no title — write 'Title: …' in the first line"]


def test_date_in_a_name(content: Content) -> None:
    """A day that is none in a file's name is told, though another date is in the file."""
    content.post("2026-13-02-a")

    told = content.told()

    assert told == [
        "content/rants/2026-13-02-a.md: Date in the file's name '2026-13-02' is not a date — "
        "write 2026-11-23 or 2026-11-23 09:00"
    ]
