"""The memory in a real SQLite file: what is kept comes back, and an odd file is as good as none."""

# ruff: noqa: S608  -- the statements are the tests' own

import logging
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incremental.memory import BATCH, VERSION, WORLDS, Memory

WORLD = b"world of 16 byte"
VALUES = {b"key": {"a": [1, 2.5, None, True, "ü\ud800"]}, b"other": "text", b"": [0]}
few = settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])


def open_memory(folder: Path, world: bytes = WORLD) -> Memory:
    return Memory(folder / "cache" / "memory.sqlite", lambda: world)


def keep_all(memory: Memory) -> None:
    for key, value in VALUES.items():
        memory.keep("kind", key, value)


def written(folder: Path) -> Path:
    """A file with the values, and with a file that is known by its stamp."""
    folder.mkdir(exist_ok=True)
    old = folder / "old"
    old.write_bytes(b"old")
    os.utime(old, (1, 1))
    memory = open_memory(folder)
    memory.digest(old)
    keep_all(memory)
    memory.close(whole=True)
    return memory.path


def in_child(work: Callable[[], object]) -> None:
    """Do it in another process; fails where it fails."""
    child = os.fork()
    if not child:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def expect_all(folder: Path) -> None:
    memory = open_memory(folder)
    assert {key: memory.recall("kind", key) for key in VALUES} == VALUES


