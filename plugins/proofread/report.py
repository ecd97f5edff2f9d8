"""What the writer is told when the sources have been checked."""

from __future__ import annotations

from collections.abc import Iterator

from .check import Checked


def tell(checked: Checked) -> str:
    """The errors, then the advice, then how many there are; ends without a newline."""
    return "\n".join(_lines(checked))


def _lines(checked: Checked) -> Iterator[str]:
    errors, advice = checked.errors, checked.advice
    yield from map(str, errors)
    if errors and advice:
        yield ""
    if advice:
        yield "Advice, which stops nothing:"
        yield from map(str, advice)
    if errors or advice:
        yield ""
    files = len({problem.path for problem in errors})
    found = _found(len(errors), files)
    yield f"{found}; {_count(checked.sources, 'source')} read."


def _count(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def _found(errors: int, files: int) -> str:
    return f"{_count(errors, 'error')} in {_count(files, 'file')}" if errors else "No error"
