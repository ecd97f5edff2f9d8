"""The search: one page, and the index that it asks."""

from .bundle import make_bundle
from .document import Document, digest, write_document
from .plugin import register
from .service import make_index
from .settings import SearchError, Settings

__all__ = [
    "Document",
    "SearchError",
    "Settings",
    "digest",
    "make_bundle",
    "make_index",
    "register",
    "write_document",
]
