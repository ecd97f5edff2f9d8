"""The settings of the conversation: the question, the author, the doors, whose replies show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from typing import Any

from .language import N_
from .network import PERSON, ROOM

PREFIX = "CONVERSATION_"
_DOORS = {"PERSON": PERSON, "ROOM": ROOM}
_ENDPOINT = re.compile(r"https://[^\s/?#]+(?:[/?][^\s#]*)?")
# An address, a handle, a host, or what a reply is known by.
_WHO = re.compile(
    r"https?://[^\s/]+\S*|@[^\s@/]+@[^\s@/]+\.[^\s@/]+|[^\s@/:]+\.[^\s@/:]+|at://\S+|email:\S.*"
)
_MENTIONS = re.compile(r"https://webmention\.io/(?:d/)?[^\s/]+/webmention/?")


class ConversationError(Exception):
    """Stops the build: a conversation or its settings are to be mended first."""

    exitcode = 1


@dataclass(frozen=True)
class Settings:
    """What the plugin can be told. Each field is the setting `CONVERSATION_` and its name."""

    question: str = N_("Who would you like to hear say something about this?")
    email: str = ""
    creator: str = ""
    person: tuple[str, ...] = ("email", "sms", "whatsapp", "telegram", "copy", "share")
    room: tuple[str, ...] = (
        "mastodon", "bluesky", "threads", "linkedin", "x", "reddit", "hackernews",
    )  # fmt: skip
    allow: tuple[str, ...] = ()
    block: tuple[str, ...] = ()
    me: tuple[str, ...] = ()
    webmention: str = ""

    @property
    def has_mentions(self) -> bool:
        """Whether webmention.io takes the mentions in, where they can be fetched."""
        return _MENTIONS.fullmatch(self.webmention) is not None


def read_settings(site: Mapping[str, object]) -> Settings:
    """Take the plugin's settings out of all the site's.

    Raises `ConversationError`, with all problems, for a name that is unknown, a value of the
    wrong type, or a door that there is not.
    """
    defaults = {PREFIX + field.name.upper(): field.default for field in fields(Settings)}
    written = {name: value for name, value in site.items() if name.startswith(PREFIX)}
    wrong = [text for name, value in written.items() for text in _problems(name, value, defaults)]
    if wrong:
        raise ConversationError("\n".join(wrong))
    values: dict[str, Any] = {
        name.removeprefix(PREFIX).lower(): tuple(value) if isinstance(value, list) else value
        for name, value in written.items()
    }
    return replace(Settings(), **values)


def _problems(name: str, value: object, defaults: Mapping[str, object]) -> Iterator[str]:
    if name not in defaults:
        near = get_close_matches(name, defaults, n=1) or sorted(defaults)
        yield f"setting {name} is unknown — write {near[0]}, or take it out"
    elif isinstance(defaults[name], str):
        if not isinstance(value, str):
            yield f"setting {name} is {value!r} — write a text in quotes"
        elif name == f"{PREFIX}QUESTION" and not value.strip():
            yield f"setting {name} is {value!r} — write a question, or take it out"
        elif name == f"{PREFIX}WEBMENTION" and value and not _ENDPOINT.fullmatch(value):
            remedy = "write it as https://webmention.io/YOU/webmention"
            yield f"setting {name} '{value}' is no address — {remedy}"
    elif not isinstance(value, list | tuple):
        yield f"setting {name} is {value!r} — write a list of names in quotes"
    elif name.removeprefix(PREFIX) in _DOORS:
        doors = _DOORS[name.removeprefix(PREFIX)]
        for door in value:
            if door not in doors:
                yield f"setting {name}: '{door}' is no door — write {', '.join(doors)}"
    else:
        for who in value:
            if not isinstance(who, str) or not _WHO.fullmatch(who):
                yield f"setting {name}: {who!r} names nobody — write {_nobody(name)}"


def _nobody(name: str) -> str:
    if name == f"{PREFIX}ME":
        return "an address of yours, as https://HOST/@you"
    return "an address, as https://HOST/@name, or a host"
