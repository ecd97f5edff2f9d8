"""Builds only what changed; what comes out is what a clean build would have written."""

from .memory import Memory
from .plugin import Pelican, register
from .settings import IncrementalError, Settings

__all__ = ["IncrementalError", "Memory", "Pelican", "Settings", "register"]
