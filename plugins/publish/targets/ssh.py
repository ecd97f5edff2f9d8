"""A folder on a server that a site is published to by ssh and rsync.

It holds what a folder on this machine would: `releases/0002`, which was live before,
`releases/0003`, which is live, and `current`, a link to the one that is live.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Self

from ..lock import at_work
from ..problem import Problem, PublishError, other_files
from ..release import Changes, Manifest, Release, following, superseded
from ..site import digest
from .connection import Address, Connection
from .scratch import scratch, worker
from .target import Kept, Live

KEEP = 5

_MOVE_IT = "move it away, or name another folder with PUBLISH_TO=ssh://…"
_PACKAGES = {"flock": "util-linux", "rsync": "rsync", "sha256sum": "coreutils"}

# A backslash before the digest says that those in the name, and its line ends, are escaped.
_DIGEST = re.compile(r"(?P<escaped>\\?)(?P<digest>[0-9a-f]{64})  \./(?P<name>.+)")
_ESCAPED = {"n": "\n", "r": "\r"}

# A line a fault, its kind first; Python has the words for it.
_LOOK = r"""
for program in flock rsync sha256sum; do
    command -v "$program" >/dev/null || echo "lacks $program"
done
nearest=$target
until [ -e "$nearest" ] || [ -L "$nearest" ]; do nearest=$(dirname "$nearest"); done
for path in "$nearest" "$target/releases"; do
    if [ -d "$path" ]; then
        { [ -w "$path" ] && [ -x "$path" ]; } || printf 'read-only %s\n' "$path"
    elif [ -e "$path" ] || [ -L "$path" ]; then
        printf 'no-folder %s\n' "$path"
    fi
done
if [ -d "$target" ]; then
    first= others=0 releases=0
    for path in "$target"/.[!.]* "$target"/..?* "$target"/*; do
        case $path in "$target"/releases | "$target"/current) continue ;; esac
        if [ -e "$path" ] || [ -L "$path" ]; then
            if [ -z "$first" ]; then first=${path##*/}; else others=$((others + 1)); fi
        fi
    done
    for path in "$target"/releases/[0-9]*; do
        if [ -d "$path" ]; then releases=1; fi
    done
    if [ -n "$first" ] && [ $releases = 0 ]; then printf 'strangers %s %s\n' $others "$first"; fi
    if [ -L "$target/current" ]; then
        printf 'link %s\n' "$(readlink "$target/current")"
    elif [ -d "$target/current" ]; then
        echo 'current folder'
    elif [ -e "$target/current" ]; then
        echo 'current file'
    fi
fi
"""
# It lives until its input ends; the kernel frees the lock with it. It makes the switch itself, so
# that no switch is ever made without the lock. A rename is the one step in which the link always
# points to a whole release; GNU's mv and BusyBox's are told by -T, and BSD's by -h, not to move it
# into the folder that it points to. A folder under a number is always whole: it loses the number
# before it loses a file.
_LOCK = r"""
mkdir -p "$target/releases"
exec 9>>"$target/releases/.lock"
# The server learns a moment later than this machine that a process was killed.
for wait in 1 1 0; do
    if flock -n 9; then break; fi
    sleep $wait
done
if ! flock -n 9; then
    printf 'taken %s\n' "$(cat "$target/releases/.lock")"
    return
fi
printf '%s\n' "$who" >"$target/releases/.lock"
rm -rf "$target"/releases/.[0-9]*.new* "$target"/releases/.[0-9]*.old "$target/.current.new" || :
switch() {
    cd "$target/releases"
    if [ "$unfinished" != none ]; then
        sync -f "$unfinished" 2>/dev/null || sync
        if [ -e "$release" ]; then echo "$release: File exists"; return 1; fi
        mv "$unfinished" "$release"
        sync -f . 2>/dev/null || sync
    fi
    cd "$target"
    rm -f .current.new
    ln -s "releases/$release" .current.new
    refused=$(mv -fT .current.new current 2>&1) || mv -fh .current.new current 2>/dev/null || {
        echo "$refused"
        return 1
    }
    sync -f . 2>/dev/null || sync
}
prune() {
    cd "$target/releases" || return
    for release in $old; do
        mv "$release" ".$release.old" && rm -rf ".$release.old"
    done
}
echo locked
set +e
while read -r release unfinished old; do
    refused=$(set -e; switch 2>&1)
    if [ $? = 0 ]; then
        (prune) 2>/dev/null
        echo done
    else
        printf '%s\n' "$refused" | tail -n 1
    fi
