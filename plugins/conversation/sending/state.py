"""What has been told to whom: `content/conversation/_sent.json`, made to be committed.

It has no endpoint: that is looked for each time. Every line is one page that was told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

SCHEMA = 1
GONE = "gone"
SENT, NONE, REFUSED, LATER = "sent", "no endpoint", "refused", "later"
RESULTS = (SENT, NONE, REFUSED, LATER)
MOST_TRIES = 5


class StateError(Exception):
    """The state file is not what it was written as: the line, and what is wrong there."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Mention:
    """What became of telling one target of the version of a post that has `hash`.

    `result` is one of `RESULTS`, `status` the last HTTP status, 0 where none was read, `tries`
    how often it failed for a time, `when` the last time, RFC 3339 in UTC. `told` says that it may
    know of the post, now or from before: something was posted to its endpoint, whatever came back.
    """

    hash: str
    result: str
    status: int = 0
    told: bool = False
    tries: int = 0
    when: str = ""

    @property
    def waits(self) -> bool:
        """Say whether it is to be tried again, though nothing changes."""
        return self.result == LATER and self.tries < MOST_TRIES


@dataclass(frozen=True)
class Post:
    """A post, or a feed, that has told others: its page's path in the output, and the targets.

    `gone` says that it was taken away, and that its targets have been told, or are being told.
    """

    path: str
    gone: bool = False
    targets: Mapping[str, Mention] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Say whether anybody may know of it."""
        return self.gone or any(mention.told for mention in self.targets.values())


@dataclass(frozen=True)
class State:
    """All posts and feeds that have told others, by their addresses below SITEURL."""

    posts: Mapping[str, Post] = field(default_factory=dict)
    feeds: Mapping[str, Post] = field(default_factory=dict)


def read_state(text: str) -> State:
    """Read the file; an empty one is an empty state. Raises `StateError`."""
    if not text.strip():
        return State()
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        raise StateError(error.lineno, "is no JSON from here on") from error
    except (ValueError, RecursionError) as error:
        raise StateError(1, "is no JSON") from error
    if not isinstance(whole, dict):
        raise StateError(1, "holds no JSON object")
    # bool and float equal some integers, and are none of the schema's.
    if type(whole.get("schema")) is not int or whole["schema"] != SCHEMA:
        raise StateError(1, f"is of schema {whole.get('schema')!r}, not {SCHEMA}")
    try:
        return State(_posts(whole.get("posts", {})), _posts(whole.get("feeds", {})))
    except ValueError as error:
        raise StateError(_line(text, str(error.args[0])), " ".join(error.args)) from error


def write_state(state: State) -> str:
    """The file: keys in order, a target a line, an end of line at its end."""
    members = [
        f'"feeds": {_block(state.feeds)}',
        f'"posts": {_block(state.posts)}',
        f'"schema": {SCHEMA}',
    ]
    return _lines(members) + "\n"


def _block(posts: Mapping[str, Post]) -> str:
    return _lines([f"{_json(url)}: {_post(post)}" for url, post in sorted(posts.items())])


def _post(post: Post) -> str:
    targets = [f"{_json(url)}: {_json(asdict(each))}" for url, each in sorted(post.targets.items())]
    members = [f'"path": {_json(post.path)}', f'"targets": {_lines(targets)}']
    return _lines([*(['"gone": true'] if post.gone else []), *members])


def _lines(members: list[str]) -> str:
    inside = ",\n".join(members)
    return f"{{\n{inside}\n}}" if inside else "{}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, sort_keys=True)


def _posts(value: object) -> dict[str, Post]:
    return {url: _read_post(url, post) for url, post in _items("posts", value)}


def _read_post(url: str, value: object) -> Post:
    written = dict(_items(url, value))
    path, gone = written.pop("path", None), written.pop("gone", False)
    targets = dict(_items(url, written.pop("targets", None)))
    if not isinstance(path, str) or not is_inside(path):
        raise ValueError(url, f"has the path {path!r}, which is none of the site's")
    if not isinstance(gone, bool) or written:
        raise ValueError(url, f"has {', '.join(map(repr, written)) or 'gone'} of no known kind")
    return Post(path, gone, {target: _mention(target, each) for target, each in targets.items()})


def _mention(target: str, value: object) -> Mention:
    written = dict(_items(target, value))
    kinds = {"hash": str, "result": str, "status": int, "told": bool, "tries": int, "when": str}
    wrong = [name for name, each in written.items() if type(each) is not kinds.get(name)]
    if wrong or {each.name for each in fields(Mention)} != written.keys():
        raise ValueError(target, "has not the fields that were written")
    if written["result"] not in RESULTS:
        raise ValueError(target, f"has the result {written['result']!r}, not {', '.join(RESULTS)}")
    return Mention(**written)


def _items(place: str, value: object) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, dict):
        raise ValueError(place, "holds no JSON object")
    yield from value.items()


def is_inside(path: str) -> bool:
    """Say whether a path stays below the folder it is taken from."""
    return "\\" not in path and "\0" not in path and {"", ".", ".."}.isdisjoint(path.split("/"))


def _line(text: str, key: str) -> int:
    written = json.dumps(key)
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if written in line), 1)
