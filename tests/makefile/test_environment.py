"""What a Python that cannot make the environment says."""

import ast
import sys

import pytest

import environment
from tests.pelican_site import ROOT


def test_every_python_3_can_read_it() -> None:
    """The file uses no syntax that Python 3.6 does not know; an old one must be able to say so."""
    source = (ROOT / "environment.py").read_text(encoding="utf-8")

    tree = ast.parse(source, feature_version=(3, 6))

    assert "annotations" not in {name for node in tree.body for name in names(node)}


def names(node: ast.stmt) -> list[str]:
    """What an import takes from where; `from __future__ import annotations` is of 3.7."""
    return [alias.name for alias in getattr(node, "names", [])]


def test_python_that_is_too_old(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A Python older than 3.11 names itself, its version and the way to name another."""
    monkeypatch.setattr(sys, "version_info", (3, 10, 13, "final", 0))

    status = environment.main("requirements.txt")

    assert (status, capsys.readouterr().err) == (
        1,
        f"{sys.executable}: is Python 3.10.13, End Rant needs 3.11 or later"
        " — install one, and name it: make PYTHON=python3.12 …\n",
    )


def test_python_without_ensurepip(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On Debian, where ensurepip is a package of its own, the package is named."""
    monkeypatch.setattr(environment.importlib.util, "find_spec", {}.get)

    status = environment.main("requirements.txt")

    assert (status, capsys.readouterr().err) == (
        1,
        f"{sys.executable}: has no ensurepip, which Debian keeps in a package of its own"
        " — install it: sudo apt-get install python3-venv\n",
    )
