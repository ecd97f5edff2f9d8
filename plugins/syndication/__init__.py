"""The feeds a reader subscribes to: RSS, Atom and JSON Feed."""

from .feed import Channel, Entry, Feed
from .identity import tag_uri
from .plugin import register
from .settings import Settings, SyndicationError

__all__ = [
    "Channel",
    "Entry",
    "Feed",
    "Settings",
    "SyndicationError",
    "register",
    "tag_uri",
]
