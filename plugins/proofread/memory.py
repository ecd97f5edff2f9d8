"""What a build before found out, where somebody remembers it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol


class Memory(Protocol):
    """What pure functions gave: plain data, by the function's name and all that went into it."""

    def recall(self, kind: str, key: bytes) -> Any | None:
        """What was kept for a function and its inputs; None where nothing was."""

    def keep(self, kind: str, key: bytes, value: Any) -> None:
        """Remember plain data for a function and its inputs."""

    def digest(self, path: Path | str) -> bytes:
        """BLAKE2b of a file's bytes (32 bytes). Raises `OSError` where it cannot be read."""


class Forgetful:
    """Remembers nothing, where nobody does."""

    def recall(self, kind: str, key: bytes) -> Any | None:
        """Nothing."""

    def keep(self, kind: str, key: bytes, value: Any) -> None:
        """Do nothing."""

    def digest(self, path: Path | str) -> bytes:
        """Nothing, since nothing is known by it."""
        return b""
