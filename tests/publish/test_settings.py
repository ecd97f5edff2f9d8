"""What publishing can be told, and what is refused; the files are real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish import PublishError, Settings, load_settings, read_settings
from publish.settings import PREFIX
from tests.publish.conftest import Desk, Told


def test_defaults_need_no_setting() -> None:
    """A site that says nothing is published to `public`, five releases are kept."""
    assert read_settings({"SITENAME": "x"}) == Settings(to="public", keep=5, compress=False)


def test_settings_are_taken() -> None:
    """What the site says is what the plugin is told."""
    site = {"PUBLISH_TO": "ssh://host/www", "PUBLISH_KEEP": 2, "PUBLISH_COMPRESS": True}

    assert read_settings(site) == Settings(to="ssh://host/www", keep=2, compress=True)


def test_every_problem_is_told_at_once() -> None:
    """An unknown name is refused with the nearest known one, a wrong value with what it is."""
    site = {
        "PUBLISH_TOO": "x",
        "PUBLISH_TO": "",
        "PUBLISH_KEEP": 1,
        "PUBLISH_COMPRESS": 1,
        "PUBLISHER": "x",
    }

    with pytest.raises(PublishError) as caught:
        read_settings(site, "publishconf.py")

    assert str(caught.value).splitlines() == [
        "publishconf.py: PUBLISH_TOO is unknown — write PUBLISH_TO, or take it out",
        "publishconf.py: PUBLISH_TO is '' — write a folder or an address in quotes",
        "publishconf.py: PUBLISH_KEEP is 1 — write a number, 2 at least",
        "publishconf.py: PUBLISH_COMPRESS is 1 — write True or False",
    ]


@pytest.mark.parametrize("value", [True, "5", 2.5, None, -1])
def test_number_that_is_none(value: object) -> None:
    """Neither a text nor a truth is a number of releases."""
    with pytest.raises(PublishError) as caught:
        read_settings({f"{PREFIX}KEEP": value})

    assert str(caught.value) == f"settings: PUBLISH_KEEP is {value!r} — write a number, 2 at least"


def test_file_imports_its_neighbour(desk: Desk) -> None:
    """As `publishconf.py` does, wherever the command is run."""
    conf = desk.folder / "conf"
    conf.mkdir()
    (conf / "base.py").write_text("PUBLISH_KEEP = 3\nPUBLISH_TO = 'nowhere'\n")
    (conf / "live.py").write_text("from base import *\nPUBLISH_TO = 'out/there'\n")
    for text in ("1", "2", "3", "4"):
        desk.build(index_html=text)

        told = desk.run("release", "site", "--settings=conf/live.py")

    assert (told.status, told.err) == (0, [])
    listed = desk.run("releases", "--settings=conf/live.py")
    assert listed.out == ["0002", "0003", "0004  live"]


@pytest.mark.parametrize(
    ("arguments", "environment", "folder"),
    [
        ([], "", "set"),
        ([], "from-make", "from-make"),
        (["--to=named"], "from-make", "named"),
    ],
)
def test_nearest_word_counts(
    desk: Desk, arguments: list[str], environment: str, folder: str
) -> None:
    """The command goes before the environment, and that, if it says something, before the file."""
    (desk.folder / "conf.py").write_text("PUBLISH_TO = 'set'\n")

    told = desk.run("release", "site", "--settings=conf.py", *arguments, PUBLISH_TO=environment)

    assert told.out[0] == f"Published release 0001 to {folder}: 2 files (2 new)"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A = 1\nB = \n", "conf.py:2: SyntaxError: invalid syntax"),
        ("A = 1\n\nB = A + C\n", "conf.py:3: NameError: name 'C' is not defined"),
        ("import base\n", "base.py:2: ZeroDivisionError: division by zero"),
        (
            "import nowhere_at_all\n",
            "conf.py:1: ModuleNotFoundError: No module named 'nowhere_at_all'",
        ),
        (
            "import pathlib\npathlib.Path('none').read_text()\n",
            "conf.py:2: FileNotFoundError: [Errno 2] No such file or directory: 'none'",
        ),
        ("raise SystemExit(0)\n", "conf.py:1: SystemExit: 0"),
    ],
)
def test_mistake_in_the_file(desk: Desk, text: str, message: str) -> None:
    """It is told by the last line that the writer wrote, without a traceback."""
    (desk.folder / "conf.py").write_text(text)
    (desk.folder / "base.py").write_text("A = 0\nB = 1 / A\n")

    told = desk.run("releases", "--settings=conf.py")

    assert told == Told(1, [], [f"{message} — mend that line"])


def test_file_that_is_not_there(tmp_path: Path) -> None:
    """The name is told as it was given."""
    with pytest.raises(PublishError) as caught:
        load_settings(tmp_path / "conf.py")

    assert (
        str(caught.value) == f"{tmp_path}/conf.py: is not there — name the settings by --settings"
    )
