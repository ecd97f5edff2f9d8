"""What a release says of itself in `release.json`: its articles, its plugins, its assets.

The file is public and lies in the site's root. The build writes it; staging adds the assets.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .problem import legible

SCHEMA = 1

_ELSEWHERE = frozenset(("", ".", ".."))
_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class Article:
    """One article of a release: its feed id, its page's path, its title and its URL."""

    id: str
    path: str
    title: str
    url: str


@dataclass(frozen=True)
class Record:
    """What a release says of itself; paths and URLs are below the site's address.

    `aliases` gives the URL that each redirect page leads to, by the page's path. `assets` are
    the paths of the release's own files whose names hold a hash, `gone` those of the pages that
    say that an article is no more.
    """

    siteurl: str
    plugins: tuple[str, ...]
    articles: tuple[Article, ...]
    aliases: Mapping[str, str]
    assets: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def read_record(data: bytes) -> Record:
    """Read a release's record; raises ValueError, with the reason, for one not to be trusted."""
    whole = _whole(data)
    record = Record(
        siteurl=_text(whole.get("siteurl"), "siteurl"),
        plugins=tuple(_text(name, "plugins") for name in _list(whole, "plugins")),
        articles=tuple(_article(article) for article in _list(whole, "articles")),
        aliases=_aliases(whole.get("aliases", {})),
        assets=tuple(_path(path) for path in _list(whole, "assets", [])),
        gone=tuple(_path(path) for path in _list(whole, "gone", [])),
    )
    for what in ("id", "path"):
        values = [getattr(one, what) for one in record.articles]
        for value, count in Counter(values).items() if len(set(values)) < len(values) else ():
            if count > 1:
                raise ValueError(f"has {count} articles with the {what} '{value}'")
    return record


def with_assets(data: bytes, assets: Iterable[str], trusted: bytes = b"") -> bytes:
    """Write a record again with the release's own assets in it.

    `trusted` is one that was read before; where it comes out again, it is not read once more.
    Raises ValueError, with the reason, where the record is not to be trusted.
    """
    built = _whole(data)
    text = f"{_indented({**built, 'assets': sorted(assets)})}\n"
    if "assets" in built or text.encode(errors="surrogatepass") != trusted:
        read_record(data)
    return text.encode()


def _indented(value: object, line: str = "\n") -> str:
    """Write JSON as `json.dumps` does with an indent of two, which takes several times as long."""
    inner = f"{line}  "
    if isinstance(value, dict) and value:
        parts = [f"{_json(name)}: {_indented(one, inner)}" for name, one in value.items()]
        return f"{{{inner}{f',{inner}'.join(parts)}{line}}}"
    if isinstance(value, list) and value:
        parts = [_indented(one, inner) for one in value]
        return f"[{inner}{f',{inner}'.join(parts)}{line}]"
    return _json(value)


def _whole(data: bytes) -> dict[str, Any]:
    try:
        whole = json.loads(data.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise ValueError("is not JSON in UTF-8") from error
    if not isinstance(whole, dict):
        raise ValueError("holds no JSON object")
    if type(whole.get("schema")) is not int or whole["schema"] != SCHEMA:
        raise ValueError(f"is of schema {legible(repr(whole.get('schema')))}, not {SCHEMA}")
    return whole


def _no_number(name: str) -> None:
    raise ValueError(name)


def _list(whole: Mapping[str, Any], name: str, default: object = None) -> list[Any]:
    value = whole.get(name, default)
    if not isinstance(value, list):
        raise ValueError(f"has no list of {name}")
    return value


def _article(value: object) -> Article:
    if not isinstance(value, dict):
        raise ValueError("has an article that is no JSON object")
    title = value.get("title")
    if not isinstance(title, str):
        raise ValueError("has an article whose title is no text")
    return Article(
        id=_text(value.get("id"), "id"),
        path=_path(value.get("path")),
        title=legible(" ".join(title.split())),
        url=_text(value.get("url"), "url"),
    )


def _aliases(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError("has aliases that are no JSON object")
    return {_path(path): _text(url, "aliases") for path, url in value.items()}


def _text(value: object, name: str) -> str:
    """Let through what can be printed, compared and written; a lone surrogate cannot."""
    if isinstance(value, str) and (value.isprintable() or legible(value) == value):
        return value
    raise ValueError(f"has something in {name} that is no plain text")


def _path(value: object) -> str:
    path = _text(value, "a path")
    if "\\" in path or not _ELSEWHERE.isdisjoint(path.split("/")):
        raise ValueError(f"names the path '{path}', which leads out of the site")
    return path
