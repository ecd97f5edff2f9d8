"""Which sources already have what a new one would take: its name, its address, its feed id."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from .draft import Draft
from .front import read_front

_MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")


class _Words(dict[str, Any]):
    """The words of an address; one that is not known here is like nothing that is written."""

    def __missing__(self, key: str) -> str:
        return "\0"


def find_claim(
    draft: Draft, site: Mapping[str, Any], slugify: Callable[[str], str]
) -> tuple[Path, str] | None:
    """The first source that has what a new rant would take, and what that is; else None.

    `site` are Pelican's settings. A slug is one rant's, drafts among them, whatever its date or
    language; of a page, of `Save_as` and of aliases the address counts.
    """
    category = slugify(draft.category)
    ours = _place(site, "ARTICLE_SAVE_AS", slug=draft.slug, date=draft.date, category=category)
    for kind, path in find_sources(site):
        front = read_front(path)
        slug = front.get("slug") or _given_slug(site, path) or slugify(path.stem)
        if kind == "ARTICLE" and slug.lower() == draft.slug.lower():
            return path, f"Slug '{draft.slug}'"
        if kind == "ARTICLE" and (front.get("id") or path.stem) == draft.name:
            return path, f"Id '{draft.name}'"
        theirs = front.get("save_as") or _place(
            site, f"{kind}_SAVE_AS", slug=slug, lang=front.get("lang", site["DEFAULT_LANG"])
        )
        if ours and ours.lower() == theirs.lower():
            return path, f"address /{_url(ours)}"
        for alias in re.split(r"[,\n]", front.get("aliases", "")):
            if alias.strip() and ours and _alias_place(alias).lower() == ours.lower():
                return path, f"alias '{alias.strip()}'"
    return None


def find_sources(site: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    """Each source in Markdown, in order, with its kind: `ARTICLE` or `PAGE`."""
    content = Path(site["PATH"])
    for kind in ("ARTICLE", "PAGE"):
        excluded = {content / name for name in site[f"{kind}_EXCLUDES"] if name}
        for name in site[f"{kind}_PATHS"]:
            for path in sorted((content / name).rglob("*")):
                hidden = any(part.startswith(".") for part in path.relative_to(content).parts)
                if path.suffix in _MARKDOWN and not hidden and excluded.isdisjoint(path.parents):
                    yield kind, path


def _given_slug(site: Mapping[str, Any], path: Path) -> str:
    """What the file's name says of it, where the settings read that."""
    match = re.match(site.get("FILENAME_METADATA") or r"(?!)", path.stem)
    return (match.groupdict().get("slug") or "") if match else ""


def _place(site: Mapping[str, Any], setting: str, **words: Any) -> str:
    words = {"lang": site["DEFAULT_LANG"], "date": datetime.min, **words}  # noqa: DTZ901  -- no zone is meant
    try:
        place = str(site.get(setting) or "").format_map(_Words(words))
    except (KeyError, IndexError, ValueError, AttributeError):
        return ""
    return posixpath.normpath(place) if place else ""


def _alias_place(alias: str) -> str:
    path = posixpath.normpath(unquote(alias.strip())).strip("/")
    return path if path.endswith((".html", ".htm")) else posixpath.join(path, "index.html")


def _url(place: str) -> str:
    return place.removesuffix("index.html")
