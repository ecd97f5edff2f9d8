"""The settings of the lesson: what the site may say, and what it may not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches

from .plan import read_plan
from .words import N_, Words

PREFIX = "LESSON_"


class LessonError(Exception):
    """Stops the build: the lessons or their settings are to be mended first."""

    exitcode = 1


@dataclass(frozen=True)
class Settings:
    """What the plugin can be told. Each field is the setting `LESSON_` and its name."""

    kicker: str = N_("The lesson for today is…")
    warm_up: str = N_("Send one friendly line to someone you already talk to.")
    plan: str = N_("If it is {day} at {time}, I write to {name} and ask: {question}")


def read_settings(site: Mapping[str, object]) -> Settings:
    """Take the plugin's settings out of all the site's.

    Raises `LessonError`, with all problems, for a name that is unknown or a value of the wrong
    type.
    """
    known = {PREFIX + field.name.upper(): field.name for field in fields(Settings)}
    written = {name: value for name, value in site.items() if name.startswith(PREFIX)}
    problems = []
    for name, value in written.items():
        if name not in known:
            near = get_close_matches(name, known, n=1) or sorted(known)
            problems.append(f"setting {name} is unknown — write {near[0]}, or take it out")
        elif not isinstance(value, str):
            problems.append(f"setting {name} is {value!r} — write a text in quotes")
        elif known[name] == "plan":
            try:
                read_plan(value)
            except ValueError as error:
                problems.append(f"setting {name} is {value!r} — {error}")
    if problems:
        raise LessonError("\n".join(problems))
    return Settings(**{known[name]: str(value) for name, value in written.items()})


def say_settings(settings: Settings, words: Words) -> Settings:
    """The settings, those that are as they came said in the site's language.

    Raises `LessonError` where a translation of the plan is none.
    """
    usual = Settings()
    said = {
        field.name: words.gettext(field.default)
        for field in fields(Settings)
        if isinstance(field.default, str) and getattr(settings, field.name) == field.default
    }
    try:
        read_plan(said.get("plan", usual.plan))
    except ValueError as error:
        raise LessonError(f"'{said['plan']}' translates the plan — {error}") from error
    return replace(settings, **said)
