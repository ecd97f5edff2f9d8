"""A branch of a git repository that a site is published to, by ghp-import and a push.

A release is a commit whose tree is the site and nothing else, but for an empty `.nojekyll`, which
keeps GitHub Pages from leaving files out. All is done in a repository that is made for it and
thrown away, so that the writer's own is never touched.
"""

from __future__ import annotations

import hashlib
import re
import shlex
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from ..address import RECORD
from ..problem import Problem, PublishError, other_files
from ..release import Changes, Manifest, following
from .repository import NOJEKYLL, TIP, Repository, blob, git
from .scratch import scratch
from .target import Kept, Live

KEEP = 5

_ADDRESS = re.compile(
    r"git\+(?P<url>(?:ssh|https|file)://[^\s#\x00-\x1f\x7f]+)#(?P<branch>\w[\w./-]*)", re.ASCII
)
_WRITE = "write git+https://host/name.git#gh-pages"


class GitTarget:
    """A branch of a repository: `git+ssh://…#branch`, `git+https://…#branch`, `git+file:///…`."""

    def __init__(self, url: str, branch: str, keep: int = KEEP) -> None:
        self.name = f"git+{url}#{branch}"
        self._url = url
        self._branch = branch
        self._keep = keep
        self._algorithm = "sha1"
        self._alone: Path | None = None
        self._fetched: Repository | None = None

    @classmethod
    def parse(cls, to: str, keep: int = KEEP) -> Self:
        """Read an address; raises `PublishError` for one that is none."""
        if re.match(r"git\+\w+://[^/]*:[^/]*@", to):
            remedy = "leave it out, and let git's credential helper keep it"
            raise PublishError([Problem(re.sub(r":[^/:]*@", "@", to), "holds a password", remedy)])
        match = _ADDRESS.fullmatch(to)
        if not match or re.search(r"\.\.|//|/\.|\.lock(/|$)|[/.]$", match["branch"]):
            raise PublishError([Problem(to, "is no address of a repository's branch", _WRITE)])
        if not re.match(r"file:///.|(?:ssh|https)://[\w.\[][^/]*/.", match["url"]):
            raise PublishError([Problem(to, "names no repository", _WRITE)])
        return cls(match["url"], match["branch"], keep)

    def problems(self) -> Iterator[Problem]:
        """Find what keeps the repository from being read; change nothing.

        What the branch holds is seen by `live`, and whether it may be written by the push.
        """
        try:
            self._ask()
        except PublishError as error:
            yield from error.problems

    def digest(self, path: Path) -> str:
        """The id that git gives to a file's content."""
        return blob(path.read_bytes(), self._algorithm)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep out what publishes here from this machine; the push keeps out the others."""
        with scratch(self.name) as folder:
            self._alone, self._fetched = folder / "publish.git", None
            try:
                yield
            finally:
                self._alone = self._fetched = None

    def live(self) -> Live | None:
        """Fetch the branch and read its tree; raises `PublishError` where it holds other files."""
        with self._repository() as repository:
            history = repository.history()
            tree = repository.tree(TIP) if history.commits else {}
        if not history.commits:
            return None

        def read(path: str) -> bytes:
            with self._repository() as repository:
                return repository.git("cat-file", "blob", tree[path])

        # A commit that the writer made by hand on top of the release bears no number.
        release = str(history.live or history.commits[0].id[:7])
        files = {path: found for path, found in tree.items() if path != NOJEKYLL}
        return Live(release, Manifest(files), read)

    def release(
        self, staged: Path, manifest: Manifest, changes: Changes, told: Callable[[int], None]
    ) -> str:
        """Commit the folder, read the commit again, and push it without force."""
        if not manifest.digests:
            # ghp-import would empty the branch.
            raise PublishError([Problem(str(staged), "is empty", "look at what the build said")])
        with self._repository() as repository:
            release = following(repository.history().released)
            repository.take(staged, manifest, self._branch, f"Release {release}")
            told(changes.count)
            repository.push(self._branch)
        return str(release)

    def releases(self) -> Sequence[Kept]:
        """The releases that rollback can reach, oldest first; git keeps the older ones, too."""
        with self._repository() as repository:
            history = repository.history()
        kept = [Kept(str(release), release == history.live) for release in history.released]
        return kept[-self._keep :]

    def rollback(self) -> Kept:
        """Push a commit with the tree of the release before; raises `PublishError` without one."""
        with self._repository() as repository:
            history = repository.history()
            released, live = history.released, history.live
            before = [release for release in released if live and release < live]
            if not before:
                fault = f"has no release before {live}" if live else "has no live release"
                raise PublishError([Problem(self.name, fault, "publish the older site again")])
            message = f"Back to release {before[-1]}"
            tree = f"{released[before[-1]].id}^{{tree}}"
            made = repository.git("commit-tree", "-p", TIP, "-m", message, tree).decode().strip()
            repository.git("update-ref", f"refs/heads/{self._branch}", made)
            repository.push(self._branch)
        return Kept(str(before[-1]), live=True)

    def look(self) -> str:
        """Say where the site lies and how to look at it."""
        clone = shlex.join(["git", "clone", "--branch", self._branch, self._url, "published"])
        return f"It lies on the branch {self._branch}. Look at it: {clone}"

    @contextmanager
    def _repository(self) -> Iterator[Repository]:
        """Give a repository with the branch as it was when this publish began."""
        if self._alone:
            self._fetched = self._fetched or self._fetch(self._alone)
            yield self._fetched
            return
        with tempfile.TemporaryDirectory(prefix="publish-") as folder:
            yield self._fetch(Path(folder, "publish.git"))

    def _ask(self) -> bool:
        """Ask the repository for the branch; tell whether it is there."""
        branch = f"refs/heads/{self._branch}"
        answer = git(self.name, Path(tempfile.gettempdir()), "ls-remote", self._url, branch).split()
        if answer and len(answer[0]) == 2 * hashlib.sha256().digest_size:
            self._algorithm = "sha256"
        return bool(answer)

    def _fetch(self, folder: Path) -> Repository:
        there = self._ask()
        repository = Repository(folder, self._url, self.name, self._algorithm)
        repository.make()
        if there:
            # A rollback is a commit, too: twice as many find the releases that are kept.
            repository.fetch(self._branch, depth=2 * self._keep + 1)
            self._refuse_strangers(repository)
        return repository

    def _refuse_strangers(self, repository: Repository) -> None:
        strangers = sorted(repository.tree(TIP).keys() - {NOJEKYLL})
        if strangers and RECORD not in strangers and not repository.history().live:
            fault = other_files(strangers[0], len(strangers) - 1)
            remedy = "name another branch after the # of PUBLISH_TO"
            raise PublishError([Problem(self.name, fault, remedy)])