class Told:
    """What the memory said."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __enter__(self) -> list[str]:
        self._handler = logging.Handler(logging.DEBUG)
        self._handler.emit = lambda record: self.lines.append(record.getMessage())
        logging.getLogger("incremental.memory").addHandler(self._handler)
        return self.lines

    def __exit__(self, *_: object) -> None:
        logging.getLogger("incremental.memory").removeHandler(self._handler)


def survives(folder: Path, lines: int = 1) -> list[str]:
    """Use a file that may be odd: nothing wrong comes out, and the next one works."""
    with Told() as told:
        memory = open_memory(folder)
        for key, value in VALUES.items():
            assert memory.recall("kind", key) in (None, value)
        assert memory.digest(folder / "old") == blake2b(b"old", digest_size=32).digest()
        keep_all(memory)
        memory.close(whole=True)
    assert len(told) <= lines
    memory = open_memory(folder)
    keep_all(memory)
    memory.close(whole=True)
    expect_all(folder)
    return told


def test_what_is_kept_comes_back_at_once_and_in_another_process(tmp_path):
    memory = open_memory(tmp_path)
    keep_all(memory)
    assert {key: memory.recall("kind", key) for key in VALUES} == VALUES
    memory.close(whole=True)
    in_child(lambda: expect_all(tmp_path))
    assert memory.recall("kind", b"nothing") is None
    assert memory.recall("another kind", b"key") is None


def test_the_last_that_is_kept_counts(tmp_path):
    written(tmp_path)
    memory = open_memory(tmp_path)
    memory.keep("kind", b"key", 1)
    memory.keep("kind", b"key", 2)
    assert memory.recall("kind", b"key") == 2
    memory.close(whole=True)
    assert open_memory(tmp_path).recall("kind", b"key") == 2


def test_another_world_knows_nothing_and_forgets_nothing(tmp_path):
    written(tmp_path)
    other = open_memory(tmp_path, b"another")
    assert other.recall("kind", b"key") is None
    other.keep("kind", b"key", "other")
    other.close(whole=True)
    assert open_memory(tmp_path, b"another").recall("kind", b"key") == "other"
    expect_all(tmp_path)


def test_a_world_is_asked_for_when_it_is_needed_and_once(tmp_path):
    asked = []
    memory = Memory(tmp_path / "a", lambda: asked.append(1) or b"w")
    assert not asked
    memory.keep("kind", b"a", 1)
    memory.recall("kind", b"b")
    memory.recall("kind", b"c")
    memory.close(whole=True)
    assert len(asked) == 1


def test_the_unused_is_forgotten_after_a_whole_build_only(tmp_path):
    written(tmp_path)
    memory = open_memory(tmp_path)
    memory.recall("kind", b"key")
    memory.close(whole=False)
    expect_all(tmp_path)
    memory = open_memory(tmp_path)
    memory.recall("kind", b"key")
    memory.hold("kind", b"")
    memory.close(whole=True)
    again = open_memory(tmp_path)
    assert {key: again.recall("kind", key) for key in VALUES} == {**VALUES, b"other": None}


def test_what_is_kept_in_a_build_that_failed_is_kept(tmp_path):
    memory = open_memory(tmp_path)
    keep_all(memory)
    memory.close(whole=False)
    expect_all(tmp_path)


def test_four_worlds_stay_those_used_last(tmp_path):
    names = [b"%d" % number for number in range(WORLDS + 2)]
    for name in [*names[:-1], names[1], names[-1]]:  # the second is used again
        memory = open_memory(tmp_path, name)
        memory.keep("kind", b"key", name.decode())
        memory.close(whole=True)
    known = [name for name in names if open_memory(tmp_path, name).recall("kind", b"key")]
    assert known == [names[1], *names[-WORLDS + 1 :]]


def test_many_are_written_meanwhile(tmp_path):
    memory = open_memory(tmp_path)
    for number in range(BATCH + 1):
        memory.keep("kind", b"%d" % number, number)
    assert open_memory(tmp_path).recall("kind", b"0") == 0
    assert memory.recall("kind", b"%d" % BATCH) == BATCH
    memory.flush()
    assert open_memory(tmp_path).recall("kind", b"%d" % BATCH) == BATCH


def test_a_forked_child_reads_and_writes_nothing(tmp_path):
    written(tmp_path)
    memory = open_memory(tmp_path)
    assert memory.recall("kind", b"key") == VALUES[b"key"]

    def work() -> None:
        assert memory.recall("kind", b"other") == "text"
        memory.keep("kind", b"child", 1)
        memory.close(whole=True)

    in_child(work)
    memory.hold("kind", b"other")
    assert memory.recall("kind", b"") == [0]
    memory.close(whole=True)
    expect_all(tmp_path)
    assert open_memory(tmp_path).recall("kind", b"child") is None


def test_a_resting_memory_leaves_the_file_alone(tmp_path):
    path = written(tmp_path)
    before = path.read_bytes()
    memory = open_memory(tmp_path)
    with Told() as told:
        memory.rest("because")
        assert memory.recall("kind", b"key") is None
        memory.keep("kind", b"key", 1)
        assert memory.recall("kind", b"key") == 1
        memory.digest(tmp_path / "old")
        memory.close(whole=True)
    assert told == []
    assert path.read_bytes() == before
    assert memory.recall("kind", b"key") == VALUES[b"key"]  # after it is closed it is awake


# What may have become of the file.


def test_without_a_file_there_is_nothing_and_nothing_is_said(tmp_path):
    path = written(tmp_path)
    path.unlink()
    assert survives(tmp_path) == []


@given(st.data())
@few
def test_a_file_cut_anywhere(tmp_path, data):
    path = written(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: data.draw(st.integers(0, 20_000))])
    survives(tmp_path)


# Of a file of 16 or 20 KB, most of it empty.
SPLINTERS = st.lists(
    st.tuples(st.integers(0, 20_000), st.binary(min_size=1, max_size=40)), min_size=1, max_size=4
)


@given(st.data())
@few
def test_bytes_that_are_others(tmp_path, data):
    path = written(tmp_path)
    changed = bytearray(path.read_bytes())
    for place, some in data.draw(SPLINTERS):
        changed[place : place + len(some)] = some
    path.write_bytes(changed)
    survives(tmp_path)


@given(st.binary(max_size=200), st.sampled_from([b"", b"SQLite format 3\0"]))
@few
def test_any_bytes(tmp_path, data, head):
    path = written(tmp_path)
    path.write_bytes(head + data)
    survives(tmp_path)


EVIL = "x'00', 'kind', x'00', x'00', x'00'"


@pytest.mark.parametrize(
    "change",
    [
        f"PRAGMA user_version = {VERSION + 1}",
        "PRAGMA application_id = 7",
        "DROP TABLE memo",
        "DROP TABLE world",
        "ALTER TABLE memo ADD COLUMN more",
        "CREATE TABLE more (a)",
        "CREATE INDEX more ON memo (value)",
        f"CREATE TRIGGER evil AFTER DELETE ON memo BEGIN INSERT INTO memo VALUES ({EVIL}); END",
        "CREATE TRIGGER evil AFTER INSERT ON memo BEGIN UPDATE memo SET value = x'31'; END",
        "ALTER TABLE memo RENAME TO held; CREATE VIEW memo AS SELECT * FROM held",
    ],
)
def test_another_version_or_schema_is_made_anew(tmp_path, change):
    path = written(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.executescript(change)
    connection.close()
    told = survives(tmp_path)
    assert [line.rpartition(" — ")[2] for line in told] == ["it is made anew"]


TEXT = "'text'"
CHANGES = [
    *(f"UPDATE memo SET value = {value}" for value in (TEXT, "5", "x'31'", "CAST(value AS TEXT)")),
    *(f"UPDATE memo SET seal = {value}" for value in (TEXT, "5", "NULL", "x''")),
    "UPDATE memo SET value = value || x'20'",
    "UPDATE memo SET (value, seal) = (SELECT value, seal FROM memo WHERE key = x'')",
    "UPDATE memo SET seal = (SELECT seal FROM memo WHERE key = x'')",
    "UPDATE memo SET value = (SELECT value FROM memo WHERE key = x'')",
    "UPDATE memo SET key = CAST(key AS TEXT)",
    "UPDATE memo SET world = CAST(world AS TEXT), kind = CAST(kind AS BLOB)",
    "UPDATE memo SET kind = 7",
    "UPDATE memo SET value = zeroblob(1000000)",
    "INSERT INTO memo SELECT world, kind, 7, value, seal FROM memo WHERE key = x''",
    "INSERT INTO memo SELECT world, kind, 'text', value, seal FROM memo WHERE key = x''",
    "DELETE FROM memo WHERE key = x''",
    *(f"UPDATE world SET used = {value}" for value in (TEXT, "NULL", "1.5", "9223372036854775807")),
    "UPDATE world SET world = 5",
    "DELETE FROM world",
    *(f"UPDATE stamp SET path = {value}" for value in (TEXT, "5", "1.5", "x'00ff'")),
    "UPDATE stamp SET path = CAST(path AS TEXT)",
    *(f"UPDATE stamp SET digest = {value}" for value in (TEXT, "5", "NULL", "zeroblob(32)")),
    *(f"UPDATE stamp SET numbers = {value}" for value in (TEXT, "4", "NULL", "'1 2'", "x'31'")),
    "UPDATE stamp SET numbers = '5' || numbers",
    "UPDATE stamp SET digest = zeroblob(32), numbers = numbers || ' 1'",
    "UPDATE stamp SET seal = NULL",
    "INSERT INTO stamp SELECT x'61', numbers, digest, seal FROM stamp",
]


@pytest.mark.parametrize("change", CHANGES)
def test_rows_that_are_not_what_was_written(tmp_path, change):
    path = written(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute(change)
    connection.close()
    survives(tmp_path)


@pytest.mark.parametrize("change", CHANGES)
def test_gathered_rows_that_are_not_what_was_written(tmp_path, change):
    with sqlite3.connect(written(tmp_path)) as connection:
        connection.execute(change)
    connection.close()
    memory = open_memory(tmp_path)
    with Told() as told:
        memory.gather("kind")
        for key, value in VALUES.items():
            assert memory.recall("kind", key) in (value, None)
        keep_all(memory)
        memory.close(whole=True)
    assert len(told) <= 1
    keep_all(open_memory(tmp_path))
    survives(tmp_path, lines=0)


def test_what_is_gathered_comes_back_and_so_does_what_is_kept_after_it(tmp_path):
    written(tmp_path)
    memory = open_memory(tmp_path)
    memory.gather("kind")
    memory.path.unlink()  # it is all read
    assert {key: memory.recall("kind", key) for key in VALUES} == VALUES
    assert memory.recall("kind", b"none") is None
    memory.keep("kind", b"key", "later")
    for number in range(BATCH):
        memory.keep("kind", b"%d" % number, number)
    assert memory.recall("kind", b"key") == "later"
    assert memory.recall("kind", b"0") == 0


def test_a_sealed_row_of_no_json_is_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("json.dumps", lambda *_, **__: "[" * 100_000)
    written(tmp_path)
    monkeypatch.undo()
    survives(tmp_path)


def test_a_folder_in_its_place(tmp_path):
    path = open_memory(tmp_path).path
    path.mkdir(parents=True)
    (path / "mine").touch()
    with Told() as told:
        memory = open_memory(tmp_path)
        keep_all(memory)
        memory.recall("kind", b"nothing")
        memory.close(whole=True)
    assert len(told) == 1
    assert (path / "mine").exists()


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "cache").write_text("mine")
    with Told() as told:
        memory = open_memory(tmp_path)
        keep_all(memory)
        assert memory.recall("kind", b"nothing") is None
        memory.close(whole=True)
    assert len(told) == 1
    assert (tmp_path / "cache").read_text() == "mine"


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder, with a memory, that this process may read and not write."""
    path = written(tmp_path)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    user = os.geteuid()
    if user == 0:  # who may do all
        for folder in (tmp_path, *tmp_path.parents):
            if folder.stat().st_uid == 0 and folder.name.startswith("pytest"):
                folder.chmod(0o755)
        tmp_path.chmod(0o755)
        os.seteuid(65534)
    try:
        yield tmp_path
    finally:
        os.seteuid(user)
        path.parent.chmod(0o755)


