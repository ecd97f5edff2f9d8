"""Articles and pages whose addresses and links cost no more than they need.

Each override stands for the function of Pelican 4.12.0 that its docstring names; what comes out is
the same. The classes keep Pelican's names, which it makes settings' names of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from pelican import contents
from pelican.contents import Content
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import path_to_url

from .trace import digest

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


class _Quick:
    """What articles and pages have in common."""

    settings: Mapping[str, Any]
    source_path: str
    _content: str

    def _expand(self, key: str, kind: str) -> str:
        """Stands for `Content._expand_settings`."""
        return str(self.settings[f"{kind}_{key}".upper()]).format_map(_Fields(self))

    def get_relative_source_path(self, source_path: str | None = None) -> str | None:
        """Stands for `Content.get_relative_source_path`; its own is asked for all the time."""
        if source_path and source_path != self.source_path:
            found: str | None = super().get_relative_source_path(source_path)  # type: ignore[misc]
            return found
        known = self.__dict__.get("_place")
        if known is None or known[0] != self.source_path:
            found = super().get_relative_source_path()  # type: ignore[misc]
            known = self.__dict__["_place"] = (self.source_path, found)
        place: str | None = known[1]
        return place

    def get_static_links(self) -> set[str]:
        """Stands for `Content.get_static_links`, which searches every body with a regex."""
        return super().get_static_links() if self.has_links() else set()  # type: ignore[misc]

    def get_content(self, siteurl: str) -> str:
        """Stands for `Content.get_content`, which keeps every body for as long as Python runs."""
        return self._once("get_content", siteurl)

    def get_summary(self, siteurl: str) -> str:
        """Stands for `Content.get_summary`, which keeps it likewise."""
        return self._once("get_summary", siteurl)

    def has_links(self) -> bool:
        """Whether the body may hold a link that Pelican writes anew for each page."""
        return self._look_at_body()[1]

    def body_digest(self) -> str:
        """The digest of the body as it was read."""
        return self._look_at_body()[2]

    def _look_at_body(self) -> tuple[str, bool, str]:
        known: tuple[str, bool, str] | None = self.__dict__.get("_body")
        if known is None or known[0] is not self._content:
            body = self._content
            known = (body, self._may_link(body), digest(body or ""))
            self.__dict__["_body"] = known
        return known

    def _update_content(self, content: str, siteurl: str) -> str:
        """Stands for `Content._update_content`: a text without a mark has no link to replace."""
        if not self._may_link(content):
            return content
        updated: str = super()._update_content(content, siteurl)  # type: ignore[misc]
        return updated

    def _may_link(self, text: str) -> bool:
        is_usual = self.settings["INTRASITE_LINK_REGEX"] == _USUAL
        return bool(text) and (not is_usual or any(mark in text for mark in _MARKS))

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
