"""What a judge finds, and what keeps a judge from judging."""

from __future__ import annotations

from dataclasses import dataclass


class AuditError(Exception):
    """A judge cannot do its work on this machine; says why, and what mends it."""


@dataclass(frozen=True)
class Finding:
    """Something that is broken on a page."""

    page: str  # its address: `/about/` of the blog, `tests/site/about/` of the small site
    judge: str
    where: str  # the line, or the selector of the element; nothing if the whole page is meant
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.page, self.where, self.judge, self.message) if part)
