"""The settings: what is taken, and what is said of all that is wrong, at once."""

import pytest

from incremental.settings import IncrementalError, Settings, read_settings


def test_without_any_there_are_the_defaults():
    assert read_settings({"SITENAME": "a", "incremental": object()}) == Settings(True, 0, 20, 10)


def test_each_is_taken():
    site = {
        "INCREMENTAL_SKIP": False,
        "INCREMENTAL_JOBS": 3,
        "INCREMENTAL_SAMPLE": 0,
        "INCREMENTAL_SECONDS": 0.5,
    }
    assert read_settings(site) == Settings(False, 3, 0, 0.5)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SKIP", 1, "1 is neither True nor False — write one of them"),
        ("SKIP", None, "None is neither True nor False — write one of them"),
        ("JOBS", True, "True is no number — write 0 or more"),
        ("JOBS", "2", "'2' is no number — write 0 or more"),
        ("JOBS", -1, "-1 is no number — write 0 or more"),
        ("JOBS", 1.5, "1.5 is no whole number — write 2"),
        ("SAMPLE", 2.0, "2.0 is no whole number — write 2"),
        ("SAMPLE", None, "None is no number — write 0 or more"),
        ("SECONDS", 0, "0 leaves no time to read a post — write 1 or more"),
        ("SECONDS", -0.5, "-0.5 is no number — write 0 or more"),
        ("SECONDS", float("nan"), "nan is no number — write 0 or more"),
        ("JOBS", float("inf"), "inf is no number — write 0 or more"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_write(name, value, told):
    with pytest.raises(IncrementalError) as caught:
        read_settings({f"INCREMENTAL_{name}": value})
    assert str(caught.value) == f"setting INCREMENTAL_{name} {told}"


def test_a_name_that_is_unknown_has_a_neighbour():
    with pytest.raises(IncrementalError) as caught:
        read_settings({"INCREMENTAL_JOB": 1, "INCREMENTAL_XYZ": 1, "INCREMENTAL_SKIP": "yes"})
    assert str(caught.value).splitlines() == [
        "setting INCREMENTAL_JOB is unknown — write INCREMENTAL_JOBS, or take it out",
        "setting INCREMENTAL_XYZ is unknown — write INCREMENTAL_SKIP, or take it out",
        "setting INCREMENTAL_SKIP 'yes' is neither True nor False — write one of them",
    ]
