"""What a site says of itself in `release.json`, so that two releases can be compared.

The file is public: it holds what anybody can read on the site's pages, and no day of building.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

SCHEMA = 1
_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


class Published(NamedTuple):
    """One published article: its feed id, its page's path, its title as text, its URL."""

    id: str
    path: str
    title: str
    url: str


@dataclass(frozen=True)
class Record:
    """A site's address, the plugins that made it, its articles, and where each alias leads.

    Paths and URLs are below the site's root; `aliases` has a URL for the path of each old page,
    `gone` the paths of the pages that say that a post is no more.
    """

    siteurl: str
    plugins: tuple[str, ...]
    articles: tuple[Published, ...]
    aliases: Mapping[str, str]
    gone: tuple[str, ...] = ()


def write_record(record: Record) -> bytes:
    """The record as JSON in UTF-8, keys in order, an article or an alias a line."""
    articles = sorted(record.articles, key=itemgetter(0, 1))  # id and path
    aliases = [f"{_json(path)}: {_json(url)}" for path, url in sorted(record.aliases.items())]
    members = [
        '"aliases": ' + _lines("{", aliases, "}"),
        '"articles": ' + _lines("[", map(_article, articles), "]"),
        *([f'"gone": {_json(sorted(record.gone))}'] if record.gone else []),
        f'"plugins": {_json(record.plugins)}',
        f'"schema": {SCHEMA}',
        f'"siteurl": {_json(record.siteurl)}',
    ]
    return (_lines("{", members, "}") + "\n").encode()


def _article(article: Published) -> str:
    """One article, keys in order; made by hand, for there may be ten thousand."""
    id, path, title, url = map(_json, article)
    return f'{{"id": {id}, "path": {path}, "title": {title}, "url": {url}}}'


def _lines(begin: str, lines: Iterable[str], end: str) -> str:
    """A JSON object or list, each member on a line of its own."""
    inside = ",\n".join(lines)
    return f"{begin}\n{inside}\n{end}" if inside else begin + end
