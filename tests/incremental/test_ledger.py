"""The ledger: artifacts go in and come out of JSON as they were; what is odd is nothing."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incremental.ledger import Ledger, read_ledger
from incremental.trace import Artifact, Claim

TEXTS = st.text(max_size=3)
CLAIMS = st.builds(Claim, TEXTS, TEXTS, TEXTS)
ARTIFACTS = st.builds(Artifact, TEXTS, TEXTS, st.lists(CLAIMS, max_size=4).map(tuple))
PAGES = st.dictionaries(TEXTS, ARTIFACTS, max_size=5)


def told(ledger: Ledger) -> dict[str, Artifact]:
    return {
        name: Artifact(entry.shape, entry.output, tuple(ledger.claims[n] for n in entry.claims))
        for name, entry in ledger.pages.items()
    }


def read(ledger: Ledger) -> Ledger:
    return read_ledger(json.loads(json.dumps(ledger.as_data())))


@given(PAGES, PAGES, st.sets(TEXTS))
def test_what_is_kept_comes_back_out_of_json(first, second, dropped):
    ledger = Ledger()
    for name, artifact in first.items():
        ledger.keep(name, artifact)
    assert told(ledger) == told(read(ledger)) == first
    ledger = read(ledger)
    assert not ledger.is_changed
    for name, artifact in second.items():
        ledger.keep(name, artifact)
    ledger.drop(dropped)
    left = {name: each for name, each in (first | second).items() if name not in dropped}
    assert ledger.is_changed == (bool(second) or not dropped.isdisjoint(first))
    assert told(ledger) == told(read(ledger)) == left


@given(PAGES)
def test_the_same_pages_are_the_same_data(pages):
    one, other = Ledger(), Ledger()
    for name in pages:
        one.keep(name, pages[name])
    for name in reversed(list(pages)):
        other.keep("gone", pages[name])
        other.keep(name, pages[name])
    other.drop(["gone"])
    assert one.as_data() == other.as_data()


@given(PAGES)
def test_each_claim_is_written_down_once_and_those_of_a_node_together(pages):
    ledger = Ledger()
    for name, artifact in pages.items():
        ledger.keep(name, artifact)
    claims = {claim for each in pages.values() for claim in each.claims}
    assert read(ledger).claims == sorted(claims)


GOOD = {"texts": ["s", "n"], "claims": [[0], [1], ["d"]], "pages": {"p": [0, "o", [0]]}}


def test_what_is_good_is_read():
    claim = Claim("s", "n", "d")
    assert told(read_ledger(GOOD)) == {"p": Artifact("s", "o", (claim,))}


@pytest.mark.parametrize(
    "odd",
    [
        None,
        [],
        "texts",
        {},
        *({key: value for key, value in GOOD.items() if key != left} for left in GOOD),
        *(GOOD | {"texts": each} for each in (None, ["s"], ["s", 1], ["s", None], 2)),
        *(
            GOOD | {"claims": each}
            for each in (
                [[0], [1]], [[0], [2], ["d"]], [[-1], [1], ["d"]], [[0], [True], ["d"]],
                [[0], [1], [2]], [[0, 0], [1], ["d"]], [[0], [1, 1], ["d"]], [[0], [1], ["d", "d"]],
                [None, [1], ["d"]], None, "abc",
            )
        ),
        *(
            GOOD | {"pages": {"p": each}}
            for each in (
                [0, "o"], [2, "o", [0]], [0, 1, [0]], [0, "o", [1]], [0, "o", [-1]],
                [0, "o", [0.0]], [0, "o", ["0"]], [0, "o", [[0]]], [0, "o", 0], [0, None, []], None,
            )
        ),
        GOOD | {"pages": [["p", [0, "o", [0]]]]},
    ],
)  # fmt: skip
def test_what_as_data_never_gave_is_an_empty_ledger(odd):
    ledger = read_ledger(odd)
    assert (ledger.pages, ledger.claims) == ({}, [])
