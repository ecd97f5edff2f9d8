"""The settings of the conversation: the standing question, the author, the doors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from typing import Any

from .network import PERSON, ROOM

PREFIX = "CONVERSATION_"
_DOORS = {"PERSON": PERSON, "ROOM": ROOM}


class ConversationError(Exception):
    """Stops the build: a conversation or its settings are to be mended first."""

    exitcode = 1


@dataclass(frozen=True)
class Settings:
    """What the plugin can be told. Each field is the setting `CONVERSATION_` and its name."""

    question: str = "Who would you like to hear say something about this?"
    email: str = ""
    creator: str = ""
    person: tuple[str, ...] = ("email", "sms", "whatsapp", "telegram", "copy", "share")
    room: tuple[str, ...] = (
        "mastodon", "bluesky", "threads", "linkedin", "x", "reddit", "hackernews",
    )  # fmt: skip


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
    elif not isinstance(value, list | tuple):
        yield f"setting {name} is {value!r} — write a list of names in quotes"
    else:
        doors = _DOORS[name.removeprefix(PREFIX)]
        for door in value:
            if door not in doors:
                yield f"setting {name}: '{door}' is no door — write {', '.join(doors)}"
