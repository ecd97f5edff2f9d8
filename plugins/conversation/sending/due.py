"""What is to be told, and what becomes of the state: pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from .source import Source
from .state import GONE, Mention, Post, State


@dataclass(frozen=True)
class Due:
    """One target that is to be told of one source, and what was told before, if anything."""

    source: Source
    target: str
    before: Mention | None = None

    @property
    def tries(self) -> int:
        """How often telling this very version has failed for a time."""
        same = self.before is not None and self.before.hash == self.source.hash
        return self.before.tries if self.before and same else 0

    @property
    def told(self) -> bool:
        """Say whether the target may know of the source."""
        return self.before is not None and self.before.told


def find_due(state: State, sources: Iterable[Source]) -> Iterator[Due]:
    """What is to be told: of what is new or changed, to the old targets and the new.

    A target that the source links to no more is told only where it may know of it. A hub is told
    of no farewell.
    """
    for source in sources:
        known = _known(state, source).targets
        old = () if source.feed else sorted(known.keys() - set(source.targets))
        farewells = [url for url in old if known[url].told]
        for target in () if source.fault else (*source.targets, *farewells):
            before = known.get(target)
            if before is None or before.hash != source.hash or before.waits:
                yield Due(source, target, before)


def with_mention(state: State, source: Source, target: str, mention: Mention) -> State:
    """The state in which this has become of telling the target."""
    post = _known(state, source)
    told = replace(post, path=source.path, targets={**post.targets, target: mention})
    return _with_post(state, source, told)


def settled(state: State, sources: Iterable[Source]) -> State:
    """The state without what needs no more telling: targets that are linked to no more.

    A post that is gone stays, so that the page that says so does, too.
    """
    sources = list(sources)
    feeds = {source.key for source in sources if source.feed}
    state = replace(state, feeds={key: feed for key, feed in state.feeds.items() if key in feeds})
    for source in sources:
        if not source.fault:
            state = _with_post(state, source, _without_old(_known(state, source), source))
    return state


def _without_old(post: Post, source: Source) -> Post:
    kept = {url: each for url, each in post.targets.items() if _is_kept(url, each, source)}
    return Post(source.path, gone=source.hash == GONE and post.is_known, targets=kept)


def _is_kept(target: str, mention: Mention, source: Source) -> bool:
    to_be_told = mention.told and (mention.hash != source.hash or mention.waits)
    return target in source.targets or (to_be_told and not source.feed)


def _known(state: State, source: Source) -> Post:
    return _block(state, source).get(source.key, Post(source.path))


def _with_post(state: State, source: Source, post: Post) -> State:
    block = {key: each for key, each in _block(state, source).items() if key != source.key}
    if post.targets or post.gone:
        block[source.key] = post
    return replace(state, feeds=block) if source.feed else replace(state, posts=block)


def _block(state: State, source: Source) -> Mapping[str, Post]:
    return state.feeds if source.feed else state.posts
