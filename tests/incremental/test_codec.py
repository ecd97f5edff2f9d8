"""Metadata as data and back: the same value, and nothing else, whatever stands in the data."""

import datetime
import json
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from pelican.settings import DEFAULT_CONFIG
from pelican.urlwrappers import Author, Category, Tag
from pelican.utils import SafeDatetime

from incremental.codec import Codec
from incremental.reading import _kinds
from tests.incremental.shapes import shape


@dataclass(frozen=True)
class Lesson:
    """What a plugin puts into the metadata; it makes a part of it itself."""

    title: str
    more: object = None
    length: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.title))


@dataclass
class Loose:
    """One that may be changed."""

    title: str


@dataclass(frozen=True)
class Strict:
    """One that takes not everything."""

    number: int

    def __post_init__(self) -> None:
        if self.number != 1:
            raise RuntimeError("no such number")


MADE: list[object] = []


class Plain:
    """No dataclass."""

    def __init__(self, *args: object) -> None:
        MADE.append(args)


SETTINGS = dict(DEFAULT_CONFIG)
CODEC = Codec(_kinds(SETTINGS), [__name__])
ZONES = st.sampled_from([None, datetime.UTC, ZoneInfo("Europe/London"), ZoneInfo("Asia/Kolkata")])
MINUTES = st.integers(-23 * 60, 23 * 60).map(lambda number: datetime.timedelta(minutes=number))
FIXED = MINUTES.map(datetime.timezone)
TIMES = st.datetimes(timezones=ZONES | FIXED)
NAMES = st.text(min_size=1, max_size=8)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(),
    st.text().map(Markup),
    TIMES,
    TIMES.map(lambda time: SafeDatetime.combine(time.date(), time.timetz())),
    st.dates(),
    st.builds(lambda kind, name: kind(name, SETTINGS), st.sampled_from([Author, Category]), NAMES),
    st.builds(lambda name: Tag(name, SETTINGS), NAMES),
)
KEYS = st.text(max_size=5) | st.sampled_from(["", "builtins.tuple", "markupsafe.Markup"])
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(KEYS, inner, max_size=3),
        st.builds(Lesson, st.text(max_size=5), inner),
    ),
    max_leaves=8,
)


@given(VALUES)
def test_what_comes_back_is_what_went_in(value):
    data = json.loads(json.dumps(CODEC.pack(value)))
    again = Codec(_kinds(SETTINGS), [__name__]).unpack(data)
    assert shape(again) == shape(value)
    assert again == value


@pytest.mark.parametrize("kind", [Author, Category, Tag])
@given(name=NAMES)
def test_a_name_has_the_address_it_had(kind, name):
    value = kind(name, SETTINGS)
    again = CODEC.unpack(json.loads(json.dumps(CODEC.pack(value))))
    assert (again.slug, again.url, again.save_as, again.settings) == (
        value.slug,
        value.url,
        value.save_as,
        SETTINGS,
    )
    again.name = "Another name"
    value.name = "Another name"
    assert again.slug == value.slug


def with_slug() -> Tag:
    tag = Tag("a", SETTINGS)
    tag.slug = "other"
    return tag


def with_more() -> Tag:
    tag = Tag("a", SETTINGS)
    tag.description = "more"
    return tag


class Zone(datetime.tzinfo):
    """A zone of no zone database."""


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {1, 2},
        {1: "a"},
        b"bytes",
        Loose("a"),
        Plain(),
        Lesson,
        with_slug(),
        datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=1), "CET")),
        datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(microseconds=1))),
        with_more(),
        type("Text", (str,), {})("a"),
        datetime.datetime(2026, 1, 1, tzinfo=Zone()),
        ["deep", {"a": (object(),)}],
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_data_is_told_and_not_written(value):
    with pytest.raises(TypeError):
        CODEC.pack(value)


HERE = f"{__name__}."
LABELS = st.sampled_from(
    [
        "",
        "builtins.tuple",
        "builtins.eval",
        "os.system",
        "markupsafe.Markup",
        "datetime.date",
        "datetime.datetime",
        "pelican.utils.SafeDatetime",
        "pelican.urlwrappers.Tag",
        "pelican.urlwrappers.URLWrapper",
        f"{HERE}Lesson",
        f"{HERE}Loose",
        f"{HERE}Plain",
        f"{HERE}Strict",
        f"{HERE}Nothing",
        f"{HERE}Lesson.__init__",
        f"{__name__}x.Lesson",
        ".",
        "..",
    ]
) | st.text(max_size=5)
ZONE_NAMES = st.sampled_from(["Europe/London", "Europe", "No/Zone", "../x", "/etc", "", 1, "a\0b"])
HOSTILE = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5))
    | st.tuples(st.sampled_from(["2026-01-01", "x"]), st.sampled_from([0, 1, 7]), ZONE_NAMES).map(
        list
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(LABELS, inner, max_size=2)
        | st.builds(lambda label, held: {label: held}, LABELS, inner)
    ),
    max_leaves=8,
)
ALLOWED = {
    *(str, Markup, int, float, bool, type(None), list, tuple, dict, Lesson, Strict, Tag),
    *(SafeDatetime, datetime.datetime, datetime.date),
}


def kinds(value: object) -> set[type]:
    found = {type(value)}
    if isinstance(value, dict):
        found |= {kind for item in value.items() for each in item for kind in kinds(each)}
    elif isinstance(value, list | tuple):
        found |= {kind for each in value for kind in kinds(each)}
    return found


@given(HOSTILE)
def test_hostile_data_is_a_value_error_or_makes_what_is_known(data):
    MADE.clear()
    try:
        value = CODEC.unpack(data)
    except ValueError:
        pass
    else:
        assert kinds(value) <= ALLOWED
    assert MADE == []


@pytest.mark.parametrize(
    "data",
    [
        {"datetime.datetime": ["2026-01-01", 0, "No/Zone"]},
        {"datetime.datetime": ["2026-01-01", 0, "Europe"]},
        {"datetime.datetime": ["2026-01-01", 0, "../../../etc/passwd"]},
        {"datetime.datetime": ["2026-01-01", 2, None]},
        {"datetime.datetime": ["9" * 5000, 0, None]},
        {"": [[[], 1]]},
        {"": 1},
        {},
        {"a.B": 1, "c.D": 2},
        {f"{HERE}Lesson": ["a"]},
        {f"{HERE}Lesson": ["a", 1, 2]},
        {f"{HERE}Strict": [2]},
        {f"{HERE}Plain": []},
        {"os.system": "true"},
        {"builtins.object": []},
    ],
    ids=json.dumps,
)
def test_what_pack_never_wrote_is_a_value_error(data):
    with pytest.raises(ValueError):  # noqa: PT011  -- whatever it says
        CODEC.unpack(data)


def test_endless_nesting_is_a_value_error():
    data: list[object] = []
    for _ in range(100_000):
        data = [data]
    with pytest.raises(ValueError):  # noqa: PT011  -- as above
        CODEC.unpack(data)
    while data:  # so that it is not taken apart by recursion
        data = data.pop()


def test_a_class_of_no_plugin_is_not_made():
    other = Codec({}, ["lesson"])
    with pytest.raises(TypeError):
        other.pack(Lesson("a"))
    with pytest.raises(ValueError, match="no data"):
        other.unpack({f"{HERE}Lesson": ["a", None]})
    with pytest.raises(ValueError, match="no data"):
        Codec({}, [__name__[:-1]]).unpack({f"{HERE}Lesson": ["a", None]})
