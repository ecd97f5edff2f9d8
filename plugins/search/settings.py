"""The settings of the search: where its page is, and whether an index is made for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches

PREFIX = "SEARCH_"
_PAGE = re.compile(r"(?!/)(?!.*(?:^|/)\.{1,2}/)(?:[^\\]+\.html)?")  # below the output, or nowhere


class SearchError(Exception):
    """Stops the build: the search, or its settings, are to be mended first."""

    exitcode = 1


@dataclass(frozen=True)
class Settings:
    """What the plugin can be told. Each field is the setting `SEARCH_` and its name."""

    save_as: str = "search/index.html"
    index: bool = True

    @property
    def url(self) -> str:
        """The page's address below the site's root; empty where there is no search."""
        return re.sub(r"(^|/)index\.html$", r"\1", self.save_as)


def read_settings(site: Mapping[str, object]) -> Settings:
    """Take the plugin's settings out of all the site's.

    Raises `SearchError`, with all problems, for a name that is unknown or a value of the wrong
    type.
    """
    known = {PREFIX + field.name.upper(): field for field in fields(Settings)}
    written = {name: value for name, value in site.items() if name.startswith(PREFIX)}
    problems = []
    for name, value in written.items():
        if name not in known:
            near = get_close_matches(name, known, n=1) or sorted(known)
            problems.append(f"setting {name} is unknown — write {near[0]}, or take it out")
        elif known[name].name == "index":
            if not isinstance(value, bool):
                problems.append(f"setting {name} is {value!r} — write True or False")
        elif not isinstance(value, str) or not _PAGE.fullmatch(value):
            remedy = "write the path of a page, 'search/index.html', or '' for no search"
            problems.append(f"setting {name} is {value!r} — {remedy}")
    if problems:
        raise SearchError("\n".join(problems))
    return Settings(**{known[name].name: value for name, value in written.items()})  # type: ignore[arg-type]  # each was looked at
