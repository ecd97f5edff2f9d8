"""The site's words in its own language, and its dates."""

from .catalogue import Catalogue, Plural, read_catalogue
from .functions import functions
from .language import read_locale, tag, tags_of
from .plugin import register
from .problem import Problem, TranslationError
from .settings import Settings, read_settings
from .translation import Translation

__all__ = [
    "Catalogue",
    "Plural",
    "Problem",
    "Settings",
    "Translation",
    "TranslationError",
    "functions",
    "read_catalogue",
    "read_locale",
    "read_settings",
    "register",
    "tag",
    "tags_of",
]
