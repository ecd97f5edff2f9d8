"""What an article says that it answers: a post there is, which readers see, and no circle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from .catalogue import Catalogue
from .front import Field
from .links import Link
from .problem import Problem
from .reference import Reference
from .source import Source

# Of every other form the plugin that shows it tells what is wrong.
_ADDRESS = re.compile(r"[{|]filename[}|]\s*[^\s#]|/(?!/)|https://[^/\s?#]")


def reply_problems(source: Source, catalogue: Catalogue) -> Iterator[Problem]:
    """What is wrong with the line `In_reply_to` of an article; in a draft it stops nothing."""
    field = source.front.find("in_reply_to") if "in_reply_to" in source.keys else None
    if source.kind == "article" and field and _ADDRESS.match(field.value):
        try:
            fault = _fault(source, field, catalogue)
        except ValueError:
            fault = "is no address — write one that begins with https:// or /"
        if fault:
            yield Problem(source.path, field.line, f"{field.quoted} {fault}", source.is_draft)


def _fault(source: Source, field: Field, catalogue: Catalogue) -> str:
    reference = _reference(source, field, catalogue)
    fault, target = reference.fault(), reference.target
    if fault or (target is None and reference.is_beyond):
        return fault
    if target is None or target.kind != "article":
        return f"is no post of this site — write {_remedy(reference)}"
    if (target.slug, target.is_withheld) == (source.slug, source.is_withheld):
        return "is this post itself — take the line out"
    if _comes_back(source, catalogue):
        remedy = "take the line out of one of them"
        return f"comes back to this post, by {target.path} — {remedy}"
    return ""


def _reference(source: Source, field: Field, catalogue: Catalogue) -> Reference:
    """As a link would be, but that a path may also begin below the site's own."""
    path = field.value
    root = urlsplit(str(catalogue.site.settings.get("SITEURL") or "")).path.rstrip("/")
    if path.startswith("/") and not f"{path}/".startswith(f"{root}/"):
        path = root + path
    return Reference(catalogue, source, Link(field.line, path, "line"))


def _remedy(reference: Reference) -> str:
    """The name of the post that had this address once, or how to find it."""
    now = reference.moved
    return f"{{filename}}/{now.name}" if now else "{filename} and its file's name"


def _comes_back(first: Source, catalogue: Catalogue) -> bool:
    """Whether a source is the first, by its name, of some that answer one another in a circle."""
    # From an earlier name the circle, if there is one, is told there; so a long chain, of which
    # each answers an earlier one, is not followed to its end again and again.
    source, seen = first, {first.name}
    while True:
        after = _answered(source, catalogue)
        if after is None or after.name < first.name:
            return False
        if after.name in seen:
            return after is first
        seen.add(after.name)
        source = after


def _answered(source: Source, catalogue: Catalogue) -> Source | None:
    field = source.front.find("in_reply_to")
    if source.kind != "article" or not field or not _ADDRESS.match(field.value):
        return None
    try:
        return _reference(source, field, catalogue).target
    except ValueError:
        return None
