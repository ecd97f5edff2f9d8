"""Releases and manifests, apart from any folder."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from publish.release import Manifest, Release, compare, following, superseded

SITES = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("12"))


@given(SITES, SITES)
def test_comparing_parts_all_paths(live: dict[str, str], staged: dict[str, str]) -> None:
    """Each path is of one kind, and each kind is what its name says."""
    changes = compare(Manifest(live), Manifest(staged))

    assert sorted(changes.new + changes.changed + changes.same) == sorted(staged)
    assert sorted(changes.gone + changes.changed + changes.same) == sorted(live)
    assert all(live[path] == staged[path] for path in changes.same)
    assert all(live[path] != staged[path] for path in changes.changed)
    assert bool(changes) == (live != staged)


@given(st.sets(st.integers(min_value=1, max_value=20_000)))
def test_releases_are_counted(numbers: set[int]) -> None:
    """The next number is above all others, and a name is read back as its number."""
    releases = [Release(number) for number in numbers]

    assert following(releases).number == max(numbers, default=0) + 1
    assert [Release.named(str(release)) for release in releases] == releases


def test_other_names_are_no_releases() -> None:
    """Only four digits or more, without a needless zero, are a release's name."""
    names = ["12", "00012", "0001.new", ".0001", "", "current", "٠٠٠١"]

    assert [Release.named(name) for name in names] == [None] * len(names)


def test_all_but_the_kept_may_go() -> None:
    """What may go is what is there and is not kept, lowest first."""
    releases = [Release(number) for number in (4, 1, 3, 2)]

    assert superseded(releases, [Release(4), Release(3)]) == (Release(1), Release(2))
