"""How what is built takes its place: what is equal stays, what is old goes."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incremental.build import PRODUCED, Build
from incremental.memory import Memory
from incremental.settings import Settings
from tests.pelican_site import files

LINK = "link to "


def new_build(folder: Path, sample: int = 20, output: str = "output") -> Build:
    """What a process begins with; the output is a setting, and so of its world."""
    memory = Memory(folder / "cache" / "memory.sqlite", output.encode)
    return Build(Settings(sample=sample), memory)


def put(folder: Path, held: dict[str, str]) -> None:
    """Write files, and links."""
    for name, text in held.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if text.startswith(LINK):
            file.symlink_to(text.removeprefix(LINK))
        else:
            file.write_text(text)


def build(
    folder: Path,
    made: dict[str, str],
    *,
    delete: bool = False,
    retain: Collection[str] = (),
    output: str = "output",
) -> None:
    """One whole build, by a process of its own as far as it can tell."""
    one = new_build(folder, output=output)
    with one.at_work(str(folder / output)) as staging:
        put(Path(staging), made)
        one.settle(delete=delete, retain=retain)


def tree(folder: Path) -> dict[str, str]:
    """What lies in a folder: texts, and links by where they lead."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = LINK + os.readlink(path)  # noqa: PTH115
        elif path.is_file():
            found[name] = path.read_text()
    return found


def left(folder: Path) -> list[str]:
    """What a build has left beside the output."""
    return sorted(path.name for path in folder.iterdir() if path.name not in ("output", "cache"))


def test_what_is_built_is_there(tmp_path):
    build(tmp_path, {"a": "1", "b/c/d": "2", "l": f"{LINK}a"})
    assert tree(tmp_path / "output") == {"a": "1", "b/c/d": "2", "l": f"{LINK}a"}
    assert left(tmp_path) == []


def test_what_is_equal_keeps_its_inode_and_its_time_and_no_other(tmp_path):
    build(tmp_path, {"a": "1", "b/c": "2"})
    output = tmp_path / "output"
    for name in ("a", "b/c"):
        os.utime(output / name, (1, 1))
    before = {name: (output / name).stat() for name in ("a", "b/c")}
    build(tmp_path, {"a": "1", "b/c": "3"})
    assert (output / "a").stat().st_ino == before["a"].st_ino
    assert (output / "a").stat().st_mtime == 1
    assert (output / "b/c").read_text() == "3"
    assert (output / "b/c").stat().st_mtime > 1
    build(tmp_path, {"a": "1", "b/c": "4"})  # of the same size and soon after
    assert (output / "b/c").read_text() == "4"


def test_a_file_of_the_same_size_and_time_may_be_another(tmp_path):
    build(tmp_path, {"a": "1"})
    os.utime(tmp_path / "output/a", (1, 1))
    one = new_build(tmp_path)
    with one.at_work(str(tmp_path / "output")) as staging:
        put(Path(staging), {"a": "2"})
        os.utime(Path(staging, "a"), (1, 1))
        one.settle(delete=False, retain=())
    assert tree(tmp_path / "output") == {"a": "2"}


def test_whoever_has_a_file_open_reads_it_to_its_end(tmp_path):
    build(tmp_path, {"a": "old"})
    with (tmp_path / "output/a").open() as held:
        build(tmp_path, {"a": "new"})
        assert held.read() == "old"


@pytest.mark.parametrize("delete", [False, True])
def test_what_is_no_longer_produced_goes_with_its_folder(tmp_path, delete):
    build(tmp_path, {"a": "1", "b/c/d": "2", "b/e": "3"})
    build(tmp_path, {"a": "1", "b/e": "3"}, delete=delete)
    assert tree(tmp_path / "output") == {"a": "1", "b/e": "3"}
    assert not (tmp_path / "output/b/c").exists()
    build(tmp_path, {"a": "1"}, delete=delete)
    assert [path.name for path in (tmp_path / "output").iterdir()] == ["a"]


