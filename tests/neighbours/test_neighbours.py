"""The posts on either side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neighbours import Neighbour, Neighbours, find_neighbours
from tests.small_site import Site


@given(st.lists(st.integers()))
def test_neighbours_are_those_on_either_side(numbers: list[int]) -> None:
    """Each post's older one has it as its newer one; the ends have none."""
    posts = [Neighbour(str(number), f"{number}/") for number in numbers]

    found = find_neighbours(posts)

    assert [pair.older for pair in found[:-1]] == posts[1:]
    assert [pair.newer for pair in found[1:]] == posts[:-1]
    assert [pair.newer for pair in found[:1]] + [pair.older for pair in found[-1:]] == (
        [None, None] if posts else []
    )


def test_articles_know_their_neighbours(site: Site) -> None:
    """Newest first, as Pelican orders them; a draft is nobody's neighbour."""
    site.configure(PLUGINS=["neighbours"])
    for name, day in (("a", 1), ("b", 2), ("c", 3)):
        site.post(name, Date=f"2026-01-0{day}")
    site.post("d", Date="2026-01-04", Status="draft")

    build = site.build()

    assert build.data("b/index.html")["neighbours"] == {"older": ["a", "a/"], "newer": ["c", "c/"]}
    assert build.data("c/index.html")["neighbours"] == {"older": ["b", "b/"], "newer": None}
    assert build.data("drafts/d/index.html")["neighbours"] == {"older": None, "newer": None}


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, []),
        (1, [Neighbours()]),
        (2, [Neighbours(older=Neighbour("1", "1/")), Neighbours(newer=Neighbour("0", "0/"))]),
    ],
)
def test_few_posts_have_few_neighbours(count: int, expected: list[Neighbours]) -> None:
    """No post has none; one has none; of two each is the other's."""
    posts = [Neighbour(str(number), f"{number}/") for number in range(count)]

    assert find_neighbours(posts) == expected


def test_neighbours_are_views_that_cannot_change() -> None:
    """A page can depend on no more of its neighbour than a title and an address."""
    assert Neighbour._fields == ("title", "url")
    with pytest.raises(AttributeError):
        Neighbour("a", "a/").title = "b"  # type: ignore[misc]  -- that is the claim


def test_hidden_posts_and_translations_have_none(site: Site) -> None:
    """What is not in the list of posts is nobody's neighbour and has none."""
    site.configure(PLUGINS=["neighbours"], ARTICLE_LANG_SAVE_AS="{slug}-{lang}/index.html")
    site.post("a", Date="2026-01-01")
    site.post("b", Date="2026-01-02", Status="hidden")
    site.post("c", Date="2026-01-03")
    site.post("c-de", Date="2026-01-03", Slug="c", Lang="de")

    build = site.build()

    found = {path: build.data(path)["neighbours"] for path in build.files if "category" not in path}
    assert found == {
        "a/index.html": {"older": None, "newer": ["c", "c/"]},
        "b/index.html": {"older": None, "newer": None},
        "c-de/index.html": {"older": None, "newer": None},
        "c/index.html": {"older": ["a", "a/"], "newer": None},
    }


def test_order_is_the_sites(site: Site) -> None:
    """Where ARTICLE_ORDER_BY says otherwise, the neighbours follow it."""
    site.configure(PLUGINS=["neighbours"], ARTICLE_ORDER_BY="title")
    for name, day in (("b", 1), ("a", 2), ("c", 3)):
        site.post(name, Date=f"2026-01-0{day}")

    build = site.build()

    assert build.data("b/index.html")["neighbours"] == {"older": ["c", "c/"], "newer": ["a", "a/"]}
