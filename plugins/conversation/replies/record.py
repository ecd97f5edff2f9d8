"""The record of a post's replies: `content/conversation/<slug>.json`, to be read in a diff."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from .reply import STATES, VIAS, Author, Reply

SCHEMA = 1
# What would turn the line that a reviewer reads, or cannot be written at all, is written as \uXXXX.
_UNSHOWN = re.compile(
    "[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_TOP = {"schema": int, "post": str, "sources": dict, "replies": list}
_SOURCE = {"url": str, "fetched": str, "ok": bool, "complete": bool, "gone_since": str}
_REPLY = {
    "key": str, "via": str, "author": dict, "published": str, "html": str,
    "parent": str, "lang": str, "cw": str, "url": str, "state": str, "why": str,
}  # fmt: skip
_AUTHOR = {"name": str, "url": str, "is_me": bool}
_NEEDED = frozenset(
    {"schema", "post", "key", "via", "author", "published", "html", "state", "name"}
)
_TYPES = {
    str: "a text in quotes", int: "a number", bool: "true or false", list: "a list", dict: "{…}",
}  # fmt: skip
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]')
_COLON = re.compile(r"\s*:")
_LONG_NUMBER = re.compile(r"\d{4301}")


class RecordError(Exception):
    """A record is to be mended: the line, 1 for the first, and what is wrong, with its remedy."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(frozen=True)
class Source:
    """A place where replies are read: its address, and what was last read there.

    `fetched` is the moment, RFC 3339 in UTC, of the last answer; `complete` says that it held all
    replies. Where the thread is gone `ok` is false, and `gone_since` the day that it was missed.
    """

    url: str
    fetched: str
    ok: bool
    complete: bool
    gone_since: str = ""


@dataclass(frozen=True)
class Record:
    """The post's address, its sources by `via`, and the replies, in the order of their time."""

    post: str
    sources: Mapping[str, Source] = field(default_factory=dict)
    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True)
class Conversed:
    """A published post whose replies may be fetched: what the commands are to know of it.

    `slug` names its record, `<slug>.json`: of a translation it ends in the language. `url` is the
    whole address, `source` the file as the writer knows it; `toot` and `bluesky` may be empty.
    """

    slug: str
    url: str
    source: str
    toot: str = ""
    bluesky: str = ""


def read_record(text: str) -> Record:
    """Read a record. Raises `RecordError` for the first fault."""
    data = _load(text)
    for fault in _placed(text, data):
        raise fault
    return Record(
        data["post"],
        {via: _source(source) for via, source in data.get("sources", {}).items()},
        tuple(map(_reply, data.get("replies", ()))),
    )


def write_record(record: Record) -> str:
    """Write a record: keys sorted, a reply a block, in the order of time; the same, the same."""
    data = {
        "schema": SCHEMA,
        "post": record.post,
        "sources": {via: _source_data(source) for via, source in record.sources.items()},
        "replies": [_reply_data(reply) for reply in in_order(record.replies)],
    }
    text = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True)
    return _UNSHOWN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text) + "\n"


def in_order(replies: tuple[Reply, ...]) -> list[Reply]:
    """The replies, the oldest first."""
    return sorted(replies, key=lambda reply: (reply.published, reply.key))


def find_faults(text: str) -> Iterator[RecordError]:
    """Everything that is wrong with a record, each with its line."""
    try:
        data = _load(text)
    except RecordError as error:
        yield error
    else:
        yield from _placed(text, data)


def _load(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_pairs)
    except json.JSONDecodeError as error:
        fault = "is broken here — mend it, or take back the last change"
        raise RecordError(error.lineno, fault) from error
    except ValueError as error:  # Python's own, of a number of thousands of digits
        fault = "has a number that nobody can read — take back the last change"
        number = _LONG_NUMBER.search(text)
        line = text.count("\n", 0, number.start()) + 1 if number else 1
        raise RecordError(line, fault) from error
    except RecursionError as error:
        fault = "is nested too deeply to be read — take back the last change"
        raise RecordError(1, fault) from error


def _placed(text: str, data: object) -> Iterator[RecordError]:
    faults = list(_faults(data))
    lines = _lines(text) if faults else {}
    for way, message in faults:
        yield RecordError(lines.get(way, lines.get((way[0], ""), 1)), message)


