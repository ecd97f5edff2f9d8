"""A git repository of our own for one publish, and the commands that run in it.

Nothing that points git to another repository reaches it; nothing in it asks or waits for a person.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

from ..problem import Problem, PublishError
from ..release import Manifest, Release
from .connection import ssh

TIP = "refs/remotes/origin/published"
NOJEKYLL = ".nojekyll"
NAME = "End Rant publish"
EMAIL = "publish@end-rant.invalid"

# What says who commits and how the server is reached stays; all else could lead elsewhere.
_KEPT = re.compile(
    r"GIT_(ASKPASS|SSH|SSH_COMMAND|SSH_VARIANT|SSL_\w+|HTTP_\w+|PROXY_\w+|COMMITTER_NAME"
    r"|COMMITTER_EMAIL|CONFIG_GLOBAL|CONFIG_SYSTEM|CONFIG_NOSYSTEM)"
)
_ALWAYS = (
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "gc.auto=0"),
    *("-c", "http.lowSpeedLimit=1000", "-c", "http.lowSpeedTime=60"),
)
_SUBJECT = re.compile(r"(?P<what>Release|Back to release) (?P<release>\d{4,})", re.ASCII)
_RACED = re.compile(r"\[rejected\]|cannot lock ref|reference already exists")
# The lines of git that hold a reason, the plainest first.
_REASONS = (
    re.compile(r"remote: (?!Enumerating|Counting|Compressing|Total|Resolving).*\w"),
    re.compile(r"Permission denied|Host key|ssh: |ERROR: |No space left|error: |fatal: |! \["),
)
_REMEDIES = {
    r"Permission denied \(|Authentication failed|could not read Username|\b40[13]\b": (
        "let the server know your key, or give git a credential for it (git help credentials)"
    ),
    r"Host key verification failed": "connect to the host once by hand and compare the key",
    r"No space left on device|quota": "make room there, then publish again",
    r"insufficient permission|unable to create temporary|Read-only": (
        "let the user write to the repository"
    ),
    r"Could not resolve host|Connection refused|Failed to connect|timed out|No route": (
        "look at the host, and whether it is up"
    ),
    r"not found|does not appear to be a git repository|does not exist|not a git repository": (
        "look at the address, or make the repository there first"
    ),
    r"hook declined|protected branch": "let the server accept pushes to the branch",
}


@dataclass(frozen=True)
class Commit:
    """A commit, and the release that it made live or went back to, if its subject names one."""

    id: str
    release: Release | None
    back: bool


@dataclass(frozen=True)
class History:
    """The latest commits of a branch, latest first; none when there is no branch."""

    commits: tuple[Commit, ...]

    @property
    def released(self) -> dict[Release, Commit]:
        """The commit that each release was published with, oldest first."""
        made = {commit.release: commit for commit in self.commits if not commit.back}
        return dict(sorted((release, commit) for release, commit in made.items() if release))

    @property
    def live(self) -> Release | None:
        """The release of the latest commit that names one."""
        return next((commit.release for commit in self.commits if commit.release), None)


@dataclass(frozen=True)
class Repository:
    """A bare repository in a folder, the address that it fetches from, and its kind of hash."""

    folder: Path
    url: str
    name: str
    algorithm: str

    def make(self) -> None:
        """Make it, with no template's hooks in it."""
        self.folder.mkdir(parents=True)
        form = [] if self.algorithm == "sha1" else [f"--object-format={self.algorithm}"]
        self.git("init", "--quiet", "--bare", "--template=", *form)
        self.git("config", "remote.origin.url", self.url)

    def fetch(self, branch: str, depth: int) -> None:
        """Fetch a branch's latest commits, so that `TIP` is its tip."""
        reference = f"+refs/heads/{branch}:{TIP}"
        self.git("fetch", "--quiet", "--no-tags", f"--depth={depth}", "origin", reference)
        # That is where ghp-import looks for what comes before its commit.
        self.git("update-ref", f"refs/remotes/origin/{branch}", TIP)

    def history(self) -> History:
        """Read the commits that were fetched."""
        if not self.git("for-each-ref", TIP):
            return History(())
        lines = self.git("log", "--first-parent", "--format=%H %s", TIP).decode(errors="replace")
        return History(tuple(map(_commit, lines.splitlines())))

    def tree(self, commit: str) -> dict[str, str]:
        """Read the blob of each path of a commit."""
        entries = self.git("ls-tree", "-r", "-z", commit).split(b"\0")
        parted = (entry.split(b"\t", 1) for entry in entries if entry)
        return {os.fsdecode(path): kind.split()[2].decode() for kind, path in parted}

    def take(self, staged: Path, manifest: Manifest, branch: str, message: str) -> None:
        """Commit a folder, and nothing else but `.nojekyll`, by ghp-import.

        Raises `PublishError` when the commit is not what the manifest says.
        """
        # ghp-import prints a traceback when git refuses, and calls it a day when git stops
        # halfway. So its word is not taken: the commit is read again.
        options = ["-n", "-b", branch, "-m", message, str(staged.resolve())]
        # Without -P the folder that publish is started in could bring another ghp_import.
        done = _run([sys.executable, "-P", "-m", "ghp_import", *options], self.folder)
        made = self.tree(branch) if self.git("for-each-ref", f"refs/heads/{branch}") else {}
        expected = {**manifest.digests, NOJEKYLL: blob(b"", self.algorithm)}
        for path in sorted({*made, *expected}):
            if made.get(path) != expected.get(path):
                errors = done.stderr.decode(errors="replace")
                said = next((line for line in errors.splitlines() if "fatal:" in line), "")
                fault = "would not be in the commit as it is here"
                fault += f": git says “{said}”" if said else ""
                remedy = "publish again, or give the file a plainer name"
                raise PublishError([Problem(str(staged / path), fault, remedy)])

    def push(self, branch: str) -> None:
        """Push a branch, and never by force: what was published meanwhile is not overwritten."""
        reference = f"refs/heads/{branch}:refs/heads/{branch}"
        done = _run(["git", *_ALWAYS, "push", "--quiet", "origin", reference], self.folder)
        errors = done.stderr.decode(errors="replace")
        if done.returncode and _RACED.search(errors):
            fault = "somebody else has published meanwhile"
            raise PublishError([Problem(self.name, fault, "publish again")])
        if done.returncode:
            raise PublishError([_problem(self.name, errors)])

    def git(self, *arguments: str) -> bytes:
        """Run git in the repository and give what it prints; raises `PublishError`."""
        return git(self.name, self.folder, *arguments)


