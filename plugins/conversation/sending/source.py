"""What of a built site is told to others: its posts, those that are gone, and its feeds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .state import GONE, Post, State, is_inside
from .targets import read_entry
from .websub import find_feeds, read_hubs

RECORD = "release.json"


class SendError(Exception):
    """Nothing was sent: what was built cannot be read, and what mends it."""


@dataclass(frozen=True)
class Source:
    """A post or a feed as it was built: its address below SITEURL, its file, what it tells whom.

    The `hash` is `state.GONE` where a post has been taken away. `fault` says why nothing is told.
    """

    key: str
    path: str
    targets: tuple[str, ...] = ()
    hash: str = GONE
    feed: bool = False
    fault: str = ""


def read_sources(output: Path, siteurl: str, state: State) -> list[Source]:
    """Read the site in the folder `output`, and what became of the posts that the state knows.

    Raises `SendError` where no site was built there, or one of another address.
    """
    record = _read_record(output, siteurl)
    try:
        published = {str(each["url"]): str(each["path"]) for each in record["articles"]}
    except (KeyError, TypeError) as error:
        raise SendError(_rebuild(output, "does not say what is published")) from error
    site = _Site(output, siteurl.rstrip("/"))
    posts = [site.post(key, path) for key, path in sorted(published.items())]
    gone = sorted((key, post) for key, post in state.posts.items() if key not in published)
    return [*posts, *(site.gone(key, post) for key, post in gone), *site.feeds()]


@dataclass(frozen=True)
class _Site:
    output: Path
    siteurl: str

    def post(self, key: str, path: str) -> Source:
        page = self._read(path)
        if page is None:
            return Source(key, path, fault="was not built — build the site again")
        entry = read_entry(page, f"{self.siteurl}/{key}", self.siteurl)
        if entry is None:
            remedy = "put both classes into the theme's article.html"
            return Source(key, path, fault=f"has no h-entry with an e-content — {remedy}")
        return Source(key, path, entry.targets, entry.hash)

    def gone(self, key: str, post: Post) -> Source:
        """A post in no list: taken away, moved, or hidden, when its page says what it said.

        A page that says that it is gone, or leads on, has no h-entry.
        """
        page = self._read(post.path)
        if page is None and post.is_known:
            fault = "is gone, and no page says so — build the site with the conversation plugin"
            return Source(key, post.path, fault=fault)
        entry = read_entry(page or b"", f"{self.siteurl}/{key}", self.siteurl)
        if entry is None:
            return Source(key, post.path)
        return Source(key, post.path, entry.targets, entry.hash)

    def feeds(self) -> Iterator[Source]:
        for file in find_feeds(self.output):
            data, path = file.read_bytes(), file.relative_to(self.output).as_posix()
            hubs = read_hubs(data)
            if hubs:
                yield Source(path, path, hubs, digest(data), feed=True)

    def _read(self, path: str) -> bytes | None:
        file = self.output / path
        return file.read_bytes() if is_inside(path) and file.is_file() else None


def digest(data: bytes) -> str:
    """What a file is known by: the beginning of its SHA-256."""
    return hashlib.sha256(data).hexdigest()[:16]


def _read_record(output: Path, siteurl: str) -> Mapping[str, Any]:
    try:
        record = json.loads((output / RECORD).read_bytes())
    except OSError as error:
        raise SendError(_rebuild(output, f"has no {RECORD}")) from error
    except (ValueError, RecursionError) as error:
        raise SendError(_rebuild(output, f"has a {RECORD} that is no JSON")) from error
    built = record.get("siteurl") if isinstance(record, dict) else None
    if not siteurl:
        raise SendError(f"{output}: was built for no address — name the settings of the live site")
    if built != siteurl:
        raise SendError(_rebuild(output, f"was built for {built!r}, not for {siteurl!r}"))
    return dict(record)


def _rebuild(output: Path, fault: str) -> str:
    return f"{output}: {fault} — publish the site first: make publish"
