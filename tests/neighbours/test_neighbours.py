"""The posts on either side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from neighbours import Neighbour, find_neighbours
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