def test_a_read_only_folder(read_only):
    with Told() as told:
        memory = open_memory(read_only)
        for key, value in VALUES.items():
            assert memory.recall("kind", key) in (None, value)
        keep_all(memory)
        memory.keep("kind", b"more", 1)
        memory.close(whole=True)
    assert len(told) <= 1


def test_two_processes_write_at_once(tmp_path):
    written(tmp_path)
    children = []
    for name in "ab":
        child = os.fork()
        if not child:
            status = 1
            try:
                memory = open_memory(tmp_path)
                for number in range(300):
                    memory.keep("kind", f"{name}{number}".encode(), number)
                    if number % 20 == 0:
                        memory.flush()
                memory.close(whole=False)
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    memory = open_memory(tmp_path)
    found = [memory.recall("kind", f"{name}{n}".encode()) for name in "ab" for n in range(300)]
    assert found == [*range(300), *range(300)]
    expect_all(tmp_path)


def test_a_file_that_another_is_writing_is_not_removed(tmp_path, monkeypatch):
    path = written(tmp_path)
    connect = sqlite3.connect
    other = connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **kw: connect(*a, **{**kw, "timeout": 0}))
    with Told() as told:
        memory = open_memory(tmp_path)
        memory.recall("kind", b"key")
        memory.keep("kind", b"key", 1)
        memory.close(whole=True)
    assert len(told) <= 1
    other.execute("DELETE FROM memo WHERE key = x''")
    other.execute("COMMIT")
    other.close()
    monkeypatch.undo()
    assert open_memory(tmp_path).recall("kind", b"other") == "text"


