"""The words of a picture: what of a post's, and of the site's, a font can draw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .lettering import Lettering, letter

_REMEDY = "name a font that has it as CARD_FONT, or leave it so"


@dataclass(frozen=True)
class Wording:
    """What a picture says, each as it is drawn: a title, a lesson, and whose site it is.

    Each may be empty, but not both the title and the lesson. The site's own picture has its name
    for the title, which is set large.
    """

    title: str = ""
    lesson: str = ""
    site: str = ""
    own: bool = False


@dataclass(frozen=True)
class Worded:
    """A picture's words, None where there is nothing to draw; what the writer may want to know.

    A problem costs the picture words, what was left out costs it an emoji.
    """

    wording: Wording | None
    problem: str = ""
    left_out: str = ""


def word_post(title: str, lesson: str, site: str, draws: Callable[[str], bool]) -> Worded:
    """The words of a post's picture: what cannot be drawn whole is not drawn."""
    by_name = {"title": letter(title, draws), "lesson": letter(lesson, draws)}
    title, lesson = (_whole(lettering) for lettering in by_name.values())
    wording = Wording(title, lesson, _whole(letter(site, draws))) if title or lesson else None
    cost = "its card is the site's"
    if wording:
        cost = "its card shows the title alone" if title else "its card leaves the title out"
    return Worded(wording, _problem(by_name, cost), _left_out(by_name))


def word_site(name: str, subtitle: str, draws: Callable[[str], bool]) -> Worded:
    """The words of the site's own picture; without its name there is none."""
    by_name = {
        "setting SITENAME": letter(name, draws),
        "setting SITESUBTITLE": letter(subtitle, draws),
    }
    name, subtitle = (_whole(lettering) for lettering in by_name.values())
    if not name:
        return Worded(None, _problem(by_name, "the site has no card of its own"))
    wording = Wording(name, subtitle, own=bool(subtitle))
    return Worded(wording, _problem(by_name, "the site's card leaves it out"))


def _whole(lettering: Lettering) -> str:
    return "" if lettering.lacking else lettering.text


def _problem(by_name: dict[str, Lettering], cost: str) -> str:
    """All that lacks, in one line; empty where nothing does."""
    lacking = [
        f"{name} has '{lettering.lacking}' (U+{ord(lettering.lacking):04X})"
        for name, lettering in by_name.items()
        if lettering.lacking
    ]
    if not lacking:
        return ""
    return f"{' and '.join(lacking)}, which the cards' font has not, so {cost} — {_REMEDY}"


def _left_out(by_name: dict[str, Lettering]) -> str:
    return "".join(lettering.left_out for lettering in by_name.values())
