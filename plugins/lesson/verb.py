"""Whether an action begins with a verb, as an English sentence does that asks for something.

The verbs are those of `verbs.txt`, in their base form. It has what people ask of each other, and
leaves out what a dictionary knows as a verb, too, but is a thing when an action begins with it
(lunch, friend). A word that may be either counts as a verb.
"""

from __future__ import annotations

import html
import re
from functools import cache
from itertools import pairwise
from pathlib import Path


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What Markdown and HTML keep to themselves: tags, pictures, and where a link leads.
_UNREAD = re.compile(r"<[^<>]*>|!\[[^\[\]]*\]\([^()]*\)|\]\([^()]*\)|\]\[[^\[\]]*\]")
_TOKEN = re.compile(r"`|\d+[:.]\d+|[^\W_]+(?:['-][^\W_]+)*|[,;:.!?…()—–]")
_BREAKS = frozenset(",;:.!?…()—–")
_SAME = str.maketrans("’‘‐‑", "''--")
_ORDERS = _set("don't dont let's lets")

# What may stand before the verb: "quietly put …", "then, please, just ask …".
_ADVERBS = _set(
    """afterward afterwards again alone aloud also always and anyway better both but either even
    ever first hence here hey just last later maybe meanwhile never next not now often oh ok
    okay online only or overnight perhaps please second seldom so sometime sometimes soon
    straight then there third together too twice very well yes"""
)
_NO_ADVERBS = _set(
    """anomaly assembly belly butterfly costly cowardly curly daily deadly elderly family friendly
    holy homely hourly italy jelly jolly july likely lively lonely lovely monopoly monthly
    neighbourly neighborly orderly silly timely ugly unfriendly unlikely weekly yearly"""
)
_DAYS = _set("today tomorrow tonight monday tuesday wednesday thursday friday saturday sunday")
# What a phrase begins with: "on Friday call …", "without a word, leave …".
_PREPOSITIONS = _DAYS | _set(
    """about above across against along among around as at behind below beneath beside besides
    between beyond by despite down during except for from in inside instead into near of off on
    once onto out outside over past per rather somewhere through throughout toward towards under
    unlike up upon via with within without"""
)
_TIME = re.compile(
    r"first thing\b|(?:\d+|an?|all|another|any|each|every|half an|last|next|one|some|that|the|this|"
    r"two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty)"
    r"(?: (?:couple of|few|first|free|last|next|other|quiet|same|second|single|very|whole))?"
    r" (?:afternoon|day|evening|hour|lunchtime|minute|moment|month|morning|night|quarter|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|time|week|weekday|weekend|year)s?\b"
)
_LONGEST = 4  # words that `_TIME` can match
# What a clause begins with: "when somebody comes in, tell …", "so that it lasts, write …".
_CONJUNCTIONS = _set(
    """after although because before given how if since that though till unless until what
    whatever when whenever where wherever whether which whichever while who whoever whom
    whomever whose why"""
)
# After these a word that may be a verb is no order: "for a call", "when you call", "can call".
_BINDING = (_PREPOSITIONS - _DAYS - _set("instead once")) | _set(
    """a after all an and another any before both can can't could didn't do does don't each
    every few five four had half has have her his i its many may might more most must my no not
    one or other others our people should some such that the their these they this those three
    to two we what which who will won't would you your"""
)
_BEFORE = _set(
    """air co cold copy cross double fact fast hand house live mis multi out over pre proof re role
    self sense slow speed spell spot spring stress stir touch triple un under window"""
)
_PARTICLES = _set("away back down in off on out over through together up")


def begins_with_verb(action: str) -> bool:
    """Whether an action, in Markdown, begins with a verb, or with what may stand before one.

    What has no word at all is not judged, nor what begins with code or with a word that is not
    English by its letters: true.
    """
    parts = _parts(action)
    judged = [rest for rest in map(_without_adverbs, parts) if rest]
    if not judged:
        return not parts
    first, *others = judged
    if _is_verb(first[0]) or first[0] == "`" or not first[0].isascii():
        return True
    if any(_is_verb(other[0]) for other in others) and (_is_phrase(first) or _is_clause(first)):
        return True
    return _holds_verb(first) and (_is_phrase(first) or (_is_clause(first) and not others))


def _parts(action: str) -> list[list[str]]:
    """The words of an action in lower case, parted where a comma or another mark stands."""
    text = html.unescape(_UNREAD.sub("", action)).translate(_SAME).lower()
    parts: list[list[str]] = [[]]
    for token in _TOKEN.findall(text):
        if token in _BREAKS:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def _without_adverbs(part: list[str]) -> list[str]:
    """The part without the adverbs that it begins with."""
    at = range(len(part))
    return part[next((n for n in at if not _is_adverb(part[n : n + _LONGEST])), len(part)) :]


def _is_adverb(part: list[str]) -> bool:
    """Whether the first word is an adverb, and neither a verb nor the first of a phrase."""
    word = part[0]
    named = word in _ADVERBS or (word.endswith("ly") and word not in _NO_ADVERBS)
    return named and not _is_verb(word) and not _is_phrase(part)


def _is_phrase(part: list[str]) -> bool:
    return part[0] in _PREPOSITIONS or _time(part) > 0


def _time(part: list[str]) -> int:
    """How many words of a part say when: three of "the next time you call"."""
    match = _TIME.match(" ".join(part[:_LONGEST]))
    return len(match.group().split()) if match else 0


def _is_clause(part: list[str]) -> bool:
    return part[0] in _CONJUNCTIONS or part[0] == "to" or part[0].endswith(("ing", "ed"))


def _holds_verb(part: list[str]) -> bool:
    """Whether an order follows without a comma, as in "before lunch send …"."""
    rest = part[max(_time(part) - 1, 0) :]
    return rest[0] != "to" and any(
        _is_verb(word) and not _is_binding(before) for before, word in pairwise(rest)
    )


def _is_binding(word: str) -> bool:
    return word in _BINDING or word.endswith("'s") or word.isdecimal()


def _is_verb(word: str) -> bool:
    if "-" in word:
        first, *_, last = word.split("-")
        return (
            word.replace("-", "") in _verbs()
            or (first in _BEFORE and last in _verbs())
            or (first in _verbs() and last in _PARTICLES)
        )
    return word in _ORDERS or word in _verbs() or word.removeprefix("re") in _verbs()


@cache
def _verbs() -> frozenset[str]:
    return _set(Path(__file__).with_name("verbs.txt").read_text(encoding="ascii"))
