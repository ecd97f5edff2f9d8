"""Traces and artifacts: what was read, what it said, and whether it says so still."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incremental.trace import Artifact, Trace, digest, make_artifact, read_artifact
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
def test_an_artifact_comes_back_out_of_json(reads):
    artifact = make_artifact("shape", traced(reads), say, "page")
    assert read_artifact(json.loads(json.dumps(artifact.as_data()))) == artifact
    assert artifact.reads == {node: "\n".join(sorted(names)) for node, names in reads.items()}
    assert artifact.find_stale(say) is None


@given(READS.filter(bool), st.data())
def test_the_node_that_says_something_else_is_named(reads, data):
    changed = data.draw(st.sampled_from(sorted(reads)))
    artifact = make_artifact("shape", traced(reads), say, "page")

    def look(node: str, names: str) -> str:
        return "other" if node == changed else say(node, names)

    assert artifact.find_stale(look) == changed


@given(READS)
def test_the_order_of_reading_is_no_matter(reads):
    backwards = {node: {*reversed(list(names))} for node, names in reversed(list(reads.items()))}
    one, other = (make_artifact("shape", traced(each), say, "page") for each in (reads, backwards))
    assert json.dumps(one.as_data()) == json.dumps(other.as_data())


def test_where_there_is_no_telling_it_is_said():
    def look(node: str, names: str) -> str:
        raise OpaqueError(node)

    with pytest.raises(OpaqueError):
        make_artifact("shape", traced({"a": {"b"}}), look, "page")
    with pytest.raises(OpaqueError):
        Artifact("shape", {"a": "b"}, {"a": "c"}, "page").find_stale(look)


def test_a_name_of_two_lines_is_no_name():
    trace = Trace()
    trace.read("node", "a\nb")
    assert trace.doubt


def test_the_first_doubt_is_kept():
    trace = Trace()
    trace.distrust("one")
    trace.distrust("other")
    assert trace.doubt == "one"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["reads", "output", "shape", "a"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(JSON | st.fixed_dictionaries({"shape": JSON, "reads": JSON, "output": JSON}))
def test_odd_data_is_no_artifact(data):
    artifact = read_artifact(data)
    if artifact is not None:
        again = artifact.as_data()
        assert (again["shape"], again["output"]) == (data["shape"], data["output"])
        parts = [*artifact.reads.items(), *artifact.says.items(), ("", artifact.output)]
        assert all(type(text) is str for pair in parts for text in pair)
        assert artifact.find_stale(lambda node, _: artifact.says[node]) is None


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "reads",
        {},
        {"reads": {}, "output": "a"},
        {"shape": "a", "reads": {}},
        {"shape": "a", "output": "a"},
        {"shape": 1, "reads": {}, "output": "a"},
        *({"shape": "a", "reads": {}, "output": each} for each in (None, ["a"], 1)),
        *({"shape": "a", "reads": each, "output": "a"} for each in ([], None, "reads", 1)),
        *(
            {"shape": "a", "reads": {"a": each}, "output": "a"}
            for each in ([], ["b"], ["b", "c", "d"], ["b", 1], [None, "c"], None)
        ),
    ],
)
def test_what_as_data_never_gave_is_nothing(data):
    assert read_artifact(data) is None


def test_a_digest_takes_any_text():
    assert digest("\ud800") != digest("?")
    assert len(digest("")) == 32
