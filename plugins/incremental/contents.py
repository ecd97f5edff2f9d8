"""Articles and pages whose addresses and links cost no more than they need.

Each override stands for the function of Pelican 4.12.0 that its docstring names; what comes out is
the same. The classes keep Pelican's names, which it makes settings' names of.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from pelican import contents
from pelican.contents import Content
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import path_to_url

from .trace import digest

# Without a dot at the head of a part, a path leads nowhere else.
PLAIN = re.compile(r"(?:[^./\\\0][^/\\\0]*/)*[^./\\\0][^/\\\0]*")
_USUAL = DEFAULT_CONFIG["INTRASITE_LINK_REGEX"]
# It begins with one of two signs, and stands right behind the quote of an attribute.
_MARKS = ('"{', "'{", '"|', "'|")


class _Fields(Mapping[str, Any]):
    """What an address is made of, each field as it is asked for.

    Stands for `Content.url_format`, which makes them all, and copies the metadata first.
    """

    def __init__(self, content: Content) -> None:
        self._content = content

    def __getitem__(self, key: str) -> Any:
        content = self._content
        if key == "path":
            return path_to_url(content.metadata.get("path", content.get_relative_source_path()))
        if key == "slug":
            return getattr(content, "slug", "")
        if key == "lang":
            return getattr(content, "lang", "en")
        if key == "date":
            return content.date if hasattr(content, "date") else datetime.now()  # noqa: DTZ005  -- as Pelican
        if key in ("author", "category"):
            return getattr(content, key).slug if hasattr(content, key) else ""
        return content.metadata[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._content.url_format)

    def __len__(self) -> int:
        return len(self._content.url_format)


def find_links(text: str, settings: Mapping[str, Any]) -> list[str] | None:
    """The links of a text that Pelican writes anew for each page: each tag, up to its address.

    None where the site has a pattern of its own, which may look at anything.
    """
    if settings["INTRASITE_LINK_REGEX"] != _USUAL:
        return None
    return [found[0] for found in _links().finditer(text)] if _may_link(text) else []


def _may_link(text: str) -> bool:
    return bool(text) and any(mark in text for mark in _MARKS)


@cache
def _links() -> re.Pattern[str]:
    """Pelican's own pattern."""
    found: re.Pattern[str] = Content("", settings=DEFAULT_CONFIG)._get_intrasite_link_regex()
    return found


@dataclass(frozen=True)
class Body:
    """The HTML of a post as it was read, which is fetched when it is first asked for.

    `digest` is that of the text, `links` is what `find_links` found in it.
    """

    fetch: Callable[[], str]
    digest: str
    links: list[str] | None


@cache
def _setting(kind: str, key: str) -> str:
    return f"{kind}_{key}".upper()


@cache
def _around_slug(pattern: str) -> tuple[str, str] | None:
    """What stands around the slug in the pattern of an address that has no other field."""
    before, mark, after = pattern.partition("{slug}")
    return (before, after) if mark and not {"{", "}"} & {*before, *after} else None


class _Quick:
    """What articles and pages have in common."""

    settings: Mapping[str, Any]
    source_path: str

    @property
    def _content(self) -> str:
        held: str | Body = self.__dict__["_content"]
        if not isinstance(held, Body):
            return held
        text = held.fetch()
        self.__dict__ |= {"_content": text, "_body": (text, held.links, held.digest)}
        return text

    @_content.setter
    def _content(self, content: str | Body) -> None:
        self.__dict__["_content"] = content

    def _expand(self, key: str, kind: str) -> str:
        """Stands for `Content._expand_settings`."""
        pattern = str(self.settings[_setting(kind, key)])
        ends, slug = _around_slug(pattern), getattr(self, "slug", None)
        if ends and type(slug) is str:
            return f"{ends[0]}{slug}{ends[1]}"
        return pattern.format_map(_Fields(self))

    def get_relative_source_path(self, source_path: str | None = None) -> str | None:
        """Stands for `Content.get_relative_source_path`; its own is asked for all the time."""
        if source_path and source_path != self.source_path:
            found: str | None = super().get_relative_source_path(source_path)  # type: ignore[misc]
            return found
        known = self.__dict__.get("_place")
        if known is None or known[0] != self.source_path:
            found = self._below(f"{self.settings['PATH']}/")
            if found is None:
                found = super().get_relative_source_path()  # type: ignore[misc]
            known = self.__dict__["_place"] = (self.source_path, found)
        place: str | None = known[1]
        return place

    def _below(self, folder: str) -> str | None:
        """The source's path in a folder, where it is plain that it lies there."""
        path = self.source_path
        if not path or os.sep != "/" or not folder.startswith("/") or not path.startswith(folder):
            return None
        return rest if PLAIN.fullmatch(rest := path[len(folder) :]) else None

    def get_static_links(self) -> set[str]:
        """Stands for `Content.get_static_links`, which searches every body with a regex."""
        return super().get_static_links() if self.links_files() else set()  # type: ignore[misc]

    def get_content(self, siteurl: str) -> str:
        """Stands for `Content.get_content`, which keeps every body for as long as Python runs."""
        return self._once("get_content", siteurl)

    def get_summary(self, siteurl: str) -> str:
        """Stands for `Content.get_summary`, which keeps it likewise."""
        return self._once("get_summary", siteurl)

    def links_files(self) -> bool:
        """Whether the body may link to files that are copied."""
        links, _ = self._look_at_body()
        return links is None or any("static" in each or "attach" in each for each in links)

    def say(self, siteurl: str) -> str:
        """What the HTML on a page of this address follows from: the body, and where links lead."""
        links, told = self._look_at_body()
        if links is None:
            return digest(self.get_content(siteurl))
        # Each link stands alone: what Pelican makes of it depends on nothing around it.
        alone = "".join(f"{each}>" for each in links)
        return digest(told + self._update_content(alone, siteurl)) if links else told

    def _look_at_body(self) -> tuple[list[str] | None, str]:
        body = self.__dict__["_content"]
        if type(body) is Body:
            return body.links, body.digest
        known: tuple[str, list[str] | None, str] | None = self.__dict__.get("_body")
        if known is None or known[0] is not body:
            known = (body, find_links(body, self.settings), digest(body or ""))
            self.__dict__["_body"] = known
        return known[1:]

    def _update_content(self, content: str, siteurl: str) -> str:
        """Stands for `Content._update_content`: a text without a mark has no link to replace."""
        if self.settings["INTRASITE_LINK_REGEX"] == _USUAL and not _may_link(content):
            return content
        updated: str = super()._update_content(content, siteurl)  # type: ignore[misc]
        return updated

    def _once(self, name: str, siteurl: str) -> str:
        memo = self.__dict__.setdefault("_memo", {})
        if (name, siteurl) not in memo:
            memo[name, siteurl] = vars(Content)[name].func(self, siteurl)
        known: str = memo[name, siteurl]
        return known


class Article(_Quick, contents.Article):  # type: ignore[misc]  # Pelican has no types
    """An article, quicker."""

    __module__ = contents.__name__  # by which messages name it

    def _expand_settings(self, key: str) -> str:
        """Stands for `Article._expand_settings`."""
        return self._expand(key, "draft" if self.status == "draft" else "article")


class Page(_Quick, contents.Page):  # type: ignore[misc]  # Pelican has no types
    """A page, quicker."""

    __module__ = contents.__name__  # by which messages name it

    def _expand_settings(self, key: str) -> str:
        """Stands for `Page._expand_settings`."""
        return self._expand(key, "draft_page" if self.status == "draft" else "page")