class _Twice(dict[str, Any]):
    """An object in which a key stands twice."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    return made if len(made) == len(pairs) else _Twice(made)


# Where a fault is: the number of the reply, if it is one, and the key within.
_Way = tuple[int | None, str]


def _faults(data: object) -> Iterator[tuple[_Way, str]]:
    if not isinstance(data, dict):
        yield (None, ""), "is no record, which is { … } — take back the last change"
        return
    yield from _object_faults(data, _TOP, None)
    if type(data.get("schema")) is int and data["schema"] != SCHEMA:
        fault = f"schema {data['schema']} is of another version — write {SCHEMA}"
        yield (None, "schema"), fault
    sources, replies = data.get("sources"), data.get("replies")
    for via, source in sources.items() if isinstance(sources, dict) else ():
        yield from _source_faults(via, source)
    seen: set[object] = set()
    for number, reply in enumerate(replies if isinstance(replies, list) else ()):
        yield from _reply_faults(number, reply)
        key = reply.get("key") if isinstance(reply, dict) else None
        if isinstance(key, str) and key in seen:
            yield (number, "key"), f"the reply '{key}' stands twice — take one out"
        seen.add(key if isinstance(key, str) else number)


def _source_faults(via: str, source: object) -> Iterator[tuple[_Way, str]]:
    if via not in VIAS:
        yield (None, via), f"'{via}' is no source — write {_nearest(via, VIAS)}"
    if isinstance(source, dict):
        yield from _object_faults(source, _SOURCE, None)
    else:
        yield (None, via), f"'{via}' is {_shown(source)} — write {{…}}"


def _reply_faults(number: int, reply: object) -> Iterator[tuple[_Way, str]]:
    if not isinstance(reply, dict):
        yield (number, ""), f"a reply is {_shown(reply)} — take it out"
        return
    yield from _object_faults(reply, _REPLY, number)
    if isinstance(reply.get("author"), dict):
        yield from _object_faults(reply["author"], _AUTHOR, number)
    for key, known in (("state", STATES), ("via", VIAS)):
        word = reply.get(key)
        if isinstance(word, str) and word not in known:
            yield (number, key), f"{key} '{word}' is unknown — write {_nearest(word, known)}"
    published = reply.get("published")
    if isinstance(published, str) and published and read_moment(published) is None:
        fault = f"published '{published}' is no moment — write one as 2026-11-23T09:00:00Z"
        yield (number, "published"), fault
    if reply.get("key") == "":
        yield (number, "key"), "key is empty — write the address of the reply"


def _object_faults(
    data: dict[str, Any], known: Mapping[str, type], number: int | None
) -> Iterator[tuple[_Way, str]]:
    if isinstance(data, _Twice):
        yield (number, ""), "a key stands twice in one { … } — take one of them out"
    for key, value in data.items():
        if key not in known:
            yield (number, key), f"'{key}' has no place here — take it out{_meant(key, known)}"
        elif type(value) is not known[key] and not (value is None and key == "parent"):
            yield (number, key), f"{key} is {_shown(value)} — write {_TYPES[known[key]]}"
    for key in known:
        if key in _NEEDED and key not in data:
            yield (number, ""), f"{key} is missing — write it, or take back the last change"


def _meant(key: str, known: Mapping[str, type]) -> str:
    near = get_close_matches(key, known, n=1, cutoff=0.75)
    return f", or write {near[0]}" if near else ""


def _nearest(word: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(word, known, n=1)
    return near[0] if near else f"{', '.join(known[:-1])} or {known[-1]}"


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _lines(text: str) -> dict[_Way, int]:
    """The lines of the keys, in each reply by its number, and by none; of a reply its beginning."""
    lines: dict[_Way, int] = {}
    number, opened, line, read = -1, "", 1, 0
    for token in _TOKEN.finditer(text):
        sign = token[0]
        line, read = line + text.count("\n", read, token.start()), token.start()
        if sign in "{[":
            if opened == "{[" and sign == "{":
                number += 1
                lines[number, ""] = line
            opened += sign
        elif sign in "}]":
            opened = opened[:-1]
        elif _COLON.match(text, token.end()):
            key = json.loads(sign)
            lines.setdefault((None, key), line)
            lines.setdefault((number, key), line)
    return lines


def read_moment(text: str) -> datetime | None:
    """The moment that a text in the form of RFC 3339 names; None where it is no such text."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _source(data: Mapping[str, Any]) -> Source:
    return Source(
        data.get("url", ""),
        data.get("fetched", ""),
        data.get("ok", True),
        data.get("complete", False),
        data.get("gone_since", ""),
    )


def _reply(data: Mapping[str, Any]) -> Reply:
    author = data["author"]
    return Reply(
        key=data["key"],
        via=data["via"],
        author=Author(author["name"], author.get("url", ""), author.get("is_me", False)),
        published=data["published"],
        html=data["html"],
        parent=data.get("parent") or "",
        lang=data.get("lang", ""),
        warning=data.get("cw", ""),
        url=data.get("url", ""),
        state=data["state"],
        why=data.get("why", ""),
    )


def _source_data(source: Source) -> dict[str, object]:
    data: dict[str, object] = {
        "url": source.url,
        "fetched": source.fetched,
        "ok": source.ok,
        "complete": source.complete,
    }
    return {**data, "gone_since": source.gone_since} if source.gone_since else data


def _reply_data(reply: Reply) -> dict[str, object]:
    author = reply.author
    return {
        "key": reply.key,
        "via": reply.via,
        "author": {"name": author.name, "url": author.url, "is_me": author.is_me},
        "published": reply.published,
        "html": reply.html,
        "parent": reply.parent or None,
        "lang": reply.lang,
        "cw": reply.warning,
        "url": reply.url,
        "state": reply.state,
        "why": reply.why,
    }
