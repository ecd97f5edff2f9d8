"""What a source says: its links, its pictures, what it answers, what the plugins know of it."""

from __future__ import annotations

from collections.abc import Iterator

from .alone import Findings, convert, unread
from .catalogue import Catalogue
from .limit import SECONDS, TooLong, limit
from .memory import Memory
from .problem import Problem, short
from .reference import Reference
from .reply import reply_problems
from .source import Source

KIND = "proofread.targets"


def body_problems(
    source: Source, findings: Findings, catalogue: Catalogue, memory: Memory
) -> Iterator[Problem]:
    """Everything that is wrong, or might be better, in the text of one source.

    In a draft nothing of it stops a build.
    """
    alone = [remark.at(source.path) for remark in findings.text]
    try:
        whole = list(_whole_problems(source, findings, catalogue, memory))
    except (RecursionError, TooLong) as error:
        alone, whole = [], [unread(source, error).at(source.path)]
    yield from alone
    yield from whole


def _whole_problems(
    source: Source, findings: Findings, catalogue: Catalogue, memory: Memory
) -> Iterator[Problem]:
    if not findings.is_read:
        return
    yield from reply_problems(source, catalogue)
    suspects = [
        link for link in findings.links if Reference(catalogue, source, link, is_hasty=True).fault()
    ]
    targets = _targets(source, findings, memory) if suspects else frozenset()
    for link in suspects:
        if link.target in targets:
            fault = Reference(catalogue, source, link).fault()
            message = f"{link.kind} '{short(link.target)}' {fault}"
            yield Problem(source.path, link.line, message, source.is_draft)


def _targets(source: Source, findings: Findings, memory: Memory) -> frozenset[str]:
    """Of what looks like the target of a link, what is one when the text is converted."""
    known = memory.recall(KIND, findings.key) if findings.key else None
    if isinstance(known, list) and all(isinstance(target, str) for target in known):
        return frozenset(known)
    with limit(SECONDS):
        converted = convert(source)
    targets = converted.targets & {link.target for link in findings.links}
    if findings.key:
        memory.keep(KIND, findings.key, sorted(targets))
    return targets
