"""The plan of a publish: what it would change, and why it is refused."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from ..address import is_asset, is_companion, named, url
from ..problem import Problem
from ..release import Changes
from .consent import Consent
from .difference import Difference, Version, differ
from .foundation import SITEURL, foundations
from .losses import MANY, Loss, losses, vanishing
from .subscriptions import rekeyings, shortenings, turnings

__all__ = ["Plan", "Version", "make_plan"]

_RULES = (rekeyings, shortenings, turnings, vanishing, foundations)
_FORMS = (MANY, SITEURL, "plugin:NAME", "feed:/rss.xml")


@dataclass(frozen=True)
class Plan:
    """What a publish would change, and every reason why it is refused.

    `hint` is the command that lets all go that would be lost, where a line's own is not enough.
    """

    difference: Difference
    refusals: tuple[Problem, ...]
    hint: str

    @property
    def changes(self) -> Changes:
        """What changes in the files."""
        return self.difference.changes

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to publish.

        Assets that were carried over for the pages of an older release are no reason for a new
        one: they go with the next.
        """
        changes, live = self.changes, self.difference.live
        old = live.manifest.digests if live else {}
        only_carried = all(_is_asset(path, old) for path in changes.gone)
        return bool(live) and not changes.new and not changes.changed and only_carried


def make_plan(live: Version | None, staged: Version, consent: Consent) -> Plan:
    """Compare what is live with what is staged, and hold it against every rule.

    `live` is None at the first publish. What the writer has agreed to is no refusal; a consent
    that nothing asked for is one.
    """
    difference = differ(live, staged)
    lost = losses(difference)
    gone = _granted(consent, lost, difference)
    let_go = set(gone.values())
    refused = [loss for loss in lost if loss.path not in let_go]
    found = [refusal for rule in _RULES for refusal in rule(difference)]
    asked = {one.word for one in found if one.word}
    offered = not any(one.word == MANY and MANY not in consent.accept for one in found)
    urls = [url(loss.path) for loss in lost]
    refusals = (
        *(loss.problem(offered=offered) for loss in refused),
        *(one.problem for one in found if not one.word or one.word not in consent.accept),
        *(_needless_gone(word, urls) for word, path in gone.items() if path is None),
        *_needless_words(consent, asked),
    )
    several = len(lost) > 1 or consent.accept
    words = [word for word in consent.accept if word in asked]
    hint = _command(urls, words) if offered and refused and several else ""
    return Plan(difference, refusals, hint)


def _is_asset(path: str, paths: Collection[str]) -> bool:
    return is_asset(path[:-3] if is_companion(path, paths) else path)


def _granted(
    consent: Consent, lost: Collection[Loss], difference: Difference
) -> dict[str, str | None]:
    """Give the path that each word of consent lets go; None where it names nothing that goes."""
    record = difference.live.record if difference.live else None
    siteurl = record.siteurl if record else ""
    paths = {loss.path for loss in lost}
    return {word: named(word, siteurl, paths) for word in consent.gone}


def _needless_gone(word: str, urls: Collection[str]) -> Problem:
    near = get_close_matches(word, urls, n=1)
    remedy = f"write {near[0]}" if near else "take it out"
    return Problem("GONE", f"'{word}' is nothing that would disappear", remedy)


def _needless_words(consent: Consent, asked: Collection[str]) -> Iterator[Problem]:
    return (_needless_word(word, asked) for word in consent.accept if word not in asked)


def _needless_word(word: str, asked: Collection[str]) -> Problem:
    known = word in (MANY, SITEURL) or word.startswith(("plugin:", "feed:"))
    fault = "is nothing that is asked for" if known else "is unknown"
    near = get_close_matches(word, sorted(asked), n=1)
    if not near and not known:
        near = get_close_matches(word, _FORMS, n=1) or [", ".join(_FORMS)]
    remedy = f"write {near[0]}" if near else "take it out"
    return Problem("ACCEPT", f"'{word}' {fault}", remedy)


def _command(urls: list[str], words: list[str]) -> str:
    accept = f' ACCEPT="{" ".join(words)}"' if words else ""
    return f'To let all of them go: make publish GONE="{" ".join(urls)}"{accept}'
