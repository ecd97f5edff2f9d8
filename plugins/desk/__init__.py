"""The writer's desk: from an idea to a published rant without leaving the editor."""

from .inspection import Remark, check_source
from .registration import register
from .settings import DeskError

__all__ = ["DeskError", "Remark", "check_source", "register"]
