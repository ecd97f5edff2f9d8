"""What a source says: its links, its pictures, what it answers, what the plugins know of it."""

from __future__ import annotations

from collections.abc import Iterator

from .catalogue import Catalogue
from .links import Link, find_bare_images, find_links, written
from .problem import Problem, short
from .reference import Reference
from .reply import reply_problems
from .source import Source

_DEEP = ("\n" + " " * 160, "\n" + "\t" * 40)  # from some 300 levels on Markdown gives up
_NO_WORDS = "a picture says nothing to who cannot see it — write ![what it shows](…)"


def body_problems(source: Source, catalogue: Catalogue) -> Iterator[Problem]:
    """Everything that is wrong, or might be better, in the text of one source.

    In a draft nothing of it stops a build.
    """
    try:
        yield from tuple(_body_problems(source, catalogue))
    except RecursionError:
        fault = "the text is nested too deeply to be read — take levels out of its lists"
        yield source.problem(source.front.body_line, fault)


def _body_problems(source: Source, catalogue: Catalogue) -> Iterator[Problem]:
    for remark in (remark for check in source.site.checks for remark in check(source)):
        advice = remark.advice or source.is_draft
        yield Problem(source.path, remark.line, remark.message, advice)
    yield from reply_problems(source, catalogue)
    suspects = list(_suspects(source, catalogue))
    bare = list(find_bare_images(source.text))
    if not suspects and not bare and not any(deep in source.text for deep in _DEEP):
        return
    summary = source.front.find("summary")
    words = "\n".join(summary.values) if summary else ""
    converted = written(source.text, words, source.site.settings["MARKDOWN"])
    for link, fault in suspects:
        if link.target in converted.targets:
            message = f"{link.kind} '{short(link.target)}' {fault}"
            yield Problem(source.path, link.line, message, source.is_draft)
    for link in bare:
        if link.target in converted.bare_images:
            yield source.advice(link.line, _NO_WORDS)


def _suspects(source: Source, catalogue: Catalogue) -> Iterator[tuple[Link, str]]:
    seen = set()
    for link in find_links(source.text):
        # HTML in the text can look like Markdown, too: once a line is enough.
        if (link.line, link.target) not in seen:
            seen.add((link.line, link.target))
            fault = Reference(catalogue, source, link).fault()
            if fault:
                yield link, fault
