"""What subscribers would be told twice or no more: the ids, the length and the order of feeds."""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Iterator

from ..address import named, url
from ..problem import Problem, quoted
from .difference import Difference, Rekeyed, base
from .feeds import Feed
from .identity import Identity, read_identity
from .refusal import Refusal, accepting

_AGAIN = "every subscriber would get"


def rekeyings(difference: Difference) -> Iterator[Refusal]:
    """Refuse a new id for an old entry; an authority, which all of them share, is told once."""
    authorities: dict[tuple[str, str], list[Rekeyed]] = {}
    for change in difference.rekeyed:
        old, new = read_identity(change.old), read_identity(change.new)
        if old and new and old.authority != new.authority:
            authorities.setdefault((old.authority, new.authority), []).append(change)
        if not (old and new and old.key == new.key):
            yield Refusal(_key_problem(change, old if new else None))
    for (before, after), changes in authorities.items():
        yield Refusal(_authority_problem(before, after, changes))


def shortenings(difference: Difference) -> Iterator[Refusal]:
    """Refuse a feed that would lose entries, other than those of articles that are gone."""
    for path, feed in _feeds(difference):
        later = difference.staged.feeds.get(path)
        if later is None:
            fault = f"would be no feed any more; it has {_entries(len(feed.entries))}"
            yield _refusal(path, fault, "look at what the build said")
        elif len(later.entries) < _expected(feed, later, difference):
            fault = f"would shrink from {_entries(len(feed.entries))} to {len(later.entries)}"
            yield _refusal(path, fault, "look at what the build said")


def turnings(difference: Difference) -> Iterator[Refusal]:
    """Refuse a feed whose entries would stand the other way round, more of them than not."""
    for path, feed in _feeds(difference):
        later = difference.staged.feeds.get(path, Feed(()))
        places = {entry.id: place for place, entry in enumerate(later.entries)}
        common = {entry.id: places[entry.id] for entry in feed.entries if entry.id in places}
        pairs = len(common) * (len(common) - 1) // 2
        if 2 * _turned(list(common.values())) > pairs:
            yield _refusal(path, "would turn its order round", "put the order back")


def _feeds(difference: Difference) -> list[tuple[str, Feed]]:
    """Give the live feeds whose files stay; a file that goes is a URL that is lost."""
    live, staged = difference.live, difference.staged
    feeds = live.feeds.items() if live else ()
    return sorted((path, feed) for path, feed in feeds if path in staged.manifest.digests)


def _expected(feed: Feed, later: Feed, difference: Difference) -> int:
    """Count the entries that have no reason to be missing."""
    record = difference.live.record if difference.live else None
    siteurl = record.siteurl if record else ""
    articles = {article.id for article in difference.gone}
    files = set(difference.changes.gone)
    kept = {entry.id for entry in later.entries}
    return sum(
        entry.id in kept or not (base(entry.id) in articles or named(entry.link, siteurl, files))
        for entry in feed.entries
    )


def _turned(places: list[int]) -> int:
    """Count the pairs of which the first stands behind the second now."""
    seen: list[int] = []
    turned = 0
    for place in places:
        turned += len(seen) - bisect(seen, place)
        insort(seen, place)
    return turned


def _key_problem(change: Rekeyed, old: Identity | None) -> Problem:
    fault = (
        f"the feed id of {quoted(change.title)} would change from '{change.old}' to '{change.new}',"
        f" and {_AGAIN} it again"
    )
    remedy = f"write Id: {old.key} in {quoted(change.title)}" if old else "put the old id back"
    return Problem(url(change.place), fault, remedy)


def _authority_problem(before: str, after: str, changes: list[Rekeyed]) -> Problem:
    many = len({base(change.old) for change in changes})
    ids, them = ("1 feed id", "it") if many == 1 else (f"{many} feed ids", "them")
    fault = f"{ids} would change from '{before}' to '{after}', and {_AGAIN} {them} again"
    remedy = f'write SYNDICATION_AUTHORITY = "{before}" in pelicanconf.py, as it was'
    return Problem("SYNDICATION_AUTHORITY", fault, remedy)


def _refusal(path: str, fault: str, remedy: str) -> Refusal:
    word = f"feed:{url(path)}"
    return Refusal(Problem(url(path), fault, f"{remedy}, or {accepting(word)}"), word)


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"
