"""What is told meanwhile, as it was told: Pelican's loggers say a message of many more shortly."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def telling() -> Iterator[list[tuple[int, str, str]]]:
    """The warnings and errors that are told meanwhile: level, logger, message."""
    told: list[tuple[int, str, str]] = []
    make = logging.getLogRecordFactory()

    def note(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        if record.levelno >= logging.WARNING:
            told.append((record.levelno, record.name, record.getMessage()))
        return record

    logging.setLogRecordFactory(note)
    try:
        yield told
    finally:
        logging.setLogRecordFactory(make)
