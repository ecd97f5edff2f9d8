"""What makes a build a failed build, whatever the builder's exit status."""

from __future__ import annotations

import logging
from collections.abc import Mapping


class Guard(logging.Handler):
    """Counts the log records of level ERROR and above while a site is built."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors = 0
        self.begun = False

    def emit(self, record: logging.LogRecord) -> None:
        """Count `record`; showing it is the other handlers' work."""
        self.errors += 1


class WithoutTraceback(logging.Filter):
    """Lets a traceback through only for what the writer cannot mend.

    What the writer can mend is told by an exception that has an `exitcode`.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the traceback off `record` where it is of no use; keep the record."""
        if record.exc_info and hasattr(record.exc_info[1], "exitcode"):
            record.exc_info = None
        return True


def dropped(contents: Mapping[str, object]) -> list[str]:
    """Those sources that were found but did not become content, in order."""
    return sorted(path for path, content in contents.items() if content is None)