# Files and their digests.


def digest_of(data: bytes) -> bytes:
    return blake2b(data, digest_size=32).digest()


def test_an_unchanged_file_is_not_read_again(tmp_path, monkeypatch):
    file = tmp_path / "a"
    file.write_bytes(b"text")
    later = time.time_ns() + 60_000_000_000  # as if it were read a minute after it was written
    monkeypatch.setattr(time, "time_ns", lambda: later)
    memory = open_memory(tmp_path)
    assert memory.digest(file) == digest_of(b"text")
    memory.close(whole=True)
    opened = []
    monkeypatch.setattr("builtins.open", lambda *args, **_: opened.append(args))
    assert open_memory(tmp_path).digest(str(file)) == digest_of(b"text")
    assert memory.digest(file) == digest_of(b"text")
    assert opened == []


@pytest.mark.parametrize("later", [0, 60_000_000_000], ids=["racy", "settled"])
def test_an_edit_of_the_same_size_with_its_time_set_back_is_seen(tmp_path, monkeypatch, later):
    file = tmp_path / "a"
    file.write_bytes(b"text")
    os.utime(file, (1, 1))
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + later)
    memory = open_memory(tmp_path)
    for data in (b"text", b"else", b"then"):
        with file.open("r+b") as held:  # the same inode
            held.write(data)
        os.utime(file, (1, 1))
        time.sleep(0.005)  # as long as a step of the clock of a file system
        assert memory.digest(file) == digest_of(data)
        memory.close(whole=True)


