"""What is found in one source alone: no other source can change it, nor can what lies beside it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from .address import address_problems
from .decoding import control_characters
from .front import front_problems
from .limit import SECONDS, TooLong, limit
from .links import Converted, Link, find_bare_images, find_links, written
from .metadata import metadata_problems
from .problem import Problem, short
from .reference import leads_away
from .site import Site
from .source import Source

_DEEP = ("\n" + " " * 160, "\n" + "\t" * 40)  # from some 300 levels on Markdown gives up
# What of a site follows from its settings.
_KNOWN = {"settings", "own", "slugify", "endings", "keeps_future_back"}
_NO_WORDS = (
    "the picture '{}' says nothing to who cannot see it — write ![what it shows](…), or where it "
    'is but an ornament ![](…){{ alt="" }}'
)


class Remark(NamedTuple):
    """Something in a source: the line (0 for all of it), what, and whether it stops nothing."""

    line: int
    message: str
    advice: bool = False

    def at(self, path: str) -> Problem:
        """The same, with the name of the file."""
        return Problem(path, *self)


@dataclass(frozen=True)
class Findings:
    """What is wrong with a source, and the links in it that may lead nowhere.

    `front` is of its form and its front matter, `text` of its text. `is_read` says whether the
    text could be read; `is_lasting` whether the same is found at any time, and `key` by what.
    """

    front: tuple[Remark, ...]
    text: tuple[Remark, ...]
    links: tuple[Link, ...]
    is_read: bool = True
    is_lasting: bool = True
    key: bytes = b""


# Of nearly all that are known from before.
NOTHING = Findings((), (), ())


def find(source: Source) -> Findings:
    """Look at one source alone."""
    front: tuple[Remark, ...] = ()
    asked = Asked(source.site)
    try:
        with limit(SECONDS):
            front = tuple(
                Remark(problem.line, problem.message, problem.advice)
                for problem in _front_problems(source)
            )
            if not source.front.fields:
                return Findings(front, (), ())  # what it is cannot be told, so it is no source
            text = (*_said(source, asked), *_bare_images(source))
            return Findings(front, text, tuple(_links(source)), is_lasting=not asked.more)
    except (RecursionError, TooLong) as error:
        return Findings(front, (unread(source, error),), (), is_read=False, is_lasting=False)


def unread(source: Source, error: BaseException) -> Remark:
    """Why a text cannot be read: it is nested too deeply, or takes too long."""
    fault = "the text is nested too deeply to be read — take levels out of its lists"
    if isinstance(error, TooLong):
        fault = f"the text takes more than {SECONDS:.0f} seconds to be read"
        fault += " — take out what repeats or nests without an end, or part it into several"
    return Remark(source.front.body_line, fault)


class Asked:
    """Stands in for a source's site, and notes whether it was asked for more than its settings.

    What a plugin says by the moment or by what lies in a folder, it may not say the next time.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.more = False

    def __getattr__(self, name: str) -> Any:
        self.more = self.more or name not in _KNOWN
        return getattr(self.site, name)


def _front_problems(source: Source) -> Iterator[Problem]:
    yield from front_problems(source.path, source.text, source.front)
    for number, message in control_characters(source.text):
        yield source.problem(number, message)
    # Without front matter every key would be missing, and that has one cause.
    if source.front.fields:
        yield from metadata_problems(source)
        yield from address_problems(source)


def _said(source: Source, asked: Asked) -> Iterator[Remark]:
    """What plugins say of a source; in a draft nothing of it stops a build."""
    is_draft = source.is_draft  # known, by the moment, before a plugin asks
    shown = copy.copy(source)
    shown.__dict__["site"] = asked
    for check in source.site.checks:
        for remark in check(shown):
            yield Remark(remark.line, remark.message, remark.advice or is_draft)


def _bare_images(source: Source) -> Iterator[Remark]:
    bare = list(find_bare_images(source.text))
    if bare or any(deep in source.text for deep in _DEEP):
        converted = convert(source)
        for link in bare:
            if link.target in converted.bare_images:
                yield Remark(link.line, _NO_WORDS.format(short(link.target)), advice=True)


def convert(source: Source) -> Converted:
    """The text, and the summary, as the site converts them. Raises `RecursionError`."""
    summary = source.front.find("summary")
    words = "\n".join(summary.values) if summary else ""
    return written(source.text, words, source.site.settings["MARKDOWN"])


def _links(source: Source) -> Iterator[Link]:
    siteurl = str(source.site.settings.get("SITEURL") or "")
    # HTML in the text can look like Markdown, too: once a line is enough.
    first = {(link.line, link.target): link for link in reversed(list(find_links(source.text)))}
    # In the order in which they are found.
    for link in reversed(first.values()):
        if not leads_away(link.target, siteurl):
            yield link
