"""The desk in Pelican."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from pelican.settings import read_settings as read_site

from .settings import DeskError


def load_site(settings: str) -> dict[str, Any]:
    """The settings of the site that a file describes, as Pelican reads them, with its defaults.

    Raises `DeskError` where the file cannot be read.
    """
    folder = str(Path(settings).parent.resolve())
    sys.path.insert(0, folder)  # publishconf.py imports its neighbour
    try:
        site: dict[str, Any] = read_site(settings)
    except Exception as error:  # the settings are a program, so anything may come of them
        raise DeskError(f"{settings}: {type(error).__name__}: {error} — mend it") from error
    finally:
        sys.path.remove(folder)
    return site
