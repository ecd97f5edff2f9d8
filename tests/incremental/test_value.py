"""Values as text: the same text for the same value, and for no other."""

import copy
import datetime
import enum
import os
import subprocess
import sys
from collections import OrderedDict, defaultdict, namedtuple
from dataclasses import dataclass
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzlocal
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from pelican.utils import SafeDatetime

from incremental.look import _no_content as name_plain
from incremental.value import DEPTH, Named, OpaqueError, write
from tests.incremental.shapes import shape
from tests.pelican_site import ROOT


@dataclass(frozen=True)
class Point:
    """Two values."""

    x: object
    y: object = None


@dataclass
class Other:
    """As `Point`, and another class."""

    x: object
    y: object = None


class Colour(enum.Enum):
    """Two colours with one value each."""

    RED = 1
    BLUE = 2


Pair = namedtuple("Pair", "x y")
# Few of each kind, so that two values are often nearly the same; text that looks like other text.
DAY = datetime.date(2026, 1, 1)
NOON = datetime.datetime(2026, 10, 25, 1, 30)  # noqa: DTZ001  -- times without a zone, too
ZONES = [None, datetime.UTC, ZoneInfo("Europe/London"), ZoneInfo("Europe/Lisbon")]
TIMES = [NOON.replace(tzinfo=zone, fold=fold) for zone in ZONES for fold in (0, 1)]
TEXTS = ["", "a", "1;", "s1:a", "s0:", "[", "]", "()", "None;", "True;", "\n", "\ud800", "{", "'"]
LEAVES = st.one_of(
    st.sampled_from(TEXTS),
    st.sampled_from(TEXTS).map(Markup),
    st.sampled_from(TEXTS[:3]).map(lambda text: text.encode()),
    st.sampled_from([None, True, False, 0, 1, -1, 10**30, 0.0, -0.0, 1.0, 0.1, float("inf")]),
    st.sampled_from([*TIMES, DAY, datetime.time(1), datetime.time(1, fold=1)]),
    st.sampled_from([SafeDatetime(2026, 10, 25, 1, 30), datetime.timedelta(1), *ZONES[1:]]),
    st.sampled_from([*Colour, range(1), range(2), PurePosixPath("a"), PurePosixPath("1;")]),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.sampled_from(["a", "b", 1]), inner, max_size=3),
        st.dictionaries(st.sampled_from("ab"), inner, max_size=2).map(OrderedDict),
        st.dictionaries(st.sampled_from("ab"), inner, max_size=2).map(
            lambda held: defaultdict(list, held)
        ),
        st.frozensets(LEAVES, max_size=3),
        st.builds(Point, inner, inner),
        st.builds(Other, inner, inner),
        st.builds(Pair, inner, inner),
    ),
    max_leaves=6,
)


def no_name(value: object) -> None:
    return None


@given(VALUES, VALUES)
def test_two_values_have_one_text_where_they_are_the_same(one, other):
    texts = [write(value, name_plain) for value in (one, other)]
    assert (texts[0] == texts[1]) == (shape(one) == shape(other))


EACH: list[object] = [
    *(kind(text) for kind in (str, Markup, str.encode) for text in TEXTS[:4]),
    *(None, True, False, 0, 1, -1, 10**30, 0.0, -0.0, 1.0, 0.1, float("inf"), float("nan")),
    *(*TIMES, DAY, datetime.time(1), datetime.time(1, fold=1), SafeDatetime(2026, 10, 25, 1, 30)),
    *(datetime.timedelta(1), *ZONES[1:], *Colour, range(1), range(2), PurePosixPath("a")),
]
HELD = [
    *EACH,
    *([each] for each in EACH),
    *((each,) for each in EACH),
    *({"a": each} for each in EACH),
    *(OrderedDict(a=each) for each in EACH[:3]),
    *(kind(each) for kind in (Point, Other) for each in EACH[:3]),
    *(Pair(each, 1) for each in EACH[:3]),
    *([], (), {}, set(), frozenset(), [[]], [()], [[], []], [[[]]], {"a": {}}, {"": "a"}),
]