def test_an_edit_that_leaves_the_whole_stamp_is_seen_while_it_is_fresh(tmp_path, monkeypatch):
    file = tmp_path / "a"
    file.write_bytes(b"text")
    same = file.stat()
    monkeypatch.setattr(os, "stat", lambda *_, **__: same)
    memory = open_memory(tmp_path)
    for data in (b"text", b"else"):
        file.write_bytes(data)
        assert memory.digest(file) == digest_of(data)
        memory.flush()


def test_a_file_from_the_future_is_read_each_time(tmp_path):
    file = tmp_path / "a"
    memory = open_memory(tmp_path)
    for data in (b"text", b"else"):
        file.write_bytes(data)
        os.utime(file, (2**33, 2**33))
        assert memory.digest(file) == digest_of(data)


def test_a_stamp_that_sqlite_cannot_hold_costs_that_file_only(tmp_path):
    """A time after the year 2262, or an inode beyond 63 bits, as some network file systems have."""
    written(tmp_path)
    file = tmp_path / "a"
    file.write_bytes(b"text")
    os.utime(file, (20_000_000_000, 20_000_000_000))
    with Told() as told:
        memory = open_memory(tmp_path)
        keep_all(memory)
        assert memory.digest(file) == digest_of(b"text")
        memory.close(whole=True)
    assert told == []
    expect_all(tmp_path)


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    memory = open_memory(tmp_path)
    file = tmp_path / "a"
    with pytest.raises(OSError, match="No such file"):
        memory.digest(file)
    file.write_bytes(b"text")
    memory.digest(file)
    file.unlink()
    with pytest.raises(OSError, match="No such file"):
        memory.digest(file)
    with pytest.raises(OSError, match="directory"):
        memory.digest(tmp_path)


def test_a_file_that_may_not_be_read_is_an_error(tmp_path, monkeypatch):
    file = tmp_path / "a"
    file.write_bytes(b"text")
    memory = open_memory(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(PermissionError):
        memory.digest(file)


def test_a_name_that_is_no_utf_8(tmp_path):
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff"))
    file.write_bytes(b"text")
    os.utime(file, (1, 1))
    with Told() as told:
        for _ in range(2):
            memory = open_memory(tmp_path)
            assert memory.digest(file) == digest_of(b"text")
            memory.keep("kind", b"key", str(file))
            memory.close(whole=True)
    assert open_memory(tmp_path).recall("kind", b"key") == str(file)
    assert told == []


def test_stamps_of_files_that_are_gone_are_forgotten(tmp_path):
    path = written(tmp_path)
    (tmp_path / "old").unlink()
    open_memory(tmp_path).close(whole=True)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT * FROM stamp").fetchall() == []
    connection.close()
