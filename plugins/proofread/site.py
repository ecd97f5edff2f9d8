"""What there is to know of a site before its sources are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .settings import Settings


class Remark(Protocol):
    """What a plugin says of a source: the line, 1 for the first, what, and whether it stops."""

    @property
    def line(self) -> int:
        """The line in the source."""

    @property
    def message(self) -> str:
        """The fault and its remedy."""

    @property
    def advice(self) -> bool:
        """Whether it is told and stops nothing."""


class FileRemark(Remark, Protocol):
    """What a plugin says of a file that it reads by itself; line 0 stands for all of it."""

    @property
    def path(self) -> str:
        """The file's path below the content folder."""


@dataclass(frozen=True)
class Site:
    """The site's settings, the moment it is built for, and what it has in common with Pelican.

    `settings` are Pelican's, complete; `slugify` makes an address of a name as Pelican does;
    `endings` are those of the files that Pelican reads; `keeps_future_back` says whether what is
    dated after `now` waits until then; each of `checks` is a plugin's own, called with a `Source`,
    and each of `content_checks` with the folder of the sources; each of `claims` says whether a
    plugin reads a file that is no source, by its path below that folder.
    """

    settings: Mapping[str, Any]
    own: Settings
    now: datetime
    slugify: Callable[[str], str]
    endings: frozenset[str]
    keeps_future_back: bool = True
    checks: tuple[Callable[[Any], Iterable[Remark]], ...] = ()
    content_checks: tuple[Callable[[Path], Iterable[FileRemark]], ...] = ()
    claims: tuple[Callable[[str], bool], ...] = ()

    @property
    def content(self) -> Path:
        """The folder that holds the sources."""
        return Path(self.settings["PATH"])

    @cached_property
    def zone(self) -> tzinfo:
        """The site's time zone; UTC where it names none that there is."""
        with suppress(ZoneInfoNotFoundError, ValueError, OSError):
            return ZoneInfo(str(self.settings.get("TIMEZONE") or "UTC"))
        return UTC

    def is_markdown(self, name: str) -> bool:
        """Whether a file is a source that is read here, line by line."""
        return re.search(r"\.(?:md|markdown|mkd|mdown)\Z", name) is not None

    def kind(self, name: str) -> str | None:
        """What the file `name`, a path below the content folder, is: article, page or neither."""
        for kind in ("article", "page"):
            paths = self.settings[f"{kind.upper()}_PATHS"]
            excludes = self.settings[f"{kind.upper()}_EXCLUDES"]
            if _lies_in(name, paths) and not _lies_in(name, [path for path in excludes if path]):
                return kind
        return None

    def has_template(self, name: str) -> bool:
        """Whether the theme, or Pelican, which has these two, has a template for a page."""
        settings = self.settings
        folders = [*settings["THEME_TEMPLATES_OVERRIDES"], Path(settings["THEME"], "templates")]
        if {"", ".."} & set(name.split("/")):
            return False  # Jinja leaves no folder of templates
        return name in ("article", "page") or any(
            Path(folder, f"{name}{ending}").is_file()
            for folder in folders
            for ending in settings["TEMPLATE_EXTENSIONS"]
        )

    def is_ignored(self, name: str) -> bool:
        """Whether Pelican passes a file by, as it compares each name on its path."""
        return any(
            fnmatch(part, pattern)
            for part in name.split("/")
            for pattern in self.settings.get("IGNORE_FILES", ())
        )

    def is_static(self, name: str) -> bool:
        """Whether the file `name` is published as it is."""
        excludes = self.settings.get("STATIC_EXCLUDES", [])
        return _lies_in(name, self.settings["STATIC_PATHS"]) and not _lies_in(name, excludes)


def _lies_in(name: str, folders: list[str]) -> bool:
    # A folder may be named "", which is all of them, and a "folder" may be a file.
    return any(
        not folder or name == folder or name.startswith(f"{folder}/")
        for folder in (str(folder).strip("/").removeprefix("./") for folder in folders)
    )
