"""What a page says of its card: the picture's path and its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from card.card import describe, name_card
from publish.address import is_hashed

KEY = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("slug", "path"),
    [
        ("a-slug", "cards/a-slug.0123456789abcdef.png"),
        ("../../x?y=1#z", "cards/x-y-1-z.0123456789abcdef.png"),
        ("", "cards/card.0123456789abcdef.png"),
        ("σύνδεση", "cards/σύνδεση.0123456789abcdef.png"),
        ("𠀀" * 60, f"cards/{'𠀀' * 50}.0123456789abcdef.png"),
        (".hidden", "cards/hidden.0123456789abcdef.png"),
    ],
)
def test_path_is_the_slug_and_the_hash(slug: str, path: str) -> None:
    """A slug that is no name of a file is made one."""
    assert name_card(slug, KEY) == path


@given(st.text())
def test_path_is_a_file_that_may_be_kept(slug: str) -> None:
    """Whatever the slug: one file in one folder, its name short enough, known as hashed."""
    path = name_card(slug, KEY)

    assert path.startswith("cards/")
    assert path.count("/") == 1
    assert not path.startswith("cards/.")
    assert len(path.removeprefix("cards/").encode()) <= 255 - len(".new.")
    assert is_hashed(path)


def test_alt_says_all_of_it() -> None:
    """The title and the lesson make one sentence, a title alone is itself."""
    assert describe("A  rant", "Stop.\nStart.") == "“A rant” ends in this lesson: Stop. Start."
    assert describe("A rant", "") == "A rant"
