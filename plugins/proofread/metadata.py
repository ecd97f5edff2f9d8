"""What a source's front matter says, key by key."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from .dates import read_date
from .front import Field
from .problem import Problem, short
from .source import STATUSES, Source

# Those of Pelican, then those of the blog; `PROOFREAD_KEYS` names more.
KEYS = (
    "Title", "Date", "Modified", "Category", "Tags", "Slug", "Author", "Authors", "Summary", "Lang",
    "Translation", "Status", "Template", "Save_as", "Url",
    "Question", "Conversation", "Toot", "Bluesky", "Id", "Series", "Aliases", "In_reply_to",
)  # fmt: skip
# Of every other key Pelican reads the first line alone, or makes a list of them.
_OF_COMMAS = {"aliases", "authors", "tags"}
_OF_SEVERAL_LINES = {"summary", "aliases", "question"}
# What other programs call it.
_ALSO_KNOWN = {
    "categories": "Category", "created": "Date", "description": "Summary", "excerpt": "Summary",
    "headline": "Title", "hidden": "Status: hidden", "keywords": "Tags", "language": "Lang",
    "lastmod": "Modified", "layout": "Template", "name": "Title", "permalink": "Slug",
    "pubdate": "Date", "published": "Date", "redirect_from": "Aliases", "subtitle": "Summary",
    "updated": "Modified",
}  # fmt: skip
_PLAIN = {"title", "category", "tags", "author", "authors", "series", "summary"}
_HTML = re.compile(r"<[A-Za-z/!?]")
_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)  # RFC 5646, section 2.1
_SWITCHES = {
    ("draft", True): "draft", ("draft", False): "published",
    ("published", True): "published", ("published", False): "draft",
    ("publish", True): "published", ("publish", False): "draft",
}  # fmt: skip
_SAID = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def metadata_problems(source: Source) -> Iterator[Problem]:
    """Everything that is wrong, or might be better, in the front matter of one source alone."""
    yield from _key_problems(source)
    yield from _title_problems(source)
    yield from _html_problems(source)
    yield from _date_problems(source)
    yield from _status_problems(source)
    yield from _lang_problems(source)
    yield from _summary_advice(source)


def _key_problems(source: Source) -> Iterator[Problem]:
    known = _known(source)
    counts = Counter(field.key for field in source.front.fields)
    first: dict[str, Field] = {}
    for field in source.front.fields:
        if field.key not in known:
            yield source.problem(field.line, _unknown(field, known))
        elif counts[field.key] > 1 and field.key in first:
            fault = f"{field.name} '{short(field.value)}' is a second one"
            line = first[field.key].line
            remedy = f"keep this or the one in line {line}"
            if field.key in _OF_COMMAS:
                remedy = f"write both in line {line}, parted by commas"
            yield source.problem(field.line, f"{fault} — {remedy}")
        elif len(field.values) > 1 and field.key not in _OF_SEVERAL_LINES:
            fault = f"{field.name} goes on in the next line, with '{short(field.values[1])}'"
            yield source.problem(field.line, f"{fault} — write all of it in one line")
        first.setdefault(field.key, field)


def _known(source: Source) -> dict[str, str]:
    return {name.lower(): name for name in (*KEYS, *source.site.own.keys)}


def _is_meant(source: Source, key: str) -> bool:
    """Whether a line is told already that was meant for `key`."""
    known = _known(source)
    return any(
        _nearest(field, known) == key for field in source.front.fields if field.key not in known
    )


def _unknown(field: Field, known: Mapping[str, str]) -> str:
    near = _nearest(field, known)
    remedy = f"write {near}" if near else "take the line out, or name the key in PROOFREAD_KEYS"
    return f"{field.quoted} is no key — {remedy}"


def _nearest(field: Field, known: Mapping[str, str]) -> str:
    """What an unknown key is meant for, if that can be told."""
    said = _SAID.get(field.value.lower(), True if field.key == "draft" else None)
    if said is not None and (field.key, said) in _SWITCHES:
        return f"Status: {_SWITCHES[field.key, said]}"
    near = get_close_matches(field.key, known, n=1, cutoff=0.7)
    return _ALSO_KNOWN.get(field.key) or "".join(known[key] for key in near)


def _title_problems(source: Source) -> Iterator[Problem]:
    field = source.front.find("title")
    if not any(unicodedata.category(sign)[0] not in "CZ" for sign in source.say("title")):
        line = field.line if field else 1
        fault = "Title is empty" if field else "has no title"
        if field or not _is_meant(source, "Title"):
            yield source.problem(line, f"{fault} — write 'Title: …' in the first line")


def _html_problems(source: Source) -> Iterator[Problem]:
    for field in source.front.fields:
        if field.key in _PLAIN and _HTML.search(field.value):
            remedy = "take what stands in < and > out"
            yield source.problem(field.line, f"{field.quoted} holds HTML — {remedy}")


def _date_problems(source: Source) -> Iterator[Problem]:
    for field in source.front.fields:
        if field.key in ("date", "modified"):
            # Pelican takes an underscore for a space in a date, and in no other field.
            value = field.value.replace("_", " ") if field.key == "date" else field.value
            yield from _one_date(source, field.name, value, field.line)
    if source.given.get("date"):
        # Pelican reads it even where another one counts.
        date = str(source.given["date"]).replace("_", " ")
        yield from _one_date(source, "Date in the file's name", date, 0)
    elif _lacks_date(source):
        yield source.problem(1, "has no date — write 'Date: 2026-11-23 09:00' below the title")
    if source.is_future and source.status == "future":
        yield _ahead(source)


def _lacks_date(source: Source) -> bool:
    needed = source.kind == "article" and source.status != "draft"
    return needed and not source.front.find("date") and not _is_meant(source, "Date")


def _one_date(source: Source, name: str, value: str, line: int) -> Iterator[Problem]:
    try:
        read_date(value)
    except ValueError as error:
        quoted = f" '{short(value)}'" if value else ""
        yield source.problem(line, f"{name}{quoted} {error}")


def _ahead(source: Source) -> Problem:
    line, fault = source.front.line("date"), f"Date '{source.say('date')}' lies ahead"
    if source.site.keeps_future_back:
        return source.advice(line, f"{fault} — it comes out when you publish after that")
    remedy = "write Status: draft, or WITH_FUTURE_DATES = False in the settings"
    return source.problem(line, f"{fault} and would be out now — {remedy}")


def _status_problems(source: Source) -> Iterator[Problem]:
    written = source.say("status")
    if written and written not in STATUSES:
        near = get_close_matches(written.lower(), STATUSES, n=1)
        remedy = f"write {near[0]}" if near else "write draft, hidden or published"
        yield source.problem(
            source.front.line("status"), f"Status '{short(written)}' is no status — {remedy}"
        )


def _lang_problems(source: Source) -> Iterator[Problem]:
    field = source.front.find("lang")
    own = str(source.site.settings["DEFAULT_LANG"]).lower()
    if field and not _LANG.fullmatch(field.value):
        fault = f"Lang '{short(field.value)}' is no language code"
        yield source.problem(field.line, f"{fault} — write en, de, pt-br and the like")
    elif field and field.value != own and field.value.lower() == own:
        fault = f"Lang '{field.value}' would be another language than the site's"
        yield source.problem(field.line, f"{fault} — write {own}")


def template_problems(source: Source) -> Iterator[Problem]:
    """A template that the theme, which lies elsewhere, does not have."""
    field = source.front.find("template") if "template" in source.keys else None
    if field and not source.site.has_template(field.value):
        fault = "is no template of the theme" if field.value else "is empty"
        remedy = "write another, or take the line out"
        yield source.problem(field.line, f"{field.quoted} {fault} — {remedy}")


def _summary_advice(source: Source) -> Iterator[Problem]:
    field, most = source.front.find("summary"), source.site.own.summary
    if field and len(field.value) > most:
        fault = f"Summary has {len(field.value)} characters, and lists cut it"
        yield source.advice(field.line, f"{fault} — write at most {most}")
