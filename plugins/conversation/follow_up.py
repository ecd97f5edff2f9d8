"""What a post answers, another of this site or a page elsewhere, and what answers it."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

_MARK = re.compile(r"\{filename\}|\|filename\|")
_WITHHELD = {"draft": "a draft", "hidden": "a hidden post"}


@dataclass(frozen=True)
class Post:
    """What there is to know of a post that may answer another, or be answered.

    `source` is its file below the content folder, `url` its address below the site's, `written`
    what it says that it answers. The `key` of a post and its translations is the original's source.
    """

    source: str
    key: str
    url: str
    title: str
    status: str
    lang: str
    date: datetime
    written: str = ""


@dataclass(frozen=True)
class InReplyTo:
    """What a post answers: below the site's address where it is the own `post`, else elsewhere."""

    title: str
    url: str
    post: Post | None = None


@dataclass(frozen=True)
class Replies:
    """What posts answer, what answers them, and what is wrong with what they say, by source."""

    answered: Mapping[str, InReplyTo]
    follow_ups: Mapping[str, tuple[Post, ...]]
    faults: Mapping[str, str]


def read_replies(posts: Iterable[Post], siteurl: str) -> Replies:
    """Find what each post answers. A fault is a message with its remedy.

    Only what is published is a follow-up; the oldest comes first.
    """
    shelf = _Shelf({post.source: post for post in posts}, siteurl)
    answered: dict[str, InReplyTo] = {}
    faults: dict[str, str] = {}
    for post in shelf.posts.values():
        try:
            if post.written:
                answered[post.source] = shelf.find(post)
        except ValueError as error:
            faults[post.source] = str(error)
    for source in find_circles(answered):
        by = answered[source].post
        remedy = "take the line out of one of them"
        faults[source] = f"comes back to this post, by {by.source if by else ''} — {remedy}"
    return Replies(answered, _follow_ups(shelf.posts, answered), faults)


class _Shelf:
    """The posts of a site, found by what a writer says of one."""

    def __init__(self, posts: Mapping[str, Post], siteurl: str) -> None:
        self.posts = posts
        self.places = {_place(post.url): post for post in posts.values()}
        self.site = urlsplit(siteurl)

    def find(self, post: Post) -> InReplyTo:
        """What a post answers. Raises `ValueError` with the fault and the remedy."""
        mark = _MARK.match(post.written)
        try:
            parts = urlsplit(post.written[mark.end() :].strip() if mark else post.written)
        except ValueError:
            raise ValueError("is no address — write one that begins with https:// or /") from None
        if not mark and self._is_elsewhere(parts):
            host = parts.netloc.rpartition("@")[2]
            return InReplyTo(f"{host}{parts.path}".rstrip("/"), post.written)
        found = self._source(post, parts.path) if mark else self._at(parts.path)
        if found is None:
            raise ValueError("is no post of this site — write {filename} and its file's name")
        _refuse(post, found)
        anchor = f"#{parts.fragment}" if parts.fragment else ""
        return InReplyTo(found.title, f"{found.url}{anchor}", found)

    def _is_elsewhere(self, parts: SplitResult) -> bool:
        is_own = parts.netloc.lower() == self.site.netloc.lower()
        is_below = f"{parts.path}/".startswith(f"{self._root}/")
        return bool(parts.netloc) and not (is_own and is_below)

    @property
    def _root(self) -> str:
        return self.site.path.rstrip("/")

    def _source(self, post: Post, path: str) -> Post | None:
        path = unquote(path)
        name = path[1:] if path.startswith("/") else f"{posixpath.dirname(post.source)}/{path}"
        return self.posts.get(posixpath.normpath(name.lstrip("/")))

    def _at(self, path: str) -> Post | None:
        """By its path, before which the site's own may stand, as it does in links."""
        below = path.removeprefix(self._root) if f"{path}/".startswith(f"{self._root}/") else path
        return self.places.get(_place(unquote(urljoin("/", below))))


def _refuse(post: Post, found: Post) -> None:
    if found.key == post.key:
        raise ValueError("is this post itself — take the line out")
    may_lead_there = post.status == "draft" or found.status in ("published", post.status)
    if found.status in _WITHHELD and not may_lead_there:
        kind = _WITHHELD[found.status]
        raise ValueError(f"leads to {kind}, {found.source} — publish that, or take the line out")


def find_circles(answered: Mapping[str, InReplyTo]) -> list[str]:
    """Of each circle of posts that answer one another the source that comes first by name."""
    return [source for source in answered if _comes_back(source, answered)]


def _comes_back(first: str, answered: Mapping[str, InReplyTo]) -> bool:
    # Where the way leads to an earlier name this is not the first one; so a long chain, of which
    # each answers an earlier one, is not followed to its end again and again.
    source, seen = first, {first}
    while source in answered:
        post = answered[source].post
        if post is None or post.source < first:
            return False
        if post.source in seen:
            return post.source == first
        source = post.source
        seen.add(source)
    return False


def _follow_ups(
    posts: Mapping[str, Post], answered: Mapping[str, InReplyTo]
) -> dict[str, tuple[Post, ...]]:
    """What is published in answer to each post, in any of its languages, each once."""
    told = defaultdict(list)
    for source, reply in answered.items():
        if reply.post and posts[source].status == "published":
            told[reply.post.key].append(posts[source])
    for each in told.values():
        each.sort(key=lambda post: (post.date, post.source))
    return {
        source: _once(told[post.key], post.lang)
        for source, post in posts.items()
        if post.key in told
    }


def _once(posts: list[Post], lang: str) -> tuple[Post, ...]:
    """Of a post and its translations the one in `lang`, where there is one; else the original."""
    versions = defaultdict(list)
    for post in posts:
        versions[post.key].append(post)
    return tuple(
        min(each, key=lambda post: (post.lang != lang, post.source != post.key))
        for each in versions.values()
    )


def _place(path: str) -> str:
    return f"/{path}".removesuffix("/index.html").strip("/")
