"""Pictures that are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from card.cache import Cache

KEY, OTHER = "a" * 64, "b" * 64


def test_what_is_kept_is_found(tmp_path: Path) -> None:
    """A picture is found by its key, by a second cache too, and no other is."""
    Cache(tmp_path / "cards").keep(KEY, b"picture")

    assert Cache(tmp_path / "cards").find(KEY) == b"picture"
    assert Cache(tmp_path / "cards").find(OTHER) is None
    assert [path.name for path in (tmp_path / "cards").iterdir()] == [f"{KEY}.png"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda kept: b"",
        lambda kept: kept[:-1],
        lambda kept: kept[:40],
        lambda kept: kept + b"x",
        lambda kept: b"x" + kept[1:],
        lambda kept: kept[:-1] + bytes([kept[-1] ^ 1]),
    ],
)
def test_what_is_damaged_is_not_found(tmp_path: Path, damage: object) -> None:
    """A picture that lost or won a byte anywhere is none."""
    cache = Cache(tmp_path)
    cache.keep(KEY, b"picture" * 9)
    file = tmp_path / f"{KEY}.png"

    file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]  -- each is a function

    assert cache.find(KEY) is None


def test_picture_of_another_key_is_not_found(tmp_path: Path) -> None:
    """A whole file under another's name is damage, too."""
    cache = Cache(tmp_path)
    cache.keep(KEY, b"picture")

    (tmp_path / f"{KEY}.png").rename(tmp_path / f"{OTHER}.png")

    assert cache.find(OTHER) is None


def test_what_cannot_be_kept_leaves_nothing(tmp_path: Path) -> None:
    """Where the place is taken by a folder, an error is raised and no file is left behind."""
    (tmp_path / f"{KEY}.png" / "x").mkdir(parents=True)

    with pytest.raises(OSError, match=KEY):
        Cache(tmp_path).keep(KEY, b"picture")

    assert [path.name for path in tmp_path.iterdir()] == [f"{KEY}.png"]
