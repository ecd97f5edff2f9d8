"""What the writer is told when a site has been published, or would be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .address import RECORD, is_companion, url
from .plan.plan import Plan
from .problem import legible
from .publication import Outcome
from .record import Article
from .release import Changes
from .targets.target import Kept

LINES_A_KIND = 10


def tell(outcome: Outcome, *, dry: bool = False) -> str:
    """Tell what was published, or would be, and how to look at it; ends without a newline."""
    took = ", ".join(f"{step.name} {step.seconds:.1f} s" for step in outcome.steps)
    lines = [*_what(outcome, dry=dry), *outcome.notes, f"It took: {took}"]
    return "\n".join(map(legible, [*lines, *outcome.look.splitlines()]))


def tell_releases(target: str, kept: Sequence[Kept]) -> str:
    """Tell which releases a target keeps, oldest first, and which of them is live."""
    if not kept:
        return legible(f"{target} has no release yet")
    return "\n".join(f"{one.release}  live" if one.live else one.release for one in kept)


def tell_rollback(target: str, kept: Kept, look: str) -> str:
    """Tell which release is live now, and how to look at it."""
    return f"{legible(target)} shows release {kept.release} again\n{look}"


def _what(outcome: Outcome, *, dry: bool) -> Iterator[str]:
    target, plan = outcome.target, outcome.plan
    live = plan.difference.live
    if live and plan.is_empty:
        files = _files(len(live.manifest.digests))
        yield f"Nothing has changed: {target} shows release {outcome.live} already ({files})"
        return
    files = _files(plan.changes.count)
    done = f"Published release {outcome.release}" if not dry else "A release would be published"
    yield f"{done} to {target}: {files} ({_counts(plan.changes)})"
    yield from _listing("new", _new(plan))
    yield from _listing("changed", _changed(plan))
    yield from _listing("moved", _moved(plan))
    yield from _listing("gone", _gone(plan))


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"


def _counts(changes: Changes) -> str:
    counts = {
        "new": len(changes.new),
        "changed": len(changes.changed),
        "gone": len(changes.gone),
        "as before": len(changes.same),
    }
    return ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)


def _new(plan: Plan) -> list[str]:
    moved = {move.new.path for move in plan.difference.moved}
    return _named(plan.difference.new, plan.changes.new, plan, moved)


def _changed(plan: Plan) -> list[str]:
    gone = {article.path for article in plan.difference.gone}  # a page there may say so
    return _named(plan.difference.changed, plan.changes.changed, plan, gone)


def _gone(plan: Plan) -> list[str]:
    moved = {move.old.path for move in plan.difference.moved}
    return _named(plan.difference.gone, plan.changes.gone, plan, moved)


def _moved(plan: Plan) -> list[str]:
    return [
        f"{move.new.title}  {url(move.old.path)} → {url(move.new.path)}"
        for move in plan.difference.moved
    ]


def _named(
    articles: Sequence[Article], paths: Sequence[str], plan: Plan, told: set[str]
) -> list[str]:
    """Give the articles by their titles, then the other files; what a machine reads is left out."""
    live, staged = plan.difference.live, plan.difference.staged
    known = {*staged.manifest.digests, *(live.manifest.digests if live else ())}
    told = {RECORD, *told, *(article.path for article in articles)}
    files = [path for path in paths if path not in told and not is_companion(path, known)]
    return [*(f"{article.title}  {url(article.path)}" for article in articles), *files]


def _listing(kind: str, entries: Sequence[str]) -> Iterator[str]:
    for entry in entries[:LINES_A_KIND]:
        yield f"  {kind:<8} {entry}"
    if len(entries) > LINES_A_KIND:
        yield f"  {kind:<8} and {len(entries) - LINES_A_KIND} more"