done
"""
_STATE = r"""
if [ -L "$target/current" ]; then readlink "$target/current"; else echo; fi
for path in "$target"/releases/[0-9]*; do
    if [ -d "$path" ]; then printf '%s\n' "${path##*/}"; fi
done
"""
_DIGESTS = r"""
cd "$target/releases/$release"
find . -type f -exec sha256sum {} +
"""
_READ = r"""
cat "$target/releases/$release/$path"
"""
_REMOVE = r"""
cd "$target/releases"
rm -rf "$unfinished"
"""


@dataclass(frozen=True)
class _State:
    """What `current` points to on the server, None where to nothing, and the releases there."""

    live: Release | None
    releases: tuple[Release, ...]


class SshTarget:
    """A folder on a server: `ssh://[user@]host[:port]/absolute/path`."""

    def __init__(self, address: Address, keep: int = KEEP) -> None:
        self.name = str(address)
        self._address = address
        self._keep = keep
        self._connection = Connection(address)

    @classmethod
    def parse(cls, to: str, keep: int = KEEP) -> Self:
        """Read an address; raises `PublishError` for one that is none."""
        return cls(Address.parse(to), keep)

    def problems(self) -> Iterator[Problem]:
        """Find all that keeps the server from being published to; change nothing."""
        try:
            found = os.fsdecode(self._run(_LOOK))
        except PublishError as error:
            yield from error.problems
            return
        for line in found.splitlines():
            kind, _, rest = line.partition(" ")
            yield from self._problem(kind, rest)

    # The SHA-256 of a file, as the server's `sha256sum` tells it.
    digest = staticmethod(digest)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Lock the server's folder for as long as this process lives; remove what one has left."""
        with scratch(self.name) as folder:
            held = self._connection.hold(
                _LOCK, folder / "ssh", target=self._address.path, who=worker()
            )
            with held as said:
                if said != "locked":
                    raise PublishError([at_work(self.name, said.removeprefix("taken").strip())])
                yield

    def live(self) -> Live | None:
        """Read the digests of what `current` points to on the server."""
        release = self._state().live
        if not release:
            return None

        def read(path: str) -> bytes:
            return self._run(_READ, release=str(release), path=path)

        return Live(str(release), self._manifest(str(release)), read)

    def release(
        self, staged: Path, manifest: Manifest, changes: Changes, told: Callable[[int], None]
    ) -> str:
        """Copy the folder beside the releases, read it again there, number it and switch to it."""
        state = self._state()
        release = following(state.releases)
        # A killed run's rsync may live on for a while: no two runs write to the same folder.
        unfinished = f".{release}.new.{secrets.token_hex(4)}"
        try:
            copied = self._copy(staged, unfinished, state.live, told)
            told(len(manifest.digests) - copied)
            if self._manifest(unfinished) != manifest:
                fault = "was changed while it was being published"
                raise PublishError([Problem(str(staged), fault, "publish again")])
            self._switch(release, unfinished, *map(str, self._old(state)))
        except BaseException:
            # What cannot be removed now, the next run removes.
            with suppress(PublishError):
                self._run(_REMOVE, unfinished=unfinished)
            raise
        return str(release)

    def releases(self) -> Sequence[Kept]:
        """The releases on the server, oldest first."""
        state = self._state()
        return [Kept(str(release), release == state.live) for release in state.releases]

    def rollback(self) -> Kept:
        """Switch the server's link to the release before; raises `PublishError` without one."""
        state = self._state()
        before = [release for release in state.releases if state.live and release < state.live]
        if not before:
            fault = f"keeps no release before {state.live}" if state.live else "has no live release"
            raise PublishError([Problem(self.name, fault, "publish the older site again")])
        self._switch(before[-1], "none")
        return Kept(str(before[-1]), live=True)

    def look(self) -> str:
        """Say which folder the web server is to show."""
        place = f"{self._address.path}/current"
        return f"It lies in {place} on {self._address.host}; let the web server there serve that."

    def _run(self, program: str, **values: str) -> bytes:
        return self._connection.run(program, target=self._address.path, **values)

    def _state(self) -> _State:
        link, *names = os.fsdecode(self._run(_STATE)).splitlines()
        releases = tuple(sorted(filter(None, map(Release.named, names))))
        live = _linked(link)
        return _State(live if live in releases else None, releases)

    def _manifest(self, release: str) -> Manifest:
        lines = os.fsdecode(self._run(_DIGESTS, release=release)).split("\n")
        found = filter(None, map(_DIGEST.fullmatch, lines))
        return Manifest({_name(match): match["digest"] for match in found})

    def _copy(
        self, staged: Path, unfinished: str, live: Release | None, told: Callable[[int], None]
    ) -> int:
        place = f"{self._address.path}/releases"
        # By content, never by size and time; without times, a file that holds the same bytes is a
        # hard link to the release before, and keeps the time it has there.
        options = ["--recursive", "--perms", "--chmod=D755,F644", "--checksum", "--compress"]
        options += ["--protect-args", "--out-format=%n"]
        if live:
            options.append(f"--link-dest={place}/{live}")
        copied = 0
        for path in self._connection.copy(staged, f"{place}/{unfinished}", *options):
            if not path.endswith("/"):
                copied += 1
                told(1)
        return copied

    def _old(self, state: _State) -> tuple[Release, ...]:
        """What may go once the next release is live: all but the newest that led to it.

        What lies above the live release was rolled back from, or never live.
        """
        line = [one for one in state.releases if not state.live or one <= state.live]
        return superseded(state.releases, line[len(line) - min(len(line), self._keep - 1) :])

    def _switch(self, release: Release, *words: str) -> None:
        with nullcontext() if self._connection.holds else self.alone():
            answer = self._connection.ask(" ".join([str(release), *words]))
        if answer != "done":
            raise PublishError([self._connection.problem("the server", os.fsencode(answer))])

    def _problem(self, kind: str, rest: str) -> Iterator[Problem]:
        place = self._address.place(rest)
        current = f"{self.name}/current"
        match kind:
            case "lacks":
                remedy = f"install it there (Debian: apt-get install {_PACKAGES[rest]})"
                yield Problem(self.name, f"the server has no {rest}", remedy)
            case "no-folder":
                yield Problem(place, "is not a folder", _MOVE_IT)
            case "read-only":
                remedy = "change its mode, or name another folder with PUBLISH_TO=ssh://…"
                yield Problem(place, "cannot be written to", remedy)
            case "strangers":
                more, _, first = rest.partition(" ")
                fault = other_files(first, int(more))
                yield Problem(self.name, fault, "name an empty folder with PUBLISH_TO=ssh://…")
            case "current":
                yield Problem(current, f"is a {rest}, not a link to a release", _MOVE_IT)
            case "link" if not _linked(rest):
                yield Problem(current, f"points to {rest}, not to a release", _MOVE_IT)


def _linked(link: str) -> Release | None:
    folder = PurePosixPath(link)
    return Release.named(folder.name) if folder.parent == PurePosixPath("releases") else None


def _name(match: re.Match[str]) -> str:
    if not match["escaped"]:
        return match["name"]
    return re.sub(r"\\(.)", lambda sign: _ESCAPED.get(sign[1], sign[1]), match["name"])
