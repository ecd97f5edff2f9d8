"""A reply that came by email: a Markdown file that the writer pastes, with the person's consent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from markdown import markdown

from .record import RecordError
from .reply import Author, Reply
from .words import link_to

_NAME = re.compile(r"(?:(\d{4}-\d\d-\d\d)-)?.+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)  # Python reads more, which sorts otherwise
_MAIL = re.compile(r"(?:^|[\s<(])[^\s@<(]+@\S")
_LINE = re.compile(r"([A-Za-z][\w -]*?)\s*:\s*(.*)")
_KEYS = ("name", "url", "date", "consent", "lang")
_CONSENT = re.compile(r"yes\b", re.IGNORECASE)
_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class _Letter:
    """A letter's file: what each key of its head says, with the line, its body, and its faults."""

    head: dict[str, tuple[int, str]]
    body: str
    faults: tuple[RecordError, ...]

    def say(self, key: str) -> str:
        return self.head[key][1] if key in self.head else ""

    def line(self, key: str) -> int:
        return self.head[key][0] if key in self.head else 1


def read_letter(text: str, name: str) -> Reply:
    """The reply in a letter, whose file is `name`.md. Raises `RecordError` for the first fault."""
    for fault in find_faults(text, name):
        raise fault
    letter = _read(text)
    return Reply(
        key=f"email:{name}",
        via="email",
        author=Author(letter.say("name"), letter.say("url")),
        published=_date(letter, name),
        html=markdown(letter.body, output_format="html", extensions=["sane_lists"]),
        lang=letter.say("lang"),
        state="approved",
        why="reviewed",
    )


def find_faults(text: str, name: str) -> Iterator[RecordError]:
    """Everything that is wrong with a letter, each with its line."""
    letter = _read(text)
    yield from letter.faults
    who = letter.say("name") or "the person"
    if not letter.say("name"):
        yield RecordError(letter.line("name"), "has no name — write 'Name: …', as they want it")
    if _MAIL.search(letter.say("name")):
        said = f"Name '{letter.say('name')}' holds an address"
        yield RecordError(letter.line("name"), f"{said}, which all would read — take it out")
    if not _CONSENT.match(letter.say("consent")):
        remedy = f"ask {who}, then write 'Consent: yes' and when"
        said = f"Consent '{letter.say('consent')}' is no yes" if letter.say("consent") else ""
        yield RecordError(letter.line("consent"), f"{said or 'has no consent'} — {remedy}")
    if not _day(_date(letter, name)):
        said = f"Date '{letter.say('date')}' is no day" if letter.say("date") else "has no date"
        yield RecordError(letter.line("date"), f"{said} — write 'Date: 2026-11-23'")
    url, lang = letter.say("url"), letter.say("lang")
    if url and not link_to(url):
        remedy = "write one that begins with https://, or take the line out"
        yield RecordError(letter.line("url"), f"Url '{url}' is no address — {remedy}")
    if lang and not _LANG.fullmatch(lang):
        yield RecordError(letter.line("lang"), f"Lang '{lang}' is no language — write it as 'en'")
    if not letter.body.strip():
        yield RecordError(1, "has no words — paste them below an empty line")


def _read(text: str) -> _Letter:
    """The head ends at the first empty line, or at the first that is no `Key: value`."""
    head: dict[str, tuple[int, str]] = {}
    faults = []
    lines = text.removeprefix("\ufeff").splitlines()
    begin = len(lines)
    for number, line in enumerate(lines, start=1):
        match = _LINE.fullmatch(line.strip())
        if not match:
            begin = number - 1
            break
        key, value = match[1].lower(), match[2].strip()
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, n=1)
            remedy = (
                f"write {near[0].capitalize()}, or" if near else "write an empty line above, or"
            )
            faults.append(RecordError(number, f"'{match[1]}' is unknown — {remedy} take it out"))
        elif key in head:
            faults.append(RecordError(number, f"{match[1]} stands twice — take one line out"))
        else:
            head[key] = (number, value)
    return _Letter(head, "\n".join(lines[begin:]), tuple(faults))


def _date(letter: _Letter, name: str) -> str:
    """The day that the letter names, else its file; of a moment the day alone."""
    match = _NAME.fullmatch(name)
    return letter.say("date")[:10] or (match[1] if match and match[1] else "")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
