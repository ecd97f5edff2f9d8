"""The people the writer talks with: their page, and their feeds for a feed reader."""

from .inspection import Remark, check_content
from .opml import write_opml
from .people import People, read_people
from .person import Person
from .plugin import register
from .problem import PeopleError, Problem

__all__ = [
    "People",
    "PeopleError",
    "Person",
    "Problem",
    "Remark",
    "check_content",
    "read_people",
    "register",
    "write_opml",
]
