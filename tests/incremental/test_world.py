"""What all that is remembered depends on: what must change it does, and nothing else does."""

import functools
import importlib.util
import locale
import os
import re
import sys
import sysconfig
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from markdown.extensions.toc import TocExtension
from pelican.settings import DEFAULT_CONFIG

from incremental import world

PLUGIN = "plugin_of_a_world"


class Python:
    """What a process has of Python: few modules, and a path that the tests choose."""

    def __init__(self) -> None:
        self.version = sys.version
        self.path = [str(Path(pytest.__file__).parents[1])]
        self.modules: dict[str, ModuleType] = {"sys": sys, "os": os}


@pytest.fixture(autouse=True)
def python(monkeypatch: pytest.MonkeyPatch) -> Python:
    """A process that has loaded none of what the tests have."""
    found = Python()
    monkeypatch.setattr(world, "sys", found)
    monkeypatch.setattr(world, "STARTED", time.time() + 60)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that is on the path, with a plugin in it."""
    plugin = tmp_path / PLUGIN
    (plugin / "data").mkdir(parents=True)
    (plugin / "__init__.py").write_text("from . import more")
    (plugin / "more.py").write_text("A = 1")
    (plugin / "data" / "words.txt").write_text("word")
    return tmp_path


def load(name: str, file: Path) -> ModuleType:
    """Load a module as Pelican loads a settings file."""
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    world.sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def describe(**settings: Any) -> bytes:
    """The world of a new process, with these settings."""
    world._describe_code.cache_clear()
    return world.describe({**DEFAULT_CONFIG, "PLUGINS": [], **settings})


def with_plugin(folder: Path) -> bytes:
    module = world.sys.modules[PLUGIN] = ModuleType(PLUGIN)
    module.__file__ = str(folder / PLUGIN / "__init__.py")
    return describe(PLUGINS=[PLUGIN])


def test_the_same_is_the_same(folder):
    assert len(describe()) == 16
    assert describe() == describe()
    assert with_plugin(folder) == with_plugin(folder)


@pytest.mark.parametrize("name", ["__init__.py", "more.py", "data/words.txt"])
def test_a_byte_of_a_plugin(folder, name):
    """A file that is not loaded yet may be, and one of data is read."""
    before = with_plugin(folder)
    file = folder / PLUGIN / name
    status = file.stat()
    data = file.read_bytes()
    file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert with_plugin(folder) != before


def test_a_file_of_a_plugin_that_is_new_gone_or_has_another_name(folder):
    worlds = {with_plugin(folder)}
    more = folder / PLUGIN / "new.py"
    more.write_text("")
    worlds.add(with_plugin(folder))
    more.rename(folder / PLUGIN / "renamed.py")
    worlds.add(with_plugin(folder))
    assert len(worlds) == 3
    (folder / PLUGIN / "renamed.py").unlink()
    assert with_plugin(folder) in worlds


def test_what_python_compiles_is_no_matter(folder):
    before = with_plugin(folder)
    cache = folder / PLUGIN / "__pycache__"
    cache.mkdir()
    (cache / "more.cpython-311.pyc").write_bytes(b"compiled")
    (folder / PLUGIN / "old.pyc").write_bytes(b"compiled")
    assert with_plugin(folder) == before


def test_a_plugin_of_one_file(folder):
    file = folder / f"{PLUGIN}.py"
    file.write_text("A = 1")
    load(PLUGIN, file)
    before = describe(PLUGINS=[PLUGIN])
    file.write_text("A = 2")
    assert describe(PLUGINS=[PLUGIN]) != before


def test_a_module_beside_the_settings_file(folder):
    file = folder / "words_of_a_site.py"
    file.write_text("A = 1")
    before = describe()
    load("words_of_a_site", file)
    loaded = describe()
    assert loaded != before
    file.write_text("A = 2")
    assert describe() != loaded


def test_a_module_that_is_installed_is_known_by_its_version(folder, monkeypatch):
    paths = sysconfig.get_paths()
    monkeypatch.setattr(sysconfig, "get_paths", lambda: {**paths, "more": str(folder)})
    before = describe()
    file = folder / "installed.py"
    file.write_text("A = 1")
    load("installed", file)
    assert describe() == before


def test_the_version_of_a_distribution(folder, python):
    python.path += [str(folder), str(folder / "none"), ""]
    worlds = {describe()}
    for name in ("jinja2-3.1.6.dist-info", "jinja2-3.1.7.dist-info", "old-1-py3.11.egg-info"):
        (folder / name).mkdir()
        worlds.add(describe())
    assert len(worlds) == 4


def test_the_version_of_python(python):
    before = describe()
    python.version += " patched"
    assert describe() != before


def test_the_language_of_times(monkeypatch):
    before = describe()
    monkeypatch.setattr(locale, "setlocale", lambda *_: "other")
    assert describe() != before


def first(text: str) -> str:
    return text


def second(text: str) -> str:
    return text


def made(number: int) -> Any:
    return lambda text: text * number


def calls_itself(number: int) -> Any:
    def call(text: str) -> str:
        return call(text[:number])

    return call


class Filter:
    """A class that a setting may name."""


SETTINGS: list[Any] = [
    ("a", "b"),
    (1, 2),
    (1, True),
    (1, 1.0),
    (None, False),
    ([1, 2], [2, 1]),
    ([1], (1,)),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    (first, second),
    (made(1), made(2)),
    (functools.partial(first, 1), functools.partial(first, 2)),
    (re.compile("a"), re.compile("b")),
    (re.compile("a"), re.compile("a", re.IGNORECASE)),
    (TocExtension(), TocExtension(permalink=True)),
    (Filter, first),
    (calls_itself(1), calls_itself(2)),
    (Path("a"), Path("b")),
    ({"deep": [{"er": 1}]}, {"deep": [{"er": 2}]}),
]


@pytest.mark.parametrize(("one", "other"), SETTINGS, ids=lambda value: type(value).__name__)
def test_a_setting(one, other, caplog):
    assert describe(MINE=one) == describe(MINE=one)
    assert describe(MINE=one) != describe(MINE=other)
    assert describe(MINE=one) != describe()
    assert caplog.records == []


@pytest.mark.parametrize("name", ["SITEURL", "TIMEZONE", "PLUGIN_PATHS", "CACHE_PATH", "DEBUGGING"])
def test_each_setting_but_a_few(name):
    assert describe(**{name: "one"}) != describe(**{name: "other"})


@pytest.mark.parametrize(
    "name",
    ["DEBUG", "PORT", "BIND", "LOG_FILTER", "AUTORELOAD", "INCREMENTAL_JOBS", "INCREMENTAL_X"],
)
def test_how_a_build_works_is_no_matter(name):
    assert describe(**{name: "one"}) == describe(**{name: "other"}) == describe()


def test_what_is_no_setting_is_no_matter():
    assert describe(incremental=object(), Mixed=object()) == describe()


class Opaque:
    """What says nothing of itself."""


@pytest.mark.parametrize("value", [Opaque(), [Opaque()], {"a": iter([])}, made(Opaque())])
def test_a_setting_that_is_no_data_is_told_and_like_nothing_before(value, monkeypatch):
    told: list[str] = []  # by the logger itself: Pelican's shows no message twice
    monkeypatch.setattr(world.log, "warning", lambda text, *held: told.append(text % held))
    one, other = describe(MINE=value), describe(MINE=value)
    assert one != other
    assert len(one) == 16
    assert len(told) == 2
    assert "setting MINE holds " in told[0]
    assert "nothing is remembered" in told[0]


@pytest.mark.parametrize("after", ["mtime", "ctime"])
def test_a_file_that_changed_after_the_start_is_told_and_like_nothing_before(
    folder, caplog, monkeypatch, after
):
    """The process runs what it has loaded, which is not what stands there."""
    before = with_plugin(folder)
    file = folder / PLUGIN / "more.py"
    if after == "mtime":
        os.utime(file, (2**32, 2**32))
    else:
        monkeypatch.setattr(world, "STARTED", time.time() - 60)
        for each in (folder / PLUGIN).rglob("*"):
            os.utime(each, (1, 1))
    worlds = {with_plugin(folder), with_plugin(folder)}
    assert len(worlds - {before}) == 2
    assert "changed after it was loaded" in caplog.text


def test_a_file_of_a_plugin_that_cannot_be_read_is_told(folder, caplog):
    (folder / PLUGIN / "more.py").unlink()
    (folder / PLUGIN / "more.py").symlink_to("nowhere")
    assert with_plugin(folder) != with_plugin(folder)
    assert "nothing is remembered" in caplog.text


@pytest.fixture
def settings_file(folder: Path) -> Path:
    file = folder / "settings_of_a_world.py"
    file.write_text("def order(post): return 1\n")
    os.utime(file, (1, 1))
    return file


def test_a_settings_file_that_is_loaded_again_in_one_process(settings_file):
    """As `pelican --autoreload` does, whose function has the same name and other code."""
    worlds = []
    for text in ("def order(post): return 1\n", "def order(post): return 22\n"):
        settings_file.write_text(text)
        order = load("settings_of_a_world", settings_file).order
        if not worlds:
            world._describe_code.cache_clear()
        worlds.append(world.describe({**DEFAULT_CONFIG, "PLUGINS": [], "ARTICLE_ORDER_BY": order}))
    assert worlds[0] != worlds[1]