def test_what_was_produced_and_came_back_is_known_as_produced(tmp_path):
    for made in ({"a": "1"}, {}, {"a": "1"}, {}):
        build(tmp_path, made)
        assert tree(tmp_path / "output") == made


STRAY = {"stray": "s", "b/stray": "s", "empty/of/old": "s", ".git/HEAD": "ref"}


def test_a_stray_file_stays_where_nothing_is_to_be_deleted(tmp_path):
    put(tmp_path / "output", STRAY)
    build(tmp_path, {"b/a": "1"})
    build(tmp_path, {"a": "1"})
    assert tree(tmp_path / "output") == {**STRAY, "a": "1"}


def test_a_stray_file_goes_where_all_is_to_be_deleted(tmp_path):
    put(tmp_path / "output", STRAY)
    build(tmp_path, {"b/a": "1"}, delete=True)
    assert tree(tmp_path / "output") == {"b/a": "1"}
    assert not (tmp_path / "output/empty").exists()


def test_what_is_retained_stays_with_all_that_is_in_it(tmp_path):
    put(tmp_path / "output", {**STRAY, "sub/.git/HEAD": "ref"})
    build(tmp_path, {"b/a": "1"}, delete=True, retain=[".git", "stray"])
    kept = {".git/HEAD": "ref", "stray": "s", "b/a": "1"}
    assert tree(tmp_path / "output") == kept


def test_a_folder_that_was_empty_goes_where_all_is_to_be_deleted(tmp_path):
    (tmp_path / "output/empty").mkdir(parents=True)
    build(tmp_path, {"a": "1"}, delete=True)
    assert not (tmp_path / "output/empty").exists()


class Skipping:
    """A writer that has skipped a page, and renders it after all where it is not there."""

    def __init__(self) -> None:
        self.skipped: dict[str, object] = {"a": None}
        self.known: set[str] = set()
        self.restored: set[str] = set()

    def restore(self, names: Collection[str]) -> None:
        self.restored = set(names)


def test_what_was_skipped_stays(tmp_path):
    build(tmp_path, {"a": "1", "b": "2"})
    one = new_build(tmp_path)
    with one.at_work(str(tmp_path / "output")):
        one.writer = Skipping()
        one.settle(delete=True, retain=())
    assert tree(tmp_path / "output") == {"a": "1"}
    build(tmp_path, {})
    assert tree(tmp_path / "output") == {}  # it had been produced


KINDS = {
    "file": {"x": "1"},
    "other file": {"x": "2"},
    "folder": {"x/y/z": "1"},
    "folder of folders": {"x/y": "1", "x/z/a": "1"},
    "link": {"x": f"{LINK}nowhere"},
    "link to a file": {"x": f"{LINK}a", "a": "1"},
    "link to a folder": {"x": f"{LINK}b", "b/y/z": "kept"},
    "nothing": {},
}


