"""A small output folder, written by hand, and what the audit tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from proofread.audit import Expected, audit

SITEURL = "https://site.example"


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files by their paths; text as UTF-8, line ends as they are."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)


def told(
    folder: Path, files: Mapping[str, str | bytes], *, siteurl: str = SITEURL, **expected: Any
) -> list[str]:
    """Write `files` and give back every finding as the writer reads it."""
    write(folder, files)
    return [str(finding) for finding in audit(folder, Expected(siteurl, **expected))]
