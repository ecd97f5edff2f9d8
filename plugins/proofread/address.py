"""Where a source's page will lie, as its front matter or its name has it."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterator

from .problem import Problem, short
from .source import Source

_LONGEST = 240  # bytes: a file system takes 255, and a compressed copy has a longer name


def address_problems(source: Source) -> Iterator[Problem]:
    """Names that no page can have, and pages that lie elsewhere than links lead to."""
    yield from _slug_problems(source)
    yield from _place_problems(source)


def _slug_problems(source: Source) -> Iterator[Problem]:
    fault, field = _slug_fault(source), source.front.find("slug")
    titled = source.site.settings["SLUGIFY_SOURCE"] == "title"
    if not fault or source.say("save_as") or (titled and not source.say("title")):
        return
    if field:
        fault, line = f"Slug '{short(source.slug)}' {fault}", field.line
    else:
        of = "title" if titled else "file's name"
        made = f"the slug '{short(source.slug)}', which {fault}" if source.slug else "no slug"
        fault, line = f"the {of} makes {made}", 1
    yield source.problem(line, f"{fault} — write 'Slug: a-few-words'")


def _slug_fault(source: Source) -> str:
    slug = source.slug
    if not any(map(str.isalnum, slug)):
        return "has no letter and no digit" if slug else "is empty"
    if any(part in ("", ".", "..") for part in slug.split("/")):
        return "leads out of its folder"
    if slug.startswith("."):
        return "begins with a dot, which web servers hide"
    if len(slug.encode(errors="surrogatepass")) > _LONGEST:
        return f"is longer than {_LONGEST} bytes"
    odd = next((sign for sign in slug if sign in '\\?#%:*"<>|&' or not _is_plain(sign)), "")
    return f"holds '{odd}', which no address can" if odd else ""


def _is_plain(sign: str) -> bool:
    return unicodedata.category(sign)[0] not in "CZ"


def _place_problems(source: Source) -> Iterator[Problem]:
    faults = 0
    for field in source.front.fields:
        fault = field.key in ("save_as", "url") and _place_fault(field.key, field.value)
        # An empty one is the address of the site itself: Pelican's own way to say so.
        is_root = field.key == "url" and not field.value and source.output == "index.html"
        if fault and not is_root:
            faults += 1
            yield source.problem(field.line, f"{field.quoted} {fault}")
    if not faults and not source.is_withheld:
        yield from _parted_problems(source)
    yield from _draft_problems(source)


def _place_fault(key: str, value: str) -> str:
    parts = value.split("/")
    if not value:
        return "is empty — write a path such as notes/page.html, or take the line out"
    if value.startswith("/") or "\\" in value or {"..", "."} & set(parts) or "" in parts[:-1]:
        return "leads out of the site's folder — write a path such as notes/page.html"
    if key == "save_as" and not value.endswith((".html", ".htm")):
        return "is the name of no page — end it in .html"
    if any(len(part.encode(errors="surrogatepass")) > _LONGEST for part in parts):
        return f"has a part of more than {_LONGEST} bytes — write a shorter one"
    return ""


def _parted_problems(source: Source) -> Iterator[Problem]:
    """A page that lies elsewhere than its address, which is what all links lead to."""
    save_as, url = source.front.find("save_as"), source.front.find("url")
    is_page = source.url.endswith((".html", ".htm"))
    page = source.url if is_page else posixpath.join(source.url, "index.html")
    if not (save_as or url) or not source.output or page == source.output:
        return
    if save_as and not url:
        line = f"Url: {source.output.removesuffix('index.html')}".rstrip()
        fault = f"{save_as.quoted} has no address, and links would lead to {source.url}"
        yield source.problem(save_as.line, f"{fault} — write '{line}', too")
    elif url:
        fault = f"{url.quoted} leads past its page, which would be {source.output}"
        yield source.problem(url.line, f"{fault} — write 'Save_as: …' that fits")


def _draft_problems(source: Source) -> Iterator[Problem]:
    """A draft that names its own page gets it, wherever else drafts get none."""
    field = source.front.find("save_as")
    if field and field.value and source.is_withheld and not source.has_draft_page:
        fault = f"Save_as '{short(field.value)}' would publish this draft"
        yield source.problem(field.line, f"{fault} — take the line out until it is none")
