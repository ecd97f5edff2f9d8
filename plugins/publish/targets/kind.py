"""The kinds of targets, chosen by what `PUBLISH_TO` begins with.

Each is imported when it is chosen: what one of them needs, the others do not wait for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..digests import Digests
from ..problem import Problem, PublishError
from ..staging.stage import COMPRESSED, staging_folder
from .folder import FolderTarget
from .target import Target

_FORMS = "write a folder, ssh://host/path, git+https://host/repository#branch or s3://bucket/path"

_ADDRESSES = "write ssh://host/path, git+ssh://host/repository#branch or s3://bucket/path"


def open_target(to: str, keep: int) -> Target:
    """Open the target that `PUBLISH_TO` names; `keep` is how many releases one keeps that can.

    Raises `PublishError` for an address that is none.
    """
    if "://" not in to:
        return FolderTarget(_folder(to), keep)
    scheme = to.split("://", 1)[0]
    if scheme == "ssh":
        from .ssh import SshTarget  # it starts programs that a folder does not need

        return SshTarget.parse(to, keep)
    if scheme.startswith("git+"):
        from .git import GitTarget  # it starts programs that a folder does not need

        return GitTarget.parse(to, keep)
    if scheme == "s3":
        from .s3 import S3Target  # the AWS client takes most of a second to import

        return S3Target.parse(to)
    raise PublishError([Problem(to, f"'{scheme}://' is no kind of target", _FORMS)])


def _folder(to: str) -> Path:
    # What scp and git take for another machine would be published here, and nobody would see it.
    if ":" in to.partition("/")[0]:
        fault = "looks like an address and would be a folder here"
        raise PublishError([Problem(to, fault, f"{_ADDRESSES}, or ./{to} for the folder")])
    try:
        return Path(to).expanduser()
    except RuntimeError as error:
        fault = "names a home that is not on this machine"
        raise PublishError([Problem(to, fault, "write the whole path")]) from error


def lend(digests: Digests, target: Target) -> None:
    """Let a target that lies on this machine know which files have not changed."""
    if isinstance(target, FolderTarget):
        target.digests = digests


def overlap_problems(site: Path, target: Target) -> Iterator[Problem]:
    """Find the folder that would be emptied because it lies in what is made anew."""
    if isinstance(target, FolderTarget):
        for emptied in (site, staging_folder(site), site.parent / COMPRESSED):
            if target.folder.resolve().is_relative_to(emptied.resolve()):
                fault = f"lies in {emptied}, which every build empties"
                remedy = "name another folder with PUBLISH_TO=DIR"
                yield Problem(target.name, fault, remedy)
