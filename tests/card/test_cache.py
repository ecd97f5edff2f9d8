"""Pictures that are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from card.cache import Cache

KEY, OTHER = "a" * 64, "b" * 64


def found(folder: Path, key: str = KEY) -> bytes | None:
    """The picture of a key, as a build that begins has it."""
    path = Cache(folder).find(key)
    return Path(path).read_bytes() if path else None


def test_what_is_kept_is_found(tmp_path: Path) -> None:
    """A picture is found by its key, by a second cache too, and no other is."""
    Cache(tmp_path / "cards").keep(KEY, b"picture")

    (path,) = (tmp_path / "cards").iterdir()
    assert path.suffix == ".png"
    assert Cache(tmp_path / "cards").find(KEY) == str(path)
    assert path.read_bytes() == b"picture"
    assert found(tmp_path / "cards", OTHER) is None


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
    file = Path(Cache(tmp_path).keep(KEY, b"picture" * 9))

    file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]  -- each is a function

    assert found(tmp_path) is None


def test_picture_of_another_key_is_not_found(tmp_path: Path) -> None:
    """A whole file under another's name is damage, too."""
    file = Path(Cache(tmp_path).keep(KEY, b"picture"))

    file.rename(tmp_path / file.name.replace(KEY, OTHER))

    assert found(tmp_path, OTHER) is None


def test_what_cannot_be_kept_leaves_nothing(tmp_path: Path) -> None:
    """Where the place is taken by a folder, an error is raised and no file is left behind."""
    place = Path(Cache(tmp_path).keep(KEY, b"picture"))
    place.unlink()
    (place / "x").mkdir(parents=True)

    with pytest.raises(OSError, match=KEY):
        Cache(tmp_path).keep(KEY, b"picture")

    assert list(tmp_path.iterdir()) == [place]


def test_what_is_kept_anew_takes_the_place_of_what_was(tmp_path: Path) -> None:
    """Of one key there is one picture, and a cache finds what it kept itself."""
    old = Cache(tmp_path).keep(KEY, b"old")
    cache = Cache(tmp_path)
    assert cache.find(KEY) == old

    new = cache.keep(KEY, b"new")

    assert (cache.find(KEY), list(tmp_path.iterdir())) == (new, [Path(new)])
    assert found(tmp_path) == b"new"
