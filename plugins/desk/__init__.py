"""The writer's desk: from an idea to a published rant without leaving the editor."""

from .settings import DeskError

__all__ = ["DeskError"]
