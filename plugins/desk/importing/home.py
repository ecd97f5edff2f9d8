"""The site that a blog is brought to: its settings, and what stands in it already."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..claims import find_sources
from ..front import parse_front

IMPORTED = "imported"  # the folder of pictures that are nobody else's
_HERE = {"localhost", "127.0.0.1", "0.0.0.0", "::1"}  # noqa: S104  -- looked for, not listened on


@dataclass(frozen=True)
class Standing:
    """A post or a page that the site has: its path below the content folder, and what it claims."""

    path: str
    kind: str
    text: str
    front: Mapping[str, str]
    slug: str

    @property
    def id(self) -> str:
        """The `Id` that is written in it, by an import before or by the writer."""
        return self.front.get("id", "")

    def names(self, what: str) -> list[str]:
        """Its tags, or its one category."""
        written = self.front.get(what, "")
        parts = (
            [written] if what == "category" else re.split(";" if ";" in written else ",", written)
        )
        return [part.strip() for part in parts if part.strip()]


@dataclass(frozen=True)
class Home:
    """The site: Pelican's settings, and its way from a name to an address."""

    settings: Mapping[str, Any]
    slugify: Callable[[str], str]

    @property
    def content(self) -> Path:
        """The folder of the sources."""
        return Path(self.settings["PATH"])

    def folder(self, kind: str) -> str:
        """Where articles, or pages, lie below it."""
        paths = self.settings[f"{kind.upper()}_PATHS"]
        return str(paths[0] if paths else "").strip("/")

    @property
    def pictures(self) -> str:
        """Where pictures that were brought lie below it."""
        paths = self.settings["STATIC_PATHS"] or ["images"]
        return posixpath.join(str(paths[0]).strip("/"), IMPORTED)

    @cached_property
    def zone(self) -> tzinfo:
        """The site's time zone."""
        try:
            return ZoneInfo(str(self.settings.get("TIMEZONE") or "UTC"))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return UTC

    @property
    def author(self) -> str:
        """The site's own author."""
        return str(self.settings.get("AUTHOR") or "")

    @cached_property
    def keys(self) -> frozenset[str]:
        """Keys of the front matter that the site allows beside the usual ones, in lower case."""
        return frozenset(str(key).lower() for key in self.settings.get("PROOFREAD_KEYS", ()))

    def is_own(self, url: str) -> bool:
        """Whether an absolute address is one of this site, when it is live."""
        own = urlsplit(str(self.settings.get("SITEURL") or "")).netloc.lower()
        return bool(own) and urlsplit(url).netloc.lower() == own

    def leads_nowhere(self, url: str) -> bool:
        """Whether an address is dead for readers: this site's own, or the writer's machine."""
        try:
            return self.is_own(url) or (urlsplit(url).hostname or "") in _HERE
        except ValueError:
            return True

    @cached_property
    def root(self) -> str:
        """The path of SITEURL."""
        return urlsplit(str(self.settings.get("SITEURL") or "")).path.rstrip("/")

    def output(self, kind: str, slug: str, day: Any = None) -> str:
        """The path of a post's or page's file in the output; empty where there is none."""
        try:
            written = str(self.settings.get(f"{kind.upper()}_SAVE_AS") or "")
            return written.format(slug=slug, date=day, lang="", category="", author="")
        except (KeyError, IndexError, ValueError, AttributeError, TypeError):
            return ""

    def reserves(self, path: str) -> bool:
        """Whether a path of the output is for something else that the site makes."""
        static = [
            str(self.settings.get("THEME_STATIC_DIR") or "theme"),
            *self.settings["STATIC_PATHS"],
        ]
        patterns = [str(each).lstrip("/") for each in self.settings.get("PROOFREAD_PATHS", ())]
        name = posixpath.dirname(path)
        return any(path.startswith(f"{each.strip('/')}/") for each in static) or any(
            fnmatchcase(way, pattern) for way in (path, name, f"{name}/") for pattern in patterns
        )

    def made(self, categories: Iterable[str], tags: Iterable[str], days: Iterable[Any]) -> set[str]:
        """The paths of the lists that the site makes, the further pages of each among them."""
        return {fold(path) for path in self._made(categories, tags, days) if path}

    def _made(
        self, categories: Iterable[str], tags: Iterable[str], days: Iterable[Any]
    ) -> Iterator[str]:
        say = self.settings.get
        for template in self.settings["DIRECT_TEMPLATES"]:
            yield str(say(f"{template.upper()}_SAVE_AS", f"{template}.html") or "")
        for key, names in (("CATEGORY", categories), ("TAG", tags)):
            for name in names:
                yield self._save_as(f"{key}_SAVE_AS", slug=self.slugify(name))
        for day in days:
            for period in ("YEAR", "MONTH", "DAY"):
                yield self._save_as(f"{period}_ARCHIVE_SAVE_AS", date=day)

    def _save_as(self, setting: str, **words: Any) -> str:
        try:
            return str(self.settings.get(setting) or "").format(**words)
        except (KeyError, IndexError, ValueError, AttributeError, TypeError):
            return ""


def fold(path: str) -> str:
    """A path as a disk knows it that makes no difference between capitals and small letters."""
    return unicodedata.normalize("NFC", path.casefold())


def read_standing(home: Home) -> list[Standing]:
    """Every post and page that the site has, in the order of their paths."""
    found = []
    for kind, file in find_sources(home.settings):
        text = file.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")
        path = file.relative_to(home.content).as_posix()
        found.append(_standing(path, kind.lower(), text, home))
    return found


def _standing(path: str, kind: str, text: str, home: Home) -> Standing:
    front = {key: " ".join(value.split("\n")) for key, value in parse_front(text).items()}
    stem = posixpath.splitext(posixpath.basename(path))[0]
    named = re.match(str(home.settings.get("FILENAME_METADATA") or r"(?!)"), stem)
    found = named.groupdict() if named else {}
    given = {key: value for key, value in found.items() if value}
    slug = front.get("slug") or given.get("slug") or home.slugify(stem)
    return Standing(path, kind, text, {**given, **front}, slug)


def path_of(address: str) -> str:
    """The path of an alias's page in the output: `/old/` is `old/index.html`."""
    path = "/".join(
        unicodedata.normalize("NFC", unquote(part)) for part in address.strip("/").split("/")
    )
    if not path:
        return "index.html"
    is_file = path.lower().endswith((".html", ".htm")) and not address.endswith("/")
    return path if is_file else f"{path}/index.html"