@pytest.mark.parametrize("new", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("old", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("delete", [False, True], ids=["", "delete"])
def test_a_file_where_a_folder_was_and_each_other_way(tmp_path, old, new, delete):
    build(tmp_path, old, delete=delete)
    build(tmp_path, new, delete=delete)
    assert tree(tmp_path / "output") == new


@pytest.mark.parametrize("new", [{"x": "1"}, {"x/y/z": "1"}, {"x": f"{LINK}a"}])
@pytest.mark.parametrize("old", [{"x": "s"}, {"x": f"{LINK}nowhere"}, {"x/y": "s"}])
def test_strays_make_room_where_all_is_to_be_deleted(tmp_path, old, new):
    put(tmp_path / "output", old)
    build(tmp_path, new, delete=True)
    assert tree(tmp_path / "output") == new


@pytest.mark.parametrize("new", [{"x": "1"}, {"x": f"{LINK}a"}])
def test_a_folder_that_is_nobodys_to_delete_stays(tmp_path, new):
    put(tmp_path / "output", {"x/y": "mine"})
    with pytest.raises(OSError, match="directory"):
        build(tmp_path, new)
    assert tree(tmp_path / "output") == {"x/y": "mine"}


def test_what_a_link_leads_to_is_not_touched(tmp_path):
    put(tmp_path, {"mine/a": "mine"})
    put(tmp_path / "output", {"x": f"{LINK}../mine", "f": f"{LINK}../mine/a"})
    build(tmp_path, {"x/a": "built", "f": "built"}, delete=True)
    assert tree(tmp_path / "output") == {"x/a": "built", "f": "built"}
    assert tree(tmp_path / "mine") == {"a": "mine"}
    put(tmp_path / "output", {"y": f"{LINK}../mine"})
    build(tmp_path, {"x/a": "built", "f": "built"}, delete=True)
    assert tree(tmp_path / "mine") == {"a": "mine"}


NAMES = st.sampled_from(["a", "b", "b/a", "b/c", "c/a", "c/b/a", "c/b/d"])
MADE = st.dictionaries(NAMES, st.sampled_from(["1", "2"]), max_size=5).filter(
    lambda made: not any(other.startswith(f"{name}/") for name in made for other in made)
)


@given(st.lists(st.tuples(MADE, st.booleans()), max_size=5))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_builds_in_a_row(tmp_path, builds):
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    for made, delete in builds:
        build(folder, made, delete=delete)
        assert tree(folder / "output") == made


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_a_build_that_fails_leaves_all_as_it_was(tmp_path, error):
    build(tmp_path, {"a": "1", "b": "2"})
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "output").rglob("*")}
    one = new_build(tmp_path)
    one.keep("kind", b"key", "kept")
    one.memory.close(whole=False)

    def fail() -> None:
        one.keep("kind", b"other", 1)
        with one.at_work(str(tmp_path / "output")) as staging:
            put(Path(staging), {"a": "other", "c": "3"})
            raise error

    with pytest.raises(error):
        fail()
    assert tree(tmp_path / "output") == {"a": "1", "b": "2"}
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "output").rglob("*")}
    assert left(tmp_path) == []
    assert new_build(tmp_path).recall("kind", b"key") == "kept"  # though it was not used
    build(tmp_path, {"b": "2"})
    assert tree(tmp_path / "output") == {"b": "2"}  # what had been produced is known still


def test_the_staging_folder_of_a_build_that_was_killed_goes(tmp_path):
    child = os.fork()
    if not child:
        with new_build(tmp_path).at_work(str(tmp_path / "output")) as staging:
            put(Path(staging), {"a/b": "half"})
            os._exit(9)
    os.waitpid(child, 0)
    assert left(tmp_path) == [".output.new"]
    build(tmp_path, {"c": "1"})
    assert tree(tmp_path / "output") == {"c": "1"}
    assert left(tmp_path) == []


def test_a_build_that_is_killed_while_it_settles_is_mended_by_the_next(tmp_path):
    build(tmp_path, {"a": "1", "b": "2", "c/d": "3"})
    child = os.fork()
    if not child:
        replace, count = os.replace, iter(range(10))
        os.replace = lambda *paths: replace(*paths) if next(count) < 1 else os._exit(9)
        build(tmp_path, {"a": "2", "b": "3", "e/f": "4"})
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    build(tmp_path, {"a": "2", "b": "3", "e/f": "4"})
    assert tree(tmp_path / "output") == {"a": "2", "b": "3", "e/f": "4"}
    assert left(tmp_path) == []


def test_of_two_builds_at_once_the_second_remembers_nothing(tmp_path, caplog):
    build(tmp_path, {"old": "1"})
    first, second = new_build(tmp_path), new_build(tmp_path)
    with first.at_work(str(tmp_path / "output")) as one:
        first.keep("kind", b"key", "first")
        with caplog.at_level(logging.WARNING), second.at_work(str(tmp_path / "output")) as other:
            assert one != other
            assert second.recall(PRODUCED, second._key()) is None
            second.keep("kind", b"key", "second")
            put(Path(other), {"a": "2"})
            second.settle(delete=False, retain=())
        assert "this build remembers nothing" in caplog.text
        assert Path(one).is_dir()
        put(Path(one), {"a": "1"})
        first.settle(delete=False, retain=())
    assert tree(tmp_path / "output") == {"a": "1"}
    assert left(tmp_path) == []
    assert new_build(tmp_path).recall("kind", b"key") == "first"


