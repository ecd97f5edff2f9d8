"""The table that the audit prints: a line for each kind of page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.audit import lighthouse, nu, pages
from tests.audit.finding import Finding
from tests.audit.lighthouse import Scores

_HEADS = ("gzip", "brotli", "requests", "Nu", "axe", "speed", "access", "practice", "SEO")
_WIDE = max(len(head) for head in _HEADS) + 2


@dataclass
class Row:
    """A kind of page: the most that a page of it weighs and asks for, and what the judges say."""

    kind: str
    gzip: int = 0
    brotli: int = 0
    requests: int = 0
    scores: Scores | None = None
    findings: list[Finding] = field(default_factory=list)

    def weigh(self, gzip: int, brotli: int) -> None:
        """Take a page's weight into account."""
        self.gzip = max(self.gzip, gzip)
        self.brotli = max(self.brotli, brotli)

    def cells(self) -> list[str]:
        """What stands below each head; a dash where nobody has looked."""
        by_judge = [sum(each.judge == name for each in self.findings) for name in _JUDGES]
        scores = [str(self.scores[name]) if self.scores else "–" for name in lighthouse.LIMITS]
        numbers = [f"{self.gzip:,}", f"{self.brotli:,}", str(self.requests)]
        return [*numbers, *map(str, by_judge), *scores]


_JUDGES = (nu.JUDGE, pages.JUDGE)


def table(rows: Sequence[Row]) -> str:
    """The rows below their heads, in columns."""
    first = max(len(row.kind) for row in rows) + 2
    lines = [("", list(_HEADS)), *((row.kind, row.cells()) for row in rows)]
    return "\n".join(
        name.ljust(first) + "".join(cell.rjust(_WIDE) for cell in cells) for name, cells in lines
    )


def told(findings: Iterable[Finding]) -> list[str]:
    """The findings as lines, each once, with how often it was found."""
    lines = [str(each) for each in findings]
    counted = {line: lines.count(line) for line in lines}
    return [f"{line} ×{times}" if times > 1 else line for line, times in counted.items()]
