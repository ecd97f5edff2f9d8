"""The lesson a rant ends in: its Markdown, its box, its day, its data."""

from .catalogue import Entry, Link, write_catalogue
from .days import write_days
from .deadline import Deadline, parse_deadline
from .event import Event
from .home import LessonAtHome
from .inspection import check_source
from .lesson import Lesson, Problem
from .plan import Part, mail_to_self, read_plan
from .plugin import register
from .rotation import lesson_of_the_day, lessons_of_the_days
from .settings import LessonError, Settings
from .shelf import Index, Shelf, make_index
from .syntax import LessonExtension
from .turn import Turn

__all__ = [
    "Deadline",
    "Entry",
    "Event",
    "Index",
    "Lesson",
    "LessonAtHome",
    "LessonError",
    "LessonExtension",
    "Link",
    "Part",
    "Problem",
    "Settings",
    "Shelf",
    "Turn",
    "check_source",
    "lesson_of_the_day",
    "lessons_of_the_days",
    "mail_to_self",
    "make_index",
    "parse_deadline",
    "read_plan",
    "register",
    "write_catalogue",
    "write_days",
]