def test_two_outputs_know_each_its_own(tmp_path):
    build(tmp_path, {"a": "1"}, output="one")
    put(tmp_path / "two", {"a": "stray"})
    build(tmp_path, {}, output="two")
    assert tree(tmp_path / "two") == {"a": "stray"}
    build(tmp_path, {}, output="one")
    assert tree(tmp_path / "one") == {}


def test_the_output_of_folders_that_are_not_there(tmp_path):
    build(tmp_path, {"a": "1"}, output="deep/er/output")
    assert files(tmp_path / "deep") == {"er/output/a": b"1"}


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A folder on another device, as a mounted one is."""
    shared = Path("/dev/shm")  # noqa: S108  -- a file system of its own
    if not shared.is_dir() or shared.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no other device")
    folder = Path(tempfile.mkdtemp(dir=shared))
    yield folder
    shutil.rmtree(folder)


def test_an_output_on_another_device(tmp_path, elsewhere):
    (tmp_path / "output").symlink_to(elsewhere)
    build(tmp_path, {"a": "1", "b/c": "2"})
    build(tmp_path, {"a": "2"})
    assert (tmp_path / "output").is_symlink()
    assert tree(elsewhere) == {"a": "2"}
    assert left(tmp_path) == []


def test_an_output_that_is_a_device_of_its_own(tmp_path, monkeypatch):
    """As where a container has a folder mounted: what lies beside it is on another."""
    replace = os.replace

    def refuse(old: str, new: str) -> None:
        if ".output.new" in old:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        replace(old, new)

    monkeypatch.setattr(os, "replace", refuse)
    build(tmp_path, {"a": "1", "b/c": "2", "l": f"{LINK}a"})
    build(tmp_path, {"a": "2", "l": f"{LINK}a"})
    assert tree(tmp_path / "output") == {"a": "2", "l": f"{LINK}a"}
    assert left(tmp_path) == []


def test_what_else_is_wrong_with_a_disk_is_told(tmp_path, monkeypatch):
    def refuse(old: str, new: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="No space left"):
        build(tmp_path, {"a": "1"})


def test_a_memory_that_has_no_place_stops_no_build(tmp_path, caplog):
    (tmp_path / "cache").write_text("a file")
    build(tmp_path, {"a": "1"})
    assert tree(tmp_path / "output") == {"a": "1"}
    assert (tmp_path / "cache").read_text() == "a file"


def test_a_page_that_is_a_link_is_not_known(tmp_path):
    put(tmp_path / "output", {"a": "1", "l": f"{LINK}a"})
    one = new_build(tmp_path)
    with one.at_work(str(tmp_path / "output")):
        assert len(one.output_digest("a")) == 64
        with pytest.raises(OSError, match="is a link"):
            one.output_digest("l")
        with pytest.raises(OSError, match="No such file"):
            one.output_digest("none")


def test_the_sample_is_of_all_pages_in_turn(tmp_path):
    names = [f"{number}.html" for number in range(40)]
    samples = []
    for _ in range(4):
        one = new_build(tmp_path, sample=10)
        with one.at_work(str(tmp_path / "output")) as staging:
            samples.append({name for name in names if one.samples(name)})
            put(Path(staging), dict.fromkeys(names, "1"))
            one.settle(delete=False, retain=())
    one = new_build(tmp_path, sample=10)
    with one.at_work(str(tmp_path / "output")):
        samples.append({name for name in names if one.samples(name)})
    assert samples[0] == set(names)  # nothing had been produced
    assert set().union(*samples[1:]) == set(names)
    assert sum(map(len, samples[1:])) == len(names)


def test_a_sample_of_none(tmp_path):
    one = new_build(tmp_path, sample=0)
    with one.at_work(str(tmp_path / "output")):
        assert not one.samples("a")