def test_no_two_of_many_have_one_text():
    assert len({write(value, name_plain) for value in HELD}) == len(HELD)


@given(VALUES)
def test_a_copy_has_the_same_text(value):
    again = copy.deepcopy(value)  # which may put a set in another order
    assert (write(again, name_plain) == write(value, name_plain)) == (shape(again) == shape(value))


@given(st.lists(LEAVES, max_size=4), st.lists(LEAVES, max_size=4))
def test_texts_that_are_joined_show_where_one_ends(one, other):
    texts = ["".join(write(each, no_name) for each in values) for values in (one, other)]
    assert (texts[0] == texts[1]) == (shape(one) == shape(other))


def test_a_set_is_no_frozenset():
    """A template that shows one shows another word."""
    assert write({1}, name_plain) != write(frozenset({1}), name_plain)
    assert write({0, 8}, name_plain) != write({8, 0}, name_plain)  # nor one in another order


def test_a_dict_in_another_order_is_another():
    """A template goes through it in its order."""
    assert write({"a": 1, "b": 2}, no_name) != write({"b": 2, "a": 1}, no_name)


def test_what_stands_for_a_value_is_no_other_value():
    plain = object()
    names = ("a", "b", "", "1;", "@1:a")
    texts = {write(plain, lambda _, name=name: Named(name)) for name in names}
    assert len(texts) == 5
    assert not texts & {write(text, no_name) for text in names}
    assert write([plain, "b"], lambda _: Named("a")) != write([plain], lambda _: Named("as1:b"))


class Text(str):
    """A text that may be more than its letters."""


class Number(int):
    """A number that may be more than its value."""


def loop() -> list[object]:
    value: list[object] = []
    value.append(value)
    return value


@pytest.mark.parametrize(
    "value",
    [
        object(),
        no_name,
        lambda: 1,
        Point,
        (each for each in "ab"),
        {}.items(),
        iter([]),
        Text("a"),
        Number(1),
        loop(),
        {"a": [(object(),)]},
        {1},
        Point(1, object()),
        datetime.datetime(2026, 1, 1, tzinfo=type("Zone", (datetime.tzinfo,), {})()),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_data_is_opaque(value):
    with pytest.raises(OpaqueError):
        write(value, no_name)


def test_a_zone_that_is_known_by_its_name_alone_counts_with_the_hour_that_it_says():
    value = datetime.datetime(2026, 1, 1, tzinfo=tzlocal())
    assert value.isoformat() in write(value, no_name)


def test_depth_has_an_end_before_python_has():
    value: object = 1
    for _ in range(DEPTH):
        value = [value]
    write(value, no_name)
    with pytest.raises(OpaqueError):
        write([value], no_name)


def text_of(value: object) -> str:
    """Its text, or one that no other has."""
    try:
        return write(value, name_plain)
    except OpaqueError:
        return f"opaque {id(value)}"


class More(Other):
    """No dataclass, of one."""

    def __init__(self, x: object, more: object) -> None:
        super().__init__(x)
        self.more = more


def with_extra(extra: object) -> Other:
    value = Other(1)
    value.extra = extra
    return value


def test_an_attribute_that_is_no_field_is_not_passed_over():
    """A plugin may add one to an object; the fields say nothing of it."""
    values = [Other(1), with_extra(1), with_extra(2), More(1, 1), More(1, 2)]
    assert len({text_of(value) for value in values}) == 5


@dataclass(frozen=True)
class Row(list):
    """A list with a name."""

    name: str


def test_a_dataclass_that_is_a_list_is_not_its_fields_alone():
    one, other = Row("a"), Row("a")
    other.append(1)
    assert text_of(one) != text_of(other)


SCRIPT = """
from incremental.value import write
words = [str(number) for number in range(50)]
value = [dict.fromkeys(words), {"a": (1, "b", None, 2.5)}, b"a", 10**30]
print(write(value, lambda _: None))
"""


def test_another_seed_of_hashes_changes_no_text():
    told = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "plugins")},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
    assert told.pop().startswith("[{s1:0")
