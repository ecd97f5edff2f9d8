"""Traces and artifacts: what was read, and what it said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incremental.trace import Artifact, Claim, Trace, digest, make_artifact
from incremental.value import OpaqueError

NAMES = st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=5)
READS = st.dictionaries(NAMES, st.sets(NAMES, min_size=1, max_size=4), max_size=4)


def say(node: str, names: str) -> str:
    return digest(f"{node}\0{names}")


def traced(reads: dict[str, set[str]]) -> Trace:
    trace = Trace()
    for node, names in reads.items():
        for name in names:
            trace.read(node, name)
            trace.read(node, name)
    return trace


@given(READS)
def test_an_artifact_claims_what_each_node_said(reads):
    names = {node: "\n".join(sorted(names)) for node, names in reads.items()}
    claims = tuple(Claim(node, names[node], say(node, names[node])) for node in sorted(names))
    assert make_artifact("shape", traced(reads), say, "page") == Artifact("shape", "page", claims)


@given(READS)
def test_the_order_of_reading_is_no_matter(reads):
    backwards = {node: {*reversed(list(names))} for node, names in reversed(list(reads.items()))}
    one, other = (make_artifact("shape", traced(each), say, "page") for each in (reads, backwards))
    assert one == other


def test_where_there_is_no_telling_it_is_said():
    def look(node: str, names: str) -> str:
        raise OpaqueError(node)

    with pytest.raises(OpaqueError):
        make_artifact("shape", traced({"a": {"b"}}), look, "page")


def test_a_name_of_two_lines_is_no_name():
    trace = Trace()
    trace.read("node", "a\nb")
    assert trace.doubt


def test_the_first_doubt_is_kept():
    trace = Trace()
    trace.distrust("one")
    trace.distrust("other")
    assert trace.doubt == "one"


def test_a_digest_takes_any_text():
    assert digest("\ud800") != digest("?")
    assert len(digest("")) == 32
