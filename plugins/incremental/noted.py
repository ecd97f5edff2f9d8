"""What is told meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def noted() -> Iterator[list[logging.LogRecord]]:
    """The warnings and errors that are told meanwhile, even those that are shown to nobody."""
    records: list[logging.LogRecord] = []
    make = logging.getLogRecordFactory()

    def note(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        if record.levelno >= logging.WARNING:
            records.append(record)
        return record

    logging.setLogRecordFactory(note)
    try:
        yield records
    finally:
        logging.setLogRecordFactory(make)
