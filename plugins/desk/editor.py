"""The writer's own editor."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .settings import DeskError


def choose_editor() -> tuple[str, str]:
    """The variable that names an editor, `VISUAL` or `EDITOR`, and its command; else nothing.

    Without a terminal on either side there is nobody to open it for.
    """
    if sys.stdin.isatty() and sys.stdout.isatty():
        for name in ("VISUAL", "EDITOR"):
            if command := os.environ.get(name, "").strip():
                return name, command
    return "", ""


def edit(path: Path, name: str, command: str) -> None:
    """Open a file in an editor and wait for its end; raises `DeskError` where that fails."""
    kept = f"{path} is made all the same"
    try:
        words = shlex.split(command)
    except ValueError as error:
        fault = f"{name} '{command}' is no command ({str(error).lower()})"
        raise DeskError(f"{fault} — mend it; {kept}") from error
    try:
        with _undisturbed():
            status = subprocess.run([*words, path], check=False).returncode  # noqa: S603  -- the writer's own editor
    except OSError as error:
        fault = f"{name} '{command}' cannot be run ({error.strerror})"
        raise DeskError(f"{fault} — name one that can; {kept}") from error
    if status:
        raise DeskError(f"{name} '{command}' ended with status {status} — look at {path}")


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Leave Ctrl-C to the editor: what is ignored here by a function, a child hears as usual."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGQUIT)}
    try:
        for number in kept:
            signal.signal(number, lambda *_: None)
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
