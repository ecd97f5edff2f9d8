"""The feeds a reader subscribes to: RSS, Atom and JSON Feed."""

from .feed import Channel, Entry, Feed, write_atom, write_json, write_rss
from .identity import tag_uri
from .markup import standalone
from .plugin import register
from .settings import Settings, SyndicationError

__all__ = [
    "Channel",
    "Entry",
    "Feed",
    "Settings",
    "SyndicationError",
    "register",
    "standalone",
    "tag_uri",
    "write_atom",
    "write_json",
    "write_rss",
]
