"""Which kind of target an address is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from publish import FolderTarget, PublishError, open_target
from publish.targets.git import GitTarget
from publish.targets.s3 import S3Target
from publish.targets.ssh import SshTarget
from tests.publish.conftest import PLUGINS


@pytest.mark.parametrize(
    ("to", "kind"),
    [
        ("public", FolderTarget),
        ("/srv/www", FolderTarget),
        ("git+x", FolderTarget),
        ("ssh://host/srv/www", SshTarget),
        ("git+https://host.example/site.git#pages", GitTarget),
        ("git+ssh://git@host.example/site.git#pages", GitTarget),
        ("s3://bucket/prefix", S3Target),
    ],
)
def test_address_chooses_the_target(to: str, kind: type) -> None:
    """What has no scheme is a folder; the rest is what its scheme says."""
    assert type(open_target(to, 5)) is kind


def test_folder_is_given_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many releases are kept is handed on, and a tilde is the home."""
    monkeypatch.setenv("HOME", "/home/ada")

    target = open_target("~/www", 3)

    assert isinstance(target, FolderTarget)
    assert (target.keep, target.folder, target.name) == (3, Path("/home/ada/www"), "/home/ada/www")


@pytest.mark.parametrize("to", ["ftp://host/www", "https://host/www", "://x", "S3://bucket"])
def test_address_of_no_kind(to: str) -> None:
    """Another scheme is told with the four forms that there are."""
    with pytest.raises(PublishError) as caught:
        open_target(to, 5)

    assert str(caught.value) == (
        f"{to}: '{to.split('://')[0]}://' is no kind of target — write a folder,"
        " ssh://host/path, git+https://host/repository#branch or s3://bucket/path"
    )


@pytest.mark.parametrize("to", ["host:/srv/www", "git@host.example:you/blog.git", "s3:bucket"])
def test_address_that_could_be_taken_for_a_folder(to: str) -> None:
    """As scp and git write one, an address would make a folder of that name here, unnoticed."""
    with pytest.raises(PublishError) as caught:
        open_target(to, 5)

    assert str(caught.value) == (
        f"{to}: looks like an address and would be a folder here — write ssh://host/path,"
        f" git+ssh://host/repository#branch or s3://bucket/path, or ./{to} for the folder"
    )


def test_folder_with_a_colon() -> None:
    """Behind a slash it is a name like another."""
    target = open_target("./host:www", 5)

    assert isinstance(target, FolderTarget)
    assert target.folder == Path("host:www")


def test_home_of_nobody() -> None:
    """Who has no home here is told."""
    with pytest.raises(PublishError) as caught:
        open_target("~nobody-at-all/www", 5)

    assert str(caught.value) == (
        "~nobody-at-all/www: names a home that is not on this machine — write the whole path"
    )


def test_folder_waits_for_no_other_target() -> None:
    """The AWS client, which takes long to load, is not loaded to publish to a folder."""
    program = (
        "import sys, publish.__main__; print([n for n in ('boto3', 'rich') if n in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": str(PLUGINS)},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip

    assert done.stdout == "[]\n"
