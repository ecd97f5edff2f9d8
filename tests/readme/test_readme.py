"""What the READMEs say is what there is."""

import ast
import importlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from publish.targets.git import GitTarget
from tests.pelican_site import ROOT, build, files

PLUGINS = sorted(path.parent.name for path in ROOT.glob("plugins/*/README.md"))
WITH_SETTINGS = [
    "card", "conversation", "incremental", "lesson", "publish", "search", "syndication",
    "translation",
]  # fmt: skip
README = (ROOT / "README.md").read_text(encoding="utf-8")


def rows(text: str, heading: str) -> Iterator[list[str]]:
    """The cells of each row of the table below `heading`, without the table's own heading."""
    table = text.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in table.splitlines() if line.startswith("|")]
    for line in lines[2:]:
        yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))]


def fenced(text: str, language: str) -> list[str]:
    """The text of each code block in `language`."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("plugin", WITH_SETTINGS)
def test_settings_table_is_the_dataclass(plugin: str) -> None:
    """A plugin's README names each setting with its type and default, and no other."""
    module = importlib.import_module(f"{plugin}.settings")
    text = (ROOT / "plugins" / plugin / "README.md").read_text(encoding="utf-8")

    written = {
        row[0].strip("`"): (row[1].strip("`"), ast.literal_eval(row[2].strip("`")))
        for row in rows(text, "Settings")
    }

    assert written == {
        module.PREFIX + field.name.upper(): (type(field.default).__name__, field.default)
        for field in fields(module.Settings)
    }


@pytest.mark.parametrize("plugin", PLUGINS)
def test_plugin_readme_is_one_page(plugin: str) -> None:
    """A plugin's README can be read in one sitting: at most eighty lines."""
    lines = (ROOT / "plugins" / plugin / "README.md").read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 80


def test_readme_names_every_plugin() -> None:
    """The table of folders links to each plugin's README, and to no other."""
    linked = re.findall(r"\]\(plugins/(\w+)/README\.md\)", README)

    assert sorted(set(linked)) == PLUGINS


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^):#]+)\)", README))))
def test_readme_links_lead_somewhere(path: str) -> None:
    """Every file that the README links to is there."""
    if path.startswith("{"):
        path = path.removeprefix("{filename}").removeprefix("{static}/")
        found = list((ROOT / "content").rglob(Path(path).name)) or path == "images/name.jpg"
    else:
        found = [ROOT / path] if (ROOT / path).exists() else []

    assert found


def test_example_post_is_published(tmp_path: Path) -> None:
    """The post in the README is built as it stands, with its lesson and its question."""
    (post,) = (block for block in fenced(README, "markdown") if block.startswith("Title:"))
    rants = tmp_path / "content" / "rants"
    rants.mkdir(parents=True)
    (rants / "2026-11-23-example.md").write_text(post, encoding="utf-8")
    settings = tmp_path / "conf.py"
    settings.write_text(
        "from publishconf import *\n"
        # Without the blog's pages its links to them lead nowhere.
        f"PATH = {str(tmp_path / 'content')!r}\nPROOFREAD_AUDIT = False\n",
        encoding="utf-8",
    )

    build(settings, tmp_path / "out")

    page = files(tmp_path / "out")["rants/example/index.html"].decode()
    assert "Stop counting the people on your list. Start knowing them." in page
    assert "Who is the last person you got to know, rather than got a follow from?" in page
    assert "Do: make one" not in page


def test_commands_are_targets_of_make() -> None:
    """Every `make` command that the README shows names a target that there is."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^(\w+):", makefile, re.MULTILINE))

    shown = re.findall(r"`make ([a-z]+)", README) + re.findall(r"^make ([a-z]+)", README, re.M)

    assert {"publish", "test"} <= set(shown)
    assert set(shown) <= targets


def test_workflow_publishes_daily() -> None:
    """The README's workflow is YAML that runs targets of make, may do little, and pins its actions.

    It publishes to a branch of the repository that it runs in, with one publish at a time.
    """
    (text,) = fenced(README, "yaml")
    workflow = yaml.safe_load(text)
    (job,) = workflow["jobs"].values()

    # YAML 1.1, which PyYAML reads, takes the key `on` for true; GitHub does not.
    started = workflow[True]
    uses = [step["uses"] for step in job["steps"] if "uses" in step]
    runs = [step["run"] for step in job["steps"] if "run" in step]
    to = job["steps"][-1]["env"]["PUBLISH_TO"].replace("${{ github.repository }}", "you/blog")

    assert started.keys() == {"push", "schedule", "workflow_dispatch"}
    assert re.fullmatch(r"\d+ \d+(,\d+)* \* \* \*", started["schedule"][0]["cron"])
    assert (workflow["permissions"], workflow["concurrency"]["cancel-in-progress"]) == (
        {"contents": "write"}, False,
    )  # fmt: skip
    assert [re.fullmatch(r"actions/[a-z-]+@v\d+", use) for use in uses].count(None) == 0
    assert runs == ["gh auth setup-git", "make publish"]
    assert GitTarget.parse(to).name == "git+https://github.com/you/blog.git#gh-pages"
    assert "secrets." not in text


@pytest.mark.parametrize(("status", "mailed"), [(0, ""), (3, "out\nerr\n")])
def test_line_of_cron_tells_failures_alone(tmp_path: Path, status: int, mailed: str) -> None:
    """The README's line for cron logs all, and prints, which is mailed, only when make fails."""
    *set_before, line = fenced(README, "crontab")[0].splitlines()
    *when, command = line.split(maxsplit=5)
    (tmp_path / "blog").mkdir()
    (tmp_path / "make").write_text(f"#!/bin/sh\necho out\necho err >&2\nexit {status}\n")
    (tmp_path / "make").chmod(0o755)

    done = subprocess.run(
        ["sh", "-c", command.replace("/home/you", str(tmp_path))], capture_output=True, text=True,
        env={"PATH": f"{tmp_path}:{os.defpath}"}, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout, done.stderr) == (0, mailed, "")
    assert (tmp_path / "publish.log").read_text() == "out\nerr\n"
    assert (when, [each.partition("=")[0] for each in set_before]) == (
        ["7", "0", "*", "*", "*"], ["MAILTO", "PATH"],
    )  # fmt: skip
    assert "%" not in command  # cron takes it for the end of the line


def test_command_for_a_web_server_prints_what_to_include() -> None:
    """The README's command for nginx prints a server for the folder and the host it names."""
    (line,) = [block.strip() for block in fenced(README, "sh") if "publish nginx" in block]
    assert line == "PYTHONPATH=plugins .venv/bin/python -m publish nginx /srv/www rants.example"

    done = subprocess.run(
        [sys.executable, "-m", "publish", *line.split()[-3:]],
        env={**os.environ, "PYTHONPATH": str(ROOT / "plugins")},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert re.findall(r"^(?:root|server_name) .*$", done.stdout, re.MULTILINE) == [
        "server_name rants.example;",
        'root "/srv/www/current";',
    ]


@pytest.mark.parametrize("variable", ["DRY_RUN", "GONE", "ACCEPT", "PUBLISH_TO"])
def test_variables_are_those_of_make(variable: str) -> None:
    """Each variable that a README hands to make is one that make hands on."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (exported,) = re.findall(r"^export (.*DRY_RUN.*)$", makefile, re.MULTILINE)
    told = README + (ROOT / "plugins/publish/README.md").read_text(encoding="utf-8")

    assert f"{variable}=" in told
    assert variable in exported.split()
