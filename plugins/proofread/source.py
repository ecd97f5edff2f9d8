"""One source: a file in Markdown, its front matter, and the address that it will have."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from .dates import read_date
from .front import Front, read_front
from .problem import Problem
from .site import Site

STATUSES = ("draft", "hidden", "published", "skip")


@dataclass(frozen=True)
class Source:
    """An article or a page as it was written.

    `path` is how the writer knows the file, `name` is its path below the content folder, and
    `read` gives the whole of its text. All else follows from these, and is found when it is asked.
    """

    site: Site
    kind: str
    path: str
    name: str
    read: Callable[[], str]

    @cached_property
    def text(self) -> str:
        """The whole of it, with the front matter."""
        return self.read()

    @cached_property
    def front(self) -> Front:
        """The front matter."""
        return read_front(self.text)

    @cached_property
    def keys(self) -> str:
        """The keys of the front matter, in order, parted by a space each."""
        return " ".join(field.key for field in self.front.fields)

    @cached_property
    def given(self) -> Mapping[str, Any]:
        """What its place and the site's settings say of it."""
        return given(self.site, self.name)

    def problem(self, line: int, message: str) -> Problem:
        """Something that has to be mended in this file."""
        return Problem(self.path, line, message)

    def advice(self, line: int, message: str) -> Problem:
        """Something that might be better in this file."""
        return Problem(self.path, line, message, advice=True)

    def say(self, key: str) -> str:
        """The value of a key in one line: as written, or else as the file's place has it."""
        field = self.front.find(key)
        return field.value if field and field.value else str(self.given.get(key) or "")

    @cached_property
    def date(self) -> datetime | None:
        """The date, where there is one that can be read; without a zone it is the site's."""
        with suppress(ValueError):
            return read_date(self.say("date").replace("_", " "))  # as Pelican does, for a date only
        return None

    @cached_property
    def status(self) -> str:
        """What becomes of it, the future told from the past; empty where the status is none."""
        written = self.say("status") or "published"
        if written not in STATUSES:
            return ""
        return "future" if written == "published" and self.is_future else written

    @cached_property
    def is_future(self) -> bool:
        """Whether its date lies ahead of the moment for which the site is built."""
        return self.kind == "article" and self.moment is not None and self.moment > self.site.now

    @cached_property
    def moment(self) -> datetime | None:
        """The date with its zone, which is the site's where none is written."""
        if self.date is None or self.date.tzinfo:
            return self.date
        return self.date.replace(tzinfo=self.site.zone)

    @cached_property
    def is_draft(self) -> bool:
        """Whether it is still being written, so that nothing in its text stops a build."""
        return self.status in ("draft", "skip")

    @property
    def is_withheld(self) -> bool:
        """Whether no reader may see it yet."""
        return self.status in ("draft", "future")

    @property
    def has_draft_page(self) -> bool:
        """Whether the site writes a page of it while it is a draft."""
        kind = "DRAFT_PAGE" if self.kind == "page" else "DRAFT"
        return bool(self.site.settings.get(f"{kind}_SAVE_AS"))

    @cached_property
    def slug(self) -> str:
        """The name in its address, made as Pelican makes it."""
        written = self.say("slug")
        if written:
            return written
        stem = PurePosixPath(self.name).stem
        title = self.site.settings["SLUGIFY_SOURCE"] == "title"
        return self.site.slugify(self.say("title") if title else stem)

    @cached_property
    def lang(self) -> str:
        """The language, the site's where the source names none."""
        return self.say("lang") or str(self.site.settings["DEFAULT_LANG"]).lower()

    @cached_property
    def category(self) -> str:
        """The category's name; a page has none."""
        if self.kind == "page":
            return ""
        return self.say("category") or str(self.site.settings["DEFAULT_CATEGORY"])

    @cached_property
    def id(self) -> str:
        """The key of its feed id: the one that is written, or else the file's name."""
        return self.say("id") or posixpath.splitext(posixpath.basename(self.name))[0]

    @cached_property
    def aliases(self) -> tuple[str, ...]:
        """Its old addresses, as they are written."""
        field = self.front.find("aliases")
        values = field.values if field else ()
        parts = (part.strip() for value in values for part in value.split(","))
        return tuple(filter(None, parts))

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The tags' names, in order."""
        return _parted(self._first("tags"))

    @cached_property
    def authors(self) -> tuple[str, ...]:
        """The authors' names, in order; the site's where the source names none."""
        one = self.say("author") or str(self.site.settings.get("AUTHOR") or "")
        return _parted(self._first("authors")) or ((one,) if one else ())

    def _first(self, key: str) -> str:
        """The first line of a key's value; of these keys Pelican reads no other."""
        field = self.front.find(key)
        return field.values[0] if field else str(self.given.get(key) or "")

    @cached_property
    def output(self) -> str:
        """The path of its page in the output; empty where none is written or none can be."""
        return self._place("SAVE_AS")

    @cached_property
    def url(self) -> str:
        """The address of its page below the site's."""
        return self._place("URL")

    @cached_property
    def later_output(self) -> str:
        """The path that its page will have when it is withheld no more."""
        return self._place("SAVE_AS", is_draft=False)

    def _place(self, what: str, *, is_draft: bool | None = None) -> str:
        field, given = self.front.find(what.lower()), self.given.get(what.lower())
        if self.status == "skip" and is_draft is None:
            return ""
        if field or given is not None:
            return field.value if field else str(given)
        with suppress(KeyError, IndexError, ValueError, AttributeError):
            return str(self.site.settings.get(self._setting(what, is_draft)) or "").format(
                **self._words()
            )
        return ""

    def _setting(self, what: str, is_draft: bool | None) -> str:
        draft = self.is_withheld if is_draft is None else is_draft
        # Pelican takes the site's own language in lower case for its own, and no other form of it.
        lang = "" if self.lang == self.site.settings["DEFAULT_LANG"].lower() else "LANG_"
        kinds = {("article", False): "ARTICLE", ("page", False): "PAGE", ("article", True): "DRAFT"}
        return f"{kinds.get((self.kind, draft), 'DRAFT_PAGE')}_{lang}{what}"

    def _words(self) -> dict[str, object]:
        slugify = self.site.slugify
        return {
            **{field.key: field.value for field in self.front.fields},
            "path": self.name,
            "slug": self.slug,
            "lang": self.lang,
            "date": self.date or datetime.min,  # noqa: DTZ901  -- a draft's, whose address has none
            "author": slugify(self.say("author") or next(iter(self.authors), "")),
            "category": slugify(self.category),
        }


