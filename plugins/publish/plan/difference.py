"""What one version of a site is to another, in files and in articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..record import Article, Record
from ..release import Changes, Manifest, compare
from .feeds import Entry, Feed


@dataclass(frozen=True)
class Version:
    """A site as it is live or staged: its files, its record and its feeds by their paths.

    Without a record it is a plain folder of files. Of the feeds only those that differ matter.
    """

    manifest: Manifest
    record: Record | None = None
    feeds: Mapping[str, Feed] = field(default_factory=dict)


@dataclass(frozen=True)
class Move:
    """An article that has another path now: as it was and as it will be."""

    old: Article
    new: Article


@dataclass(frozen=True)
class Rekeyed:
    """An entry that would come again to every subscriber: the same one under another id.

    `place` is where the change was seen: a page's path, or a feed's.
    """

    place: str
    title: str
    old: str
    new: str


@dataclass(frozen=True)
class Difference:
    """What changes from the live version to the staged one; `live` is None at the first publish."""

    live: Version | None
    staged: Version
    changes: Changes
    new: tuple[Article, ...]
    changed: tuple[Article, ...]
    gone: tuple[Article, ...]
    moved: tuple[Move, ...]
    rekeyed: tuple[Rekeyed, ...]


def differ(live: Version | None, staged: Version) -> Difference:
    """Compare what is live with what is staged."""
    changes = compare(live.manifest if live else Manifest({}), staged.manifest)
    old, new = _articles(live), _articles(staged)
    rekeyed = tuple(_rekeyed_articles(old, new, staged.record))
    lost = {one.old for one in rekeyed}
    files = {"new": set(changes.new), "changed": set(changes.changed)}
    moved = [Move(old[id_], new[id_]) for id_ in old if id_ in new and _differs(old, new, id_)]
    return Difference(
        live=live,
        staged=staged,
        changes=changes,
        new=tuple(one for one in new.values() if one.id not in old and one.path in files["new"]),
        changed=tuple(one for one in new.values() if one.path in files["changed"]),
        gone=tuple(one for one in old.values() if one.id not in new and one.id not in lost),
        moved=tuple(moved),
        rekeyed=(*rekeyed, *_rekeyed_entries(live, staged, lost)),
    )


def base(entry_id: str) -> str:
    """Give the id of the article that an entry is of: a lesson's is `tag:…#lesson`."""
    return entry_id.split("#", 1)[0]


def _articles(version: Version | None) -> dict[str, Article]:
    record = version.record if version else None
    return {article.id: article for article in record.articles} if record else {}


def _differs(old: Mapping[str, Article], new: Mapping[str, Article], id_: str) -> bool:
    return old[id_].path != new[id_].path


def _rekeyed_articles(
    old: Mapping[str, Article], new: Mapping[str, Article], record: Record | None
) -> Iterator[Rekeyed]:
    """Find the articles that are at the same place, or that it redirects to, under a new id.

    An id that was live before is no new one: no reader is shown its entry again.
    """
    unknown = [article for article in new.values() if article.id not in old]
    places = {article.url: article for article in unknown}
    places |= {article.path: article for article in unknown}
    aliases = record.aliases if record else {}
    for article in old.values():
        successor = places.get(article.path) or places.get(article.url)
        successor = successor or places.get(aliases.get(article.path, "").lstrip("/"))
        if article.id not in new and successor:
            yield Rekeyed(article.path, successor.title, article.id, successor.id)


def _rekeyed_entries(live: Version | None, staged: Version, told: set[str]) -> Iterator[Rekeyed]:
    """Find the entries, by their links, that only the feeds tell of; each of them once."""
    told = set(told)
    for path, feed in sorted(live.feeds.items()) if live else ():
        later = staged.feeds.get(path, Feed(()))
        known = {entry.id for entry in feed.entries}
        kept = {entry.id for entry in later.entries}
        before, after = _by_link(feed, live), _by_link(later, staged)
        for link in sorted(before.keys() & after.keys()):
            old, new = before[link].id, after[link].id
            if old not in kept and new not in known and base(old) not in told:
                told.add(base(old))
                yield Rekeyed(path, after[link].title, old, new)


def _by_link(feed: Feed, version: Version | None) -> dict[str, Entry]:
    """Give the entries by their links below the site's address, where a link is one entry's."""
    home = version.record.siteurl.rstrip("/") if version and version.record else ""
    links = [entry.link.removeprefix(home) for entry in feed.entries]
    counts = Counter(links)
    pairs = zip(links, feed.entries, strict=True)
    return {link: entry for link, entry in pairs if link and counts[link] == 1}
