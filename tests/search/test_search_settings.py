"""What the search can be told, and what is refused."""

from __future__ import annotations

import pytest

from search import SearchError, Settings
from search.settings import read_settings


def test_defaults_need_no_setting() -> None:
    """A site that says nothing has its page at `search/`, and an index."""
    settings = read_settings({"SITENAME": "x", "SEARCH": "x"})

    assert settings == Settings(save_as="search/index.html", index=True)
    assert settings.url == "search/"


@pytest.mark.parametrize(
    ("save_as", "url"),
    [("", ""), ("index.html", ""), ("find.html", "find.html"), ("a/b/index.html", "a/b/")],
)
def test_address_follows_from_the_place(save_as: str, url: str) -> None:
    """A folder's page is the folder."""
    assert read_settings({"SEARCH_SAVE_AS": save_as}).url == url


def test_every_problem_is_told_at_once() -> None:
    """An unknown name is refused with the nearest known one, a wrong value as it stands."""
    with pytest.raises(SearchError) as caught:
        read_settings({"SEARCH_INDX": 1, "SEARCH_INDEX": "no", "SEARCH_SAVE_AS": "../x.html"})

    assert str(caught.value) == (
        "setting SEARCH_INDX is unknown — write SEARCH_INDEX, or take it out\n"
        "setting SEARCH_INDEX is 'no' — write True or False\n"
        "setting SEARCH_SAVE_AS is '../x.html' — write the path of a page, 'search/index.html', "
        "or '' for no search"
    )
