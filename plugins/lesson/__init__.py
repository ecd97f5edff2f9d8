"""The lesson a rant ends in: its Markdown, its box, its data."""

from .deadline import Deadline, parse_deadline
from .inspection import check_source
from .lesson import Lesson, Problem
from .plugin import register
from .settings import LessonError, Settings
from .syntax import LessonExtension

__all__ = [
    "Deadline",
    "Lesson",
    "LessonError",
    "LessonExtension",
    "Problem",
    "Settings",
    "check_source",
    "parse_deadline",
    "register",
]
