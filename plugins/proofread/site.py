"""What there is to know of a site before its sources are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from fnmatch import translate
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
class Folders:
    """Some folders below that of the sources; "" is all of it, and a "folder" may be a file."""

    names: frozenset[str]
    beginnings: tuple[str, ...]

    @classmethod
    def of(cls, written: Iterable[object]) -> Folders:
        """Those that a setting names."""
        names = frozenset(str(folder).strip("/").removeprefix("./") for folder in written)
        return cls(names, tuple(f"{name}/" if name else "" for name in names))

    def hold(self, name: str) -> bool:
        """Whether a file, by its path below the folder of the sources, lies in one of them."""
        return name in self.names or name.startswith(self.beginnings)


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
        return name.endswith((".md", ".markdown", ".mkd", ".mdown"))

    def kind(self, name: str) -> str | None:
        """What the file `name`, a path below the content folder, is: article, page or neither."""
        for kind, (paths, excludes) in self._kinds.items():
            if paths.hold(name) and not excludes.hold(name):
                return kind
        return None

    @cached_property
    def _kinds(self) -> dict[str, tuple[Folders, Folders]]:
        settings = self.settings
        return {
            kind: (
                Folders.of(settings[f"{kind.upper()}_PATHS"]),
                Folders.of([path for path in settings[f"{kind.upper()}_EXCLUDES"] if path]),
            )
            for kind in ("article", "page")
        }

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
        return any(map(self._ignored.match, name.split("/")))

    @cached_property
    def _ignored(self) -> re.Pattern[str]:
        patterns = map(translate, self.settings.get("IGNORE_FILES", ()))
        return re.compile("|".join(patterns) or r"(?!)")

    def is_static(self, name: str) -> bool:
        """Whether the file `name` is published as it is."""
        paths, excludes = self._static
        return paths.hold(name) and not excludes.hold(name)

    @cached_property
    def _static(self) -> tuple[Folders, Folders]:
        excludes = self.settings.get("STATIC_EXCLUDES", [])
        return Folders.of(self.settings["STATIC_PATHS"]), Folders.of(excludes)
