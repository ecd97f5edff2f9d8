"""Numbers of people, or of what people did, that a theme or a plugin puts on a page.

Nothing here counts followers, likes, shares, replies or views; what the writer says is the
writer's. So a page is read in two parts. The writer's words are what stands in an element that
says so (`WORDS`: the classes of microformats2 and of hAtom, `question` and `lesson`;
`PROPERTIES`: those of schema.org), in a heading of the first rank, and in quotes, code and text
fields. All the rest is the theme's, and there no number stands beside such a word: before it
("12 replies", "<b>7</b> shares"), after it ("Followers: 40", "Comments (3)"), or as a pair of
cells, terms or boxes ("<dt>Views<dd>1.2k"). A phrase that the writer has said anywhere on the
site is the writer's wherever the theme repeats it, as it does with titles and lessons. Words in an
`h-cite` are another person's: they count nothing, and excuse nothing that the theme says. Dates
(`time`) are no counts, nor are links side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

WORDS = frozenset({
    "e-content", "e-summary", "p-author", "p-bio", "p-category", "p-content", "p-name", "p-note",
    "p-publication", "p-summary", "entry-content", "entry-summary", "entry-title", "lesson",
    "question",
})  # fmt: skip
PROPERTIES = frozenset({"articleBody", "description", "headline", "name", "text"})
_QUOTING = frozenset({
    "blockquote", "cite", "code", "h1", "kbd", "pre", "q", "samp", "textarea", "title",
})  # fmt: skip
_BARRIERS = frozenset({"a", "button", "label", "li", "option", "summary", "time", "tr"})
_INLINE = frozenset({
    "abbr", "b", "bdi", "data", "em", "font", "i", "img", "mark", "small", "span", "strong", "sub",
    "sup", "u", "wbr",
})  # fmt: skip
_SKIPPED = frozenset({"head", "script", "style", "time"})
_BARRIER, _BREAK = "\x1e", "\n"

_MANY = (
    r"followers?|likes?|shares?|repl(?:y|ies)|reposts?|retweets?|boosts?|(?:page ?)?views?|"
    r"visit(?:or)?s?|subscribers?|fans?|claps?|reactions?|comments?|favou?rites?|upvotes?|votes?|"
    r"hearts?|readers?|impressions?|hits?|members online|"
    r"follower|abonnent(?:en|innen)?|aufrufe?|ansichten|antwort(?:en)?|kommentare?|besucher|"
    r"leser|gefällt|reaktion(?:en)?|"
    r"abonnée?s?|vues?|partages?|j[’']aime|réponses?|commentaires?|visiteurs?|lecteurs?|réactions?|"
    r"seguidor(?:es)?|vistas?|visitas?|compartidos?|me gusta|respuestas?|comentarios?|"
    r"visitantes?|suscriptor(?:es)?|lector(?:es)?|reacciones"
)
_ONE = re.compile(
    r"(?:like|share|view|visit|vote|hit|heart|comment|boost|repost|clap|reply)\Z", re.IGNORECASE
)
_SOME = r"(?:(?:new|total|more|unique|other|active|profile|monthly|daily)\s+)?"
_NUMBER = re.compile(r"\d(?:[\d.,’' \u00a0\u202f]*\d)?(?:\s?[kKmM](?![^\W\d_]))?\+?")
_AFTER = re.compile(
    rf"[ \u00a0]?(?P<gap>{_BARRIER}?|{_BREAK}) ?{_SOME}"
    rf"(?P<word>(?:{_MANY})(?:\(s\))?|people (?:like|liked|follow|shared|read|viewed|did)|"
    rf"(?:-?(?:day|week)s? )?streak)(?![\w-])(?P<rest> ?(?:{_BREAK}|{_BARRIER}|\Z))?",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?P<edge>(?:\A|{_BREAK}|{_BARRIER}) ?)?(?<![\w-])(?P<word>{_MANY}|streak)"
    rf" ?(?P<gap>[:(=–—] ?{_BARRIER}?{_BREAK}?|{_BREAK}|) ?\Z",
    re.IGNORECASE,
)
_NEAR = 48
_ALONE = re.compile(rf" ?(?:{_BREAK}|{_BARRIER}|\Z)")
_DIGIT = re.compile(r"\d")

# schema.org's, and what scripts that count name their attributes and classes
_SCHEMA = re.compile(
    r"(?:user)?interaction(?:count|statistic)|comment_?count|agentinteractionstatistic",
    re.IGNORECASE,
)
_SCHEMA_KEY = re.compile(rf'(?<!\\)"({_SCHEMA.pattern})"\s*:', re.IGNORECASE)
_COUNTER = re.compile(
    r"(?:like|share|follower|view|reply|replies|comment|visitor|subscriber|reaction|clap|hit|"
    r"repost|retweet|boost|fan|vote)s?[-_]?(?:count|counter|number|total)s?\Z|"
    r"(?:count|num(?:ber)?)[-_](?:of[-_])?"
    r"(?:like|share|follower|view|replie|comment|visitor|subscriber|reaction)s\Z",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"data-(?:count|likes?|shares?|followers?|views?|replies|comments?|visitors?|reactions?)\Z"
)


@dataclass(frozen=True)
class Count:
    """A phrase with a number in it that counts people, and the line of the page it stands in."""

    phrase: str
    line: int | None


@dataclass(frozen=True)
class Counted:
    """What one page counts: what the theme says, and what the writer does."""

    theme: tuple[Count, ...]
    writer: frozenset[str]


def counted(root: Any) -> Counted:
    """Find the counts in a page, the theme's and the writer's apart."""
    reading = _Reading()
    reading.read(root)
    theme = (*_in_schema(root), *reading.marked, *reading.theme.counts())
    writer = frozenset(folded(count.phrase) for count in reading.writer.counts())
    return Counted(theme, writer)


def folded(phrase: str) -> str:
    """A phrase so that two of them that say the same are the same."""
    return " ".join(phrase.casefold().split())


class _Text:
    """A run of text with breaks between boxes and barriers between things that stand alone."""

    def __init__(self) -> None:
        self._parts: list[str] = [_BREAK]
        self._lines: list[int] = [0]

    def add(self, text: str, line: int) -> None:
        if self._parts[-1] == _BREAK and text.isspace() and text != _BARRIER:
            return  # one break is as good as many, and it takes the spaces with it
        self._parts.append(text)
        self._lines.append(line)

    def counts(self) -> Iterator[Count]:
        """The counts in the text, in order."""
        if not any(map(_DIGIT.search, self._parts)):
            return
        text, starts = self._joined()
        for number in _NUMBER.finditer(text):
            phrase = _beside(text, number)
            if phrase:
                line = next(line for start, line in reversed(starts) if start <= number.start())
                yield Count(" ".join(phrase.replace(_BARRIER, " ").split()), line)

    def _joined(self) -> tuple[str, list[tuple[int, int]]]:
        """The text with its spaces and breaks made one, and which line begins where."""
        joined, length, starts = [], 0, []
        last = _BREAK  # the last character
        for part, line in zip(self._parts, self._lines, strict=True):
            if part == _BREAK:
                part = "" if last == _BREAK else _BREAK
            elif part != _BARRIER:
                part = _spaced(part, after_space=last in (_BREAK, " "))
            if part:
                starts.append((length, line))
                joined.append(part)
                length += len(part)
                last = part[-1]
        return "".join(joined), starts


def _spaced(text: str, *, after_space: bool) -> str:
    """A text in which all spaces are one, without those that follow a space."""
    words = " ".join(text.split())
    before = " " if text[0].isspace() and not after_space else ""
    return f"{before}{words} " if words and text[-1].isspace() else before + words


class _Reading:
    """One walk through a page: its texts, and the counts that attributes tell."""

    def __init__(self) -> None:
        self.theme = _Text()
        self.writer = _Text()
        self.marked: list[Count] = []
        self._inside = 0
        self._cited = 0

    def read(self, root: Any) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                self._start(tag, element)
                if tag in _SKIPPED:
                    walk.skip_subtree()
            else:
                self._end(tag, element)

    def _start(self, tag: str, element: Any) -> None:
        items = () if self._inside else element.items()
        if self._cited or (items and _is_cited(element)):
            self._cited += 1
        if self._inside or tag in _QUOTING or (items and _is_writers(element)):
            self._inside += 1
        elif items:
            self.marked += _in_attributes(element, items)
        if tag not in _INLINE:
            self._text(_BARRIER if tag in _BARRIERS else _BREAK, element)
        text = element.text
        if text and tag not in _SKIPPED:
            self._text(text, element)

    def _end(self, tag: str, element: Any) -> None:
        if tag not in _INLINE:
            self._text(_BARRIER if tag in _BARRIERS else _BREAK, element)
        if self._inside:
            self._inside -= 1
        if self._cited:
            self._cited -= 1
        tail = element.tail
        if tail:
            self._text(tail, element)

    def _text(self, text: str, element: Any) -> None:
        if self._cited and self._inside:
            self.theme.add(_BREAK, element.sourceline)
        else:
            (self.writer if self._inside else self.theme).add(text, element.sourceline)


def _is_cited(element: Any) -> bool:
    return "h-cite" in (element.get("class") or "").split()


def _is_writers(element: Any) -> bool:
    classes = element.get("class")
    if classes and not WORDS.isdisjoint(classes.split()):
        return True
    return element.get("itemprop") in PROPERTIES


def _beside(text: str, number: re.Match[str]) -> str:
    """The number with the word beside it; empty where there is none."""
    start, end = number.span()
    left = text[max(0, start - 2) : start].rstrip(" ")[-1:]
    opens, closes = left in ("", _BREAK, _BARRIER), bool(_ALONE.match(text, end))
    after = _AFTER.match(text, end)
    if (
        after
        and (number[0] == "1" or not _ONE.match(after["word"]))
        and (after["gap"] != _BREAK or (opens and after["rest"] is not None))
    ):
        return text[start : after.end("word")]
    before = _BEFORE.search(text, max(0, start - _NEAR), start)
    if before and before["gap"][:1] in (":", "(", "=", "–", "—"):
        return text[before.start("word") : end + (text[end : end + 1] == ")")]
    if before and closes and before["edge"] is not None and not _ONE.match(before["word"]):
        return text[before.start("word") : end]
    return ""


def _in_attributes(element: Any, items: list[tuple[str, str]]) -> Iterator[Count]:
    for key, value in items:
        phrase = ""
        if key in ("aria-label", "title"):
            phrase = next(filter(None, (_beside(value, n) for n in _NUMBER.finditer(value))), "")
        elif (key == "itemprop" and _SCHEMA.fullmatch(value)) or (
            _DATA.match(key) and _DIGIT.match(value.strip())
        ):
            phrase = f"{key}={value}"
        elif key in ("class", "id") and any(map(_COUNTER.match, value.split())):
            text = " ".join("".join(element.itertext()).split())
            phrase = f"{key}={value}: {text}" if _DIGIT.search(text) else ""
        if phrase:
            yield Count(phrase, element.sourceline)


def _in_schema(root: Any) -> Iterator[Count]:
    """Counts for machines: schema.org's, as JSON-LD or in the head."""
    for element in root.iter("script", "meta"):
        if element.tag == "script" and element.get("type") == "application/ld+json":
            for key in _SCHEMA_KEY.finditer(element.text or ""):
                yield Count(key[1], element.sourceline)
        elif element.tag == "meta" and _SCHEMA.fullmatch(element.get("itemprop") or ""):
            yield Count(f"itemprop={element.get('itemprop')}", element.sourceline)
