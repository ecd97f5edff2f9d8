"""What makes a build a failed build, whatever the builder's exit status."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime

from .audit import Expected


class Guard(logging.Handler):
    """What is known of one build: errors, its moment, whether the future waits, what is to come."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors = 0
        self.begun = False
        self.keeps_future_back = False
        self.now = datetime.max.replace(tzinfo=UTC)
        self.expected = Expected()

    def emit(self, record: logging.LogRecord) -> None:
        """Count `record`; showing it is the other handlers' work."""
        self.errors += 1


class Loading(logging.Handler):
    """Hears Pelican from the beginning, and passes on what would not be heard.

    Pelican says which plugins it could not load or register before any plugin hears of the
    build, and builds without them; and it says which source it could not read, but not why.
    """

    def __init__(self) -> None:
        super().__init__()
        self._failed = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Count `record` where it is about a plugin; give it its reason; show it, if need be."""
        words = str(record.msg)
        if words.startswith(("Cannot load plugin", "Cannot register plugin")):
            self._failed += 1
        if words.startswith("Could not process") and not record.exc_info:
            _explain(record)
        last = logging.lastResort
        # Python shows a record that no handler takes, and this is one.
        if last and record.levelno >= last.level and not logging.getLogger().handlers:
            last.handle(record)

    def take(self) -> int:
        """How many plugins failed since the last time."""
        failed, self._failed = self._failed, 0
        return failed


def _explain(record: logging.LogRecord) -> None:
    """Add what is being caught: with its traceback, if it is not for the writer."""
    error = sys.exc_info()[1]
    if hasattr(error, "exitcode"):
        record.msg, record.args = f"{record.getMessage()}: {error}", ()
    else:
        record.exc_info = sys.exc_info()


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