def git(name: str, folder: Path, *arguments: str) -> bytes:
    """Run git in a folder and give what it prints; raises `PublishError` for the place `name`."""
    done = _run(["git", *_ALWAYS, *arguments], folder)
    if done.returncode:
        raise PublishError([_problem(name, done.stderr.decode(errors="replace"))])
    return done.stdout


def blob(content: bytes, algorithm: str) -> str:
    """The id that git gives to a file's content: the hash of `blob LENGTH`, a NUL and the bytes."""
    # It says whether a file has changed, not who wrote it.
    made = hashlib.new(algorithm, b"blob %d\0" % len(content), usedforsecurity=False)
    made.update(content)
    return made.hexdigest()


def _commit(line: str) -> Commit:
    name, _, subject = line.partition(" ")
    match = _SUBJECT.fullmatch(subject)
    release = Release.named(match["release"]) if match else None
    return Commit(name, release, back=bool(match and match["what"] != "Release"))


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 — the words are ours, the address was looked at
            command,
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise PublishError([Problem("git", "is not on this machine", "install it")]) from error


def _environment(folder: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or _KEPT.fullmatch(name)
    }
    kept |= {
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
        "LC_ALL": "C",
        "PYTHONUTF8": "1",
    }
    own = "GIT_SSH" in kept or _configured("core.sshCommand", kept)
    if os.environ.get("PUBLISH_SSH") or not own:
        kept.setdefault("GIT_SSH_COMMAND", shlex.join(ssh()))
    return kept | _committer(kept)


def _committer(environment: Mapping[str, str]) -> dict[str, str]:
    """Say who commits, the writer as git knows him or a name of our own, and when."""
    name = environment.get("GIT_COMMITTER_NAME") or _configured("user.name", environment)
    email = environment.get("GIT_COMMITTER_EMAIL") or _configured("user.email", environment)
    when = os.environ.get("SOURCE_DATE_EPOCH", "")
    values = {
        "NAME": re.sub(r"[<>\n]", "", name) or NAME,
        "EMAIL": re.sub(r"[<>\n]", "", email) or EMAIL,
        "DATE": formatdate(int(when) if when.isdecimal() else time.time()),
    }
    people = ("AUTHOR", "COMMITTER")
    return {f"GIT_{who}_{what}": value for who in people for what, value in values.items()}


def _configured(key: str, environment: Mapping[str, str]) -> str:
    done = subprocess.run(  # noqa: S603 — the words are ours
        ["git", "config", "--get", key],  # noqa: S607 — the git that is on the writer's PATH
        env=environment,
        capture_output=True,
        check=False,
    )
    return done.stdout.decode(errors="replace").strip()


def _problem(name: str, errors: str) -> Problem:
    lines = [line.strip() for line in errors.splitlines() if line.strip()] or ["nothing"]
    said = (line for reason in _REASONS for line in lines if reason.match(line))
    fault = f"git says “{next(said, lines[-1])}”"
    known = (remedy for reason, remedy in _REMEDIES.items() if re.search(reason, errors))
    return Problem(name, fault, next(known, "mend that, then publish again"))