def given(site: Site, name: str) -> dict[str, Any]:
    """What the place of a file below the content folder, and the settings, say of it."""
    settings, path = site.settings, PurePosixPath(name)
    found: dict[str, Any] = {**settings.get("DEFAULT_METADATA", {})}
    for part, words in sorted(settings.get("EXTRA_PATH_METADATA", {}).items()):
        if name == part or name.startswith(f"{part.rstrip('/')}/"):
            found |= words
    return found | _read_path(settings, path)


def _read_path(settings: Mapping[str, Any], path: PurePosixPath) -> dict[str, str]:
    """What the settings read out of a path: `pelican.readers.parse_path_metadata`."""
    folder = r"(?P<category>.*)" if settings.get("USE_FOLDER_AS_CATEGORY") else ""
    found: dict[str, str] = {}
    for pattern, text in (
        (settings.get("FILENAME_METADATA"), path.stem),
        (settings.get("PATH_METADATA"), str(path)),
        (folder, path.parent.name),
    ):
        match = re.match(pattern, text) if pattern and text else None
        for word, value in match.groupdict().items() if match else ():
            if value is not None:
                found.setdefault(word.lower(), value)
    return found


def _parted(text: str) -> tuple[str, ...]:
    # As pelican.readers.ensure_metadata_list parts them: at semicolons, else at commas.
    names = text.split(";" if ";" in text else ",")
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
