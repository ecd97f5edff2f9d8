"""What the writer is told when a site has been published."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator

from .release import Changes, Outcome, Release

LINES_A_KIND = 10
PORT = 8000


def tell(outcome: Outcome) -> str:
    """Tell what was published, where it lies and how to look at it; ends without a newline."""
    return "\n".join([*_what(outcome), _how_to_look(outcome.target)])


def _what(outcome: Outcome) -> Iterator[str]:
    target, release, changes = outcome.target, outcome.release, outcome.changes
    files = "1 file" if changes.count == 1 else f"{changes.count} files"
    if not changes:
        yield f"Nothing has changed: {target}/current is release {release} already ({files})"
        return
    yield f"Published release {release} to {target}: {files} ({_counts(changes)})"
    yield from _listing("new", changes.new)
    yield from _listing("changed", changes.changed)
    yield from _listing("gone", changes.gone)
    lies = f"It lies in {target}/releases/{release}; {target}/current points to it"
    yield f"{lies}{_kept(outcome.kept)}."


def _counts(changes: Changes) -> str:
    counts = {
        "new": len(changes.new),
        "changed": len(changes.changed),
        "gone": len(changes.gone),
        "as before": len(changes.same),
    }
    return ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)


def _listing(kind: str, paths: tuple[str, ...]) -> Iterable[str]:
    for path in paths[:LINES_A_KIND]:
        yield f"  {kind:<8} {path}"
    if len(paths) > LINES_A_KIND:
        yield f"  {kind:<8} and {len(paths) - LINES_A_KIND} more"


def _kept(kept: tuple[Release, ...]) -> str:
    if not kept:
        return ""
    return f"; {', '.join(map(str, kept))} {'is' if len(kept) == 1 else 'are'} kept"


def _how_to_look(target: str) -> str:
    folder = shlex.quote(f"{target}/current")
    return (
        f"Look at it: python3 -m http.server --bind 127.0.0.1 --directory {folder} {PORT}"
        f" → http://127.0.0.1:{PORT}/"
    )
